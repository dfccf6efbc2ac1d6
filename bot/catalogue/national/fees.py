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
NO_CHARGE = re.compile(r"\W*(?:không (?:có|quy định|thu|phải nộp|mất)\b|miễn (?:lệ )?phí\W*\Z|0 )", re.I)
FOR_SOME = re.compile(r"đối với|trường hợp|cho người|\d{3}", re.I)
TYPED = re.compile(r"\W*(?:mức )?(?:thu )?(?:lệ )?phí\b", re.I)


def read_fee(cell: str, note: str, description: str) -> Charge | Unknown | None:
    """Return what a fee cell says; None when the amount cannot be relied on and nothing tells."""
    note = inside(note)
    if cell in (FREE, NO_INFORMATION):
        told = note or (description if TYPED.match(description) else "")
        return _free(told) if cell == FREE else _only_note(told)
    found = CELL.fullmatch(cell)
    if not found:
        return None
    amount = int(found["amount"].replace(",", ""))
    if found["currency"] == "USD":
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


def _free(note: str) -> Charge:
    if not stated(note) or (NO_CHARGE.match(note) and not FOR_SOME.search(note)):
        return Charge(FREE, 0)
    named = amounts(note)
    certain = len(named) == 1 and JUST_AN_AMOUNT.fullmatch(note)
    return Charge(note, named.pop() if certain else UNKNOWN)


def _only_note(note: str) -> Charge | Unknown:
    return Charge(note, UNKNOWN) if stated(note) else UNKNOWN


def _in_dong(amount: int, note: str) -> Charge | None:
    if amount >= SMALLEST:
        return Charge(_with(dong(amount), note), amount)
    meant = amounts(note) & {amount * 1_000, amount * 1_000_000}
    if meant:
        return Charge(note, meant.pop())
    return Charge(note, UNKNOWN) if amounts(note) else None


def _with(text: str, note: str) -> str:
    return f"{text} ({note})" if stated(note) else text
