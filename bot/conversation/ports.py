"""What the conversation needs from the outside, as protocols; ``wiring`` chooses the parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.reply import Reply
from bot.trace import new_trace

Kind = Literal["text", "button", "media"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update from a channel, as the channel parsed it and before it is stored.

    Attributes:
        channel: ``web``, ``telegram``, ``zalo`` or ``terminal``.
        chat: the channel's own address of the citizen, to which replies go.
        external_id: the channel's own id of the update; the same id twice is the same update.
        kind: a typed text, a pressed button (``text`` is its payload) or a media message
            (``text`` is its caption or empty).
        text: at most 10,000 characters are kept.
        label: what the pressed button said, for the transcript.
        media: for media, what was sent, as in ``bot.conversation.media``.
        position: the channel's own order within the chat, where arrivals may overtake each other.
        message: the channel's id of the message within the chat, where messages can be edited.
        is_edit: this is a newer wording of ``message``. It replaces what still waits unanswered.
        trace: the number under which all that is done about it can be found.
    """

    channel: str
    chat: str
    external_id: str
    kind: Kind
    text: str
    label: str = ""
    media: str = ""
    position: int | None = None
    message: str = ""
    is_edit: bool = False
    trace: str = field(default_factory=new_trace, compare=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """One accepted message of a conversation, as it waits in the inbox (already masked).

    ``with_person`` says that a person is in the talk: the bot keeps quiet.
    """

    id: int
    conversation: str
    channel: str
    chat: str
    kind: Kind
    text: str
    label: str
    media: str
    attempts: int
    state: Mapping[str, Any] = field(default_factory=dict)
    trace: str = ""
    with_person: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a citizen says of their talk with a person; ``None`` and empty for nothing."""

    answered: bool | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the engine made of one message; the last two are as in a ``TurnRecord``."""

    replies: Sequence[Reply]
    intent: str
    confidence: float
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    state: Mapping[str, Any]
    leaves_person: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """All that is written of one turn, in one transaction.

    ``by_notice`` says that the channel was off, and the citizen was told so instead of answered.
    ``is_quiet`` says that there is nothing to send: a person is in the talk. ``commune`` is the
    full name of the one that the message names; empty for none. ``leaves_person`` says that the
    citizen wants the bot back, and ``verdict`` what they say of their talk with a person.
    """

    message: Stored
    reply: Reply
    intent: str
    confidence: float
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    state: Mapping[str, Any]
    latency_ms: float
    fault: str = ""
    by_notice: bool = False
    is_quiet: bool = False
    commune: str = ""
    leaves_person: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply that waits to be delivered."""

    id: int
    conversation: str
    channel: str
    chat: str
    reply: Reply
    created_at: datetime
    attempts: int
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a talk and the reply to it, as they were stored and as a page shows them.

    Attributes:
        external_id: the ``Incoming.external_id`` it was accepted under.
        kind: as in ``Incoming``; ``notice`` is a reply that answers no message of its own,
            such as an officer's answer some days later.
        reply_id: grows within a chat in the order in which replies were stored.
    """

    external_id: str
    kind: Literal["text", "button", "media", "notice"]
    text: str
    label: str
    media: str
    created_at: datetime
    reply_id: int | None = None
    reply: Reply | None = None


class Reader(Protocol):
    """Reads what was stored of a channel's chats."""

    def history(self, chat: str, limit: int) -> Sequence[Turn]:
        """Return the last ``limit`` turns, answered or not, oldest first."""
        ...

    def replies_after(self, chat: str, after_id: int) -> Sequence[Turn]:
        """Return every answered turn whose ``reply_id`` is above ``after_id``, lowest first."""
        ...


class Helpdesk(Protocol):
    """Where citizens can ask for a person."""

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may be asked for at that moment."""
        ...

    def opens_next(self, now: datetime) -> datetime | None:
        """Return when the desk opens after ``now``; ``None`` when there is no such desk."""
        ...

    def place(self, conversation: str) -> int | None:
        """Return the place of a conversation in its queue, ``None`` when it does not wait."""
        ...

    def waiting(self) -> int:
        """Return how many wait in everybody's queue."""
        ...


class Engine(Protocol):
    """Understands a message and keeps the dialogue."""

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        """Return what the engine makes of ``text``.

        Raises:
            EngineUnavailable: it did not answer in time, or not in the agreed form.
        """
        ...


class Inbox(Protocol):
    """Accepted messages, until a worker has answered them."""

    def accept(self, incoming: Incoming) -> int | None:
        """Mask and store one update in one transaction; ``None`` if it was stored before."""
        ...

    def bury(self, channel: str, external_id: str, body: str, why: str) -> None:
        """Keep an update that could not be parsed as a dead letter (masked, shortened)."""
        ...

    def claim(self, worker: str, lease_seconds: float) -> Stored | None:
        """Lease the conversation with the oldest waiting message and return that message.

        No other worker gets a message of that conversation until ``finish`` or the lease's end.
        """
        ...

    def finish(self, worker: str, turn: TurnRecord) -> bool:
        """Write turn, reply, need and state, and release the lease, in one transaction.

        ``False`` when the lease was lost meanwhile: then nothing was written.
        """
        ...

    def release(self, worker: str, message: Stored) -> None:
        """Give a claimed message back unanswered (shutdown)."""
        ...


class Outbox(Protocol):
    """Replies, until the channel has delivered them."""

    def claim_outgoing(self, channel: str, limit: int) -> Sequence[Outgoing]:
        """Replies of that channel that are due, oldest first, one a conversation at a time."""
        ...

    def delivered(self, outgoing_id: int) -> None: ...

    def failed(self, outgoing_id: int, why: str, retry_in: float | None) -> None:
        """Try again in ``retry_in`` seconds; ``None`` gives up."""
        ...

    def ambiguous(self, outgoing_id: int, why: str) -> None:
        """It may or may not have arrived: marked, never blindly repeated."""
        ...

    def hold(self, outgoing_id: int, why: str) -> None:
        """It cannot be sent before the citizen writes again: kept until then."""
        ...


class Takes(Protocol):
    """Answers messages of one kind without the engine. Called in threads."""

    def taken(self, message: Stored, said: str) -> Understood | None:
        """Return the turn of a message of that kind, else ``None``.

        ``said`` is what the conversation made of it: the payload of what was chosen, or a text.
        """
        ...
