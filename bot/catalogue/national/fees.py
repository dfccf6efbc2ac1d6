"""Fee cells: “Miễn phí(…)”, “70,000 Việt Nam Đồng(…)”, “10 USD”.

Two traps: “Miễn phí” is what the portal shows when nobody typed an amount, so that a fee
in the brackets behind it contradicts it; and “50.000” typed the Vietnamese way became “50 VNĐ”.
"""

import re

from bot.catalogue.national.parsed import Charge
from bot.catalogue.national.texts import NO_INFORMATION, stated, tidy
from bot.catalogue.record import UNKNOWN, Unknown

FREE = "Miễn phí"
SMALLEST = 1_000  # no fee is below a thousand đồng
CURRENCY = r"(?:Việt Nam Đồng|VNĐ|USD)"
AMOUNT = r"[1-9]\d{0,2}(?:,\d{3})*"
CELL = re.compile(rf"(?P<amount>{AMOUNT}) (?P<currency>{CURRENCY})")
IN_WORDS = re.compile(r"(?<![\d/.])(\d{1,3}(?:[.,]\d{3})+|\d{4,})(?=\s?(?:đ|vn|/))", re.I)
JUST_AN_AMOUNT = re.compile(r"\W*(?:(?:lệ )?phí\W*)?\d[\d.]*\s?(?:đồng|đ|vnđ)\b[^\d;]{0,60}", re.I)
NO_CHARGE = re.compile(
    r"\W*(?:không (?:có|quy định|thu|phải nộp|mất)\b|miễn (?:lệ )?phí\W*\Z|0 )", re.I
)
TELLING = re.compile(r"\w{2}\D*\w{2}")
PER = re.compile(r"(?:đồng|đ|vnđ)?\s?/", re.I)
FOR_SOME = re.compile(r"đối với|trường hợp|cho người|\d{3}", re.I)
TYPED = re.compile(r"\W*(?:các loại |mức )?(?:thu )?(?:lệ )?phí\b", re.I)


def read_fee(cell: str, note: str, description: str) -> Charge | Unknown | None:
    """Return what a fee cell says; None when the amount cannot be relied on and nothing tells."""
    note = inside(note) or (tidy(description) if TYPED.match(description) else "")
    if cell == NO_INFORMATION:
        return Charge(note, UNKNOWN) if stated(note) else UNKNOWN
    if cell == FREE:
        return _free(note)
    found = CELL.fullmatch(cell)
    if not found:
        return None
    amount = int(found["amount"].replace(",", ""))
    if found["currency"] == "USD" or f"{amount} USD" in note:
        return Charge(_with(f"{amount} USD", note), UNKNOWN)
    return _in_dong(amount, note)


def inside(note: str) -> str:
    """Return what stands inside the brackets, tidied; the last one may be missing."""
    note = tidy(note)
    while note.startswith("(") and (note.endswith(")") or note.count("(") > note.count(")")):
        note = note[1:-1] if note.endswith(")") else note[1:]
        note = note.strip()
    return note


def amounts(text: str) -> set[int]:
    """Return the amounts of đồng that ``text`` names in figures."""
    return {int(re.sub(r"\D", "", m[1])) for m in IN_WORDS.finditer(text)}


def dong(amount: int) -> str:
    """Return an amount as people write it."""
    return f"{amount:,} đồng".replace(",", ".")


def _free(note: str) -> Charge | None:
    if not stated(note) or (NO_CHARGE.match(note) and not FOR_SOME.search(note)):
        return Charge(FREE, 0)
    named = amounts(note)
    if len(named) == 1 and JUST_AN_AMOUNT.fullmatch(note):
        return Charge(note, named.pop())
    return Charge(note, UNKNOWN) if TELLING.search(note) else None


def _in_dong(amount: int, note: str) -> Charge | None:
    if amount >= SMALLEST:
        return Charge(_with(dong(amount), note), amount)
    meant = amounts(note) & {amount * 1_000, amount * 1_000_000}
    if meant:
        return Charge(note, meant.pop())
    return Charge(note, UNKNOWN) if amounts(note) else None


def _with(text: str, note: str) -> str:
    """Add what the note says beyond the amount; “200.000 đồng (200.000đ)” says it twice."""
    if not stated(note) or re.sub(r"\W", "", note) == re.sub(r"\W", "", text):
        return text
    unit = PER.match(note)
    return f"{text}/{note[unit.end() :].lstrip()}" if unit else f"{text} ({note})"
