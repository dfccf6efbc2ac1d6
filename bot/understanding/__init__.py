"""Reading Vietnamese: pure functions of the standard library, shared with the engine."""
