"""When the help desk is on duty: in fixed sessions of each working day of the province."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from pydantic import ValidationError

from bot.clock import LOCAL
from bot.errors import SettingsInvalid
from bot.province.calendar import Calendar
from bot.province.hours import Session

_AHEAD = 60  # days within which a desk opens again, whatever holiday it is
_DAY = timedelta(days=1)
_BAD = (
    "MOTCUA_HELPDESK_HOURS phải ghi các buổi trực theo thứ tự, cách nhau bằng dấu cách, ví dụ "
    "07:30-11:30 13:30-17:00; để trống nghĩa là không có bộ phận trực."
)


@dataclass(frozen=True, slots=True)
class Duty:
    """The sessions in which somebody is on duty; none at all is no help desk."""

    sessions: tuple[Session, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    def is_on(self, moment: datetime) -> bool:
        """Whether somebody is on duty at a moment of any time zone."""
        local = moment.astimezone(LOCAL)
        if not self.calendar.is_working_day(local.date()):
            return False
        return any(session.start <= local.time() < session.end for session in self.sessions)

    def begins_next(self, moment: datetime) -> datetime | None:
        """Return when the next session after ``moment`` begins; ``None`` without any."""
        local = moment.astimezone(LOCAL)
        for offset in range(_AHEAD):
            day = local.date() + offset * _DAY
            if self.calendar.is_working_day(day):
                starts = (datetime.combine(day, session.start, LOCAL) for session in self.sessions)
                if later := [start for start in starts if start > local]:
                    return later[0]
        return None


def read_sessions(written: str) -> tuple[Session, ...]:
    """Return the sessions of a day, as the settings have them.

    Raises:
        SettingsInvalid: they cannot be read, or overlap.

    >>> [str(session) for session in read_sessions("07:30-11:30 13:30-17:00")]
    ['07:30–11:30', '13:30–17:00']
    """
    try:
        sessions = tuple(Session.model_validate(part) for part in written.split())
    except (ValidationError, ValueError):
        raise SettingsInvalid(_BAD) from None
    if any(later.start < earlier.end for earlier, later in pairwise(sessions)):
        raise SettingsInvalid(_BAD)
    return sessions
