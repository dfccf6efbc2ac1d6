"""The second factor: six digits that change twice a minute, each taken once."""

import hmac
from collections.abc import Callable
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, select, update

from bot.clock import utc_now
from bot.records.audit import Deed, note
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import StaffMember

ISSUER = "Một Cửa"
_STEP = 30
_SLACK = 1  # steps that a clock may go wrong


class SqlCodes:
    """Checks codes, and keeps their secrets encrypted."""

    def __init__(self, engine: Engine, key: str, clock: Callable[[], datetime] = utc_now) -> None:
        """Encrypt with ``key``, 43 characters of URL-safe Base64 (32 bytes)."""
        self._engine, self._clock = engine, clock
        self._fernet = Fernet(f"{key}=")

    def propose(self, staff: Staff) -> str:
        """Return a new secret, sealed for ``staff``: nothing is kept before a code proves it."""
        return self._fernet.encrypt(f"{staff.id}:{pyotp.random_base32()}".encode()).decode()

    def address(self, staff: Staff, sealed: str) -> str | None:
        """Return what an authenticator reads; ``None`` if the seal is broken or another's."""
        secret = self._opened(staff, sealed)
        return secret and pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name=ISSUER)

    def secret(self, staff: Staff, sealed: str) -> str | None:
        """Return the secret to be typed where nothing can be scanned."""
        return self._opened(staff, sealed)

    def enrol(self, staff: Staff, sealed: str, code: str, place: str = "") -> bool:
        """Demand a code of ``staff`` from now on; ``False`` if this one is wrong."""
        secret = self._opened(staff, sealed)
        step = secret and self._step(secret, code)
        if not secret or not step:
            return False
        now = self._clock()
        mine = (StaffMember.id == staff.id, StaffMember.totp.is_(None))
        with self._engine.begin() as db:
            row = update(StaffMember).where(*mine).values(totp=sealed, totp_step=step)
            kept = bool(db.execute(row).rowcount)
            if kept:
                note(db, now, Deed(staff.login, "", place), "second factor on", staff.login)
        return kept

    def takes(self, staff: Staff, code: str, place: str = "") -> bool:
        """Whether ``code`` is the one of now, and was not taken before."""
        with self._engine.begin() as db:
            mine = select(StaffMember.totp).where(StaffMember.id == staff.id)
            sealed = db.execute(mine).scalar()
            secret = sealed and self._opened(staff, sealed)
            step = secret and self._step(secret, code)
            if not step:
                deed = Deed(staff.login, "", place)
                note(db, self._clock(), deed, "code refused", staff.login)
                return False
            newer = (StaffMember.id == staff.id, StaffMember.totp_step < step)
            return bool(
                db.execute(update(StaffMember).where(*newer).values(totp_step=step)).rowcount
            )

    def _step(self, secret: str, code: str) -> int | None:
        """Return the time step that ``code`` belongs to."""
        now = int(self._clock().timestamp()) // _STEP
        totp, given = pyotp.TOTP(secret), "".join(code.split()).encode()
        for step in range(now - _SLACK, now + _SLACK + 1):
            if hmac.compare_digest(totp.generate_otp(step).encode(), given):
                return step
        return None

    def _opened(self, staff: Staff, sealed: str) -> str | None:
        try:
            owner, _, secret = self._fernet.decrypt(sealed.encode()).decode().partition(":")
        except InvalidToken:
            return None
        return secret if owner == str(staff.id) else None
