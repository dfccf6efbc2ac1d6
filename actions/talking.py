"""Small talk, and the limits of what the desk does. It always says that it is a machine."""

from collections.abc import Mapping

from actions.answering import Decision, Desk, ask_what, decide
from actions.message import Message
from actions.resolve import SURE
from bot.conversation.safe import contacts
from bot.reply import Block, Button, Outcome, Reply, TextBlock

TALK: Mapping[str, str] = {
    "greet": "Chào anh/chị, em là Một Cửa, máy trả lời tự động về thủ tục hành chính. "
    "Anh/chị cần làm giấy tờ gì ạ?",
    "goodbye": "Chào anh/chị ạ. Cần làm giấy tờ gì anh/chị cứ nhắn lại cho em.",
    "thanks": "Dạ không có gì ạ. Anh/chị còn cần hỏi gì nữa không?",
    "bot_challenge": "Em là máy trả lời tự động, không phải người ạ. Em trả lời theo thủ tục đã "
    "công bố, có ghi nguồn. Cần gặp người thật, anh/chị viết “gặp cán bộ” giúp em.",
    "insult": "Em xin lỗi vì chưa giúp được anh/chị. Em là máy nên có chỗ chưa hiểu, anh/chị "
    "nói rõ việc cần làm để em tìm lại ạ.",
    "smalltalk": "Dạ, em là máy trả lời tự động nên chỉ rành chuyện giấy tờ thôi ạ. Anh/chị cần "
    "làm thủ tục gì không?",
    "help": "Em là máy trả lời tự động. Em cho biết thủ tục cần giấy tờ gì, lệ phí, bao lâu, nộp "
    "ở đâu, làm trực tuyến thế nào. Anh/chị cứ viết như nói chuyện, ví dụ “con tôi 14 tuổi làm "
    "căn cước”.",
}

LIMITS: Mapping[str, tuple[Outcome, str]] = {
    "off_topic": (
        "off_topic",
        "Việc này nằm ngoài chuyện thủ tục hành chính nên em không trả lời được ạ. "
        "Anh/chị cần làm giấy tờ gì, em giúp ngay.",
    ),
    "legal_dispute": (
        "refused",
        "Tranh chấp, kiện tụng em không được phép tư vấn ạ. Anh/chị nên hỏi Trung tâm Trợ giúp "
        "pháp lý nhà nước của tỉnh, luật sư hoặc tòa án; có việc phạm pháp thì báo công an.",
    ),
    "fine": (
        "refused",
        "Mức phạt em không trả lời được vì phải do người có thẩm quyền quyết định từng vụ việc "
        "ạ. Anh/chị hỏi cơ quan đã lập biên bản giúp em.",
    ),
    "dossier_status": (
        "handoff",
        "Em không xem được hồ sơ riêng của anh/chị ạ. Anh/chị tra bằng mã hồ sơ trên Cổng Dịch "
        "vụ công quốc gia, hoặc gọi đường dây dưới đây.",
    ),
    "human": (
        "handoff",
        "Em là máy trả lời tự động. Anh/chị gọi đường dây dưới đây để gặp người thật, hoặc viết "
        "câu hỏi, em sẽ chuyển cho bộ phận phụ trách ạ.",
    ),
}

CERTAIN = 0.90  # that a message is about a procedure although it sounds like one of the limits


def talk(desk: Desk, message: Message) -> Decision:
    """Answer a greeting, thanks and the like, unless a question hides in it."""
    if _hides_a_question(desk, message):
        return decide(desk, message)
    if message.intent == "help":
        return Decision(_help(desk))
    return Decision(_say("smalltalk", TALK.get(message.intent, TALK["smalltalk"])))


def limits(desk: Desk, message: Message) -> Decision:
    """Decline what the desk must not or cannot answer, with somewhere to turn."""
    if _hides_a_question(desk, message, CERTAIN):
        return decide(desk, message)
    outcome, text = LIMITS[message.intent]
    blocks = contacts(desk.province) if outcome != "off_topic" else ()
    return Decision(_say(outcome, text, blocks))


def start_over(desk: Desk) -> Decision:
    """Forget what the talk was about."""
    empty = dict.fromkeys(("procedure_code", "aspect", "situations", "candidates", "offer"))
    return Decision(ask_what(desk).reply, empty)


def yes_no(desk: Desk, message: Message) -> Decision:
    """Answer a yes or no that answers no question of ours."""
    if _hides_a_question(desk, message):
        return decide(desk, message)
    if message.intent == "deny":
        return Decision(_say("smalltalk", "Dạ vâng ạ. Anh/chị cần hỏi gì cứ viết cho em nhé."))
    return ask_what(desk)


def _hides_a_question(desk: Desk, message: Message, at_least: float = SURE) -> bool:
    matches = [] if message.is_button else desk.catalogue.find(message.text, 1)
    return bool(matches) and matches[0].confidence >= at_least


def _help(desk: Desk) -> Reply:
    buttons: tuple[Button, ...] = ask_what(desk).reply.buttons
    return _say("smalltalk", TALK["help"]).model_copy(update={"buttons": buttons})


def _say(outcome: Outcome, text: str, blocks: tuple[Block, ...] = ()) -> Reply:
    return Reply(outcome=outcome, blocks=(TextBlock(text=text), *blocks))
