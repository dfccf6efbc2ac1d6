"""Answers a question about a procedure, or asks back, or says honestly that it cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.bundles import list_steps
from actions.desk import Decision, Desk
from actions.hours import answer_hours
from actions.message import Message
from actions.moved import where_now
from actions.personal import personal
from actions.resolve import Resolution, resolve
from actions.situations import chosen, decisive, known_situations, turning_on
from bot.catalogue import answer
from bot.catalogue.find import Match
from bot.catalogue.record import Procedure
from bot.conversation.safe import contacts
from bot.reply import Aspect, Button, Candidate, Reply, TextBlock
from bot.understanding.aspect_words import subject

GUESS = 0.25  # nearness from which a question is taken to belong to a procedure's field
REMEMBERED = 8  # answers that “quay lại” can go back through
# What people come for most; shown when nobody knows yet what it is about.
POPULAR = ("1.001193", "1.014061", "1.004194", "1.001612")
WHICH = "Anh/chị đang hỏi việc nào dưới đây ạ?"
NOT_THIS = "Nếu anh/chị hỏi việc khác, anh/chị bấm tên việc đó ở dưới giúp em ạ."
SEVERAL = "Anh/chị hỏi nhiều việc cùng lúc, em trả lời từng việc một. Anh/chị chọn việc trước ạ."


def decide(desk: Desk, message: Message) -> Decision:
    """Answer ``message`` as a question about a procedure."""
    answered = to_our_question(desk, message) or list_steps(desk, message)
    answered = answered or answer_hours(desk, message) or of_a_place(desk, message)
    if answered:
        return answered
    found = resolve(desk.catalogue, message)
    if found.procedure:
        return about(found.procedure, _aspect(message, found), message, found.candidates)
    if found.candidates:
        return ask_which(found.candidates, message, SEVERAL if found.several else WHICH)
    if not subject(message.text).folded or message.is_button:
        return ask_which_again(desk, message) or ask_what(desk)
    return unmet(desk, message)


def about(
    procedure: Procedure, aspect: Aspect, message: Message, others: Sequence[Match] = ()
) -> Decision:
    """Answer what is asked of one procedure, fitted to what the citizen has said.

    Where the answer turns on something not said yet, it is asked at the end. ``others`` are what
    the message may mean instead.
    """
    known = known_situations(procedure, message)
    aspects = message.aspects if aspect in message.aspects else (aspect,)
    question = decisive(procedure, aspects, known)
    reply = personal(procedure, aspects, known, message, question)
    if others:
        reply = _beside(reply, others)
    slots = {**remember(procedure, aspect, known, message), "asked": question and question.id}
    return Decision(reply, slots)


def to_our_question(desk: Desk, message: Message) -> Decision | None:
    """Return the answer once more, fitted, when the message answers what the last reply asked."""
    procedure = desk.catalogue.get(message.context)
    asked = [s for s in procedure.situations if s.id == message.asked] if procedure else []
    option = chosen(asked[0], message) if asked else None
    if not procedure or not option or message.code:
        return None
    aspect = turning_on(procedure, asked[0], message.last_aspect)
    return about(procedure, aspect, replace(message, option=option))


def of_a_place(desk: Desk, message: Message) -> Decision | None:
    """Answer where papers are handed in today, for what the talk is about if it is known."""
    told, procedure = where_now(desk, message), desk.catalogue.get(message.context)
    return about(procedure, "place", message) if told and procedure else told


def remember(
    procedure: Procedure, aspect: Aspect, situations: Mapping[str, str], message: Message
) -> dict[str, Any]:
    """Return the slots after an answer: the talk is now about this procedure."""
    trail = [step for step in message.trail if step != (procedure.code, aspect)]
    return {
        "procedure_code": procedure.code,
        "aspect": aspect,
        "situations": dict(situations),
        "candidates": None,
        "offer": None,
        "asked": None,
        "trail": [*map(list, trail), [procedure.code, aspect]][-REMEMBERED:],
    }


def ask_which(matches: Collection[Match], message: Message, text: str = WHICH) -> Decision:
    """Let the citizen choose between the procedures the message may mean."""
    buttons = [_choice(match) for match in matches]
    reply = Reply(
        outcome="clarify",
        aspect=message.aspect,
        candidates=candidates(matches),
        blocks=(TextBlock(text=text),),
        buttons=(*buttons, Button(title="Không có việc tôi cần", payload="/pass_on")),
    )
    offered = [{"code": m.procedure.code, "name": m.procedure.name} for m in matches]
    aspect = message.aspect or message.last_aspect
    return Decision(
        reply, {"candidates": offered, "aspect": aspect, "offer": message.text, "asked": None}
    )


def ask_which_again(desk: Desk, message: Message) -> Decision | None:
    """Repeat the choice that is still open; what was asked meanwhile is answered after it."""
    matches = desk.catalogue.find(message.offer or "").matches
    offered = [m for m in matches if m.procedure.code in message.candidates]
    return ask_which(offered, replace(message, text=message.offer or "")) if offered else None


def ask_what(desk: Desk) -> Decision:
    """Ask which procedure it is about, with the most wanted ones at hand."""
    popular = [p for p in map(desk.catalogue.get, POPULAR) if p]
    reply = Reply(
        outcome="clarify",
        blocks=(
            TextBlock(
                text="Anh/chị cần làm thủ tục gì ạ? Anh/chị cứ viết như nói chuyện, "
                "ví dụ “vợ tôi mới sinh” hay “mất căn cước”."
            ),
        ),
        buttons=tuple(Button(title=p.name, payload=answer.payload("choose", p)) for p in popular),
    )
    return Decision(reply)


def unmet(desk: Desk, message: Message) -> Decision:
    """Say that the answer is not there, where to turn, and offer to pass the question on."""
    reply = Reply(
        outcome="unmet",
        aspect=message.aspect,
        candidates=candidates(desk.catalogue.find(message.text).matches[:3]),
        blocks=(
            TextBlock(
                text="Em chưa có thông tin về việc này nên không dám trả lời bừa. Anh/chị có muốn "
                "em chuyển câu hỏi cho bộ phận phụ trách không ạ?"
            ),
            *contacts(desk.province),
        ),
        buttons=(
            Button(title="Có, chuyển giúp tôi", payload="/affirm"),
            Button(title="Không cần", payload="/deny"),
        ),
    )
    return Decision(reply, {"offer": message.text, "candidates": None, "asked": None})


def candidates(matches: Collection[Match]) -> tuple[Candidate, ...]:
    """Return matches as the reply contract wants them."""
    return tuple(
        Candidate(code=m.procedure.code, name=m.procedure.name, score=round(m.chance, 4))
        for m in matches
    )


def guess_field(desk: Desk, question: str) -> str | None:
    """Return the field a question probably belongs to, for the department in charge."""
    best = desk.catalogue.find(question).best
    return best.procedure.field if best and best.nearness >= GUESS else None


def _beside(reply: Reply, others: Sequence[Match]) -> Reply:
    """Show what else may be meant: a wrong guess costs one tap."""
    return reply.model_copy(
        update={
            "candidates": candidates(others),
            "blocks": (*reply.blocks, TextBlock(text=NOT_THIS)),
            "buttons": (*reply.buttons, *map(_choice, others)),
        }
    )


def _choice(match: Match) -> Button:
    return Button(title=match.procedure.name, payload=answer.payload("choose", match.procedure))


def _aspect(message: Message, found: Resolution) -> Aspect:
    """What is asked: by the intent, or as before when only the procedure was chosen."""
    if message.aspect:
        return message.aspect
    keeps = message.intent in ("choose", "correct") or message.option or found.inherited
    return message.last_aspect if keeps else "overview"
