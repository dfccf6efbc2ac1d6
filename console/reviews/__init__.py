"""The pages on which answers are judged."""
