"""Who has an answer already is not sent it again."""

import pytest
from starlette.requests import Request

from bot.unchanged import program, tag_of, unchanged

TAG = tag_of("a", 1)


def asked(*tags: str) -> Request:
    headers = [(b"if-none-match", tag.encode()) for tag in tags]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize("tag", [TAG, TAG.removeprefix("W/"), f'"x", {TAG}', "*", f"{TAG},"])
def test_a_known_tag_is_answered_without_a_body(tag: str) -> None:
    answer = unchanged(asked(tag), {"ETag": TAG, "Cache-Control": "public"})
    assert answer is not None
    assert (answer.status_code, answer.body) == (304, b"")
    assert answer.headers["etag"] == TAG
    assert answer.headers["cache-control"] == "public"


@pytest.mark.parametrize("tags", [(), ("",), ('W/"other"',), (TAG.upper(),), ("**",), (TAG[:-2],)])
def test_any_other_tag_is_not(tags: tuple[str, ...]) -> None:
    assert unchanged(asked(*tags), {"ETag": TAG}) is None


def test_one_of_several_lines_is_enough() -> None:
    assert unchanged(asked('"x"', TAG), {"ETag": TAG}) is not None


def test_a_tag_tells_its_parts_apart_and_is_the_same_everywhere() -> None:
    assert tag_of("a", 1) == TAG
    assert len({tag_of("ab"), tag_of("a", "b"), tag_of("b", "a"), tag_of()}) == 4
    assert len(program()) == 64
