"""Imported catalogue records with all their versions. A version is never changed or deleted."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Select, func, insert, inspect, select, text, update

from bot.catalogue.national import Changes
from bot.catalogue.record import Procedure
from bot.records.columns import Json
from bot.records.database import exists, open_database, plain_errors
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.tables import CatalogueVersion
from bot.records.text import clean

BATCH = 200  # records in one statement
_LOG = logging.getLogger(__name__)
_CURRENT = CatalogueVersion.replaced_at.is_(None)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of an imported record, and from when to when it was the current one.

    ``procedure`` is missing where another version of the program stored what this one cannot read.
    """

    code: str
    version: str
    source: str
    imported_at: datetime
    replaced_at: datetime | None
    procedure: Procedure | None


class SqlImported:
    """``Store`` of the import in SQLite or PostgreSQL; reads nothing where the table is missing."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """Keep versions with the time of ``clock``."""
        self._engine, self._clock = engine, clock

    def write(self, source: str, records: Sequence[Procedure]) -> Changes:
        """Keep the records of one file in one transaction; what is current already stays.

        Raises:
            DatabaseUnusable: nothing was kept.
        """
        changes = Changes()
        with plain_errors(self._engine), self._engine.begin() as db:
            _alone(db)
            for start in range(0, len(records), BATCH):
                changes += self._write(db, clean(source), records[start : start + BATCH])
        return changes

    def current(self) -> list[StoredVersion]:
        """Return the current version of every record, by code."""
        return self._stored(_all().where(_CURRENT))

    def history(self, code: str) -> list[StoredVersion]:
        """Return all versions of a record, oldest first."""
        return self._stored(_all().where(CatalogueVersion.code == code))

    def state(self) -> tuple[object, ...]:
        """Return what changes with every import that changes what citizens read."""
        table = CatalogueVersion
        query = select(func.max(table.id), func.max(table.replaced_at), func.max(table.checked))
        with plain_errors(self._engine), reading(self._engine) as db:
            known = inspect(db).has_table(table.__tablename__)
            return tuple(db.execute(query).one()) if known else ()

    def _stored(self, query: Select[*tuple[Any, ...]]) -> list[StoredVersion]:
        with plain_errors(self._engine), reading(self._engine) as db:
            if not inspect(db).has_table(CatalogueVersion.__tablename__):
                return []
            return [_stored(*row) for row in db.execute(query.execution_options(yield_per=BATCH))]

    def _write(self, db: Connection, source: str, records: Sequence[Procedure]) -> Changes:
        now = self._clock()
        known = _known(db, [record.code for record in records])
        new = [r for r in records if r.code not in known]
        changed = [r for r in records if r.code in known and known[r.code] != r.version]
        _replace(db, [r.code for r in changed], now)
        _look_again(db, [r for r in records if known.get(r.code) == r.version])
        if new or changed:
            rows = [_row(record, source, now) for record in (*new, *changed)]
            db.execute(insert(CatalogueVersion), rows)
        return Changes(len(new), len(changed), len(records) - len(new) - len(changed))


def imported_records(url: str) -> list[Procedure]:
    """Return the current records of the database at ``url``; none where there is no database.

    Raises:
        DatabaseUnusable: there is one, and it cannot be read.
    """
    return [stored.procedure for stored in imported_now(url) if stored.procedure]


def imported_now(url: str) -> list[StoredVersion]:
    """Return the current versions of ``url``, with those that cannot be read."""
    return _read(url, SqlImported.current) or []


def imported_state(url: str) -> tuple[object, ...]:
    """Return ``SqlImported.state`` of the database at ``url``; empty where there is none."""
    return _read(url, SqlImported.state) or ()


def imported_history(url: str, code: str) -> list[StoredVersion]:
    """Return all versions of a record of ``url``, oldest first."""
    return _read(url, lambda imported: imported.history(code)) or []


Read = TypeVar("Read")


def _read(url: str, read: Callable[[SqlImported], Read]) -> Read | None:
    if not exists(url):
        return None
    engine = open_database(url)
    try:
        return read(SqlImported(engine))
    finally:
        engine.dispose()


def _alone(db: Connection) -> None:
    """Let one import write at a time; SQLite does that by itself. Readers are not held up."""
    if db.dialect.name == "postgresql":
        name = CatalogueVersion.__tablename__
        db.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))


def _known(db: Connection, codes: Sequence[str]) -> dict[str, str]:
    found = select(CatalogueVersion.code, CatalogueVersion.version)
    rows = db.execute(found.where(_CURRENT, CatalogueVersion.code.in_(codes)))
    return {row.code: row.version for row in rows}


def _replace(db: Connection, codes: Sequence[str], now: datetime) -> None:
    of_codes = update(CatalogueVersion).where(_CURRENT, CatalogueVersion.code.in_(codes))
    db.execute(of_codes.values(replaced_at=now))


def _look_again(db: Connection, records: Sequence[Procedure]) -> None:
    """The portal still says the same: citizens read the later day."""
    for day in {record.checked for record in records}:
        codes = [record.code for record in records if record.checked == day]
        of_codes = update(CatalogueVersion).where(_CURRENT, CatalogueVersion.code.in_(codes))
        db.execute(of_codes.where(CatalogueVersion.checked < day).values(checked=day))


def _row(record: Procedure, source: str, now: datetime) -> dict[str, Any]:
    return {
        "code": record.code,
        "version": record.version,
        "origin": record.origin,
        "record": record.model_dump(mode="json", exclude_defaults=True),
        "source": source,
        "checked": record.checked,
        "imported_at": now,
        "replaced_at": None,
    }


def _all() -> Select[*tuple[Any, ...]]:
    table = CatalogueVersion
    columns = (table.code, table.version, table.source, table.imported_at, table.replaced_at)
    return select(*columns, table.record, table.checked).order_by(table.code, table.id)


def _stored(
    code: str,
    version: str,
    source: str,
    imported_at: datetime,
    replaced_at: datetime | None,
    record: Json,
    checked: date,
) -> StoredVersion:
    procedure = _procedure(code, record, checked)
    return StoredVersion(code, version, source, imported_at, replaced_at, procedure)


def _procedure(code: str, record: Json, checked: date) -> Procedure | None:
    sources = [{**source, "checked": checked} for source in record.get("sources", ())]
    try:
        return Procedure.model_validate({**record, "sources": sources})
    except ValidationError as error:
        _LOG.warning("imported record %s cannot be read: %s", code, error)
        return None
