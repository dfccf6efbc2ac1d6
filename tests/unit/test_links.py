"""Links to our own pages lead somewhere in every channel, or are left out."""

import pytest
from pydantic import ValidationError

from bot.channels.links import completed
from bot.reply import LinkBlock, Reply, TextBlock
from bot.settings import Settings

OFFICIAL = LinkBlock(title="Cổng", url="https://dichvucong.gov.vn/x")
OURS = LinkBlock(title="Bản để in", url="/giay-to/1.000001?co=winged")
REPLY = Reply(outcome="answered", blocks=(TextBlock(text="/không phải liên kết"), OFFICIAL, OURS))


@pytest.mark.parametrize("address", ["https://motcua.example", "https://motcua.example/"])
def test_a_path_is_put_behind_the_public_address(address: str) -> None:
    *others, link = completed(REPLY, address).blocks
    assert others == list(REPLY.blocks[:2])
    assert link == LinkBlock(
        title="Bản để in", url="https://motcua.example/giay-to/1.000001?co=winged"
    )


def test_without_a_public_address_the_link_is_left_out() -> None:
    assert completed(REPLY, "").blocks == REPLY.blocks[:2]


def test_a_reply_that_was_stored_before_is_still_read() -> None:
    stored = (
        '{"outcome":"answered","blocks":[{"kind":"link","title":"Cổng","url":"https://a.vn/"}]}'
    )
    assert not Reply.model_validate_json(stored).blocks[0].model_dump()["url"].startswith("/")


def test_the_public_address_is_an_address_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for good in ("", "https://motcua.example", "http://10.0.0.1:8080/"):
        monkeypatch.setenv("MOTCUA_PUBLIC_URL", good)
        assert Settings().public_url == good
    for bad in ("motcua.example", "javascript:alert(1)", "https://a.vn/?x=1", "https://a b"):
        monkeypatch.setenv("MOTCUA_PUBLIC_URL", bad)
        with pytest.raises(ValidationError):
            Settings()
