"""The token pair at work: read, renewed once however many ask, and watched."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Lock
from typing import Literal

from bot.errors import ZaloNotConnected
from bot.records.messages.inbox import utc_now
from bot.records.zalo_tokens import SqlZaloTokens, StoredTokens, TokenPair

LEASE_SECONDS = 90.0  # longer than a request with all its time-outs; also the pause after a failure
POLL_SECONDS = 0.2
RENEW_AFTER = timedelta(hours=12)
ALERT_BEFORE = timedelta(hours=6)

_NEVER = "Kênh Zalo chưa được kết nối; hãy chạy: motcua zalo connect"

State = Literal["missing", "expired", "expiring", "ok"]


@dataclass(frozen=True, slots=True)
class Health:
    """How the token pair is; ``seconds_left`` of the access token."""

    state: State
    seconds_left: float = 0.0
    trouble: str = ""
    account: str = ""
    refreshed_at: datetime | None = None


class Tokens:
    """The pair of one app; one object a process."""

    def __init__(
        self,
        store: SqlZaloTokens,
        exchange: Callable[[str], TokenPair],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """``exchange`` gives a new pair for a refresh token, or raises ``ZaloNotConnected``."""
        self._store, self._exchange, self._clock = store, exchange, clock
        self._owner = token_hex(8)
        self._one_at_a_time = Lock()  # spares the database the other threads of this process

    def current(self) -> StoredTokens:
        """Return the pair.

        Raises:
            ZaloNotConnected: there is none, or it cannot be read.
        """
        stored = self._store.read()
        if stored is None:
            raise ZaloNotConnected(_NEVER)
        return stored

    def renewed(self, old: StoredTokens) -> StoredTokens:
        """Return a pair newer than ``old``; of all that ask, in any process, one asks Zalo.

        Raises:
            ZaloNotConnected: there is no newer one, and why.
        """
        with self._one_at_a_time:
            while True:
                stored = self.current()
                if stored.generation != old.generation:
                    return stored
                if self._store.lease(self._owner, old.generation, LEASE_SECONDS):
                    return self._renew(stored)
                if stored.trouble:  # somebody has just tried
                    raise ZaloNotConnected(stored.trouble)
                time.sleep(POLL_SECONDS)

    def connect(self, refresh_token: str) -> StoredTokens:
        """Begin with a refresh token that an administrator of the account got from Zalo.

        Raises:
            ZaloNotConnected: Zalo does not take it.
        """
        self._store.connect(self._exchange(refresh_token))
        return self.current()

    def name(self, account: str) -> None:
        """Remember which Official Account it is."""
        self._store.name(account)

    def due(self) -> bool:
        """Whether the pair is old enough to be renewed."""
        return self._clock() - self.current().refreshed_at >= RENEW_AFTER

    def health(self) -> Health:
        """Return how the pair is, for staff and for measurements."""
        try:
            stored = self.current()
        except ZaloNotConnected as error:
            return Health("missing", trouble=str(error))
        left = stored.expires_at - self._clock()
        state: State = "ok" if left > ALERT_BEFORE else "expiring"
        return Health(
            state if left > timedelta() else "expired",
            left.total_seconds(),
            stored.trouble,
            stored.account,
            stored.refreshed_at,
        )

    def _renew(self, stored: StoredTokens) -> StoredTokens:
        try:
            pair = self._exchange(stored.refresh)
        except ZaloNotConnected as error:
            self._store.fail(self._owner, str(error))
            raise
        self._store.renew(stored, pair)
        return self.current()
