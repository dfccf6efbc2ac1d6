"""Whether a posted event is really from Zalo, and from now; the body is not parsed for it."""

import hmac
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from bot.channels.zalo import facts

_TIMESTAMP = re.compile(rb'"%b"\s{0,8}:\s{0,8}"?(\d{1,16})' % facts.TIMESTAMP_FIELD.encode())
_MOST_TIMESTAMPS = 4  # an attachment may carry one too


def mac(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of ``body``, as hexadecimal digits."""
    return sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def signed_at(header: str, body: bytes, app_id: str, secret: str) -> int | None:
    """Return the timestamp (ms) that the signature holds for; ``None`` if it holds for none."""
    given = header.strip().removeprefix(facts.SIGNATURE_PREFIX).lower().encode()
    found = None
    for timestamp in _timestamps(body):
        if hmac.compare_digest(given, mac(app_id, body, timestamp, secret).encode()):
            found = int(timestamp)
    return found


def is_recent(timestamp: int, now: datetime) -> bool:
    """Whether an event of that time may still be delivered."""
    age = now.timestamp() - timestamp / 1000
    return -facts.AHEAD_SECONDS <= age <= facts.OLDEST_SECONDS


def _timestamps(body: bytes) -> Iterator[str]:
    for _, match in zip(range(_MOST_TIMESTAMPS), _TIMESTAMP.finditer(body), strict=False):
        yield match[1].decode()
