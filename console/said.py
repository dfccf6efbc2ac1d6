"""The words for what the records keep as codes, in the language of the request."""

from console.words import _


def channel_name(channel: str) -> str:
    """Return where a citizen writes."""
    names = {"web": _("Trang web"), "terminal": _("Dòng lệnh")}
    return names.get(channel, channel.capitalize())


def sent_name(media: str) -> str:
    """Return what a citizen sent that is no text."""
    names = {
        "photo": _("ảnh"),
        "voice": _("tin nhắn thoại"),
        "sticker": _("nhãn dán"),
        "contact": _("số điện thoại trong danh bạ"),
        "location": _("vị trí"),
        "joined": _("đã thêm trợ lý vào nhóm"),
    }
    return names.get(media, _("tệp"))


def delivery(status: str) -> str:
    """Return how far a reply has come."""
    names = {
        "waiting": _("đang chờ gửi"),
        "held": _("giữ lại tới khi người dân nhắn tiếp"),
        "sent": _("đã gửi"),
        "ambiguous": _("không rõ đã tới hay chưa"),
        "failed": _("không gửi được"),
        "dropped": _("đã bỏ, không gửi"),
    }
    return names.get(status, status)


def part_name(status: str) -> str:
    """Return how far one message of a reply has come."""
    names = {"sending": _("đang gửi"), "sent": _("đã gửi"), "ambiguous": _("không rõ")}
    return names.get(status, status)


def reason_name(reason: str) -> str:
    """Return what a citizen says is wrong with an answer."""
    names = {
        "wrong_procedure": _("không đúng thủ tục"),
        "missing": _("thiếu thông tin"),
        "wrong": _("thông tin sai"),
        "unclear": _("khó hiểu"),
        "other": _("lý do khác"),
    }
    return names.get(reason, reason)


def ending_name(ending: str) -> str:
    """Return how a talk with a person ended."""
    names = {
        "returned": _("cán bộ trao lại cho trợ lý"),
        "left": _("người dân quay lại với trợ lý"),
        "silent": _("người dân không nhắn nữa"),
        "expired": _("không có ai nhận"),
    }
    return names.get(ending, ending)


def day(iso: str) -> str:
    """Return a stored day as it is written here.

    >>> day("2026-07-31")
    '31/07/2026'
    """
    return "/".join(reversed(iso.split("-")))


def is_address(url: str) -> bool:
    """Whether a link of a reply leads to a page, and not into a script.

    >>> is_address("https://dichvucong.gov.vn/"), is_address("javascript:alert(1)")
    (True, False)
    """
    return url.startswith(("https://", "http://")) or (url[:1] == "/" and url[:2] != "//")
