"""What citizens write to a person, kept whole and encrypted for three days.

Everything is masked before it is stored, so a person who has to act on a number would have to ask
for it in vain. Hence this copy, of messages to a person only.
"""

from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, Engine, delete, select

from bot.records.audit import Deed, note
from bot.records.insert import insert
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import may_see
from bot.records.tables import InboxMessage
from bot.records.takeover.tables import SealedText

LIFETIME = timedelta(hours=72)


class Sealer:
    """Encrypts texts and opens them again."""

    def __init__(self, key: str) -> None:
        """Encrypt with ``key``, 43 characters of URL-safe Base64 (32 bytes)."""
        self._fernet = Fernet(f"{key}=")

    def seal(self, text: str) -> str:
        """Return ``text`` encrypted."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, body: str) -> str:
        """Return the text that was sealed.

        Raises:
            InvalidToken: it was sealed with another key, or changed since.
        """
        return self._fernet.decrypt(body.encode()).decode()


def keep_sealed(db: Connection, inbox_id: int, text: str, sealer: Sealer, now: datetime) -> None:
    """Keep what the message ``inbox_id`` says unmasked, in place of what was kept of it before."""
    body = {"body": sealer.seal(text), "expires_at": now + LIFETIME}
    row = insert(db, SealedText).values(inbox_id=inbox_id, **body)
    db.execute(row.on_conflict_do_update(index_elements=["inbox_id"], set_=body))


def drop_expired(db: Connection, now: datetime) -> int:
    """Delete what has been kept long enough, and return how many texts that were."""
    return db.execute(delete(SealedText).where(SealedText.expires_at <= now)).rowcount


def unsealed(
    engine: Engine,
    staff: Staff,
    conversation: str,
    inbox_id: int,
    sealer: Sealer,
    deed: Deed,
    now: datetime,
) -> str | None:
    """Return what a message says unmasked, and note who wanted to know.

    ``None`` if it is not kept any more, never was, or ``staff`` may not see the conversation.
    """
    mine = (InboxMessage.id == inbox_id, InboxMessage.conversation_id == conversation)
    kept = select(SealedText.body).join(InboxMessage).where(*mine)
    with engine.begin() as db:
        drop_expired(db, now)
        body = db.execute(kept).scalar() if may_see(db, staff, conversation) else None
        text = _opened(sealer, body) if body else None
        if text is not None:
            note(db, now, deed, "message unmasked", conversation, message=inbox_id)
    return text


def _opened(sealer: Sealer, body: str) -> str | None:
    try:
        return sealer.open(body)
    except InvalidToken:  # the key is another one since: nobody can read it any more
        return None
