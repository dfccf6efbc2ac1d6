"""Chains the audit: each row's hash covers the one before, so that what was tampered with shows.

Whoever can write to the database can also make a whole new chain. So note the newest hash
elsewhere now and then (`motcua audit head`): it must be found in the chain for ever.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, event, insert, select, text

from bot.records.operations.tables import AuditEntry
from bot.records.read import reading

BATCH = 5_000
MISFIT = (
    "không khớp với dòng trước: dòng này đã bị sửa, hoặc ngay trước nó có dòng bị xóa, "
    "chèn thêm hay đổi chỗ"
)
INSERTED = "không có mã băm dù đứng sau dòng đã có: dòng này được chèn từ ngoài chương trình"
CUT = "không còn dòng nào mang mã đã ghi lại: phần cuối đã bị xóa, hoặc cả sổ đã bị viết lại"

_LOCK = 7_266_872  # any number, the same in every process
_WAITING = "entries of the audit"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at the chain showed.

    Attributes:
        checked: how many rows fit.
        before: how many rows are from before there was a chain; they prove nothing.
        broken: the number of the first row that does not fit, 0 if the end is missing.
        why: what is wrong there, empty if all is well.
    """

    checked: int
    before: int
    broken: int = 0
    why: str = ""


def keep_chain(engine: Engine) -> None:
    """Have every transaction write its entries at its very end.

    Entries are written one after the other, so the lock for it is taken last: no other lock is
    waited for by whoever holds it, and nobody holds it for long.
    """
    event.listen(engine, "commit", _write)
    event.listen(engine, "rollback", _forget)


def append(db: Connection, entry: Mapping[str, Any]) -> None:
    """Put ``entry`` at the end of the chain when the transaction ends."""
    db.info.setdefault(_WAITING, []).append(entry)


def head(engine: Engine) -> str:
    """Return the newest hash, empty if there is none."""
    with reading(engine) as db:
        return _newest(db)


def verify(
    engine: Engine, expect: str = "", newest: int | None = None, batch: int = BATCH
) -> Finding:
    """Look whether each row fits to the one before, and whether ``expect`` is still there.

    With ``newest`` only that many rows at the end are looked at.
    """
    checked = before = 0
    with reading(engine) as db:
        start, last = _start(db, newest)
        is_found = not expect
        for row in _rows(db, start, batch):
            if not row.hash and not last:
                before += 1
                continue
            if row.hash != sealed(last, row._asdict()):
                return Finding(checked, before, row.id, MISFIT if row.hash else INSERTED)
            last, checked = row.hash, checked + 1
            is_found = is_found or last == expect
    return Finding(checked, before, why="" if is_found else CUT)


def sealed(before: str, row: Mapping[str, Any]) -> str:
    """Return the hash of ``row`` that stands after the hash ``before``."""
    names = ("who", "action", "subject", "reason", "detail", "place")
    said = {name: row[name] for name in names}
    said["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{canonical}".encode()).hexdigest()


def _write(db: Connection) -> None:
    entries = db.info.pop(_WAITING, ())
    if not entries:
        return
    if db.dialect.name == "postgresql":  # on SQLite the transaction is the only one that writes
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    db.execute(insert(AuditEntry), list(_chained(_newest(db), entries)))


def _forget(db: Connection) -> None:
    if not db.invalidated:  # a connection that is lost has no info to be asked for
        db.info.pop(_WAITING, None)


def _chained(last: str, entries: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        last = sealed(last, entry)
        yield {**entry, "hash": last}


def _newest(db: Connection) -> str:
    newest = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    return db.execute(newest).scalar() or ""


def _start(db: Connection, newest: int | None) -> tuple[int, str]:
    """Return the row after which to begin, and its hash."""
    if newest is None:
        return 0, ""
    row = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc())
    found = db.execute(row.offset(newest).limit(1)).first()
    return (found.id, found.hash) if found else (0, "")


def _rows(db: Connection, start: int, batch: int) -> Iterator[Row[Any]]:
    while True:
        after = select(AuditEntry.__table__).where(AuditEntry.id > start)
        rows = db.execute(after.order_by(AuditEntry.id).limit(batch)).all()
        yield from rows
        if len(rows) < batch:
            return
        start = rows[-1].id
