"""Measures how fast and how small the running system is."""
