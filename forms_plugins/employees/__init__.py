"""Personnel forms (group A)."""
