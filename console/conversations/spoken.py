"""A transcript as what one after the other said: for text, for a page to keep, and for a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.clock import LOCAL
from bot.records.talks.read_turns import Message, Said
from bot.records.talks.transcripts import Transcript
from console.conversations.plain import plain
from console.outcomes import mark_of
from console.said import channel_name, delivery, sent_name
from console.words import _


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said at once; ``kind`` is citizen, bot or staff, ``mark`` what became of it."""

    kind: str
    who: str
    at: str
    text: str
    mark: str = ""


def title(transcript: Transcript) -> str:
    """Return what the file is called."""
    return _("Hội thoại {id}", id=transcript.talk.id)


def facts(transcript: Transcript, by: str, now: datetime) -> list[str]:
    """Return what stands below the title."""
    talk = transcript.talk
    where = [channel_name(talk.channel), *([talk.commune] if talk.commune else [])]
    since = _("từ {start} đến {end}", start=_moment(talk.created_at), end=_moment(talk.last_at))
    made = _("{name} xuất lúc {time}", name=by, time=_moment(now))
    is_cut = transcript.has_earlier
    cut = [_("Chỉ gồm {n} lượt mới nhất.", n=len(transcript.turns))] if is_cut else []
    return [", ".join([*where, since]), made, *cut]


def spoken(transcript: Transcript) -> Iterator[Spoken]:
    """Yield all that was said, in order."""
    for turn in transcript.turns:
        yield _citizen(turn.message, _(mark_of(turn.outcome).label))
        yield from (_reply(reply) for reply in turn.replies)
    yield from (_citizen(message, _("đang chờ trả lời")) for message in transcript.unanswered)


def as_text(transcript: Transcript, by: str, now: datetime) -> str:
    """Return the whole as plain text."""
    parts = (
        f"[{s.at}] {s.who}{f' ({s.mark})' if s.mark else ''}:\n{s.text}" for s in spoken(transcript)
    )
    return "\n\n".join([title(transcript), *facts(transcript, by, now), *parts]) + "\n"


def _citizen(message: Message, mark: str) -> Spoken:
    sent = f"[{_('Gửi {thing}', thing=sent_name(message.media))}]" if message.media else ""
    text = "\n".join(line for line in (sent, message.text) if line)
    return Spoken("citizen", _("Người dân"), _moment(message.received_at), text, mark)


def _reply(reply: Said) -> Spoken:
    kind, who = ("staff", _("Cán bộ {name}", name=reply.by)) if reply.by else ("bot", _("Trợ lý"))
    mark = "" if reply.status == "sent" else delivery(reply.status)
    return Spoken(kind, who, _moment(reply.created_at), plain(reply.reply), mark)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H:%M %d/%m/%Y}"
