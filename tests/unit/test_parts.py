"""A message of a reply is written down before it leaves, so that none leaves twice."""

from collections.abc import Sequence

import pytest

from bot.channels.parts import Leave, Post, send_rest
from bot.channels.sender import MaybeSent, TryLater
from bot.conversation.ports import Outgoing
from bot.reply import Reply, TextBlock
from tests.fakes import FakeOutbox
from tests.fakes_parts import FakeParts


class Line:
    """A channel that does with each message what a test says: send, or raise."""

    def __init__(self, parts: FakeParts) -> None:
        self.parts, self.left, self.known = parts, list[int](), list[bool]()
        self.is_shut = False

    def posts(self, *fates: Exception | None) -> Sequence[Post]:
        return [self._post(number, fate) for number, fate in enumerate(fates)]

    def _post(self, number: int, fate: Exception | None) -> Post:
        async def post(leave: Leave) -> str:
            if self.is_shut:
                raise TryLater("no room")
            await leave()
            self.left.append(number)
            self.known.append(self.parts.statuses.get((1, number)) == "sending")
            if fate:
                raise fate
            return f"id{number}"

        return post


@pytest.fixture
def outgoing() -> Outgoing:
    outbox = FakeOutbox()
    outbox.put("7", Reply(outcome="answered", blocks=(TextBlock(text="chào"),)))
    return outbox.claim_outgoing("telegram", 1)[0]


async def send(parts: FakeParts, outgoing: Outgoing, posts: Sequence[Post]) -> None:
    await send_rest(parts, outgoing, parts.progress(outgoing.id), posts)


async def test_each_message_is_written_down_before_it_leaves(outgoing: Outgoing) -> None:
    parts = FakeParts()
    line = Line(parts)
    await send(parts, outgoing, line.posts(None, None))
    assert (line.left, line.known) == ([0, 1], [True, True])
    assert parts.external == {(1, 0): "id0", (1, 1): "id1"}
    assert parts.ended == {1}


async def test_after_a_death_what_was_sent_and_what_was_in_sending_do_not_leave_again(
    outgoing: Outgoing,
) -> None:
    parts = FakeParts()
    parts.statuses = {(1, 0): "sent", (1, 1): "sending"}
    line = Line(parts)
    with pytest.raises(MaybeSent, match="stopped while sending"):
        await send(parts, outgoing, line.posts(None, None, None))
    assert line.left == [2]


async def test_what_surely_did_not_leave_is_forgotten_and_leaves_the_next_time(
    outgoing: Outgoing,
) -> None:
    parts = FakeParts()
    line = Line(parts)
    with pytest.raises(TryLater):
        await send(parts, outgoing, line.posts(None, TryLater("429"), None))
    await send(parts, outgoing, line.posts(None, None, None))
    assert line.left == [0, 1, 1, 2]


async def test_what_waits_for_its_turn_is_not_written_down(outgoing: Outgoing) -> None:
    parts = FakeParts()
    line = Line(parts)
    line.is_shut = True
    with pytest.raises(TryLater):
        await send(parts, outgoing, line.posts(None))
    assert (line.left, parts.statuses) == ([], {})


async def test_a_doubt_does_not_keep_the_rest_back_and_is_told_in_the_end(
    outgoing: Outgoing,
) -> None:
    parts = FakeParts()
    line = Line(parts)
    with pytest.raises(MaybeSent, match="cut"):
        await send(parts, outgoing, line.posts(MaybeSent("cut"), None))
    assert line.left == [0, 1]
    assert parts.statuses == {(1, 0): "ambiguous", (1, 1): "sent"}
    assert parts.ended == set()


async def test_an_error_nobody_foresaw_leaves_a_doubt(outgoing: Outgoing) -> None:
    parts = FakeParts()
    line = Line(parts)
    with pytest.raises(ZeroDivisionError):
        await send(parts, outgoing, line.posts(ZeroDivisionError()))
    with pytest.raises(MaybeSent):
        await send(parts, outgoing, line.posts(None))
    assert line.left == [0]
