"""Certificates of pledge and title (权证), kept like cash: handed over, in the safe, counted (W2)."""
