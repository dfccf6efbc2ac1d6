"""Says in an answer that its record may not hold any more, or not yet."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.catalogue.freshness import Rules, is_over, reasons, replaced
from bot.catalogue.record import Procedure
from bot.reply import Block, LinkBlock, Reply, WarningBlock

CHECKED = (
    "Thông tin {} được kiểm tra lần cuối ngày {}, có thể đã thay đổi; "
    "anh/chị xem lại trang chính thức giúp em ạ."
)
CHANGED = frozenset({"old", "law"})  # reasons for which what is told may be another now
REPLACED = "Văn bản {} mà thủ tục này căn cứ vào đã được thay bằng văn bản khác."
EARLY = "Thủ tục này có hiệu lực từ ngày {}, hiện chưa áp dụng ạ."
OVER = (
    "Thủ tục này chỉ có hiệu lực đến hết ngày {}, nay không áp dụng nữa nên em không trả lời theo "
    "bản cũ ạ. Anh/chị xem trang chính thức để biết quy định mới giúp em."
)


def dated(reply: Reply, procedure: Procedure, today: date, rules: Rules) -> Reply:
    """Return an answer made from ``procedure`` with what is to be known of its age.

    Of a record that holds no more, nothing is told but that, and where to look.
    """
    if is_over(procedure, today):
        return _over(reply, procedure)
    warnings = tuple(WarningBlock(text=t) for t in _notices(procedure, today, rules))
    return reply.model_copy(update={"blocks": _before_link(reply.blocks, warnings)})


def doubtful(procedures: Iterable[Procedure], today: date, rules: Rules) -> Iterator[str]:
    """Yield the same for several records together, one sentence a day of checking."""
    names: dict[date, list[str]] = {}
    for procedure in procedures:
        if any(reason.kind in CHANGED for reason in reasons(procedure, today, rules)):
            names.setdefault(procedure.checked, []).append(f"“{procedure.name}”")
    for day, several in names.items():
        yield CHECKED.format(f"về {', '.join(several)}", f"{day:%d/%m/%Y}")


def _notices(procedure: Procedure, today: date, rules: Rules) -> Iterator[str]:
    """Yield what a citizen has to know; where a link leads is for those who keep the records."""
    kinds = {reason.kind for reason in reasons(procedure, today, rules)}
    if "early" in kinds:
        yield EARLY.format(f"{procedure.valid_from:%d/%m/%Y}")
    if kinds & CHANGED:
        laws = ", ".join(replaced(procedure, today, rules))
        since = CHECKED.format("này", f"{procedure.checked:%d/%m/%Y}")
        yield f"{REPLACED.format(laws)} {since}" if laws else since


def _over(reply: Reply, procedure: Procedure) -> Reply:
    warning = WarningBlock(text=OVER.format(f"{procedure.valid_to:%d/%m/%Y}"))
    link = LinkBlock(title="Xem trang chính thức", url=str(procedure.online.url))
    blocks = (reply.blocks[0], warning, link)
    return reply.model_copy(update={"outcome": "partial", "blocks": blocks, "buttons": ()})


def _before_link(blocks: tuple[Block, ...], warnings: tuple[Block, ...]) -> tuple[Block, ...]:
    """Put the warnings before the link to the official page, which is the last of its kind."""
    ends = (n for n, b in enumerate(blocks) if isinstance(b, LinkBlock) and not b.is_ours)
    at = max(ends, default=len(blocks))
    return (*blocks[:at], *warnings, *blocks[at:])
