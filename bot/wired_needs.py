"""The concrete parts of the needs' loop, for ``bot.wiring``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.conversation.following import Following
from bot.conversation.learnt import Learnt
from bot.conversation.reminding import Reminding
from bot.mail import Mail
from bot.needs.work import WorkingTime
from bot.province import Province
from bot.province.calendar import Calendar
from bot.records.needs.alerts import Alarm
from bot.records.needs.citizens import SqlCitizenNeeds
from bot.records.needs.digests import SqlDigests
from bot.records.needs.figures import by_field_and_commune
from bot.records.needs.keeping import SqlKeeper
from bot.records.needs.learnt import SqlLearnt
from bot.records.needs.opening import Rules
from bot.records.needs.reminders import SqlReminders
from bot.settings import Settings


@dataclass(frozen=True)
class NeedParts:
    """What opens, follows and looks after needs; each made when it is first needed."""

    engine: Engine
    province: Province
    calendar: Calendar
    catalogue: Callable[[], Catalogue]
    settings: Settings

    @cached_property
    def rules(self) -> Rules:
        """By what needs are routed and timed."""
        return Rules(self.province, WorkingTime(self.calendar))

    def desks(self) -> tuple[Following, Reminding, Learnt]:
        """Return what takes messages before the engine is asked."""
        names = {one.id: one.name for one in self.province.departments}
        learnt = SqlLearnt(self.engine, lambda department: names.get(department, department))
        return (
            Following(SqlCitizenNeeds(self.engine, self.rules)),
            Reminding(self.reminders, self.catalogue),
            Learnt(learnt, self.catalogue),
        )

    @cached_property
    def reminders(self) -> SqlReminders:
        """What citizens are reminded of."""
        return SqlReminders(self.engine)

    def counts(
        self, begin: datetime, end: datetime, least: int
    ) -> Sequence[tuple[str, str, int | None]]:
        """Count the needs of a time by field and commune, for the open data."""
        return by_field_and_commune(self.engine, begin, end, least)

    @cached_property
    def keeper(self) -> SqlKeeper:
        """What time does to needs."""
        return SqlKeeper(self.engine, self.rules)

    @cached_property
    def digests(self) -> SqlDigests:
        """What departments are told in the morning."""
        return SqlDigests(self.engine, self.rules, self._mail, self._board)

    @cached_property
    def alarm(self) -> Alarm:
        """What tells whom it concerns that a need is due."""
        return Alarm(self.engine, self.rules, self._mail, self._board)

    @property
    def _mail(self) -> Mail | None:
        url, sender = self.settings.smtp_url, self.settings.mail_from
        return Mail(url, sender) if url and sender else None

    @property
    def _board(self) -> str:
        url = self.settings.public_url.rstrip("/")
        return f"{url}/console/needs" if url else ""
