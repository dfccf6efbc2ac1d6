"""The pages on which conversations are found, read and exported."""
