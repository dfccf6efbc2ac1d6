"""The talk over a Bot API on loopback: real Telegram client, real application, real Rasa."""

from itertools import count
from typing import Any

import pytest

from tests.fakes_telegram import Sent, message, pressed, said
from tests.system import RealSystem
from tests.telegram_thread import TelegramThread

pytestmark = pytest.mark.usefixtures("real")
UPDATES, CHATS = count(1), count(100)

MEDIA: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
    "sticker": {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "voice": {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    "file": {"document": {"file_id": "a", "file_unique_id": "b"}},
    "location": {"location": {"latitude": 0, "longitude": 0}},
}


class Chat:
    """One citizen on Telegram."""

    def __init__(self, bot_api: TelegramThread) -> None:
        self._api, self._number, self._seen = bot_api, next(CHATS), 0

    def say(self, text: str) -> Sent:
        return self._next(said(next(UPDATES), text, self._number))

    def press(self, sent: Sent, title: str) -> Sent:
        data = next(b["callback_data"] for b in sent.buttons if b["text"] == title)
        return self._next(pressed(next(UPDATES), data, self._number, title))

    def send(self, **parts: Any) -> Sent:
        sent = message(self._number, **parts)
        return self._next({"update_id": next(UPDATES), "message": sent})

    def _next(self, update: dict[str, Any]) -> Sent:
        self._api.push(update)
        self._seen += 1
        return self._api.sent(str(self._number), self._seen)[-1]


@pytest.fixture
def chat(bot_api: TelegramThread) -> Chat:
    return Chat(bot_api)


def test_the_talk_is_answered_with_a_keyboard_and_a_press_is_answered_too(chat: Chat) -> None:
    overview = chat.say("vk e mới đẻ, giờ làm giấy tờ cho bé ntn ạ")
    assert "Đăng ký khai sinh" in overview.text
    assert [b["text"] for b in overview.buttons][:2] == ["Giấy tờ cần có", "Lệ phí"]
    assert "Tờ khai đăng ký khai sinh" in chat.say("can giay to gi").text
    assert "Miễn phí" in chat.say("thế có mất tiền không").text
    online = chat.press(overview, "Làm trực tuyến")
    assert "Được ạ" in online.text
    assert any(link.startswith("https://dichvucong.gov.vn/") for link in online.links)


def test_a_deep_link_opens_its_procedure(chat: Chat) -> None:
    assert "Đăng ký khai sinh" in chat.say("/start 1-001193").text


def test_words_beside_a_photo_are_answered(chat: Chat) -> None:
    answer = chat.send(**MEDIA["photo"], caption="làm căn cước cần giấy tờ gì").text
    assert "không nhận ảnh" in answer
    assert "căn cước" in answer


@pytest.mark.parametrize("kind", MEDIA)
def test_what_is_no_text_is_refused_politely_and_nothing_of_it_is_kept(
    chat: Chat, kind: str, real: RealSystem
) -> None:
    parts = MEDIA[kind] if kind == "sticker" else {**MEDIA[kind], "caption": "gọi 0900000001"}
    assert "nh/chị" in chat.send(**parts).text
    [stored] = real.rows("SELECT kind, media, text FROM inbox ORDER BY id DESC LIMIT 1")
    assert (stored["kind"], stored["media"]) == ("media", kind)
    assert "0900000001" not in stored["text"]


def test_markup_reaches_the_citizen_as_text(chat: Chat) -> None:
    chat.say("<b>trợ cấp</b> cho chim bồ câu & <script>")
    assert "<b>trợ cấp</b>" in chat.say("có").text
