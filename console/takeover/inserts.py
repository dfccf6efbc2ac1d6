"""What somebody may put into a reply before editing it: a canned text, or a procedure's answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.catalogue.answer import reply
from bot.catalogue.listing import Listing
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.channels.links import completed
from bot.channels.rendering import as_text
from bot.records.staff.accounts import Staff
from bot.records.takeover.canned import SqlCanned
from bot.reply import Aspect
from bot.understanding.fold import fold
from console.departments import departments
from console.guard import Office
from console.takeover.placeholders import fill

MOST = 8


@dataclass(frozen=True, slots=True)
class Insert:
    """One text to insert; ``about`` says where it is from."""

    title: str
    about: str
    text: str


def canned(office: Office, staff: Staff, procedure: Procedure | None, query: str) -> list[Insert]:
    """Return the canned texts that have all words of ``query``, filled in as far as is known."""
    words = fold(query).split()
    names = departments(office)
    known = _known(staff, names.get(staff.department, staff.department), procedure)
    return [
        Insert(one.title, names.get(one.department, one.department), fill(one.text, known))
        for one in SqlCanned(office.engine, office.clock).seen_by(staff)
        if all(word in fold(f"{one.title} {one.text}") for word in words)
    ][:MOST]


def answers(
    office: Office, procedure: Procedure | None, query: str, aspect: Aspect
) -> Sequence[Insert]:
    """Return what is answered of the procedures that ``query`` finds, else of ``procedure``."""
    found = list(_found(office, query)) if query.strip() else [procedure] if procedure else []
    return [
        Insert(f"{one.name} ({one.code})", ASPECT_LABELS[aspect], _text(office, one, aspect))
        for one in found[:MOST]
    ]


def aspect_of(text: str) -> Aspect:
    """Return the aspect of that name; an unknown one is the overview."""
    return next((aspect for aspect in ASPECT_LABELS if aspect == text), "overview")


def _found(office: Office, query: str) -> Iterator[Procedure]:
    return (hit.procedure for hit in Listing(office.catalogue()).search(query))


def _text(office: Office, procedure: Procedure, aspect: Aspect) -> str:
    made = completed(reply(procedure, aspect), office.public_url)
    return as_text(made.model_copy(update={"buttons": ()}))


def _known(staff: Staff, department: str, procedure: Procedure | None) -> dict[str, str]:
    return {
        "tên cán bộ": staff.name,
        "bộ phận": department,
        "tên thủ tục": procedure.name if procedure else "",
        "link": str(procedure.online.url) if procedure else "",
    }
