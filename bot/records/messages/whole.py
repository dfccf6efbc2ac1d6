"""Keeps what a citizen writes to a person whole, sealed, where masking takes something from it."""

import unicodedata
from datetime import datetime

from sqlalchemy import Connection

from bot.records.messages.sealed import Sealer, keep_sealed
from bot.records.takeover.rows import is_talking
from bot.records.text import clean, storable


class Whole:
    """What ``SqlInbox`` calls with each message it has stored."""

    def __init__(self, sealer: Sealer) -> None:
        """Seal with ``sealer``."""
        self._sealer = sealer

    def __call__(
        self, db: Connection, conversation: str, number: int, text: str, now: datetime
    ) -> None:
        """Seal message ``number`` if it is to a person, and ``text`` is not what was stored."""
        if not any(c.isdigit() or c == "@" for c in text):
            return  # nothing that could be masked, and masking takes a while
        whole = unicodedata.normalize("NFC", clean(text))
        if storable(text) != whole and is_talking(db, conversation):
            keep_sealed(db, number, whole, self._sealer, now)
