"""Passwords: how they must be, and what is kept of them (argon2id)."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import StaffRefused

SHORTEST, LONGEST = 12, 200
_AT_ONCE = 2  # each takes 64 MB: a flood of log-ins shall wait, not fill the memory

_BAD_LENGTH = f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự; một câu dài dễ nhớ là tốt nhất."
_TOO_PLAIN = "Mật khẩu quá dễ đoán; hãy dùng một câu dài không chứa tên đăng nhập."


class Passwords:
    """Hashes and verifies; who has no account takes as long as who has one."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash("nobody's")

    def hash(self, password: str, login: str) -> str:
        """Return what to keep of a new password.

        Raises:
            StaffRefused: it is too short, too long or too easy to guess.
        """
        word = _same(password)
        if not SHORTEST <= len(word) <= LONGEST:
            raise StaffRefused(_BAD_LENGTH)
        if login in word.lower() or len(set(word)) < SHORTEST // 2:
            raise StaffRefused(_TOO_PLAIN)
        with self._room:
            return self._hasher.hash(word)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether ``password`` is the one that ``kept`` was made of; ``None`` fits nothing."""
        with self._room:
            try:
                fits = self._hasher.verify(kept or self._nobody, _same(password)[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return fits and kept is not None


def _same(password: str) -> str:
    """Keyboards write the same accent in several ways."""
    return unicodedata.normalize("NFC", password)
