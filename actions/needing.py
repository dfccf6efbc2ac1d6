"""The citizen agrees, or not, that an unanswered question is passed on."""

from actions.answering import about, ask_what, ask_which_again, guess_field
from actions.desk import Decision, Desk
from actions.message import Message
from bot.conversation.safe import contacts
from bot.reply import NeedDraft, Reply, TextBlock


def pass_on(desk: Desk, message: Message) -> Decision:
    """Turn the offered question into a need; a plain yes to a choice chooses, if it can."""
    if message.candidates and not message.is_button:
        return _yes_to_a_choice(desk, message)
    if not message.offer:
        return Decision(_ask_for_the_question())
    field = guess_field(desk, message.offer)
    reply = Reply(
        outcome="handoff",
        blocks=(
            TextBlock(
                text=f"Em đã ghi lại câu hỏi “{message.offer[:300]}” để chuyển cho "
                f"{department_name(desk, field)} xem ạ. Việc gấp, anh/chị liên hệ:"
            ),
            *contacts(desk.province),
        ),
        need=NeedDraft(question=message.offer, field=field),
    )
    return Decision(reply, {"offer": None, "candidates": None})


def _yes_to_a_choice(desk: Desk, message: Message) -> Decision:
    only = desk.catalogue.get(message.candidates[0]) if len(message.candidates) == 1 else None
    if only:
        return about(only, message.last_aspect, message)
    return ask_which_again(desk, message) or ask_what(desk)


def decline(desk: Desk) -> Decision:
    """Leave the question where it is."""
    text = "Dạ vâng, em không chuyển ạ. Anh/chị có thể hỏi lại cách khác, hoặc liên hệ:"
    reply = Reply(outcome="smalltalk", blocks=(TextBlock(text=text), *contacts(desk.province)))
    return Decision(reply, {"offer": None, "candidates": None})


def department_name(desk: Desk, field: str | None) -> str:
    """Return the name of the department that would own a need of ``field``."""
    owner = desk.province.department_of(field)
    return next(d.name for d in desk.province.departments if d.id == owner)


def _ask_for_the_question() -> Reply:
    text = "Anh/chị viết câu hỏi cần chuyển, em sẽ ghi lại giúp ạ."
    return Reply(outcome="clarify", blocks=(TextBlock(text=text),))
