"""Small registers of the office (groups H and I)."""
