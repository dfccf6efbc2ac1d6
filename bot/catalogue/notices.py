"""What is to be known of a record's age, outside a talk."""

from datetime import date

from bot.catalogue.dated import dated
from bot.catalogue.freshness import Rules
from bot.catalogue.record import Procedure
from bot.reply import Reply, TextBlock, WarningBlock


def notices(procedure: Procedure, today: date, rules: Rules) -> tuple[str, ...]:
    """Return what the chat would warn of: that the record is old, or does not hold."""
    reply = Reply(outcome="answered", blocks=(TextBlock(text=procedure.name),))
    blocks = dated(reply, procedure, today, rules).blocks
    return tuple(block.text for block in blocks if isinstance(block, WarningBlock))
