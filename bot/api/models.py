"""What the open data says, as Pydantic models: the OpenAPI description is made of them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.catalogue.record import (
    Deadline,
    Document,
    Law,
    Level,
    Online,
    OnlineLevel,
    Origin,
    Situation,
    Source,
    Submission,
    Unknown,
)

LICENCE = (
    "Facts: published by state bodies on the National Public Service Portal "
    "(https://dichvucong.gov.vn); keep source, decision and date when you reuse them. "
    "Wording of records with origin “curated”: Apache-2.0. "
    "Wording of records with origin “national”: the portal's own, as published."
)
Licence = Annotated[str, Field(description="On what terms this may be reused.")]
Link = Annotated[str, Field(description="A path, unless the operator set a public address.")]
Chance = Annotated[float, Field(ge=0, le=1)]


class FieldRef(BaseModel):
    """A field of the catalogue."""

    id: str
    name: str


class CountedField(FieldRef):
    """A field, how many records it has, and where they are listed."""

    procedures: int
    link: Link


class FieldList(BaseModel):
    """All fields that have records, in the catalogue's order."""

    items: list[CountedField]
    licence: Licence = LICENCE


class Links(BaseModel):
    """Where a procedure is found, here and on its official page."""

    record: Link
    page: Link
    checklist: Link
    chat: Link
    official: str


class Summary(BaseModel):
    """A procedure in a list."""

    code: str
    version: Annotated[str, Field(description="Changes whenever what citizens are told does.")]
    origin: Origin
    name: str
    official_name: str
    field: FieldRef
    topic: Annotated[str | None, Field(description="The national portal's name for the field.")]
    level: tuple[Level, ...]
    summary: str
    online: OnlineLevel
    checked: Annotated[date, Field(description="When the facts were last checked.")]
    in_force: Annotated[bool, Field(description="Whether it holds today.")]
    chance: Annotated[
        Chance | None,
        Field(description="How probable it is that the search `q` means it; null without `q`."),
    ] = None
    links: Links


class Pages(BaseModel):
    """The lists before and after this one."""

    previous: Link | None
    next: Link | None


class SummaryList(BaseModel):
    """One page of a list, or what a search found, likeliest first."""

    total: Annotated[int, Field(description="How many there are on all pages.")]
    page: int
    page_size: int
    items: list[Summary]
    links: Pages
    licence: Licence = LICENCE


class Record(BaseModel):
    """All that is known of a procedure. What nobody has sourced is the word `unknown`."""

    code: str
    version: Annotated[str, Field(description="Changes whenever what citizens are told does.")]
    origin: Origin
    name: str
    official_name: str
    field: FieldRef
    topic: str | None
    level: tuple[Level, ...]
    authority: str
    audience: tuple[str, ...]
    summary: str
    aliases: tuple[str, ...]
    situations: tuple[Situation, ...]
    submissions: tuple[Submission, ...] | Unknown
    documents: tuple[Document, ...] | Unknown
    steps: tuple[str, ...] | Unknown
    conditions: tuple[str, ...] | Unknown
    result: tuple[str, ...] | Unknown
    deadline: Deadline | Unknown | None
    online: Online
    legal_basis: tuple[Law, ...] | Unknown
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    checked: date
    valid_from: date
    valid_to: date | None
    in_force: bool
    notices: Annotated[
        tuple[str, ...],
        Field(description="What citizens are warned of, such as its age."),
    ]
    links: Links
    licence: Licence = LICENCE


class CountedNeeds(BaseModel):
    """How many needs of a field came from a commune."""

    field: Annotated[FieldRef | None, Field(description="`null` where it is not known.")]
    commune: Annotated[str | None, Field(description="`null` where it is not known.")]
    count: Annotated[int | None, Field(description="`null` for fewer than `least`.")]


class NeedCounts(BaseModel):
    """The needs of a month: what citizens asked that the bot could not answer."""

    month: str
    least: int
    items: list[CountedNeeds]


class Contents(BaseModel):
    """What there is."""

    title: str = "Một Cửa: danh mục thủ tục hành chính"
    version: Literal["v1"] = "v1"
    procedures: Link
    search: Link
    procedure: Link
    table: Link
    fields: Link
    needs: Link
    needs_table: Link
    openapi: Link
    documentation: Link
    count: int
    licence: Licence = LICENCE
