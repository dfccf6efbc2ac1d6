"""Procedures as versioned records: load, validate, find, answer."""
