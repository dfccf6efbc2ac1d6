"""Conversations as staff find and read them."""
