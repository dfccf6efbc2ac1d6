"""Tells whom it concerns that a need is due: the department, then its head, then the province."""

import logging
from collections.abc import Sequence

from sqlalchemy import Engine, select

from bot.needs.digest import Due, Letter, alert
from bot.province.province import Department
from bot.records.needs.digests import Mail
from bot.records.needs.keeping import Alert
from bot.records.needs.opening import Rules
from bot.records.read import reading
from bot.records.tables import Need

log = logging.getLogger(__name__)


class Alarm:
    """Sends alerts by mail. Each is written down before it goes and is not repeated: the board
    and the next morning's digest show the same.
    """

    def __init__(self, engine: Engine, rules: Rules, mail: Mail | None, board: str = "") -> None:
        self._engine, self._departments = engine, rules.province.departments
        self._mail, self._board = mail, board

    def tell(self, alerts: Sequence[Alert]) -> int:
        """Send what has somebody to go to; return how many went out."""
        return sum(self._told(one) for one in alerts)

    def _told(self, one: Alert) -> bool:
        address = self._address(one)
        if self._mail is None or not address:
            return False
        try:
            self._mail(address, self._letter(one))
        except OSError:
            log.exception("an alert about need %d did not go out", one.need)
            return False
        return True

    def _letter(self, one: Alert) -> Letter:
        with reading(self._engine) as db:
            question = db.execute(select(Need.question).where(Need.id == one.need)).scalar_one()
        due = Due(one.need, question, one.due_at)
        return alert(self._department(one.department).name, one.step, due, self._board)

    def _address(self, one: Alert) -> str:
        department = self._department(one.department)
        if one.step == "head":
            return department.head_email or department.email
        if one.step == "province":
            return next((d.head_email or d.email for d in self._departments if d.fallback), "")
        return department.email

    def _department(self, wanted: str) -> Department:
        found = (one for one in self._departments if one.id == wanted)
        return next(found, self._departments[0])
