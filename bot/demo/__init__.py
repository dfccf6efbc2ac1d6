"""An installation full of invented conversations, to look at the console with.

Nothing of it is about a real person, and all of it says that it is for show.
"""
