"""Places that citizens name, and what they are called since 1 July 2025."""

from bot.places.finding import places, within, without_places
from bot.places.notes import note, renamed
from bot.places.place import Place

__all__ = ["Place", "note", "places", "renamed", "within", "without_places"]
