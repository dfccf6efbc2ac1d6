"""From training data to a model that may go live."""
