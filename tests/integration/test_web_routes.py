"""Every address of the web application stands in one table, with who may do what there.

A new route without a row fails, and so does a row without a route.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from starlette.routing import BaseRoute, Mount

from bot.api import PATH
from bot.settings import Settings
from bot.wiring import System
from tests.fakes_api import open_data
from tests.records import CATALOGUE, DRAGON

# Who may, with which status:  anybody | a citizen with a session | another site's script
TABLE = {
    ("GET", "/"): (200, 200, 200),
    ("GET", "/widget.js"): (200, 200, 200),
    ("GET", "/khung-chat"): (200, 200, 200),
    ("GET", "/healthz"): (200, 200, 200),
    ("GET", "/readyz"): (200, 200, 200),
    ("GET", "/metrics"): (401, 401, 401),
    ("GET", "/chat/messages"): (401, 200, 401),
    ("POST", "/chat/messages"): (401, 202, 403),
    ("GET", "/chat/events"): (401, 200, 401),
    ("POST", "/chat/new"): (201, 201, 403),
    ("GET", "/giay-to/{code:path}"): (200, 200, 200),
    ("GET", "/thu-tuc"): (200, 200, 200),
    ("GET", "/thu-tuc/"): (200, 200, 200),
    ("GET", "/thu-tuc/{code:path}"): (200, 200, 200),
    ("GET", "/du-lieu-mo"): (200, 200, 200),
    ("GET", f"{PATH}/"): (200, 200, 200),
    ("GET", f"{PATH}/openapi.json"): (200, 200, 200),
    ("GET", f"{PATH}/procedures"): (200, 200, 200),
    ("GET", f"{PATH}/procedures.csv"): (200, 200, 200),
    ("GET", f"{PATH}/procedures/{{code}}"): (200, 200, 200),
    ("GET", f"{PATH}/fields"): (200, 200, 200),
    ("GET", f"{PATH}/needs.json"): (200, 200, 200),
    ("GET", f"{PATH}/needs.csv"): (200, 200, 200),
}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with open_data(CATALOGUE) as client:
        yield str(client.base_url).rstrip("/").removesuffix(PATH)


def rows(routes: Iterable[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        included = getattr(route, "original_router", None)  # FastAPI's own, without a prefix
        if isinstance(route, Mount):
            yield from rows(route.routes or (), before + route.path)
        elif included is not None:
            yield from rows(included.routes, before)
        else:
            for method in getattr(route, "methods", None) or ():
                yield method, before + getattr(route, "path", "")


def test_the_table_has_a_row_for_every_route_and_no_other(tmp_path: Path) -> None:
    app = System(Settings(data_dir=tmp_path, database_url="")).web()
    found = {(method, path) for method, path in rows(app.routes) if method != "HEAD"}
    assert found == set(TABLE)


@pytest.mark.parametrize(("method", "path"), TABLE, ids=lambda part: part)
def test_who_is_not_allowed_gets_nothing(site: str, method: str, path: str) -> None:
    anybody, citizen, elsewhere = TABLE[method, path]
    assert status(site, method, path) == anybody
    assert status(site, method, path, session=True) == citizen
    assert status(site, method, path, session=method == "POST", headers=ELSEWHERE) == elsewhere


def status(
    site: str,
    method: str,
    path: str,
    *,
    session: bool = False,
    headers: dict[str, str] | None = None,
) -> int:
    body = {"id": str(uuid4()), "text": "Xin chào"} if method == "POST" else None
    address = path.replace("{code:path}", DRAGON.code).replace("{code}", DRAGON.code)
    with httpx.Client(base_url=site, timeout=30) as client:
        if session:
            client.get("/")
        with client.stream(method, address, json=body, headers=headers) as response:
            return response.status_code
