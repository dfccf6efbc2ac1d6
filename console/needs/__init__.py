"""The pages on which departments find, answer and learn from what citizens asked."""
