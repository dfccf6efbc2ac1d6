"""Runs migrations on the connection that ``bot.records.schema`` hands over."""

from typing import Literal

from alembic import context

from bot.records.columns import UtcTime
from bot.records.tables import Base


def _plain_time(_kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration outlives our types: it names only SQLAlchemy's."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_plain_time,
)
with context.begin_transaction():
    context.run_migrations()
