"""Forms of individual customers (group G)."""
