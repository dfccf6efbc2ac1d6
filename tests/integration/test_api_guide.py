"""What the guide to the open data promises is what the project's own catalogue answers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.api import PATH
from bot.catalogue.catalogue import open_catalogue
from bot.settings import ROOT
from tests.fakes_api import open_data

GUIDE = (ROOT / "docs/guide/open-data.md").read_text("utf-8")
EXAMPLES = re.findall(r"```http\nGET (\S+)\n```\n```json\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with open_data(open_catalogue(ROOT / "procedures"), public="") as client:
        yield client


def within(part: Any, whole: Any) -> bool:
    """Whether all of ``part`` stands in ``whole``; lists are compared from their start."""
    if isinstance(part, dict):
        return all(name in whole and within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        fits = len(part) <= len(whole) and bool(part or not whole)
        return fits and all(map(within, part, whole))
    return bool(part == whole)


def test_the_guide_has_examples() -> None:
    assert len(EXAMPLES) == GUIDE.count("```http") == 6


@pytest.mark.parametrize(("path", "promised"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_an_example_of_the_guide_is_answered_as_written(
    client: httpx.Client, path: str, promised: str
) -> None:
    body = client.get(path.removeprefix(PATH)).json()
    assert within(json.loads(promised), body), json.dumps(body, ensure_ascii=False)[:2_000]
