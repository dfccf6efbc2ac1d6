"""Replies that need no engine: for what is no text, and for when something has gone wrong."""

from bot.conversation.media import told
from bot.province import Province
from bot.reply import Block, FactBlock, LinkBlock, Outcome, Reply, TextBlock

NO_WORDS = (
    "Em chưa đọc được chữ nào trong tin nhắn ạ. Anh/chị viết việc cần làm, ví dụ “mất căn cước”."
)
FOREIGN = (
    "Em chỉ đọc được tiếng Việt ạ. Sorry, this assistant reads Vietnamese only; please write in "
    "Vietnamese, or ask for help at:"
)
SHORTENED = (
    "Tin nhắn dài quá nên em chỉ đọc phần đầu ạ. Nếu chưa đúng ý, anh/chị viết ngắn lại giúp em."
)

CLOSED = (
    "Dạ, trợ lý đang tạm nghỉ nên em chưa trả lời được ạ. Tin nhắn của anh/chị đã được lưu lại. "
    "Khi cần gấp, anh/chị liên hệ dưới đây; khi trợ lý hoạt động lại, anh/chị hỏi lại giúp em ạ."
)


def contacts(province: Province) -> tuple[FactBlock, LinkBlock]:
    """Return where a person or the official text can be reached."""
    return (
        FactBlock(label=province.hotline.title, text=province.hotline.number),
        LinkBlock(title="Cổng Dịch vụ công quốc gia", url=province.portal),
    )


class SafeReplies:
    """Replies made from the province's contacts alone."""

    def __init__(self, province: Province) -> None:
        """Point to the hotline and portal of ``province``."""
        self._contacts: tuple[Block, ...] = contacts(province)

    def media(self, kind: str, text: str = "") -> Reply:
        """Answer what is not text; nothing of it is kept."""
        return self._say(*told(kind, text))

    def no_words(self) -> Reply:
        """Ask for words."""
        return self._say("clarify", NO_WORDS)

    def foreign(self) -> Reply:
        """Say that only Vietnamese is understood, and where to turn."""
        return self._say("clarify", FOREIGN, self._contacts)

    def closed(self, words: str = "") -> Reply:
        """Say that the bot is off, in the operator's words if there are any, and where to turn."""
        return self._say("handoff", words or CLOSED, self._contacts)

    def error(self, reference: str) -> Reply:
        """Apologise, with somewhere to turn and the number staff will ask for."""
        text = (
            "Xin lỗi anh/chị, máy đang trục trặc nên em chưa trả lời được. Anh/chị thử lại sau ít "
            f"phút, hoặc liên hệ dưới đây ạ. Mã sự cố: {reference}."
        )
        return self._say("error", text, self._contacts)

    def _say(self, outcome: Outcome, text: str, blocks: tuple[Block, ...] = ()) -> Reply:
        return Reply(outcome=outcome, blocks=(TextBlock(text=text), *blocks))
