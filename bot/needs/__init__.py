"""What becomes of a question that the bot could not answer: whose it is, by when, and how."""
