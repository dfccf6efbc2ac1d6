"""The answers that the bot may repeat, compared in memory and read again when they change."""

import time
from collections.abc import Callable
from threading import Lock

from sqlalchemy import Engine

from bot.clock import LOCAL
from bot.conversation.learnt import LearntAnswer
from bot.needs.similar import OpenNeeds
from bot.records.needs.lessons import Taught, lessons_state, taught

KEPT_SECONDS = 10.0


class SqlLearnt:
    """``Answers`` of the conversation; ``name_of`` gives the name of a department."""

    def __init__(
        self,
        engine: Engine,
        name_of: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._name_of, self._clock = engine, name_of, clock
        self._lock, self._looked = Lock(), float("-inf")
        self._state: object = None
        self._known: dict[int, Taught] = {}
        self._questions = OpenNeeds()

    def to(self, question: str) -> LearntAnswer | None:
        """Return the answer to a question that surely asks the same."""
        self._refresh()
        found = self._questions.like(question) if self._known else []
        if not found or not found[0].is_same:
            return None
        one = self._known[found[0].need]
        day = one.decided_at.astimezone(LOCAL).date()
        return LearntAnswer(one.answer, one.procedure, self._name_of(one.department), day)

    def _refresh(self) -> None:
        with self._lock:
            if self._clock() - self._looked < KEPT_SECONDS:
                return
            self._looked = self._clock()
            state = lessons_state(self._engine)
            if state == self._state:
                return
            self._known = {one.number: one for one in taught(self._engine)}
            self._questions = OpenNeeds((n, one.text) for n, one in self._known.items())
            self._state = state
