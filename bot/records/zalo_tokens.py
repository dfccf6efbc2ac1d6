"""Zalo's token pair in the database: encrypted, renewed by one process at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, Row, or_, select, update

from bot.errors import ZaloNotConnected
from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.tables import ZaloTokens

_UNREADABLE = (
    "Không giải mã được khóa Zalo trong cơ sở dữ liệu (tệp zalo.secret đã đổi); "
    "hãy chép lại tệp cũ, hoặc chạy: motcua zalo connect"
)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What Zalo gives: a key for a day, and a key that is good for one renewal."""

    access: str
    refresh: str
    seconds: int


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """The pair as it is stored; ``generation`` grows with each renewal."""

    generation: int
    access: str
    refresh: str
    account: str
    trouble: str
    refreshed_at: datetime
    expires_at: datetime


class SqlZaloTokens:
    """The pair of one app, for any number of threads and processes."""

    def __init__(
        self, engine: Engine, app_id: str, key: str, clock: Callable[[], datetime] = utc_now
    ) -> None:
        """Encrypt with ``key``, 43 characters of URL-safe Base64 (32 bytes)."""
        self._engine, self._app_id, self._clock = engine, app_id, clock
        self._fernet = Fernet(f"{key}=")

    def read(self) -> StoredTokens | None:
        """Return the pair, ``None`` before the first ``connect``.

        Raises:
            ZaloNotConnected: it was encrypted with another key.
        """
        row = select(ZaloTokens.__table__).where(ZaloTokens.app_id == self._app_id)
        with reading(self._engine) as db:
            found = db.execute(row).first()
        return self._stored(found) if found else None

    def lease(self, owner: str, generation: int, seconds: float) -> bool:
        """Let ``owner`` alone renew this generation for so long; ``False`` if another one does."""
        now = self._clock()
        is_free = or_(ZaloTokens.lease_until.is_(None), ZaloTokens.lease_until <= now)
        until = now + timedelta(seconds=seconds)
        taken = {"lease_owner": owner, "lease_until": until, "trouble": ""}
        return self._change(taken, ZaloTokens.generation == generation, is_free)

    def renew(self, old: StoredTokens, pair: TokenPair) -> None:
        """Put the new pair in place of ``old``, which is kept beside it."""
        kept = {
            "previous_access_token": ZaloTokens.access_token,
            "previous_refresh_token": ZaloTokens.refresh_token,
        }
        values = self._values(pair) | kept | {"generation": old.generation + 1}
        # Not by lease: whoever got a pair has the only one that is worth anything.
        self._change(values, ZaloTokens.generation == old.generation)

    def fail(self, owner: str, trouble: str) -> None:
        """Write down why ``owner`` got no new pair; the lease runs on, so nobody asks at once."""
        self._change({"trouble": trouble[:500]}, ZaloTokens.lease_owner == owner)

    def connect(self, pair: TokenPair) -> None:
        """Store a first pair, or a new one in place of a lost one."""
        first = {"previous_access_token": "", "previous_refresh_token": "", "account": ""}
        values = self._values(pair)
        row = insert(self._engine, ZaloTokens).values(
            app_id=self._app_id, generation=1, **values, **first
        )
        again = values | {"generation": ZaloTokens.generation + 1}
        with self._engine.begin() as db:
            db.execute(row.on_conflict_do_update(index_elements=["app_id"], set_=again))

    def name(self, account: str) -> None:
        """Remember which Official Account the pair belongs to."""
        self._change({"account": account})

    def _change(self, values: dict[str, Any], *where: Any) -> bool:
        row = update(ZaloTokens).where(ZaloTokens.app_id == self._app_id, *where)
        with self._engine.begin() as db:
            return bool(db.execute(row.values(**values)).rowcount)

    def _values(self, pair: TokenPair) -> dict[str, Any]:
        now = self._clock()
        return {
            "access_token": self._fernet.encrypt(pair.access.encode()).decode(),
            "refresh_token": self._fernet.encrypt(pair.refresh.encode()).decode(),
            "refreshed_at": now,
            "expires_at": now + timedelta(seconds=pair.seconds),
            "trouble": "",
            "lease_owner": None,
            "lease_until": None,
        }

    def _stored(self, row: Row[Any]) -> StoredTokens:
        try:
            access, refresh = (
                self._fernet.decrypt(token).decode()
                for token in (row.access_token, row.refresh_token)
            )
        except InvalidToken:
            raise ZaloNotConnected(_UNREADABLE) from None
        return StoredTokens(
            generation=row.generation,
            access=access,
            refresh=refresh,
            account=row.account,
            trouble=row.trouble,
            refreshed_at=row.refreshed_at,
            expires_at=row.expires_at,
        )
