"""What staff write fits the channel, and says what it is about."""

import pytest
from telegram.constants import MessageLimit

from bot.channels.zalo import facts
from bot.limits import ELSEWHERE, LIMITS, limits_of
from console.takeover.placeholders import fill, open_places

KNOWN = {"tên cán bộ": "Lan", "bộ phận": "", "link": "https://dichvucong.gov.vn"}


def test_the_limits_are_those_of_the_channels() -> None:
    zalo = LIMITS["zalo"]
    assert LIMITS["telegram"].longest == MessageLimit.MAX_TEXT_LENGTH
    assert (zalo.longest, zalo.free_hours) == (facts.LONGEST_TEXT, facts.FREE_HOURS)
    assert zalo.last_hours == 7 * 24
    assert limits_of("terminal") == ELSEWHERE


@pytest.mark.parametrize(
    ("text", "filled", "left"),
    [
        ("Em là {tên cán bộ} ạ", "Em là Lan ạ", []),
        ("Em là { Tên Cán Bộ } ạ", "Em là Lan ạ", []),
        ("Ở {bộ phận}, {bộ phận}", "Ở {bộ phận}, {bộ phận}", ["{bộ phận}"]),
        ("Gọi {số của anh/chị}", "Gọi {số của anh/chị}", ["{số của anh/chị}"]),
        ("{} và {\n}", "{} và {\n}", []),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_is_found(
    text: str, filled: str, left: list[str]
) -> None:
    assert fill(text, KNOWN) == filled
    assert list(open_places(fill(text, KNOWN))) == left
