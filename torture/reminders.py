"""``kill -9`` of what reminds citizens and tells of due times, while more and more comes up."""

import time
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from bot.needs.routing import Asked
from bot.needs.work import WorkingTime
from bot.province import load_province
from bot.province.calendar import Calendar
from bot.records.database import open_database
from bot.records.messages.inbox import SqlInbox, utc_now
from bot.records.needs.keeping import SqlKeeper
from bot.records.needs.opening import Opened, Rules, open_need
from bot.records.needs.reminders import SqlReminders, keep_reminder
from bot.records.needs.tables import NeedAlert, NeedEvent, Reminder
from bot.records.tables import OutboxReply, Turn
from bot.reply import ReminderDraft
from tests.integration.records_kit import NamedOwners, answer_all, incoming
from torture.app import PROCESSES, end
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes

_CHATS = 20
_EACH_LIFE = 10
_COME_WITHIN, _LONGEST_LIFE = 0.25, 0.3  # seconds
_LATE = timedelta(days=10)  # old enough for the first steps of a need to be due at once
_PAUSE_SECONDS = 0.005
_PATIENCE_SECONDS = 120.0
_WAITING = "reminders WHERE status = 'waiting'"


def run(place: Place, sizes: Sizes) -> Row:
    """Kill, start again, and compare what was to be said with what waits for the sender."""
    began = time.perf_counter()
    with place.database() as engine:
        town = _Town(engine)
        cut = [_life(place.url, town) for _ in range(sizes.kills)]
        all_done = _calm(place, town.kept)
        told = f"{time.perf_counter() - began:.0f} s; {sum(cut)} reminders due at a death"
        return _row(place, engine, town, sizes.kills, told, all_done)


def work(url: str, alive: Any) -> None:
    """Remind and tell until killed."""
    engine = open_database(url)
    reminders, keeper = SqlReminders(engine), SqlKeeper(engine, _rules())
    while True:
        alive.set()
        reminders.send_due()
        keeper.alert()
        time.sleep(_PAUSE_SECONDS)


class _Town:
    """Citizens who keep reminders, and ask what becomes needs that are late already."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.random, self.kept, self.needs = engine, Random(11), 0, 0
        inbox = SqlInbox(engine, NamedOwners())
        for chat in range(_CHATS):
            inbox.accept(incoming("nhắc tôi mai", str(chat), channel="telegram"))
        answer_all(inbox)
        with engine.connect() as db:
            self._turns = db.execute(select(Turn.conversation_id, Turn.id)).all()

    def more(self) -> None:
        """Write down what comes up within the next life."""
        with self._engine.begin() as db:
            for _ in range(_EACH_LIFE):
                self._remind(db)
            conversation, turn = self.random.choice(self._turns)
            opened = Opened(Asked("câu hỏi đã lâu"), conversation, turn)
            open_need(db, _rules(), opened, utc_now() - _LATE)
            self.needs += 1

    def due(self) -> int:
        """Count the reminders whose time has come and that are not sent."""
        due = (Reminder.status == "waiting", Reminder.due_at <= utc_now())
        with self._engine.connect() as db:
            return db.execute(select(func.count()).where(*due)).scalar_one()

    def _remind(self, db: Connection) -> None:
        conversation, turn = self.random.choice(self._turns)
        due = utc_now() + timedelta(seconds=self.random.uniform(0, _COME_WITHIN))
        draft = ReminderDraft(text=f"việc {self.kept}", due_at=due)
        keep_reminder(db, conversation, turn, draft, utc_now())
        self.kept += 1


def _life(url: str, town: _Town) -> int:
    """Let a process live for a moment; return how much was due when it died."""
    alive = PROCESSES.Event()
    process = PROCESSES.Process(target=work, args=(url, alive))
    process.start()
    alive.wait(_PATIENCE_SECONDS)
    town.more()
    time.sleep(town.random.uniform(0, _LONGEST_LIFE))
    end(process)
    return town.due()


def _calm(place: Place, kept: int) -> bool:
    """Let a process live until nothing is left to do; ``False`` if that took too long."""
    alive = PROCESSES.Event()  # kept here: the process can open it only while it has an owner
    process = PROCESSES.Process(target=work, args=(place.url, alive))
    process.start()
    until = time.monotonic() + _PATIENCE_SECONDS
    try:
        while place.count(_WAITING) and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        end(process)
    return place.count("reminders WHERE status = 'sent'") == kept


def _row(place: Place, engine: Engine, town: _Town, kills: int, told: str, all_done: bool) -> Row:
    times = _said(engine)
    steps, fault = _steps(engine, town.needs)
    faults = (place.damage(), "" if all_done else "not every reminder is marked as sent", fault)
    return Row(
        f"reminders, kill -9 {kills} times",
        place.kind,
        town.kept,
        sum(not times[f"việc {number}"] for number in range(town.kept)),
        sum(count - 1 for count in times.values()),
        None,
        f"{told}; {steps} steps of {town.needs} late needs told",
        tuple(filter(None, faults)),
    )


def _said(engine: Engine) -> Counter[str]:
    """Count each reminder in the outbox; a reply to a message has one block."""
    with engine.connect() as db:
        replies = db.execute(select(OutboxReply.reply)).scalars().all()
    blocks = (reply["blocks"] for reply in replies)
    return Counter(some[1]["text"] for some in blocks if len(some) > 1)


def _steps(engine: Engine, needs: int) -> tuple[int, str]:
    """Return how many steps are told, and what is wrong with them: each is told once, none left."""
    SqlKeeper(engine, _rules()).alert()  # what came up with the last need
    with engine.connect() as db:
        marks = db.execute(select(NeedAlert.need_id, NeedAlert.step)).all()
        said = select(NeedEvent.need_id, NeedEvent.what).where(NeedEvent.what.startswith("told: "))
        events = Counter((row.need_id, row.what) for row in db.execute(said))
    is_once = events == Counter((row.need_id, f"told: {row.step}") for row in marks)
    is_whole = len({row.need_id for row in marks}) == needs
    return len(marks), "" if is_once and is_whole else "a step of a need is not told exactly once"


def _rules() -> Rules:
    return Rules(load_province("toan-quoc"), WorkingTime(Calendar()))
