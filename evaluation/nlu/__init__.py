"""How well intents are read. Runs in the engine's environment, where Rasa is."""
