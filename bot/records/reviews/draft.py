"""What a reviewer may say of a turn, and whether it fits what the bot did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.wording import ASPECT_LABELS
from bot.errors import ReviewRefused
from bot.records.reviews.turns import ReviewedTurn
from bot.records.text import storable

VERDICTS: Final[Mapping[str, str]] = {
    "right": "Đúng",
    "wrong_procedure": "Sai thủ tục",
    "wrong_aspect": "Sai điều được hỏi",
    "unmet": "Không nên trả lời",
    "wrong_fact": "Sai thông tin",
}
LONGEST_COMMENT = 1000

NO_VERDICT = "Hãy chọn một nhận xét."
NOT_CORRECTED = "Nhận xét này không đi kèm thủ tục hay điều được hỏi khác; hãy bỏ phần chọn lại."
NO_PROCEDURE = "Hãy tìm và chọn thủ tục đúng."
UNKNOWN_PROCEDURE = "Thủ tục đã chọn không có trong danh mục; hãy chọn thủ tục khác."
SAME_PROCEDURE = "Thủ tục đã chọn chính là thủ tục trợ lý đã trả lời; hãy chọn thủ tục khác."
UNKNOWN_ASPECT = "Điều được hỏi không có trong danh sách."
NO_ASPECT = "Hãy chọn điều mà người dân thật sự hỏi."
SAME_ASPECT = "Điều đã chọn chính là điều trợ lý đã trả lời; hãy chọn điều khác."
ONLY_ASPECT = (
    "Sai điều được hỏi thì thủ tục giữ nguyên; nếu thủ tục cũng sai, hãy chọn “Sai thủ tục”."
)
ALREADY_UNMET = "Lượt này trợ lý đã nói là chưa trả lời được."
NO_RECORD = "Lượt này không trả lời từ thủ tục nào nên không thể sai thông tin của thủ tục."
NO_COMMENT = "Hãy ghi rõ thông tin nào sai."
RETIRED_LABEL = "Có nhãn không còn dùng; hãy bỏ nhãn đó."


@dataclass(frozen=True, slots=True)
class Draft:
    """One verdict, with the right ``procedure`` (its code) and ``aspect`` where they were wrong."""

    verdict: str
    procedure: str = ""
    aspect: str = ""
    comment: str = ""
    labels: tuple[str, ...] = ()


def checked(
    draft: Draft, turn: ReviewedTurn, catalogue: Catalogue, labels: Collection[str]
) -> Draft:
    """Return ``draft`` as it can be stored; only ``labels`` may be given.

    Raises:
        ReviewRefused: it does not fit the turn.
    """
    if draft.verdict not in VERDICTS:
        raise ReviewRefused(NO_VERDICT)
    if draft.aspect and draft.aspect not in ASPECT_LABELS:
        raise ReviewRefused(UNKNOWN_ASPECT)
    if set(draft.labels) - set(labels):
        raise ReviewRefused(RETIRED_LABEL)
    if trouble := _trouble(draft, turn, catalogue):
        raise ReviewRefused(trouble)
    comment = storable(draft.comment.strip(), LONGEST_COMMENT)
    return replace(draft, comment=comment, labels=tuple(sorted(set(draft.labels))))


def _trouble(draft: Draft, turn: ReviewedTurn, catalogue: Catalogue) -> str:
    if draft.verdict == "wrong_procedure":
        return _wrong_procedure(draft, turn, catalogue)
    if draft.verdict == "wrong_aspect":
        return _wrong_aspect(draft, turn)
    if draft.procedure or draft.aspect:
        return NOT_CORRECTED
    if draft.verdict == "wrong_fact":
        return _wrong_fact(draft, turn)
    return ALREADY_UNMET if draft.verdict == turn.outcome == "unmet" else ""


def _wrong_procedure(draft: Draft, turn: ReviewedTurn, catalogue: Catalogue) -> str:
    if not draft.procedure:
        return NO_PROCEDURE
    if catalogue.get(draft.procedure) is None:
        return UNKNOWN_PROCEDURE
    return SAME_PROCEDURE if draft.procedure == turn.procedure_code else ""


def _wrong_aspect(draft: Draft, turn: ReviewedTurn) -> str:
    if draft.procedure:
        return ONLY_ASPECT
    if not draft.aspect:
        return NO_ASPECT
    return SAME_ASPECT if draft.aspect == turn.aspect else ""


def _wrong_fact(draft: Draft, turn: ReviewedTurn) -> str:
    if not turn.procedure_code:
        return NO_RECORD
    return "" if draft.comment.strip() else NO_COMMENT
