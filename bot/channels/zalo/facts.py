"""What we take to be true of Zalo, each fact in this one place with where it was read.

Sources disagree on some of them, and Zalo changes them without notice. “Docs” are Zalo's own pages
for developers (developers.zalo.me/docs, the same text at docs.zaloplatforms.com/docs/OA) as others
quoted them in 2026; “seen” is what developers report of real traffic. Nothing here could be tried
on a real Official Account. ``tests/unit/test_zalo_facts.py`` holds each fact.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, Literal

# --- webhook ---------------------------------------------------------------------------------

# Docs, “Giới thiệu webhook”: mac = sha256(appId + data + timeStamp + OAsecretKey). Seen: a plain
# SHA-256 although it is called a MAC (HMAC never matches), over the raw body, with the timestamp of
# the body, the secret of the webhook page (not the app's), and “mac=” before the digits.
SIGNATURE_HEADER: Final = "X-ZEvent-Signature"
SIGNATURE_PREFIX: Final = "mac="

# Docs say milliseconds in a string; seen as a number too.
TIMESTAMP_FIELD: Final = "timestamp"

# How old an event may be. Zalo repeats one that was not answered, for an hour by one source and for
# twelve by another, with the timestamp it had. A replay does no harm: ``msg_id`` is stored once.
OLDEST_SECONDS: Final = 24 * 3600
AHEAD_SECONDS: Final = 600

# Ours: Zalo names no limit for a body, and real events have a few kilobytes.
LARGEST_BODY: Final = 2**20

# Docs, “Sự kiện người dùng gửi tin nhắn”. Those who have not followed the account write as
# ``anonymous_send_…``, with a conversation_id in the message.
TEXT_EVENTS: Final = frozenset({"user_send_text", "anonymous_send_text"})
MEDIA_EVENTS: Final[Mapping[str, str]] = {
    f"{who}_send_{sent}": ours
    for who in ("user", "anonymous")
    for sent, ours in {
        "image": "photo",
        "gif": "sticker",
        "sticker": "sticker",
        "audio": "voice",
        "video": "file",
        "file": "file",
        "link": "file",
        "business_card": "contact",
        "location": "location",
    }.items()
}
# Seen (June 2025): the first attachment of a location has its coordinates, in strings. ``text`` is
# the name of what is there.
LOCATION: Final = "location"


def point_in(attachments: Any) -> tuple[float, float] | None:
    """Return latitude and longitude of a location, ``None`` if they are not where we know them."""
    try:
        found = attachments[0]["payload"]["coordinates"]
        point = float(found["latitude"]), float(found["longitude"])
    except (LookupError, TypeError, ValueError):
        return None
    return point if all(map(isfinite, point)) else None


# Docs, “Sự kiện người dùng quan tâm OA”: the citizen stands in ``follower``; there is no msg_id.
FOLLOW_EVENT: Final = "follow"

# --- sending ---------------------------------------------------------------------------------

SEND_PATH: Final = "/v3.0/oa/message/cs"
ACCOUNT_PATH: Final = "/v2.0/oa/getoa"
TOKEN_HEADER: Final = "access_token"  # noqa: S105 - the header's name

# Docs, “Gửi tin tư vấn dạng văn bản”: at most 2.000 ký tự. What a ký tự is, nobody says; we count
# UTF-16 units, never fewer than the letters seen. Longer ones are refused with -210 (seen).
LONGEST_TEXT: Final = 2_000

# Ours: a reply of more messages is tiresome, and each is counted.
MOST_MESSAGES: Final = 3

# Docs of ``buttons`` (as resellers repeat them): five, titles of 100, payloads of 1.000 characters.
# Seen (August 2026): an attachment of type “template” with ``buttons`` alone beside ``text``.
MOST_BUTTONS: Final = 5
LONGEST_BUTTON_TITLE: Final = 100
LONGEST_BUTTON_PAYLOAD: Final = 1_000
QUERY_BUTTON: Final = "oa.query.show"
URL_BUTTON: Final = "oa.open.url"
PHONE_BUTTON: Final = "oa.open.phone"


def buttons_attachment(buttons: list[dict[str, Any]]) -> dict[str, Any]:
    """Put buttons into a message with a text."""
    return {"type": "template", "payload": {"buttons": buttons}}


# Docs, “Gửi tin tư vấn trích dẫn”: in ``message`` beside ``text``. Whether it goes together with an
# attachment nobody says; when Zalo refuses, the text goes out alone.
QUOTE_FIELD: Final = "quote_message_id"

# A chat's address: a user's id, or of someone who does not follow two ids. The latter's recipient
# is that of version 2; the pages of version 3 do not mention it.
ANONYMOUS: Final = "anonymous"


def chat_of(event: str, sender: str, talk: str) -> str:
    """Return the address of the chat that an event belongs to."""
    return f"{ANONYMOUS}:{sender}:{talk}" if event.startswith(ANONYMOUS) else sender


def recipient_of(chat: str) -> dict[str, str]:
    """Return the recipient of a message to a chat."""
    if not chat.startswith(f"{ANONYMOUS}:"):
        return {"user_id": chat}
    _, sender, talk = chat.split(":", 2)
    return {"anonymous_id": sender, "conversation_id": talk}


# Until the end of 2025: 8 free messages within 48 hours after the citizen's last one, then paid.
# Docs (September 2026): without limit within the 48 hours since 1 January 2026. Hence a setting,
# MOTCUA_ZALO_FREE_REPLIES. After 48 hours messages are charged; after 7 days refused with -230.
FREE_REPLIES: Final = 8
FREE_HOURS: Final = 48

# --- errors ----------------------------------------------------------------------------------

Verdict = Literal["retry", "wait", "hold", "token", "bad_request", "permanent"]

# Docs, “Mã lỗi” (of the Official Account API). In the body, with HTTP status 200.
ERRORS: Final[Mapping[int, Verdict]] = {
    -32: "wait",  # calls a minute used up: 4,000 for the app
    -124: "token",  # access token invalid, as the notification service says it
    -200: "retry",  # sending failed, no reason given
    -201: "bad_request",  # a parameter is invalid
    -204: "permanent",  # account deleted
    -205: "permanent",  # account does not exist
    -209: "permanent",  # app not activated
    -210: "bad_request",  # a parameter is too long
    -211: "hold",  # quota used up
    -212: "permanent",  # app not registered for this API
    -213: "hold",  # the user does not follow
    -216: "token",  # access token invalid
    -217: "permanent",  # the user blocks invitations
    -218: "hold",  # the user has received as many as they may
    -219: "permanent",  # app removed or disabled
    -220: "token",  # access token expired or removed
    -221: "permanent",  # account not verified
    -223: "permanent",  # account has not authorised the app for this
    -224: "permanent",  # the account's package is too small
    -227: "permanent",  # user banned, or away for more than 45 days
    -230: "hold",  # no interaction in the past 7 days
    -232: "hold",  # no interaction, or the last one has expired
    -233: "bad_request",  # kind of message invalid or not supported
    -234: "wait",  # not at night, 22:00–6:00 (of other kinds of messages, by the docs)
    -235: "permanent",  # not for this type of account
    -240: "permanent",  # version 2 is shut down
    -244: "hold",  # the user has restricted this kind of message
    -248: "permanent",  # against the platform's standards
    -320: "hold",  # paid feature, and no Zalo Cloud Account is connected
    -321: "hold",  # paid feature, and that account is out of money
}
WAIT_SECONDS: Final = 60.0

# --- tokens ----------------------------------------------------------------------------------

# Docs, “Xác thực và ủy quyền”: access 25 hours, refresh 3 months and good for one use. An error
# comes with status 200 (seen); -14020 is a refresh token that was used before (seen).
OAUTH_PATH: Final = "/v4/oa/access_token"
SECRET_HEADER: Final = "secret_key"  # noqa: S105 - the header's name
REFRESH_SPENT: Final = -14020
ACCESS_SECONDS: Final = 25 * 3600
