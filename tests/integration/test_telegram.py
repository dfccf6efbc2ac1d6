"""Telegram through the real python-telegram-bot, against a Bot API on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from bot.channels.sender import OutOfOrder
from bot.channels.telegram import Channel, ChannelStopped, Intake, Needed, Poller, Sender, connect
from bot.channels.telegram.activity import MOST, Typing
from bot.conversation.ports import Incoming
from bot.errors import DatabaseUnusable
from bot.reply import Button, LinkBlock, Reply, TextBlock
from tests.fakes import FakeInbox, FakeOutbox
from tests.fakes_parts import FakeParts
from tests.fakes_telegram import TOKEN, FakeTelegram, Fault, fake_telegram, message, pressed, said

PUBLIC = "https://motcua.example"


@dataclass
class System:
    """One running Telegram channel with what it works on."""

    telegram: FakeTelegram
    inbox: FakeInbox = field(default_factory=FakeInbox)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    parts: FakeParts = field(default_factory=FakeParts)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    moves: list[tuple[str, str]] = field(default_factory=list)

    def move(self, old: str, new: str) -> None:
        self.moves.append((old, new))

    def put(self, text: str, chat: str = "7", *buttons: Button) -> int:
        blocks = (TextBlock(text=text),)
        number = self.outbox.put(chat, Reply(outcome="answered", blocks=blocks, buttons=buttons))
        self.wake.set()
        return number

    async def reaches(self, number: int, status: str) -> None:
        await self.outbox.changes.until(lambda: self.outbox.status[number] == status)

    async def accepts(self, count: int) -> list[Incoming]:
        await self.inbox.changes.until(lambda: len(self.inbox.accepted) >= count)
        return self.inbox.accepted

    async def acknowledges_all(self) -> None:
        await self.telegram.changes.until(lambda: not self.telegram.unacknowledged)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as server:
        yield server


@pytest.fixture
async def system(telegram: FakeTelegram) -> AsyncIterator[System]:
    system = System(telegram)
    async with running(system):
        yield system


@asynccontextmanager
async def running(system: System) -> AsyncIterator[None]:
    bot = connect(TOKEN, system.telegram.url, read_timeout=1)
    needed = Needed(
        system.inbox,
        system.outbox,
        system.parts,
        lambda: None,
        moved=system.move,
        public_url=PUBLIC,
    )
    task = asyncio.create_task(Channel(bot, needed).run(system.wake))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def polling(telegram: FakeTelegram, inbox: FakeInbox) -> AsyncIterator[asyncio.Task[None]]:
    bot = connect(TOKEN, telegram.url)
    poller = Poller(bot, Intake(bot, inbox, lambda: None), first_pause=0)
    task = asyncio.create_task(poller.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, ChannelStopped):
            await task
        await bot.shutdown()


async def test_a_message_comes_in_and_its_reply_goes_out(system: System) -> None:
    system.telegram.push(said(1, "làm khai sinh ở đâu"))
    [incoming] = await system.accepts(1)
    assert (incoming.chat, incoming.text) == ("7", "làm khai sinh ở đâu")
    await system.reaches(system.put("Ở Ủy ban nhân dân xã ạ."), "delivered")
    assert system.telegram.texts("7") == ["Ở Ủy ban nhân dân xã ạ."]


async def test_an_update_is_acknowledged_only_after_it_is_stored(telegram: FakeTelegram) -> None:
    inbox = FakeInbox()
    inbox.broken = OSError("disk full")
    telegram.push(said(1, "một"))
    async with polling(telegram, inbox):
        await telegram.changes.until(lambda: len(telegram.offsets) >= 2)
        assert telegram.offsets[:2] == [None, None]
        assert telegram.unacknowledged == 1
        inbox.broken = None
        await telegram.changes.until(lambda: not telegram.unacknowledged)
    assert len(inbox.accepted) + len(inbox.dead) == 1


async def test_killed_between_storing_and_acknowledging_it_comes_again_and_is_stored_once(
    telegram: FakeTelegram,
) -> None:
    inbox, bot = FakeInbox(), connect(TOKEN, telegram.url)
    telegram.push(said(1, "một"))

    def kill() -> None:
        task.cancel()

    task = asyncio.create_task(Poller(bot, Intake(bot, inbox, kill)).run())
    with pytest.raises(asyncio.CancelledError):
        await task
    await bot.shutdown()
    assert len(inbox.accepted) == telegram.unacknowledged == 1
    async with polling(telegram, inbox):
        await telegram.changes.until(lambda: not telegram.unacknowledged)
    assert len(inbox.accepted) == 1
    assert not inbox.dead


async def test_an_update_delivered_twice_is_stored_once(system: System) -> None:
    system.telegram.push(said(1, "một"), said(1, "một"), said(2, "hai"))
    await system.acknowledges_all()
    assert [i.text for i in system.inbox.accepted] == ["một", "hai"]


async def test_garbage_is_buried_and_blocks_nobody(system: System) -> None:
    system.telegram.push(
        {"update_id": 1, "message": "rác"},
        {"update_id": 2, "message": message(text=["không", "phải", "chữ"])},
        {"update_id": 3, "callback_query": {"id": "x"}},
        "không phải một update",
        {"update_id": 4, "kind_of_the_future": {}},
        said(5, "chào"),
    )
    assert [i.text for i in await system.accepts(1)] == ["chào"]
    await system.acknowledges_all()
    assert {"4242:1", "4242:2", "4242:3"} < {key for _, key in system.inbox.dead}
    assert len(system.inbox.dead) == 4


async def test_an_update_the_inbox_never_takes_is_buried_in_the_end(
    telegram: FakeTelegram,
) -> None:
    inbox = FakeInbox()
    inbox.broken = ValueError("cannot be stored")
    telegram.push(said(1, "một"))
    async with polling(telegram, inbox):
        await telegram.changes.until(lambda: not telegram.unacknowledged)
    assert list(inbox.dead) == [("telegram", "4242:1")]


class DownInbox(FakeInbox):
    """The database is away for the first ten attempts."""

    attempts = 0

    def accept(self, incoming: Incoming) -> int | None:
        self.attempts += 1
        if self.attempts <= 10:
            raise DatabaseUnusable("away")
        return super().accept(incoming)


async def test_while_the_database_is_away_an_update_waits_and_is_never_buried(
    telegram: FakeTelegram,
) -> None:
    inbox = DownInbox()
    telegram.push(said(1, "một"))
    async with polling(telegram, inbox):
        await telegram.changes.until(lambda: not telegram.unacknowledged)
    assert [i.text for i in inbox.accepted] == ["một"]
    assert inbox.dead == {}


async def test_a_dead_letter_does_not_say_who_sent_it(telegram: FakeTelegram) -> None:
    inbox = FakeInbox()
    inbox.broken = ValueError("cannot be stored")
    telegram.push(said(1, "một"))
    async with polling(telegram, inbox):
        await telegram.changes.until(lambda: not telegram.unacknowledged)
    ((body, _),) = inbox.dead.values()
    assert "first_name" not in body
    assert "một" in body


async def test_polling_survives_faults_of_telegram(telegram: FakeTelegram) -> None:
    inbox = FakeInbox()
    telegram.faults += [
        Fault("getMe", 502, "Bad Gateway"),
        Fault("getUpdates", 500, "Internal Server Error"),
        Fault("getUpdates", 429, "Too Many Requests", retry_after=1),
        Fault("getUpdates", 409, "Conflict: terminated by other getUpdates request"),
    ]
    telegram.push(said(1, "một"))
    async with polling(telegram, inbox):
        await inbox.changes.until(lambda: inbox.accepted)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("getMe", 401, "Unauthorized"), "MOTCUA_TELEGRAM_TOKEN"),
        (Fault("getUpdates", 401, "Unauthorized"), "MOTCUA_TELEGRAM_TOKEN"),
        (Fault("getUpdates", 409, "Conflict"), "webhook"),
    ],
)
async def test_a_bad_token_or_a_rival_stops_the_channel_with_a_sentence(
    telegram: FakeTelegram, fault: Fault, sentence: str
) -> None:
    telegram.faults += [fault] * 3
    async with polling(telegram, FakeInbox()) as task:
        with pytest.raises(ChannelStopped, match=sentence) as stopped:
            await task
    assert TOKEN not in str(stopped.value)


async def test_the_stopped_channel_ends_quietly_and_logs_no_token(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.faults += [Fault("getMe", 401, "Unauthorized")]
    bot = connect(TOKEN, telegram.url)
    needed = Needed(FakeInbox(), FakeOutbox(), FakeParts(), lambda: None)
    await Channel(bot, needed).run(asyncio.Event())
    assert "Telegram đã tắt" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_press_is_answered_even_when_telegram_says_it_is_too_old(system: System) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    system.telegram.faults += [Fault("answerCallbackQuery", 400, old)]
    system.telegram.push(pressed(1, "/affirm"), pressed(2, "/deny"))
    assert [i.text for i in await system.accepts(2)] == ["/affirm", "/deny"]
    calls = system.telegram.calls
    await system.telegram.changes.until(lambda: calls.count("answerCallbackQuery") == 2)


async def test_a_photo_is_media_and_nothing_is_downloaded(system: System) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    system.telegram.push({"update_id": 1, "message": message(photo=photo, caption="căn cước")})
    [incoming] = await system.accepts(1)
    assert (incoming.kind, incoming.media, incoming.text) == ("media", "photo", "căn cước")
    await system.acknowledges_all()
    assert "getFile" not in system.telegram.calls


async def test_one_chats_429_delays_no_other_chat(system: System) -> None:
    flood = Fault("sendMessage", 429, "Too Many Requests", chat="1", retry_after=3_600)
    system.telegram.faults += [flood]
    held, others = system.put("một", "1"), [system.put("hai", str(n)) for n in range(2, 12)]
    for other in others:
        await system.reaches(other, "delivered")
    await system.reaches(held, "waiting")
    assert system.outbox.retry_in[held] == 3_600
    system.outbox.now = 3_600
    system.wake.set()
    await system.reaches(held, "delivered")
    assert system.telegram.texts("1") == ["một"]


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_a_citizen_who_blocked_us_or_left_is_final(
    system: System, status: int, description: str
) -> None:
    system.telegram.faults += [Fault("sendMessage", status, description)]
    number = system.put("chào")
    await system.reaches(number, "failed")
    assert system.outbox.retry_in[number] is None
    assert system.telegram.calls.count("sendMessage") == 1


async def test_a_server_error_is_tried_again_later(system: System) -> None:
    system.telegram.faults += [Fault("sendMessage", 502, "Bad Gateway")]
    number = system.put("chào")
    await system.outbox.changes.until(lambda: system.outbox.retry_in.get(number))
    system.outbox.now = 10
    system.wake.set()
    await system.reaches(number, "delivered")
    assert system.telegram.texts("7") == ["chào"]


async def test_no_answer_after_the_request_left_is_marked_and_not_repeated(
    system: System,
) -> None:
    system.telegram.faults += [Fault("sendMessage", chat="7", silent_after_commit=True)]
    number = system.put("chào")
    await system.reaches(number, "ambiguous")
    await system.reaches(system.put("tạm biệt"), "delivered")
    assert system.telegram.texts("7") == ["chào", "tạm biệt"]


async def test_a_request_that_never_left_is_no_doubt_but_a_retry() -> None:
    async with fake_telegram() as gone:
        address = gone.url
    outbox, bot = FakeOutbox(), connect(TOKEN, address)
    outbox.put("7", Reply(outcome="answered", blocks=(TextBlock(text="chào"),)))
    [outgoing] = outbox.claim_outgoing("telegram", 1)
    with pytest.raises(OutOfOrder, match="ConnectError"):
        await Sender(bot, FakeParts())(outgoing)
    await bot.shutdown()


async def test_a_page_of_our_own_is_linked_to_at_its_public_address(system: System) -> None:
    page = LinkBlock(title="Bản để in", url="/giay-to/1.001193")
    number = system.outbox.put("7", Reply(outcome="answered", blocks=(page,)))
    system.wake.set()
    await system.reaches(number, "delivered")
    assert system.telegram.sent[0].links == [f"{PUBLIC}/giay-to/1.001193"]


async def test_ten_thousand_characters_arrive_whole_in_messages_within_the_limit(
    system: System,
) -> None:
    text = " ".join(["giấy"] * 2_000)
    await system.reaches(system.put(text), "delivered")
    arrived = system.telegram.texts("7")
    assert len(arrived) >= 3
    assert " ".join(arrived).split() == text.split()


async def test_after_a_429_in_the_middle_only_the_missing_messages_are_sent(
    system: System,
) -> None:
    await system.reaches(system.put("mở đầu"), "delivered")
    text = " ".join(f"chữ{n}" for n in range(2_000))
    calm = Fault("sendMessage", chat="7")
    flood = Fault("sendMessage", 429, "Too Many Requests", chat="7", retry_after=5)
    system.telegram.faults += [calm, flood]
    number = system.put(text)
    await system.outbox.changes.until(lambda: system.outbox.retry_in.get(number) == 5)
    system.outbox.now = 5
    system.wake.set()
    await system.reaches(number, "delivered")
    assert " ".join(system.telegram.texts("7")[1:]).split() == text.split()


async def test_markup_in_a_text_is_shown_as_it_was_written(system: System) -> None:
    said_so = "<b>đậm</b> &amp; <script>alert(1)</script> [x](y) *z*"
    await system.reaches(system.put(said_so), "delivered")
    assert system.telegram.texts("7") == [said_so]


async def test_buttons_arrive_with_payloads_telegram_takes(system: System) -> None:
    fits = Button(title="Lệ phí", payload='/ask_fee{"code":"1.001193"}')
    too_long = Button(title="Đến xã", payload='/ask_place{"place":"%s"}' % ("ở" * 30))
    await system.reaches(system.put("Hỏi tiếp:", "7", fits, too_long), "delivered")
    [sent] = system.telegram.sent
    assert sent.buttons == [{"text": "Lệ phí", "callback_data": fits.payload}]
    assert "Đến xã" in sent.text


async def test_a_group_that_became_a_supergroup_is_followed(system: System) -> None:
    moved = Fault("sendMessage", 400, "Bad Request: group chat was upgraded", "-50", moved_to=-1050)
    system.telegram.faults.append(moved)
    await system.reaches(system.put("một", "-50"), "delivered")
    await system.reaches(system.put("hai", "-50"), "delivered")
    assert system.telegram.texts("-1050") == ["một", "hai"]
    assert system.moves == [("-50", "-1050")]


@pytest.mark.parametrize(
    "description",
    ["Forbidden: user is deactivated", "Forbidden: bot was kicked from the supergroup chat"],
)
async def test_who_is_gone_is_not_tried_again_and_the_reason_is_kept(
    system: System, description: str
) -> None:
    system.telegram.faults.append(Fault("sendMessage", 403, description))
    number = system.put("chào")
    await system.reaches(number, "failed")
    assert description.removeprefix("Forbidden: ") in system.outbox.why[number]


async def test_polling_takes_a_webhook_away_that_was_left(telegram: FakeTelegram) -> None:
    telegram.webhook = {"url": "https://elsewhere.example"}
    telegram.push(said(1, "một"))
    inbox = FakeInbox()
    async with polling(telegram, inbox):
        await inbox.changes.until(lambda: inbox.accepted)
    assert telegram.webhook == {}
    assert set(telegram.menus) == {"", "vi", "en"}


async def test_without_its_menus_the_bot_works_all_the_same(telegram: FakeTelegram) -> None:
    telegram.faults += [Fault("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")] * 3
    telegram.push(said(1, "một"))
    inbox = FakeInbox()
    async with polling(telegram, inbox):
        await inbox.changes.until(lambda: inbox.accepted)


async def test_a_press_is_stored_while_telegram_is_silent_about_its_spinner(
    system: System,
) -> None:
    system.telegram.faults.append(Fault("answerCallbackQuery", silent_after_commit=True))
    system.telegram.push(pressed(1, "/affirm"), said(2, "chào"))
    await system.accepts(2)


async def test_a_citizen_who_waits_sees_that_an_answer_is_being_written(
    telegram: FakeTelegram,
) -> None:
    bot = connect(TOKEN, telegram.url)
    activity = Typing(bot, first=0, again=0)
    intake = Intake(bot, FakeInbox(), lambda: None, activity)
    await bot.initialize()
    await intake.take(said(1, "chào"), is_last_try=True)
    await intake.take(said(1, "chào"), is_last_try=True)
    await intake.take(pressed(2, "/affirm", chat=-50), is_last_try=True)
    await telegram.changes.until(lambda: telegram.calls.count("sendChatAction") == MOST)
    await intake.close()
    await bot.shutdown()
    assert telegram.typing == ["7"] * MOST


async def test_nobody_is_shown_typing_who_has_the_answer(telegram: FakeTelegram) -> None:
    bot, outbox = connect(TOKEN, telegram.url), FakeOutbox()
    await bot.initialize()
    activity = Typing(bot, first=3_600)
    activity.begin("7")
    outbox.put("7", Reply(outcome="answered", blocks=(TextBlock(text="chào"),)))
    [outgoing] = outbox.claim_outgoing("telegram", 1)
    await Sender(bot, FakeParts(), activity=activity)(outgoing)
    await activity.close()
    await bot.shutdown()
    assert telegram.texts("7") == ["chào"]
    assert telegram.typing == []


async def test_a_group_gets_twenty_messages_a_minute_and_the_next_one_waits_its_turn(
    system: System,
) -> None:
    numbers = [system.put(str(n), "-50") for n in range(21)]
    for number in numbers[:20]:
        await system.reaches(number, "delivered")
    await system.outbox.changes.until(lambda: system.outbox.retry_in.get(numbers[20]) == 3)
    await system.reaches(system.put("chào", "7"), "delivered")
