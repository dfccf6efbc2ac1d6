"""What runs inside Rasa: understanding, the turn channel and the bounded memory."""
