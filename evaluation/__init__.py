"""How well the desk answers: our own questions, and how answers are scored against them."""
