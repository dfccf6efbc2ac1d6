"""What citizens are told on their way to a person and back: always who speaks from now on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.clock import LOCAL
from bot.province.wording import WEEKDAYS
from bot.reply import Button, NeedDraft, Reply, TextBlock

CLOSING: Final = "closing"  # in a conversation's state: what was asked at the end of a takeover
ASKED: Final[Mapping[str, Any]] = {CLOSING: "answered"}
WORD: Final[Mapping[str, Any]] = {CLOSING: "word"}
LEAVING: Final[Mapping[str, Any]] = {CLOSING: "question"}

HUMAN = Button(title="Gặp cán bộ", payload="/human")
BACK = Button(title="Quay lại trợ lý", payload="/back_to_bot")
LEAVE = Button(title="Để lại câu hỏi", payload="/leave_question")
YES = Button(title="Rồi", payload='/got_answer{"v":"yes"}')
NO = Button(title="Chưa", payload='/got_answer{"v":"no"}')
NOTHING = Button(title="Không, cảm ơn", payload="/no_word")

ANSWERED = "Anh/chị đã được giải đáp chưa ạ?"
MORE = "Anh/chị muốn nói thêm gì không ạ?"
_BOT_AGAIN = "Em là máy trả lời tự động, từ giờ em trả lời tiếp ạ."
_MEANWHILE = "Trong lúc chờ, anh/chị cứ hỏi, em là máy trả lời tự động vẫn trả lời ạ."


def speaker(name: str) -> str:
    """Return how a person is named over each of their messages.

    >>> speaker("Nguyễn Thị Lan")
    'Nguyễn Thị Lan (cán bộ)'
    """
    return f"{name} (cán bộ)"


def word_of(name: str, text: str) -> Reply:
    """Return what a person says."""
    return Reply(outcome="handoff", blocks=(TextBlock(text=text),), speaker=speaker(name))


def queued(place: int) -> Reply:
    """Tell that somebody was called, and how many are before the citizen."""
    return _say(f"Em đã báo cán bộ trực. {_placed(place)} {_MEANWHILE}", BACK)


def still_queued(place: int) -> Reply:
    """Tell who asks once more where they are now."""
    return _say(f"Cán bộ trực đã được báo rồi ạ. {_placed(place)} {_MEANWHILE}", BACK)


def claimed(name: str, place: str = "") -> Reply:
    """Tell that a person speaks from now on; ``place`` is whose staff they are."""
    is_unit = place.startswith(("Tỉnh ", "Thành phố "))
    of = f" của {place[:1].lower()}{place[1:]}" if is_unit else ""
    return _say(
        f"Từ lúc này anh/chị nói chuyện với {name}, cán bộ trực{of}, là người thật ạ. Máy trả lời "
        "tự động tạm im lặng. Muốn hỏi lại máy, anh/chị viết “quay lại trợ lý”.",
        BACK,
    )


def passed_to(name: str, other: str) -> Reply:
    """Tell that another person speaks from now on."""
    return _say(
        f"Cán bộ {name} đã chuyển cuộc trò chuyện này. Từ lúc này anh/chị nói chuyện với {other}, "
        "cán bộ trực, là người thật ạ. Muốn hỏi lại máy, anh/chị viết “quay lại trợ lý”.",
        BACK,
    )


def queued_again(name: str, to: str) -> Reply:
    """Tell that a person has passed the citizen on to the queue of others."""
    return _say(
        f"Cán bộ {name} đã chuyển anh/chị sang {to}, sẽ có cán bộ tiếp ạ. {_MEANWHILE}", BACK
    )


def taken_back(name: str, place: int) -> Reply:
    """Tell that the person has not answered, and that another one is called."""
    return _say(
        f"Cán bộ {name} chưa trả lời được nên em báo cán bộ trực khác, mong anh/chị thông cảm. "
        f"{_placed(place)} {_MEANWHILE}",
        BACK,
    )


def returned(name: str) -> Reply:
    """Tell that the person has ended the talk, and ask how it was."""
    return _say(f"Cán bộ {name} đã kết thúc phần trao đổi. {_BOT_AGAIN} {ANSWERED}", YES, NO)


def silent(name: str) -> Reply:
    """Tell that the talk was ended since the citizen wrote no more, and ask how it was."""
    return _say(
        f"Lâu chưa thấy anh/chị nhắn nên phần trao đổi với cán bộ {name} khép lại ở đây. "
        f"{_BOT_AGAIN} {ANSWERED}",
        YES,
        NO,
    )


def left(asks: bool) -> Reply:
    """Tell who wanted the bot back that it is there; ``asks`` how it was with the person."""
    if asks:
        return _say(f"{_BOT_AGAIN} {ANSWERED}", YES, NO)
    return _say("Em là máy trả lời tự động, em đang nghe đây ạ. Anh/chị cần hỏi thủ tục gì ạ?")


def not_queued() -> Reply:
    """Tell who waited that they wait no more."""
    return _say(f"Em đã báo lại là anh/chị không cần gặp cán bộ nữa. {_BOT_AGAIN}")


def expired(question: str, opens: datetime | None, now: datetime) -> Reply:
    """Tell that nobody came before the desk closed, and that the question is passed on."""
    kept = f"Em đã ghi lại câu hỏi “{question[:300]}” để bộ phận phụ trách trả lời"
    back = f", và bộ phận trực làm việc lại lúc {moment(opens, now)}" if opens else ""
    return _say(
        f"Hết giờ trực mà chưa có cán bộ nào rảnh, em xin lỗi anh/chị. {kept}{back}. {_BOT_AGAIN}"
    )


def closed(opens: datetime, now: datetime) -> str:
    """Return what is said when nobody is on duty."""
    return (
        "Em là máy trả lời tự động. Giờ này chưa có cán bộ trực ạ. Bộ phận trực làm việc lại lúc "
        f"{moment(opens, now)}. Anh/chị để lại câu hỏi, em chuyển cho bộ phận phụ trách, hoặc liên "
        "hệ dưới đây ạ."
    )


def asks_for_word() -> Reply:
    """Ask who got their answer for one more word."""
    return _say(f"Dạ, em là máy, em ghi lại giúp anh/chị rồi ạ. {MORE}", NOTHING)


def not_answered(is_open: bool) -> Reply:
    """Offer who got no answer another person, or to leave the question."""
    again = "báo cán bộ lần nữa, hoặc " if is_open else ""
    return _say(
        f"Dạ, em xin lỗi anh/chị. Em là máy, em {again}ghi lại câu hỏi chuyển cho bộ phận phụ "
        "trách được ạ. Anh/chị muốn nói thêm gì, cứ viết cho em.",
        *((HUMAN, LEAVE) if is_open else (LEAVE,)),
    )


def thanks() -> Reply:
    """Thank for a word."""
    return _say("Dạ, em ghi lại rồi, em cảm ơn anh/chị ạ.")


def asks_for_question() -> Reply:
    """Ask for the question that shall be passed on."""
    return _say("Mời anh/chị viết câu hỏi, em ghi lại và chuyển cho bộ phận phụ trách ạ.")


def question_left(question: str) -> Reply:
    """Tell that a question is passed on, and pass it on."""
    text = f"Em đã ghi lại câu hỏi “{question[:300]}” để chuyển cho bộ phận phụ trách xem ạ."
    return _say(text).model_copy(update={"need": NeedDraft(question=question)})


def nothing_left() -> Reply:
    """Leave it."""
    return _say("Dạ vâng, em không chuyển ạ. Anh/chị cần hỏi gì cứ viết cho em.")


def moment(at: datetime, now: datetime) -> str:
    """Return when something is, as one says it now.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 23, 0, 30, tzinfo=UTC), datetime(2026, 11, 21, 9, tzinfo=UTC))
    '07:30 thứ Hai, 23/11'
    """
    at, now = at.astimezone(LOCAL), now.astimezone(LOCAL)
    if at.date() == now.date():
        return f"{at:%H:%M} hôm nay"
    return f"{at:%H:%M} {WEEKDAYS[at.weekday()]}, {at:%d/%m}"


def _placed(place: int) -> str:
    if place == 1:
        return "Anh/chị là người đầu tiên trong hàng chờ ạ."
    return f"Anh/chị đang ở vị trí thứ {place} trong hàng chờ ạ."


def _say(text: str, *buttons: Button) -> Reply:
    return Reply(outcome="handoff", blocks=(TextBlock(text=text),), buttons=buttons)
