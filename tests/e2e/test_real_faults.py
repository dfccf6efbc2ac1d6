"""What a citizen notices when parts of the real system die: no more than a safe reply or a wait."""

import signal
from collections.abc import Iterator
from itertools import pairwise

import psutil
import pytest

from bot.channels.rendering import as_text
from tests.fakes_telegram import TOKEN, said
from tests.system import Citizen, RealSystem, all_gone, eventually
from tests.telegram_thread import TelegramThread, telegram_thread

TRAINING = "Huấn luyện mô hình"
GOODBYE = "Đã dừng tất cả."
WAITING = "SELECT 1 FROM inbox WHERE status = 'waiting'"
SEVERAL = ("đăng ký khai sinh", "cần giấy tờ gì", "lệ phí bao nhiêu")
ANSWERS = ("Đăng ký khai sinh (1.001193)", "Tờ khai đăng ký khai sinh", "Miễn phí")


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramThread]:
    with telegram_thread() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def installed(
    telegram: TelegramThread, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealSystem]:
    """A system of our own; its patience with the engine is long enough to kill it meanwhile."""
    settings = {"telegram_token": TOKEN, "telegram_api": telegram.url, "engine_timeout": "8"}
    system = RealSystem(tmp_path_factory.mktemp("mortal"), **settings)
    yield system
    system.kill()


@pytest.fixture
def mortal(installed: RealSystem) -> RealSystem:
    """The system, started if it does not run."""
    if not installed.runs:
        installed.start()
    return installed


@pytest.fixture
def citizen(mortal: RealSystem) -> Iterator[Citizen]:
    person = Citizen(mortal.url)
    yield person
    person.http.close()


def engine_of(system: RealSystem) -> psutil.Process:
    [engine] = system.children()
    return engine


def test_without_its_engine_the_desk_says_so_and_remembers_the_talk_when_it_is_back(
    mortal: RealSystem, citizen: Citizen
) -> None:
    assert citizen.ask("đăng ký khai tử cần giấy tờ gì").outcome == "answered"
    engine_of(mortal).send_signal(signal.SIGKILL)
    reply = citizen.ask("làm online được không")
    assert reply.outcome == "error"
    assert all(part in as_text(reply) for part in ("https://dichvucong.gov.vn", "1800 1096"))
    [turn] = mortal.rows("SELECT outcome, fault FROM turns ORDER BY id DESC LIMIT 1")
    assert turn["outcome"] == "error"
    assert turn["fault"].split()[0] in as_text(reply)
    eventually("the engine is started again", mortal.engine_answers)
    assert "Đăng ký khai tử (1.000656)" in as_text(citizen.ask("lệ phí bao nhiêu"))


def test_a_slow_engine_is_not_waited_for_and_answers_again_when_it_is_quick(
    mortal: RealSystem, citizen: Citizen
) -> None:
    citizen.ask("đăng ký khai tử cần giấy tờ gì")
    engine = engine_of(mortal)
    engine.suspend()
    assert citizen.ask("lệ phí bao nhiêu").outcome == "error"
    engine.resume()
    assert "Đăng ký khai tử (1.000656)" in as_text(citizen.ask("lệ phí bao nhiêu"))


def test_killed_with_messages_in_hand_it_answers_each_once_and_in_order_after_a_restart(
    mortal: RealSystem, citizen: Citizen, telegram: TelegramThread
) -> None:
    other, before = Citizen(mortal.url), mortal.children()
    engine_of(mortal).suspend()
    for text in SEVERAL:
        citizen.send(text)
        other.send(text)
    telegram.push(*(said(number, text) for number, text in enumerate(SEVERAL, start=1)))
    telegram.until(lambda api: not api.unacknowledged)
    mortal.kill()
    assert len(mortal.rows(WAITING)) == 3 * len(SEVERAL), "all are stored, none is answered"
    before[0].resume()
    eventually("the orphaned engine ends by itself", lambda: all_gone(before))

    mortal.start()
    assert TRAINING not in mortal.printed
    eventually("all messages are answered", lambda: not mortal.rows(WAITING))
    for person in (citizen, other):
        history = person.history()
        assert [text for text, _ in history] == list(SEVERAL)
        assert all(r and a in as_text(r) for a, (_, r) in zip(ANSWERS, history, strict=True))
    telegram.push(said(len(SEVERAL) + 1, "cảm ơn em"))
    *sent, _ = telegram.sent("7", len(SEVERAL) + 1)
    assert all(a in s.text for a, s in zip(ANSWERS, sent, strict=True))
    turns = mortal.rows(
        "SELECT conversation_id c, inbox_id i FROM turns ORDER BY conversation_id, id"
    )
    assert all(a["i"] < b["i"] for a, b in pairwise(turns) if a["c"] == b["c"])
    other.http.close()


def test_ctrl_c_ends_everything_and_says_goodbye(mortal: RealSystem) -> None:
    before = mortal.children()
    assert before
    assert mortal.stop() == 0
    assert GOODBYE in mortal.printed
    assert all_gone(before)
