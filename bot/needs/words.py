"""What citizens read of their needs, always with whom it is from."""

from bot.reply import Button, Reply, TextBlock

HELPFUL = "need_helpful"  # the payloads' intents, all handled without the engine
WITHDRAW = "need_withdraw"
ADD = "need_add"
_LONGEST = 200  # characters of a question that is repeated

STATUS = {
    "new": "đã chuyển, chưa có người nhận",
    "reopened": "đang được xem lại",
    "accepted": "đang có người xử lý",
    "waiting": "đang chờ anh/chị trả lời thêm",
    "drafted": "đã có câu trả lời, đang chờ duyệt",
    "answered": "đã trả lời",
    "confirmed": "đã trả lời xong",
    "withdrawn": "anh/chị đã rút",
    "merged": "đang được xử lý cùng một câu hỏi giống như vậy",
}

THANKED = "Dạ, em ghi nhận rồi, em cảm ơn anh/chị ạ."
NOT_CLEAR = (
    "Dạ, em đã báo lại {department} là câu trả lời chưa rõ ạ. Anh/chị viết “bổ sung {number}: …” "
    "để nói rõ thêm chỗ cần hỏi giúp em."
)
NONE = "Anh/chị chưa gửi câu hỏi nào cho cơ quan qua cuộc trò chuyện này ạ."
WITHDRAWN = "Dạ, em đã rút câu hỏi số {number} ạ."
ADDED = "Dạ, em đã gửi thêm ý này vào câu hỏi số {number} ạ."
CLOSED = "Câu hỏi số {number} đã xong nên em không thay đổi được ạ. Anh/chị hỏi câu mới giúp em."
WRITE = "Anh/chị viết sau dấu hai chấm giúp em, ví dụ: “{example}: nội dung” ạ."
OPENED = "Em đã ghi lại “{question}” để chuyển cho {department} ạ. "
FOLLOW = "Muốn biết tới đâu rồi, anh/chị viết “câu hỏi của tôi tới đâu rồi”."
LEGAL = (
    "Đây chưa phải là khiếu nại hay tố cáo theo luật. Muốn khiếu nại một quyết định hoặc tố cáo, "
    "anh/chị viết “thủ tục khiếu nại” hoặc “thủ tục tố cáo” để xem cách làm ạ."
)

WHICH_DAY = (
    "Anh/chị muốn em nhắc vào ngày nào ạ? Ví dụ: “nhắc tôi 8h sáng thứ hai tuần sau đi nộp hồ sơ”."
)
REMINDER_KEPT = (
    "Dạ, em sẽ nhắc anh/chị lúc {at}: {text}. Muốn xem hay bỏ, anh/chị viết “xem lời nhắc” ạ."
)
KEPT_DEADLINE = (
    "{deadline}. Tính từ ngày {since} thì hạn cuối là ngày {until}. Em sẽ nhắc anh/chị lúc {at} ạ. "
    "Muốn xem hay bỏ, anh/chị viết “xem lời nhắc”."
)
OVERDUE = (
    "{name}: hạn cuối là ngày {until}, đã qua rồi ạ. Anh/chị đi làm sớm giúp em; quá hạn vẫn làm "
    "được hay không, anh/chị hỏi “{name} trễ hạn”."
)
PAST = "Lúc {at} đã qua rồi ạ. Anh/chị cho em một ngày khác giúp em."
TOO_FAR = "Em chỉ nhắc được trong vòng hai năm ạ. Anh/chị chọn ngày gần hơn giúp em."
TOO_MANY = "Anh/chị đang có nhiều lời nhắc nên em chưa đặt thêm được ạ. Anh/chị hủy bớt giúp em."
NO_REMINDER = "Anh/chị chưa đặt lời nhắc nào ạ."
CANCELLED = "Dạ, em đã hủy lời nhắc số {number} ạ."


def answer_of(need: int, department: str, question: str, text: str) -> Reply:
    """Return the answer to a need, with the question whether it helped."""
    blocks = (
        TextBlock(text=f"Trả lời câu hỏi số {need} của anh/chị, “{short(question)}”:"),
        TextBlock(text=text),
    )
    buttons = (
        Button(title="Đã rõ, cảm ơn", payload=f'/{HELPFUL}{{"n":{need},"v":"yes"}}'),
        Button(title="Chưa rõ", payload=f'/{HELPFUL}{{"n":{need},"v":"no"}}'),
    )
    return Reply(outcome="handoff", blocks=blocks, buttons=buttons, speaker=department)


def question_to(need: int, department: str, text: str) -> Reply:
    """Return what a department wants to know before it can answer."""
    blocks = (
        TextBlock(text=f"Về câu hỏi số {need} của anh/chị, chúng tôi cần hỏi thêm:"),
        TextBlock(text=text),
        TextBlock(text=f"Anh/chị trả lời bằng cách viết “bổ sung {need}: …” ạ."),
    )
    return Reply(outcome="handoff", blocks=blocks, speaker=department)


def reminder(text: str, procedure: str) -> Reply:
    """Return what is told when a reminder's time has come; always by the bot."""
    blocks = (TextBlock(text="Dạ, em nhắc anh/chị như đã hẹn ạ:"), TextBlock(text=text))
    asks = f'/ask_documents{{"code":"{procedure}"}}'
    buttons = (Button(title="Giấy tờ cần có", payload=asks),) if procedure else ()
    return Reply(outcome="handoff", blocks=blocks, buttons=buttons)


def short(question: str) -> str:
    """Return a question, cut where it gets long."""
    words = " ".join(question.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]}…"
