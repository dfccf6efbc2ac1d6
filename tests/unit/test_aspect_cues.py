"""Phrases that leave no doubt about what is asked."""

import pytest

from bot.understanding.aspect_cues import cued_aspects
from bot.understanding.fold import fold


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("nuôi rồng phải nộp những giấy tờ gì vậy em", ("documents",)),
        ("sổ rồng hết bao nhiêu tiền ạ", ("fee",)),
        ("thẻ kỳ lân mấy ngày thì có", ("time",)),
        ("đăng ký mẫu con dấu rồng nộp ở đâu", ("place",)),
        ("trứng nở rồi bao lâu phải đi khai", ("deadline",)),
        ("khai rồng trên mạng được không", ("online",)),
        ("nộp ở đâu, mất bao lâu", ("place", "time")),
        ("rồng nhà tôi mới nở", ()),
        ("công ty trách nhiệm hữu hạn phải khai rồng", ()),
    ],
)
def test_a_certain_phrase_tells_the_aspect_with_and_without_accents(
    text: str, aspects: tuple[str, ...]
) -> None:
    assert cued_aspects(text) == aspects
    assert cued_aspects(fold(text)) == aspects
