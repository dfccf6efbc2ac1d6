"""Whether a record still holds: its days, the laws it rests on, and where its links lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import HttpUrl, TypeAdapter, ValidationError

from bot.catalogue.load import Problem, invalid, parse
from bot.catalogue.record import UNKNOWN, Part, Procedure, Text

HOSTS, LAWS = "hosts.yml", "replaced_laws.yml"
OLD = 180  # days after which a record should be looked at again

T = TypeVar("T")

# Not checked for long, not valid yet, not valid any more, law replaced, link to a foreign host.
Kind = Literal["old", "early", "over", "law", "host"]


class Replaced(Part):
    """Which document took the place of another, from when on, and where that is written."""

    by: Text
    since: date
    source: Text
    url: HttpUrl | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What records are held against; an empty list of hosts allows every host."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, Replaced] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def allows(self, url: str) -> bool:
        """Whether a link may lead to ``url``."""
        return not self.hosts or urlsplit(url).hostname in self.hosts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record is stale: of what kind, and in words for those who keep the records."""

    kind: Kind
    text: str


def load_rules(folder: Path) -> Rules:
    """Read the two lists beside the records; a missing one is empty."""
    hosts, wrong_hosts = _read(folder / HOSTS, TypeAdapter[str](Text))
    laws, wrong_laws = _read(folder / LAWS, TypeAdapter(Replaced))
    return Rules(hosts, laws, (*wrong_hosts, *wrong_laws))


def reasons(procedure: Procedure, today: date, rules: Rules, days: int = OLD) -> tuple[Reason, ...]:
    """Return why ``procedure`` may not hold on the day ``today``; nothing if it is fresh."""
    return (
        *_dates(procedure, today),
        *_age(procedure, today, days),
        *(Reason("law", text) for text in _laws(procedure, today, rules)),
        *(Reason("host", f"trang không có trong {HOSTS}: {u}") for u in _foreign(procedure, rules)),
    )


def is_over(procedure: Procedure, today: date) -> bool:
    """Whether a record held once and does no more."""
    return procedure.valid_to is not None and procedure.valid_to < today


def replaced(procedure: Procedure, today: date, rules: Rules) -> dict[str, Replaced]:
    """Return the documents a record rests on although another one took their place.

    A record that names the new document too has been brought up to date.
    """
    laws = procedure.legal_basis
    cited = [law.number for law in laws] if laws != UNKNOWN else []
    found = {number: rules.replaced[number] for number in cited if number in rules.replaced}
    return {n: r for n, r in found.items() if r.since <= today and r.by not in cited}


def links(procedure: Procedure) -> tuple[str, ...]:
    """Return every link of a record once, in the order in which they stand."""
    documents = () if procedure.documents == UNKNOWN else procedure.documents
    found = (
        procedure.online.url,
        *(document.form_url for document in documents),
        *(source.url for source in procedure.sources),
    )
    return tuple(dict.fromkeys(str(url) for url in found if url))


def _dates(procedure: Procedure, today: date) -> Iterator[Reason]:
    if procedure.valid_from > today:
        yield Reason("early", f"chưa có hiệu lực, bắt đầu từ {procedure.valid_from:%d/%m/%Y}")
    if procedure.valid_to and is_over(procedure, today):
        yield Reason("over", f"hết hiệu lực từ sau ngày {procedure.valid_to:%d/%m/%Y}")


def _age(procedure: Procedure, today: date, days: int) -> Iterator[Reason]:
    if today - procedure.checked > timedelta(days=days):
        age = (today - procedure.checked).days
        yield Reason("old", f"chưa kiểm tra lại {age} ngày, từ {procedure.checked:%d/%m/%Y}")


def _laws(procedure: Procedure, today: date, rules: Rules) -> Iterator[str]:
    for number, new in replaced(procedure, today, rules).items():
        yield f"{number} đã được thay bằng {new.by} từ {new.since:%d/%m/%Y} ({new.source})"


def _foreign(procedure: Procedure, rules: Rules) -> Iterator[str]:
    return (url for url in links(procedure) if not rules.allows(url))


def _read(file: Path, wanted: TypeAdapter[T]) -> tuple[dict[str, T], list[Problem]]:
    """Return the entries that can be used, by name, and what is wrong with the others."""
    content, lines, problems = parse(file) if file.exists() else ({}, {}, [])
    found: dict[str, T] = {}
    for name, entry in content.items() if isinstance(content, dict) else ():
        try:
            found[str(name)] = wanted.validate_python(entry)
        except ValidationError as error:
            problems += invalid(file, error, lines, (str(name),))
    return found, problems
