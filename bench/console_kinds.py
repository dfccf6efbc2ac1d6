"""What staff look for in the bench: of each kind one, and combinations that are hard to answer."""

from dataclasses import dataclass, field

from bench.console_talks import communes
from bot.records.staff.links import Given

LARGE, _SECOND, *_OTHERS = communes()
SMALL = _OTHERS[-1]
PEOPLE = {
    "admin": (Given(("admin",)), ""),
    "officer": (Given(("officer",), department="Phòng Tư pháp"), ""),
    "seldom": (Given(("officer",), department="Sở Ngoại vụ"), ""),
    "commune": (Given(("helpdesk",)), LARGE),
    "hamlet": (Given(("helpdesk",)), SMALL),
    "both": (Given(("officer",), department="Phòng Tư pháp"), LARGE),
}


@dataclass(frozen=True)
class Kind:
    """One thing to look for, by somebody."""

    name: str
    who: str = "admin"
    query: dict[str, str] = field(default_factory=dict, hash=False)
    is_search: bool = True


def _everything(name: str, who: str, **query: str) -> Kind:
    return Kind(name, who, query, is_search=False)


def _kind(name: str, who: str = "admin", **query: str) -> Kind:
    return Kind(name, who, query)


KINDS = (
    _everything("everything", "admin"),
    _everything("everything, of a department", "officer"),
    _everything("everything, of a department that is seldom needed", "seldom"),
    _everything("everything, of a large commune", "commune"),
    _everything("everything, of a small commune", "hamlet"),
    _everything("waiting for a person", "admin", handoff="waiting"),
    _everything("flagged", "admin", flagged="yes"),
    _kind("channel web", channel="web"),
    _kind("channel zalo", channel="zalo"),
    _kind("outcome unmet", outcome="unmet"),
    _kind("outcome error, rare", outcome="error"),
    _kind("a procedure", procedure="1.001193"),
    _kind("an aspect that is rare", aspect="deadline"),
    _kind("a large commune", commune=LARGE),
    _kind("a small commune", commune=SMALL),
    _kind("rated down", rating="down"),
    _kind("to be reviewed", review="wanted"),
    _kind("a day", **{"from": "2026-03-01", "to": "2026-03-01"}),
    _kind("a week, unmet", outcome="unmet", **{"from": "2026-03-01", "to": "2026-03-07"}),
    _kind("a common word", text="khai "),
    _kind("two words", text="khai sinh "),
    _kind("two words, the second begun", text="khai si"),
    _kind("a beginning of many words", text="th"),
    _kind("a beginning of very many words", text="h1"),
    _kind("a rare word", text="h777 "),
    _kind("nothing found", text="khong tontaitrongday"),
    _kind("two common ones that rarely meet", channel="zalo", aspect="legal_basis"),
    _kind("two common ones that never meet", outcome="smalltalk", aspect="documents"),
    _kind("everything at once", channel="web", outcome="answered", aspect="fee", text="khai sinh"),
    _kind("a common word, flagged", text="khai ", flagged="yes"),
    _kind("a department, a common word", "officer", text="khai "),
    _kind("a department, rare", "officer", outcome="error"),
    _kind("a department that is seldom needed, web", "seldom", channel="web"),
    _kind("a large commune's own, a common word", "commune", text="khai "),
    _kind("a small commune's own, web", "hamlet", channel="web"),
    _kind("commune and department, web", "both", channel="web"),
    _kind("a commune's own, of another commune", "commune", commune=_SECOND),
)
