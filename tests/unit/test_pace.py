"""Readers and writers of one office do not get in each other's way."""

from bot.channels.web.pace import Pace


async def test_who_reads_too_fast_is_stopped_and_may_still_write() -> None:
    pace = Pace(chat_a_minute=1, reads_a_minute=2)
    assert [await pace.admits_reader("10.0.0.1") for _ in range(3)] == [True, True, False]
    assert await pace.admits_reader("10.0.0.2")
    assert await pace.admits("a chat", "10.0.0.1")


async def test_who_writes_too_fast_may_still_read() -> None:
    pace = Pace(chat_a_minute=1)
    assert [await pace.admits("a chat", "10.0.0.1") for _ in range(2)] == [True, False]
    assert await pace.admits_reader("10.0.0.1")
