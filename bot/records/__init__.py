"""What is stored: inbox, turns, outbox, needs."""
