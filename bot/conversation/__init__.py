"""The path of a message: accept, understand, reply, record."""
