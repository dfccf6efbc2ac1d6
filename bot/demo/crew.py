"""The staff with what they work with, as their deeds need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from sqlalchemy import Engine

from actions.desk import Desk
from bot.demo.agenda import Clock
from bot.demo.people import BY
from bot.needs.work import WorkingTime
from bot.records.audit import Deed
from bot.records.needs.opening import Rules
from bot.records.staff.accounts import Staff


@dataclass(frozen=True)
class Crew:
    """The staff by login, and what they work with."""

    database: Engine
    people: Mapping[str, Staff]
    desk: Desk
    clock: Clock
    chance: Random

    @property
    def rules(self) -> Rules:
        """By what needs get their owner and due time."""
        return Rules(self.desk.province, WorkingTime(self.desk.calendar))


def by(login: str) -> Deed:
    """Return that somebody does something, and that it is for show."""
    return Deed(login, BY.reason)
