"""The web page shows on top what operators tell everybody, and whether the bot is off."""

from dataclasses import replace

import httpx
import pytest

from bot.channels.web import create_web
from bot.conversation.bulletin import Bulletin
from tests.fakes_web import Talks, serving
from tests.records import DRAGON

PAGES = ["/", "/thu-tuc", f"/thu-tuc/{DRAGON.code}", "/du-lieu-mo"]


def page(path: str, bulletin: Bulletin) -> httpx.Response:
    desk = replace(Talks().desk(), bulletin=lambda: bulletin)
    with serving(create_web(desk)) as server:
        return httpx.get(server.url + path)


@pytest.mark.parametrize("path", PAGES)
def test_a_notice_is_on_every_page_and_never_markup(path: str) -> None:
    html = page(path, Bulletin(notice="Lũ <b>về</b> & mưa", number=1)).text
    assert "Lũ &lt;b&gt;về&lt;/b&gt; &amp; mưa" in html


@pytest.mark.parametrize("switch", ["bot", "web"])
def test_that_the_bot_is_off_is_said_and_the_page_goes_on(switch: str) -> None:
    assert "Trợ lý đang tạm nghỉ" in page("/", Bulletin({switch: ""})).text
    assert "Nghỉ Tết ạ." in page("/", Bulletin({switch: "Nghỉ Tết ạ."})).text
    assert "tạm nghỉ" not in page("/", Bulletin({"telegram": ""})).text


def test_a_kept_page_is_fetched_anew_when_the_notice_is_another() -> None:
    tags = [page("/thu-tuc", Bulletin(notice=text)).headers["etag"] for text in ("", "a", "b")]
    assert len(set(tags)) == 3
