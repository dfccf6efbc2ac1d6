"""Một Cửa: a chat assistant that guides citizens through administrative procedures."""
