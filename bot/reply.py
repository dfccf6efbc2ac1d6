"""The reply contract between actions, conversation and channels: one ``Reply`` a turn."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Outcome = Literal[
    "answered",
    "partial",
    "clarify",
    "unmet",
    "handoff",
    "smalltalk",
    "off_topic",
    "refused",
    "error",
]

Aspect = Literal[
    "overview",
    "documents",
    "steps",
    "place",
    "fee",
    "time",
    "online",
    "form",
    "conditions",
    "result",
    "legal_basis",
    "deadline",
]


NeedKind = Literal[
    "question", "missing_procedure", "missing_fact", "broken_link", "suggestion", "complaint"
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProcedureRef(_Part):
    """Which record, at which version, an answer was made from."""

    code: str
    name: str
    version: str


class Candidate(_Part):
    """A procedure the message may mean; ``score`` lies in 0…1."""

    code: str
    name: str
    score: Annotated[float, Field(ge=0, le=1)]


class TextBlock(_Part):
    """A paragraph."""

    kind: Literal["text"] = "text"
    text: str


class ListBlock(_Part):
    """A list with a title; ``ordered`` when the order matters."""

    kind: Literal["list"] = "list"
    title: str
    items: tuple[str, ...]
    ordered: bool = False


class FactBlock(_Part):
    """One fact with its label, such as “Lệ phí: miễn phí”."""

    kind: Literal["fact"] = "fact"
    label: str
    text: str


class LinkBlock(_Part):
    """A link to an official page, or by its path (“/giay-to/…”) to a page of our own.

    Channels complete a path with the address that our pages have for their citizens.
    """

    kind: Literal["link"] = "link"
    title: str
    url: str

    @property
    def is_ours(self) -> bool:
        """Whether the link leads to a page of our own."""
        return self.url.startswith("/")


class WarningBlock(_Part):
    """What the citizen must not overlook."""

    kind: Literal["warning"] = "warning"
    text: str


Block = Annotated[
    TextBlock | ListBlock | FactBlock | LinkBlock | WarningBlock, Field(discriminator="kind")
]


class Button(_Part):
    """A choice. ``payload`` is what the engine gets: an intent with entities, at most 64 bytes."""

    title: str
    payload: Annotated[str, StringConstraints(pattern=r"^/[a-z_]+(\{.*\})?$", max_length=64)]


class SourceRef(_Part):
    """Where the facts of an answer come from."""

    title: str
    url: str
    checked: date


class NeedDraft(_Part):
    """What the citizen agreed to pass on; conversation turns it into a stored need."""

    question: str
    field: str | None = None
    kind: NeedKind = "question"
    procedure: str = ""


class NeedWord(_Part):
    """What the citizen says of need ``number`` of theirs; ``text`` goes with ``add``."""

    number: int
    word: Literal["helpful", "not_helpful", "withdraw", "add"]
    text: str = ""


class ReminderDraft(_Part):
    """What the citizen wants to be told, and when."""

    text: str
    due_at: datetime
    procedure: str = ""


class FeedbackDraft(_Part):
    """What the citizen says of the last answer; ``reason`` is a code, ``word`` their own."""

    rating: Literal["up", "down"]
    reason: str = ""
    word: str = ""


class Reply(_Part):
    """What a citizen gets for one message.

    ``speaker`` is the person who speaks; empty for the bot. ``wants_person`` asks for one.
    """

    outcome: Outcome
    procedure: ProcedureRef | None = None
    candidates: tuple[Candidate, ...] = ()
    aspect: Aspect | None = None
    situations: dict[str, str] = Field(default_factory=dict)
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    need: NeedDraft | None = None
    speaker: str = ""
    wants_person: bool = False
    feedback: FeedbackDraft | None = None
    need_word: NeedWord | None = None
    reminder: ReminderDraft | None = None
    cancels_reminder: int | None = None
