"""Questions about when an office is open."""

import re

from actions.desk import Decision, Desk
from actions.message import Message
from actions.opening import are_known, opening, opening_sources
from bot.conversation.safe import contacts
from bot.places import without_places
from bot.reply import Outcome, Reply
from bot.understanding.aspect_words import subject
from bot.understanding.fold import fold

_DAYS = r"thu (?:7|bay)|chu nhat|cuoi tuan|hom nay|(?:ngay )?mai|ngay le|le|tet|trua"
_WORKS = r"(?:lam viec|lam (?:khong|ko|k)|mo cua|nghi (?:khong|ko|k)|tiep dan|nhan ho so)"
_HOURS = re.compile(
    r"\b(?:gio (?:lam viec|hanh chinh|mo cua|dong cua|tiep dan)|thoi gian lam viec|lich lam viec"
    r"|may gio (?:thi )?(?:lam viec|mo cua|dong cua|bat dau lam|het gio|nghi trua|nghi)"
    r"|(?:lam viec|mo cua|dong cua) (?:tu |den |toi |luc )?may gio"
    rf"|(?:{_DAYS}) (?:\w+ ){{0,3}}{_WORKS}|(?:mo cua|lam viec) (?:vao )?(?:{_DAYS}))\b"
)
# What such a question says besides, when it asks about nothing else.
_SAID = """
gio lam viec hanh chinh mo cua dong tiep dan thoi gian lich bat dau het nghi trua thu 7 bay chu nhat
cuoi tuan hom nay mai ngay le tet buoi sang chieu tu den toi luc may nhan ho so co ko k uy ban ubnd
xa phuong tinh trung tam phuc vu cong bo phan mot cua quan nha nuoc van phong noi o tai thi la vao
con ngoai khong ra hay dang quay
"""
_WORDS = frozenset(_SAID.split())


def asks_for_hours(text: str) -> bool:
    """Whether ``text`` asks when an office is open, whatever else it asks."""
    return bool(_HOURS.search(fold(text)))


def answer_hours(desk: Desk, message: Message) -> Decision | None:
    """Answer a message that asks when offices are open, and about no procedure of its own."""
    text = message.text
    if message.is_button or not asks_for_hours(text) or not _WORDS.issuperset(_besides(text)):
        return None
    procedure = desk.catalogue.get(message.context)
    offices = [*desk.province.offices_for(procedure.level)] if procedure else desk.province.offices
    outcome: Outcome = "answered" if are_known(desk, offices) else "partial"
    blocks = (*opening(desk, offices, text), *contacts(desk.province))
    sources = tuple(opening_sources(desk, offices, text))
    return Decision(Reply(outcome=outcome, aspect="place", blocks=blocks, sources=sources))


def _besides(text: str) -> list[str]:
    return subject(without_places(text)).folded.split()
