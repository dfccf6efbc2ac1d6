"""Conversations on their way to a person, with one, and back."""
