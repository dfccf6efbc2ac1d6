"""What a citizen is told who sends something that is not text. Nothing of it is ever kept.

Each channel names what came in by one of these kinds; an unknown one is told as a file.

| kind | what it is |
|---|---|
| ``photo`` | a picture; its caption is answered |
| ``file`` | a document, a video, anything to download; its caption is answered |
| ``voice`` | a voice message |
| ``sticker`` | a sticker or moving picture; its caption is answered |
| ``contact`` | a shared telephone number |
| ``location`` | a place on the map; the message's text is the commune, or empty if it is unknown |
| ``joined`` | nothing was sent: the assistant was added to a group |
"""

from bot.reply import Outcome

_WRITE = "Anh/chị viết câu hỏi bằng chữ giúp em."
_TOLD = {
    "photo": "Em không nhận ảnh giấy tờ để giữ an toàn cho anh/chị ạ; ảnh đã được bỏ đi, không lưu "
    "lại.",
    "voice": "Em chưa nghe được tin nhắn thoại ạ.",
    "sticker": "Em chào anh/chị ạ. Anh/chị cần làm giấy tờ gì, viết cho em nhé.",
    "contact": "Em không cần và không nhận số điện thoại ạ; số vừa gửi đã được bỏ đi, không lưu "
    "lại.",
    "joined": "Em chào cả nhà ạ, em là máy trả lời tự động về thủ tục hành chính. Trong nhóm, em "
    "chỉ đọc tin có nhắc tên em, trả lời tin của em hoặc gọi lệnh. Ai trong nhóm cũng thấy câu trả "
    "lời, nên việc riêng anh/chị nhắn riêng cho em giúp ạ.",
}
_FILE = "Em không nhận tệp đính kèm để giữ an toàn cho anh/chị ạ; tệp đã được bỏ đi, không lưu lại."
_UNKNOWN_PLACE = (
    "Em chưa biết vị trí này thuộc xã, phường nào ạ; tọa độ đã được bỏ đi, không lưu lại. Anh/chị "
    "viết tên xã, phường và việc cần làm giúp em."
)
_PLACE = (
    "Có vẻ anh/chị ở gần {} ạ. Em chỉ đoán theo khoảng cách nên có thể sai; tọa độ đã được bỏ đi, "
    "không lưu lại. Nếu đúng, anh/chị viết tên xã, phường đó và việc cần làm giúp em."
)
_COMPLETE = {"sticker", "joined"}
_CAPTIONED = {"photo", "file", "voice", "sticker"}


def told(kind: str, text: str = "") -> tuple[Outcome, str]:
    """Return the outcome and the words for what came without a question.

    >>> told("voice")
    ('refused', 'Em chưa nghe được tin nhắn thoại ạ. Anh/chị viết câu hỏi bằng chữ giúp em.')
    """
    if kind == "location":
        return ("clarify", _PLACE.format(text)) if text else ("refused", _UNKNOWN_PLACE)
    if kind in _COMPLETE:
        return "smalltalk", _TOLD[kind]
    return "refused", f"{_TOLD.get(kind, _FILE)} {_WRITE}"


def refusal(kind: str) -> str:
    """Return why something is not taken, to stand before the answer to its caption, if need be."""
    return "" if kind in _COMPLETE else _TOLD.get(kind, _FILE)


def is_question(kind: str, text: str) -> bool:
    """Whether the text that came along is to be answered."""
    return kind in _CAPTIONED and any(c.isalpha() for c in text)
