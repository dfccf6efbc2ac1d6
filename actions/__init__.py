"""The actions the engine calls: tracker in, reply out; no database, no network."""
