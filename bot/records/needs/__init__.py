"""The needs in the database: opened by a turn, owned, answered, and what all of that amounts to."""
