"""Tries to break the promises about messages: none lost, none doubled, none out of order."""
