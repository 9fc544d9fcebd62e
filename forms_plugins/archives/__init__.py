"""Forms of the company archives (group B)."""
