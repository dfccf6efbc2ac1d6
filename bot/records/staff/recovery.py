"""Ten codes that stand in for a lost second factor, each once."""

from base64 import b32encode
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from bot.clock import utc_now
from bot.records.audit import Deed, note
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import RecoveryCode

NUMBER = 10
_BYTES = 10  # 80 random bits, so that a plain digest cannot be turned back


class SqlRecovery:
    """All recovery codes, by their digests."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def renew(self, staff: Staff, deed: Deed) -> Sequence[str]:
        """Return new codes, to be shown this once; the ones before are good no more."""
        codes = [_spelt(token_bytes(_BYTES)) for _ in range(NUMBER)]
        rows = [{"digest": _digest(staff, code), "staff_id": staff.id} for code in codes]
        with self._engine.begin() as db:
            db.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
            db.execute(insert(RecoveryCode), rows)
            note(db, self._clock(), deed, "recovery codes made", staff.login)
        return codes

    def takes(self, staff: Staff, code: str, deed: Deed) -> bool:
        """Whether ``code`` is one of them, and was not taken before."""
        now = self._clock()
        mine = (RecoveryCode.digest == _digest(staff, code), RecoveryCode.used_at.is_(None))
        used = update(RecoveryCode).where(RecoveryCode.staff_id == staff.id, *mine)
        with self._engine.begin() as db:
            if not db.execute(used.values(used_at=now)).rowcount:
                note(db, now, deed, "code refused", staff.login)
                return False
            note(db, now, deed, "recovery code used", staff.login, left=_left(db, staff.id))
            return True

    def left(self, staff: Staff) -> int:
        """Return how many codes are still good."""
        with reading(self._engine) as db:
            return _left(db, staff.id)


def _left(db: Connection, staff_id: int) -> int:
    good = (RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    return db.execute(select(func.count()).select_from(RecoveryCode).where(*good)).scalar_one()


def _spelt(code: bytes) -> str:
    """Return it in four groups of four letters and digits."""
    letters = b32encode(code).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _digest(staff: Staff, code: str) -> str:
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(f"{staff.id}:{typed}".encode()).hexdigest()
