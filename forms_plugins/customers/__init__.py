"""Forms of the customer files (group D)."""
