"""Filled paper sheets typed as bytes into the real program: one story for each form."""
