"""``Parts`` in memory: what of each reply has left."""

from bot.conversation.ports import Outgoing
from bot.records.messages.parts import Progress


class FakeParts:
    """``statuses`` maps a reply's id and a message's number to sending, sent or ambiguous."""

    def __init__(self) -> None:
        self.statuses: dict[tuple[int, int], str] = {}
        self.external: dict[tuple[int, int], str] = {}
        self.ended: set[int] = set()

    def progress(self, outgoing_id: int) -> Progress:
        mine = {n: status for (reply, n), status in self.statuses.items() if reply == outgoing_id}
        return Progress(frozenset(mine), any(s != "sent" for s in mine.values()), "")

    def begin(self, outgoing: Outgoing, number: int) -> None:
        assert (outgoing.id, number) not in self.statuses
        self.statuses[outgoing.id, number] = "sending"

    def sent(self, outgoing_id: int, number: int, external_id: str) -> None:
        self.statuses[outgoing_id, number] = "sent"
        self.external[outgoing_id, number] = external_id

    def all_sent(self, outgoing_id: int, number: int, external_id: str) -> None:
        self.sent(outgoing_id, number, external_id)
        self.ended.add(outgoing_id)

    def in_doubt(self, outgoing_id: int, number: int) -> None:
        self.statuses[outgoing_id, number] = "ambiguous"

    def not_sent(self, outgoing_id: int, number: int) -> None:
        self.statuses.pop((outgoing_id, number), None)
