"""Complaints, satisfaction and product quality (group F, campaign I3)."""
