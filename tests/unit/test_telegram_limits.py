"""Telegram's limits are kept, and no chat waits for another one."""

import asyncio
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.channels.parts import Leave
from bot.channels.telegram.limits import ChatLimiter

GROUP = "-50"


class Calls:
    """Passes messages through a limiter and notes which of them got through."""

    def __init__(self) -> None:
        self.limiter = ChatLimiter()
        self.sent: list[str] = []

    async def send(
        self, chat: str, endpoint: str = "sendMessage", leave: Leave | None = None
    ) -> None:
        async def call() -> bool:
            self.sent.append(chat)
            return True

        data: dict[str, Any] = {"chat_id": chat}
        await self.limiter.process_request(call, (), {}, endpoint, data, leave)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as ``connect`` does
    return Calls()


async def test_a_group_that_had_its_messages_of_the_minute_is_told_to_come_again(
    calls: Calls,
) -> None:
    for _ in range(20):
        await calls.send(GROUP)
    with pytest.raises(RetryAfter) as later:
        await calls.send(GROUP)
    assert later.value._retry_after.total_seconds() == 3
    await calls.send("-51")
    await calls.send("7")
    assert calls.sent == [GROUP] * 20 + ["-51", "7"]


async def test_a_chat_that_waits_holds_up_no_other(calls: Calls) -> None:
    waiting = [asyncio.create_task(calls.send("7")) for _ in range(10)]
    await asyncio.gather(*(calls.send(str(chat)) for chat in range(8, 18)))
    assert calls.sent.count("7") < 10
    assert set(calls.sent) == {str(chat) for chat in range(7, 18)}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_message_is_announced_when_its_waiting_is_over(calls: Calls) -> None:
    announced: list[int] = []

    async def leave() -> None:
        announced.append(len(calls.sent))

    for _ in range(20):
        await calls.send(GROUP, leave=leave)
    with pytest.raises(RetryAfter):
        await calls.send(GROUP, leave=leave)
    assert announced == list(range(20))


async def test_showing_that_we_type_uses_up_no_message(calls: Calls) -> None:
    for _ in range(50):
        await calls.send(GROUP, "sendChatAction")
    await calls.send(GROUP)
    assert len(calls.sent) == 51


async def test_quiet_chats_are_forgotten(calls: Calls) -> None:
    for chat in range(1, 1_200):
        calls.limiter._limiter(chat)
    assert len(calls.limiter._chats) <= 512
