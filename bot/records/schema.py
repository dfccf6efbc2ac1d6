"""Which revision the tables have, and the way to the newest one (Alembic, without its .ini)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import DatabaseUnusable

_NEWER = (
    "Cơ sở dữ liệu thuộc một bản motcua mới hơn; hãy cài bản đó, "
    "hoặc dùng bản sao lưu từ trước khi nâng cấp."
)
_OLDER = "Cơ sở dữ liệu chưa được nâng cấp; hãy chạy: motcua db upgrade"


def upgrade(db: Connection) -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    _refuse_newer(db)
    command.upgrade(config(db), "head")


def check(db: Connection) -> None:
    """Raise ``DatabaseUnusable`` unless the tables are those of this version."""
    _refuse_newer(db)
    if revision(db) != head():
        raise DatabaseUnusable(_OLDER)


def revision(db: Connection) -> str | None:
    """Return the revision of the tables, ``None`` for an empty database."""
    return MigrationContext.configure(db).get_current_revision()


def head() -> str | None:
    """Return the revision that this version needs."""
    return _scripts().get_current_head()


def config(db: Connection | None = None) -> Config:
    """Return Alembic's configuration, to run on ``db``."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = db
    return made


_FOLDER = Path(__file__).parent / "migrations"


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def _refuse_newer(db: Connection) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision(db) not in known | {None}:
        raise DatabaseUnusable(_NEWER)
