"""Small talk, and the limits of what the desk does. It always says that it is a machine."""

from collections.abc import Mapping

from actions.answering import ask_what, decide, to_our_question
from actions.desk import Decision, Desk
from actions.hours import answer_hours
from actions.message import Message
from actions.resolve import resolve
from bot.catalogue.answer import payload
from bot.catalogue.wording import ASPECT_LABELS
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
    "nói rõ việc cần làm để em tìm lại ạ. Cần người thật, anh/chị viết “gặp cán bộ” giúp em.",
    "smalltalk": "Dạ, em là máy trả lời tự động nên chỉ rành chuyện giấy tờ thôi ạ. Anh/chị cần "
    "làm thủ tục gì không?",
    "help": "Em là máy trả lời tự động. Em cho biết thủ tục cần giấy tờ gì, lệ phí, bao lâu, nộp "
    "ở đâu, làm trực tuyến thế nào. Anh/chị cứ viết như nói chuyện, ví dụ “con tôi 14 tuổi làm "
    "căn cước” ạ.",
}

LIMITS: Mapping[str, tuple[Outcome, str]] = {
    "off_topic": (
        "off_topic",
        "Việc này nằm ngoài chuyện thủ tục hành chính nên em không trả lời được ạ. "
        "Anh/chị cần làm giấy tờ gì, em giúp ngay.",
    ),
    "legal_dispute": (
        "refused",
        "Tranh chấp, kiện tụng em không được phép tư vấn ạ. Ly hôn, nuôi con, chia tài sản, đòi "
        "nợ: anh/chị hỏi tòa án nhân dân. Tranh chấp đất đai: nhờ ủy ban xã hòa giải trước. Muốn "
        "có người tư vấn: Trung tâm Trợ giúp pháp lý nhà nước của tỉnh, hoặc luật sư.",
    ),
    "crime": (
        "refused",
        "Việc này phải báo công an, em không giải quyết được ạ. Đang nguy hiểm thì anh/chị gọi 113 "
        "ngay. Không thì đến công an xã, phường gần nhất trình báo, đem theo tin nhắn, hình ảnh, "
        "giấy chuyển tiền. Tuyệt đối đừng chuyển thêm tiền hay bấm đường dẫn lạ.",
    ),
    "fine": (
        "refused",
        "Mức phạt em không trả lời được vì phải do người có thẩm quyền quyết định từng vụ việc "
        "ạ. Anh/chị hỏi cơ quan đã lập biên bản. Phạt nguội tra ở trang của Cục Cảnh sát giao "
        "thông, tiền phạt nộp được trên Cổng Dịch vụ công quốc gia.",
    ),
    "foreign_country": (
        "refused",
        "Việc này do cơ quan của nước đó quyết định nên em không trả lời được ạ. Anh/chị hỏi đại "
        "sứ quán hoặc lãnh sự quán nước đó. Đang ở nước ngoài mà cần giấy tờ Việt Nam thì hỏi cơ "
        "quan đại diện Việt Nam ở đó. Phần giấy tờ làm trong nước, anh/chị cứ hỏi em.",
    ),
    "prompt_attack": (
        "refused",
        "Em không làm theo yêu cầu này được ạ. Em chỉ trả lời theo thủ tục hành chính đã công bố, "
        "có ghi nguồn: giấy tờ, lệ phí, thời gian, nơi nộp. Anh/chị cần làm thủ tục gì?",
    ),
    "dossier_status": (
        "handoff",
        "Em không xem được hồ sơ riêng của anh/chị ạ. Anh/chị lấy mã hồ sơ trên giấy hẹn, tra ở "
        "mục tra cứu hồ sơ của Cổng Dịch vụ công quốc gia, hoặc gọi đường dây dưới đây.",
    ),
    "complaint": (
        "handoff",
        "Em rất tiếc về chuyện này ạ. Anh/chị gửi ở mục Phản ánh, kiến nghị của Cổng Dịch vụ công "
        "quốc gia, nhớ ghi rõ nơi, ngày giờ và việc đã xảy ra, hoặc gọi đường dây dưới đây. Muốn "
        "khiếu nại một quyết định thì có thủ tục riêng, anh/chị viết “thủ tục khiếu nại”.",
    ),
    "reminder": (
        "handoff",
        "Em chưa nhắc hẹn được ạ, anh/chị đặt lịch trên điện thoại giúp em. Em cho biết được hạn "
        "phải làm và thời gian giải quyết của từng thủ tục. Cần người nhắc, anh/chị liên hệ:",
    ),
    "privacy": (
        "smalltalk",
        "Em có lưu câu hỏi và câu trả lời. Số căn cước, điện thoại, tài khoản, thư điện tử được "
        "che trước khi lưu; ảnh và tệp thì bỏ đi ngay ạ. Anh/chị đừng gửi số giấy tờ cho em. Muốn "
        "xem hoặc xóa những gì đã lưu, anh/chị liên hệ:",
    ),
    "human": (
        "handoff",
        "Em là máy trả lời tự động. Anh/chị gọi đường dây dưới đây để gặp người thật, hoặc viết "
        "câu hỏi, em sẽ chuyển cho bộ phận phụ trách ạ.",
    ),
}

# These say what they want whatever procedure they name: “nhắc tôi gia hạn tạm trú”.
FIRM = frozenset({"reminder"})


MEMORY = ("procedure_code", "aspect", "situations", "candidates", "offer", "asked", "trail")


def talk(desk: Desk, message: Message) -> Decision:
    """Answer a greeting, thanks and the like, unless a question hides in it."""
    if _hides_a_question(desk, message):
        return decide(desk, message)
    if hours := answer_hours(desk, message):
        return hours
    if message.intent == "help":
        return Decision(_help(desk))
    return Decision(_say("smalltalk", TALK.get(message.intent, TALK["smalltalk"])))


def limits(desk: Desk, message: Message) -> Decision:
    """Decline what the desk must not or cannot answer, with somewhere to turn."""
    if message.intent not in FIRM and _is_a_question_after_all(desk, message):
        return decide(desk, message)
    hours = answer_hours(desk, message) if message.intent == "off_topic" else None
    if hours:
        return hours
    outcome, text = LIMITS[message.intent]
    blocks = contacts(desk.province) if outcome != "off_topic" else ()
    buttons = _deadline(desk, message) if message.intent == "reminder" else ()
    reply = _say(outcome, text, blocks, buttons)
    return Decision(reply.model_copy(update={"wants_person": message.intent == "human"}))


def start_over(desk: Desk) -> Decision:
    """Forget what the talk was about."""
    empty = dict.fromkeys(MEMORY)
    return Decision(ask_what(desk).reply, empty)


def yes_no(desk: Desk, message: Message) -> Decision:
    """Take a yes or no for the answer to what was asked last, if anything was."""
    answered = to_our_question(desk, message)
    if answered:
        return answered
    if _hides_a_question(desk, message):
        return decide(desk, message)
    if message.intent == "deny":
        return Decision(_say("smalltalk", "Dạ vâng ạ. Anh/chị cần hỏi gì cứ viết cho em nhé."))
    return ask_what(desk)


def _hides_a_question(desk: Desk, message: Message) -> bool:
    return _chance(desk, message) >= desk.catalogue.thresholds.answer


def _is_a_question_after_all(desk: Desk, message: Message) -> bool:
    """The surer the engine is that it is none, the surer the search must be that it is one."""
    certain = desk.catalogue.thresholds.certain
    return _chance(desk, message) >= certain + (1 - certain) * message.confidence


def _chance(desk: Desk, message: Message) -> float:
    if message.is_button:
        return 0.0
    if desk.catalogue.asked_whole(message.text):
        return 1.0
    best = desk.catalogue.find(message.text).best
    return best.chance if best else 0.0


def _help(desk: Desk) -> Reply:
    return _say("smalltalk", TALK["help"], buttons=ask_what(desk).reply.buttons)


def _deadline(desk: Desk, message: Message) -> tuple[Button, ...]:
    procedure = resolve(desk.catalogue, message).procedure or desk.catalogue.get(message.context)
    if not procedure:
        return ()
    title = f"{ASPECT_LABELS['deadline']}: {procedure.name}"
    return (Button(title=title, payload=payload("ask_deadline", procedure)),)


def _say(
    outcome: Outcome,
    text: str,
    blocks: tuple[Block, ...] = (),
    buttons: tuple[Button, ...] = (),
) -> Reply:
    return Reply(outcome=outcome, blocks=(TextBlock(text=text), *blocks), buttons=buttons)
