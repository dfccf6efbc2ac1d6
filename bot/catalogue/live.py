"""A catalogue that follows its records while the program runs."""

import logging
from collections.abc import Callable, Hashable

from bot.catalogue.catalogue import Catalogue
from bot.errors import MotcuaError

log = logging.getLogger(__name__)


class LiveCatalogue:
    """Opens the catalogue anew, and trains its search, whenever its records have changed."""

    def __init__(self, open_it: Callable[[], Catalogue], state: Callable[[], Hashable]) -> None:
        """``state`` tells what the records are like; another state means that they changed."""
        self._open, self._state = open_it, state
        self._seen = state()
        self.now = open_it()

    def refresh(self) -> bool:
        """Look once; return whether the catalogue is another one now.

        Records that cannot be used leave it as it was.
        """
        state = self._state()
        if state == self._seen:
            return False
        self._seen = state
        try:
            self.now = self._open()
        except MotcuaError as error:
            log.warning("the catalogue stays as it was: %s", error)
            return False
        log.info("the catalogue was read again: %d records", len(self.now))
        return True
