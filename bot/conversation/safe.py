"""Replies that need no engine: for what is no text, and for when something has gone wrong."""

from bot.province import Province
from bot.reply import Block, FactBlock, LinkBlock, Outcome, Reply, TextBlock

MEDIA = {
    "photo": "Em không nhận ảnh để giữ an toàn cho giấy tờ của anh/chị, ảnh đã được bỏ đi ạ. "
    "Anh/chị viết câu hỏi bằng chữ giúp em.",
    "voice": "Em chưa nghe được tin nhắn thoại ạ. Anh/chị viết câu hỏi bằng chữ giúp em.",
    "sticker": "Em chào anh/chị ạ. Anh/chị cần làm giấy tờ gì, viết cho em nhé.",
    "location": "Em chưa đọc được vị trí ạ. Anh/chị viết tên xã, phường và việc cần làm giúp em.",
}
OTHER_MEDIA = (
    "Em không nhận tệp đính kèm để giữ an toàn cho giấy tờ của anh/chị, tệp đã được bỏ đi ạ. "
    "Anh/chị viết câu hỏi bằng chữ giúp em."
)
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

    def media(self, kind: str) -> Reply:
        """Refuse what is not text; nothing of it is kept."""
        refused: Outcome = "smalltalk" if kind == "sticker" else "refused"
        return self._say(refused, MEDIA.get(kind, OTHER_MEDIA))

    def no_words(self) -> Reply:
        """Ask for words."""
        return self._say("clarify", NO_WORDS)

    def foreign(self) -> Reply:
        """Say that only Vietnamese is understood, and where to turn."""
        return self._say("clarify", FOREIGN, self._contacts)

    def error(self, reference: str) -> Reply:
        """Apologise, with somewhere to turn and the number staff will ask for."""
        text = (
            "Xin lỗi anh/chị, máy đang trục trặc nên em chưa trả lời được. Anh/chị thử lại sau ít "
            f"phút, hoặc liên hệ dưới đây ạ. Mã sự cố: {reference}."
        )
        return self._say("error", text, self._contacts)

    def _say(self, outcome: Outcome, text: str, blocks: tuple[Block, ...] = ()) -> Reply:
        return Reply(outcome=outcome, blocks=(TextBlock(text=text), *blocks))
