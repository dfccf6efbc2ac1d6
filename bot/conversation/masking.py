"""Personal data become tags before anything is stored or logged (standard library only).

A long number is personal unless it is known to be something else: an amount, a date, the code of
a procedure or of a dossier. Patterns are matched on a folded copy of equal length, so accents and
their absence do not matter. None of them looks at what another one may replace: that is what
makes masking idempotent.
"""

import re
import unicodedata
from functools import lru_cache

_SEP = r"[ .\-–]"
_GAP = r"[ .\-–()]{0,3}"
_UNIT = r"(?:dong(?!\s+(?:thoi|y|chi|bao|nai|thap|hanh|ho)\b)|vnd|d)(?![\w/])"

_KEEP = "|".join(
    (
        # dossiers: H12.34-260115-0012, 000.00.12.H26-260713-0003
        r"(?<![\w.])(?=[\d.]{0,15}[a-z])[a-z0-9]{1,4}(?:\.[a-z0-9]{1,4}){1,5}-\d{6,8}-\d{3,6}(?!\d)",
        # procedures: 1.001193
        r"(?<![\d.])[1-9]\.\d{6}(?![.\-]?\d)",
        # dates: 12/03/1990, 31.7.2026, 2026-07-31
        r"(?<!\d)\d{1,2}[./\-]\d{1,2}[./\-]\d{4}(?![.\-]?\d)",
        r"(?<!\d)(?:19|20)\d\d[./\-]\d{1,2}[./\-]\d{1,2}(?![.\-]?\d)",
        # amounts: with a unit, or grouped as only amounts are
        rf"(?<!\d)[1-9]\d{{0,15}}(?:[.,]\d{{3}}){{0,5}}\s?{_UNIT}",
        r"(?<!\d)(?!84)[1-9]\d?(?:\.\d{3}){2,3}(?![.\-]?\d)",
        r"(?<!\d)[1-9]\d{0,2}\.\d{3}(?![.\-]?\d)",
    )
)

_PERSONAL = {
    "health": r"(?<![a-z])[a-z]{2} ?\d(?:[ \-]?\d){12}(?!\d)",
    "passport": r"(?<![a-z])[a-z]\d{7,8}(?!\d)",
    "plate": r"(?<![\w.])\d{2}-?[a-z]{1,2}\d?"
    rf"(?:[ .\-]{{0,2}}\d{{3}}\.?\d{{2}}|-?(?!19|20)\d{{4}})(?!\d)(?!\s?{_UNIT})",
    "tax": r"(?<!\d)\d{10} ?- ?\d{3}(?!\d)",
    "phone": rf"(?:(?:\+ ?|(?<!\d)00|(?<!\d))84{_SEP}{{0,2}}(?:\(0\) ?|0)?"
    rf"[235789](?:{_SEP}?\d){{8,9}}"
    rf"|(?<!\d)\(?0{_SEP}?(?:[35789](?:{_GAP}\d){{8}}|2(?:{_GAP}\d){{9}}|[16]\d{{9}}))(?!\d)",
    "identity": rf"(?<!\d)(?:\d{{12}}|0(?:{_SEP}?\d){{11}}|\d{{3}}(?:{_SEP}\d{{3}}){{3}})(?!\d)",
    "old_identity": rf"(?<!\d)(?:\d{{9}}|\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{3}})(?!\d)",
    "ten_digits": r"(?<!\d)\d{10}(?!\d)",
    "number": r"(?<!\d)\d{11,}+",
}

_TAGS = {
    "bank": "[số tài khoản]",
    "health": "[số bảo hiểm]",
    "passport": "[số hộ chiếu]",
    "plate": "[biển số xe]",
    "tax": "[mã số thuế]",
    "phone": "[số điện thoại]",
    "identity": "[số căn cước]",
    "old_identity": "[số CMND]",
    "ten_digits": "[mã số thuế hoặc bảo hiểm]",
    "number": "[dãy số]",
}

_EMAIL = re.compile(r"[\w.+\-]{1,64}+@[\w\-]++(?:\.[\w\-]++)++")
_NUMBERS = re.compile(
    rf"(?:(?<![a-z])s?tk|tai khoan)(?![a-z])[^\d\[\]@]{{0,30}}(?!{_KEEP})"
    rf"(?P<bank>(?<!\d)(?:\d{{6,19}}|\d(?:{_SEP}?\d){{5,18}})(?!\d))"
    rf"|(?P<keep>{_KEEP})|"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PERSONAL.items())
)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0].lower()[0]
    return "d" if base == "đ" else base


def mask(text: str) -> str:
    """Return ``text`` (in NFC) with a Vietnamese tag in place of each personal datum."""
    text = _EMAIL.sub("[email]", unicodedata.normalize("NFC", text))
    parts: list[str] = []
    end = 0
    for found in _NUMBERS.finditer("".join(map(_fold, text))):
        kind = found.lastgroup or "keep"
        if kind != "keep":
            parts += text[end : found.start(kind)], _TAGS[kind]
            end = found.end()
    return "".join(parts) + text[end:]
