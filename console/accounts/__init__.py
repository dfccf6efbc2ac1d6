"""The way in, and the pages about accounts."""
