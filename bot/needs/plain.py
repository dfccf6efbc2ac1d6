"""Help for whoever writes an answer: is it short, plain, whole, and does it fit the record?

Nothing here changes what was written, and nothing forbids sending it; a contradiction must be
confirmed, see ``Remark.is_grave``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.catalogue.facts import submissions
from bot.catalogue.record import UNKNOWN, Procedure, Submission
from bot.understanding.fold import fold

Kind = Literal["long", "sentence", "abbreviation", "missing", "contradiction", "personal"]
LONG = 900  # characters; what fits on a phone without scrolling twice
LONG_SENTENCE = 35  # words
# What everybody knows, and what is explained everywhere else.
KNOWN = frozenset({"CCCD", "UBND", "VNeID", "BHYT", "BHXH", "SMS", "QR", "OTP", "ATM"})
EXPLAINED: Mapping[str, str] = {
    "TTHC": "thủ tục hành chính", "DVC": "dịch vụ công", "DVCTT": "dịch vụ công trực tuyến",
    "HSTP": "hồ sơ thành phần", "TTPVHCC": "Trung tâm Phục vụ hành chính công",
    "GCN": "giấy chứng nhận", "QSDĐ": "quyền sử dụng đất", "KTXH": "kinh tế – xã hội",
    "HĐND": "Hội đồng nhân dân", "CSDL": "cơ sở dữ liệu", "TNHS": "tiếp nhận hồ sơ",
    "BPMC": "bộ phận một cửa", "CBCC": "cán bộ, công chức", "NĐ-CP": "nghị định của Chính phủ",
}  # fmt: skip
_ABBREVIATION = re.compile(r"\b[A-ZĐ]{2,}(?:-[A-ZĐ]{2,})?\b")
_SENTENCE = re.compile(r"[.!?;\n]+(?:\s|$)")
_AMOUNT = re.compile(r"(?<![\d.])(\d{1,3}(?:[.,]\d{3})+|\d{4,})\s*(?:đồng|đ|vnđ|vnd|dong)\b", re.I)
_WHERE = re.compile(r"\b(?:nop|den|toi|lien he|tai|truc tuyen|cong dich vu cong)\b")
_HOW_LONG = re.compile(r"\b(?:ngay|gio|thang|tuan|ngay lam viec|tra ngay)\b")
_HOW_MUCH = re.compile(r"\b(?:phi|le phi|mien phi|dong|khong mat tien|khong thu)\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that could be better, in a sentence for the writer."""

    kind: Kind
    sentence: str

    @property
    def is_grave(self) -> bool:
        """Whether the writer has to confirm that it is meant so."""
        return self.kind == "contradiction"


def remarks(text: str, procedure: Procedure | None = None) -> list[Remark]:
    """Return what could be better in an answer, about ``procedure`` if it is about one."""
    found = [*_length(text), *_abbreviations(text), *_masked(text)]
    if procedure is not None:
        found += [*_missing(text), *_contradictions(text, procedure)]
    return found


def _length(text: str) -> Iterator[Remark]:
    if len(text) > LONG:
        yield Remark(
            "long", f"Dài {len(text)} chữ cái; nên dưới {LONG} để đọc được trên điện thoại."
        )
    for sentence in _SENTENCE.split(text):
        if len(sentence.split()) > LONG_SENTENCE:
            start = " ".join(sentence.split()[:6])
            yield Remark("sentence", f"Câu “{start}…” quá dài; nên tách làm hai.")


def _abbreviations(text: str) -> Iterator[Remark]:
    for short in dict.fromkeys(_ABBREVIATION.findall(text)):
        if short in KNOWN or re.search(rf"\(\s*{re.escape(short)}\s*\)", text):
            continue
        means = EXPLAINED.get(short)
        advice = f"hãy viết “{means}”" if means else "hãy viết đầy đủ"
        yield Remark("abbreviation", f"“{short}” là chữ viết tắt; {advice}.")


def _masked(text: str) -> Iterator[Remark]:
    if re.search(r"\[số (?:căn cước|điện thoại|CMND|tài khoản)\]", text):
        sentence = "Có số giấy tờ hoặc điện thoại đã bị che; người dân sẽ không đọc được số đó."
        yield Remark("personal", sentence)


def _missing(text: str) -> Iterator[Remark]:
    said = fold(text)
    for pattern, what in (
        (_HOW_MUCH, "lệ phí (hoặc nói rõ là miễn phí)"),
        (_HOW_LONG, "thời gian giải quyết"),
        (_WHERE, "nơi nộp hoặc nơi hỏi"),
    ):
        if not pattern.search(said):
            yield Remark("missing", f"Chưa thấy nói {what}.")


def _contradictions(text: str, procedure: Procedure) -> Iterator[Remark]:
    """An amount that the record does not know, or money where the record takes none."""
    known = _amounts(procedure)
    if known is None:
        return
    for written in dict.fromkeys(_AMOUNT.findall(text)):
        if int(re.sub(r"\D", "", written)) not in known:
            told = ", ".join(f"{amount:,}".replace(",", ".") for amount in sorted(known))
            sentence = f"Mức {written} đồng không có trong danh mục (danh mục ghi: {told} đồng)."
            yield Remark("contradiction", sentence)


def _amounts(procedure: Procedure) -> frozenset[int] | None:
    """Return all fees of the record; ``None`` where one is not known."""
    amounts: set[int] = set()
    for submission in submissions(procedure):
        own = _of(submission)
        if own is None:
            return None
        amounts |= own
    return frozenset(amounts) or None


def _of(submission: Submission) -> set[int] | None:
    if submission.fees == UNKNOWN:
        return None
    found = [fee.amount for fee in submission.fees]
    return None if UNKNOWN in found else {int(amount) for amount in found}
