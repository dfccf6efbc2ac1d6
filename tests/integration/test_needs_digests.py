"""A department is told once each working morning, and only if there is something to tell."""

import smtplib
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.clock import LOCAL
from bot.mail import Mail
from bot.needs.digest import Letter
from bot.records.needs.alerts import Alarm
from bot.records.needs.digests import SqlDigests
from bot.records.read import reading
from bot.records.tables import Conversation, OutboxReply
from tests.integration.needs_kit import Town
from tests.integration.records_kit import in_threads

DEPARTMENTS = [
    {"id": "mot_cua", "name": "Quầy một cửa", "fallback": True, "email": "mot-cua@example.vn"},
    {
        "id": "so_tu_phap",
        "name": "Sở Tư pháp",
        "fields": ["ho_tich"],
        "email": "tu-phap@example.vn",
        "head_email": "truong@example.vn",
        "telegram_group": "-1001",
    },
]
TUESDAY = datetime(2026, 7, 7, 8, 5, tzinfo=LOCAL)


@dataclass
class Post:
    """A mail server that keeps what it gets; ``down`` makes it fail."""

    letters: list[tuple[str, Letter]] = field(default_factory=list)
    down: bool = False

    def __call__(self, address: str, letter: Letter) -> None:
        if self.down:
            raise smtplib.SMTPServerDisconnected("gone")
        self.letters.append((address, letter))


@pytest.fixture
def town(database: Engine) -> Town:
    return Town(database, changes={"departments": DEPARTMENTS})


def digests(town: Town, post: Post) -> SqlDigests:
    return SqlDigests(town.database, town.rules, post, "https://motcua.example/needs", town.clock)


def groups(town: Town) -> list[str]:
    """What waits for departments' groups."""
    query = select(OutboxReply.reply).join(Conversation).where(Conversation.chat == "-1001")
    with reading(town.database) as db:
        return [row.reply["blocks"][0]["text"] for row in db.execute(query)]


def test_the_owner_gets_one_letter_with_what_is_late_first(town: Town) -> None:
    number = town.asks()
    town.clock.now = datetime(2026, 7, 9, 8, 5, tzinfo=LOCAL)
    post = Post()
    assert digests(town, post).send() == 2
    ((address, letter),) = post.letters
    assert address == "tu-phap@example.vn"
    assert letter.subject == "[Một Cửa] Sở Tư pháp: 1 câu hỏi đang chờ, 1 quá hạn"
    assert f"Số {number}, hạn 17:00 08/07" in letter.text
    assert "https://motcua.example/needs" in letter.text
    assert groups(town) == [letter.text]
    assert digests(town, post).send() == 0


@pytest.mark.parametrize(
    "moment", ["2026-07-07 07:59", "2026-07-11 09:00", "2026-09-02 09:00"], ids=str
)
def test_nobody_is_told_before_eight_or_on_a_day_off(town: Town, moment: str) -> None:
    town.asks()
    town.clock.now = datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
    assert digests(town, Post()).send() == 0


def test_who_has_nothing_to_do_is_not_told_so(town: Town) -> None:
    town.clock.now = TUESDAY
    assert digests(town, Post()).send() == 0


def test_a_letter_that_did_not_go_is_tried_again(town: Town) -> None:
    town.asks()
    town.clock.now = TUESDAY
    post = Post(down=True)
    with pytest.raises(OSError, match="gone"):
        digests(town, post).send()
    post.down = False
    digests(town, post).send()
    assert len(post.letters) == 1


def test_several_processes_send_one_letter(town: Town) -> None:
    town.asks()
    town.clock.now = TUESDAY
    post = Post()
    in_threads(4, digests(town, post).send)
    assert (len(post.letters), len(groups(town))) == (1, 1)


@pytest.mark.parametrize(
    ("moment", "addresses"),
    [
        ("2026-07-08 14:00", ["tu-phap@example.vn"]),
        ("2026-07-08 17:00", ["tu-phap@example.vn", "tu-phap@example.vn", "truong@example.vn"]),
        (
            "2026-07-09 17:00",
            ["tu-phap@example.vn"] * 2 + ["truong@example.vn", "mot-cua@example.vn"],
        ),
    ],
)
def test_a_late_need_is_told_to_its_department_then_its_head_then_the_province(
    town: Town, moment: str, addresses: list[str]
) -> None:
    number, post = town.asks(), Post()
    town.clock.now = datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
    alarm = Alarm(town.database, town.rules, post, "https://motcua.example/needs")
    alarm.tell(town.keeper.alert())
    assert [address for address, _ in post.letters] == addresses
    assert f"https://motcua.example/needs/{number}" in post.letters[0][1].text
    assert alarm.tell(town.keeper.alert()) == 0


def test_a_mail_server_that_is_down_stops_no_other_alert(town: Town) -> None:
    town.asks()
    town.clock.now = datetime(2026, 7, 9, 17, tzinfo=LOCAL)
    assert Alarm(town.database, town.rules, Post(down=True)).tell(town.keeper.alert()) == 0


class _Smtp(StreamRequestHandler):
    """Just enough of SMTP for one letter."""

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline().strip():
            self._answer(line.upper())

    def _answer(self, line: bytes) -> None:
        server: Any = self.server
        if line == b"DATA":
            self.wfile.write(b"354 go on\r\n")
            lines = iter(self.rfile.readline, b".\r\n")
            server.letters.append(message_from_bytes(b"".join(lines), policy=default))
        self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 ok\r\n")


def test_a_letter_arrives_at_a_real_mail_server_with_its_accents() -> None:
    with ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.letters = []  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        mail = Mail(f"smtp+plain://127.0.0.1:{server.server_address[1]}", "motcua@example.vn")
        mail("tu-phap@example.vn", Letter("Sở Tư pháp: 1 câu hỏi", "Số 1, hạn hôm nay ạ."))
        server.shutdown()
        (letter,) = server.letters  # type: ignore[attr-defined]
    assert letter["subject"] == "Sở Tư pháp: 1 câu hỏi"
    assert letter.get_content().strip() == "Số 1, hạn hôm nay ạ."
