"""Measures the deduplication of needs."""
