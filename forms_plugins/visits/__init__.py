"""Visiting customers and keeping up relations (group F)."""
