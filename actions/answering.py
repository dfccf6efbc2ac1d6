"""Answers a question about a procedure, or asks back, or says honestly that it cannot."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions.message import Message
from actions.resolve import Resolution, resolve
from bot.catalogue import answer
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.find import Match
from bot.catalogue.record import Procedure
from bot.conversation.safe import contacts
from bot.province import Province
from bot.reply import Aspect, Button, Candidate, Reply, TextBlock
from bot.understanding.aspect_words import subject
from bot.understanding.fold import fold

# What people come for most; shown when nobody knows yet what it is about.
GUESS = 0.25  # nearness from which a question is taken to belong to a procedure's field
POPULAR = ("1.001193", "1.014061", "1.004194", "1.001612")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the actions answer from."""

    catalogue: Catalogue
    province: Province


@dataclass(frozen=True, slots=True)
class Decision:
    """A reply, and the slots that change with it."""

    reply: Reply
    slots: Mapping[str, Any] = field(default_factory=dict)


def decide(desk: Desk, message: Message) -> Decision:
    """Answer ``message`` as a question about a procedure."""
    found = resolve(desk.catalogue, message)
    if found.procedure:
        return about(found.procedure, _aspect(message, found), message)
    if found.candidates:
        return ask_which(found.candidates, message)
    if not subject(message.text).folded or message.is_button:
        return _ask_which_again(desk, message) or ask_what(desk)
    return unmet(desk, message)


def about(procedure: Procedure, aspect: Aspect, message: Message) -> Decision:
    """Answer one aspect of one procedure, fitted to what the citizen has said."""
    situations = known_situations(procedure, message)
    reply = answer.reply(procedure, aspect, situations.values())
    return Decision(reply, remember(procedure, aspect, situations))


def remember(procedure: Procedure, aspect: Aspect, situations: Mapping[str, str]) -> dict[str, Any]:
    """Return the slots after an answer: the talk is now about this procedure."""
    return {
        "procedure_code": procedure.code,
        "aspect": aspect,
        "situations": dict(situations),
        "candidates": None,
        "offer": None,
    }


def known_situations(procedure: Procedure, message: Message) -> dict[str, str]:
    """Return option by question: said earlier about this procedure, or said in this message."""
    kept = message.situations if message.context == procedure.code else {}
    said = {
        s.id: o.id
        for s in procedure.situations
        for o in s.options
        if _says(message.text, o.phrases)
    }
    return {**kept, **said}


def ask_which(matches: Collection[Match], message: Message) -> Decision:
    """Let the citizen choose between the procedures the message may mean."""
    buttons = [
        Button(title=m.procedure.name, payload=answer.payload("choose", m.procedure))
        for m in matches
    ]
    reply = Reply(
        outcome="clarify",
        aspect=message.aspect,
        candidates=candidates(matches),
        blocks=(TextBlock(text="Anh/chị đang hỏi việc nào dưới đây ạ?"),),
        buttons=(*buttons, Button(title="Không có việc tôi cần", payload="/pass_on")),
    )
    offered = [{"code": m.procedure.code, "name": m.procedure.name} for m in matches]
    aspect = message.aspect or message.last_aspect
    return Decision(reply, {"candidates": offered, "aspect": aspect, "offer": message.text})


def _ask_which_again(desk: Desk, message: Message) -> Decision | None:
    """Repeat the choice that is still open; what was asked meanwhile is answered after it."""
    matches = desk.catalogue.find(message.offer or "")
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
        candidates=candidates(desk.catalogue.find(message.text, 3)),
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
    return Decision(reply, {"offer": message.text, "candidates": None})


def candidates(matches: Collection[Match]) -> tuple[Candidate, ...]:
    """Return matches as the reply contract wants them."""
    return tuple(
        Candidate(code=m.procedure.code, name=m.procedure.name, score=round(m.score, 4))
        for m in matches
    )


def guess_field(desk: Desk, question: str) -> str | None:
    """Return the field a question probably belongs to, for the department in charge."""
    best = desk.catalogue.find(question, 1)
    return best[0].procedure.field if best and best[0].nearness >= GUESS else None


def _aspect(message: Message, found: Resolution) -> Aspect:
    """What is asked: by the intent, or as before when only the procedure was chosen."""
    if message.aspect:
        return message.aspect
    keeps = message.intent in ("choose", "correct") or found.inherited
    return message.last_aspect if keeps else "overview"


def _says(text: str, phrases: Collection[str]) -> bool:
    folded = f" {fold(text)} "
    return any(f" {fold(phrase)} " in folded for phrase in phrases)
