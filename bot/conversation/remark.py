"""Whether somebody who was asked what was wrong with an answer says so, or asks the next thing."""

import re

from bot.catalogue.catalogue import Catalogue
from bot.understanding.aspect_cues import cued_aspects
from bot.understanding.fold import fold

LONGEST = 200  # characters; who writes more tells a case of their own
_ASKS = re.compile(
    r"\?|\b(?:gi|nao|dau|sao|may|bao nhieu|bao lau|bao gio|ntn|ai|hoi|muon|can|giup|xin|lam"
    r"|dang ky|thu tuc)\b|\b(?:khong|ko|k|chua|vay|nhi|ha)(?: (?:a|ad|ban|em|anh|chi))*$"
)
_OF_THE_ANSWER = re.compile(
    r"\btra loi\b|\b(?:em|ban|bot|tro ly) (?:noi|dua|chi|bao|ghi)\b|\bthong tin (?:nay|tren)\b"
    r"|\b(?:chua|khong|ko|k) (?:dung|ro|du|hieu|chinh xac|day du)\b|\bkho hieu\b|\blac de\b"
    r"|\bchung chung\b|\b(?:dai|roi|ngan|so sai) qua\b|\b(?:sai|nham|cu) roi\b"
    r"|\bthieu (?:thong tin|nhieu)\b"
)


def is_remark(text: str, catalogue: Catalogue) -> bool:
    """Whether ``text`` speaks of the answer before it; in doubt it does not.

    A question that is taken for a remark stays without an answer, which is the worse mistake.

    >>> is_remark("em trả lời chung chung quá", Catalogue([]))
    True
    >>> is_remark("chưa rõ nộp ở đâu", Catalogue([]))
    False
    """
    folded = fold(text).strip(" .!,")
    speaks_of_it = len(text) <= LONGEST and bool(_OF_THE_ANSWER.search(folded))
    return speaks_of_it and not (_ASKS.search(folded) or _names_something(text, catalogue))


def _names_something(text: str, catalogue: Catalogue) -> bool:
    """Whether it asks for something certain, or may mean a procedure that we know."""
    if cued_aspects(text):
        return True
    best = catalogue.find(text).best
    return best is not None and best.chance >= catalogue.thresholds.ask
