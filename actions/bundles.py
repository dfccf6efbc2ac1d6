"""The list of all that an event in life brings with it, and the button that offers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from actions.desk import Decision, Desk
from actions.message import Message
from bot.catalogue import answer
from bot.catalogue.bundles import Bundle
from bot.catalogue.dated import doubtful
from bot.catalogue.freshness import is_over
from bot.catalogue.record import UNKNOWN, Procedure
from bot.reply import (
    Block,
    Button,
    Candidate,
    LinkBlock,
    ListBlock,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)

TITLE = "{}: các việc cần làm, theo thứ tự"
NO_DEADLINE = "Việc nào không ghi hạn thì không quy định hạn, hoặc em chưa có thông tin về hạn ạ."
CHOOSE = "Anh/chị bấm vào từng việc để xem giấy tờ, lệ phí và nơi nộp ạ."


@dataclass(frozen=True, slots=True)
class Task:
    """A step of a bundle with its record."""

    procedure: Procedure
    note: str


def list_steps(desk: Desk, message: Message) -> Decision | None:
    """Answer a message that asks for all that an event brings with it, if it does."""
    bundle = desk.catalogue.bundle(message.code)
    if bundle is None and not message.is_button and not message.code:
        bundle = desk.catalogue.asked_whole(message.text)
    tasks = _tasks(desk, bundle) if bundle else []
    if bundle is None or not tasks:
        return None
    return Decision(_reply(desk, bundle, tasks), _remember(_main(bundle, tasks), tasks))


def offer(bundle: Bundle) -> Button:
    """Return the button that asks for the whole list."""
    payload = f'/choose{{"code":"{bundle.button_code}"}}'
    return Button(title=f"{bundle.title}: tất cả việc cần làm", payload=payload)


def _tasks(desk: Desk, bundle: Bundle) -> list[Task]:
    """Return the steps that have a record which still holds."""
    today = desk.today()
    found = ((desk.catalogue.get(step.code), step.note) for step in bundle.steps)
    return [
        Task(procedure, note)
        for procedure, note in found
        if procedure and not is_over(procedure, today)
    ]


def _main(bundle: Bundle, tasks: Sequence[Task]) -> Procedure:
    procedures = [task.procedure for task in tasks]
    return next((p for p in procedures if p.code == bundle.begins_with), procedures[0])


def _reply(desk: Desk, bundle: Bundle, tasks: Sequence[Task]) -> Reply:
    main = _main(bundle, tasks)
    others = (t.procedure for t in tasks if t.procedure is not main)
    return Reply(
        outcome="answered",
        procedure=answer.ref(main),
        candidates=tuple(Candidate(code=p.code, name=p.name, score=1.0) for p in others),
        blocks=(*_blocks(bundle, tasks), *_warnings(desk, tasks), _link(main)),
        buttons=tuple(_button(task.procedure) for task in tasks),
        sources=_sources(tasks),
    )


def _blocks(bundle: Bundle, tasks: Sequence[Task]) -> Iterator[Block]:
    yield ListBlock(title=TITLE.format(bundle.title), items=tuple(map(_line, tasks)), ordered=True)
    if not all(map(_deadline, tasks)):
        yield TextBlock(text=NO_DEADLINE)
    yield TextBlock(text=CHOOSE)


def _line(task: Task) -> str:
    line = f"{task.procedure.name} ({task.note})" if task.note else task.procedure.name
    deadline = _deadline(task)
    return f"{line}. Hạn: {deadline}" if deadline else line


def _deadline(task: Task) -> str:
    deadline = task.procedure.deadline
    return "" if deadline is None or deadline == UNKNOWN else deadline.text


def _warnings(desk: Desk, tasks: Sequence[Task]) -> Iterator[Block]:
    procedures = (task.procedure for task in tasks)
    for text in doubtful(procedures, desk.today(), desk.catalogue.rules):
        yield WarningBlock(text=text)


def _link(main: Procedure) -> LinkBlock:
    return LinkBlock(title=f"Trang chính thức: {main.name}", url=str(main.online.url))


def _sources(tasks: Sequence[Task]) -> tuple[SourceRef, ...]:
    return tuple(dict.fromkeys(s for task in tasks for s in answer.sources(task.procedure)))


def _button(procedure: Procedure) -> Button:
    return Button(title=procedure.name, payload=answer.payload("choose", procedure))


def _remember(main: Procedure, tasks: Sequence[Task]) -> dict[str, Any]:
    """Return the slots after a list: the talk is about its main step, and any may be chosen."""
    procedures = [task.procedure for task in tasks]
    return {
        "procedure_code": main.code,
        "aspect": "overview",
        "situations": {},
        "candidates": [{"code": p.code, "name": p.name} for p in procedures],
        "offer": None,
        "asked": None,
    }
