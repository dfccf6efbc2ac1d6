"""The open data of a small catalogue, before a real server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import httpx
from jsonschema import Draft202012Validator

from bot.api import PATH, Library, create_api
from bot.api.ports import Count, Paced
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.listing import LiveListing
from bot.channels.web import create_web
from bot.clock import LOCAL
from bot.operations.routes import operations
from tests.fakes_operations import FakeInstallation
from tests.fakes_pages import PUBLIC
from tests.fakes_web import TODAY, Talks, serving
from tests.national import imported
from tests.records import CATALOGUE, DRAGON, UNICORN

FIELDS = {**CATALOGUE.fields, "national": "Cổng thử"}
GRIFFIN = imported(ma_thu_tuc="3.000001", ten_thu_tuc="Thủ tục đăng ký nuôi sư tử có cánh")
SMALL = Catalogue([DRAGON, UNICORN, GRIFFIN], FIELDS)


ASKED: Mapping[tuple[int, str, str], int] = {  # month, field and commune of so many needs
    (7, "ho_tich", "Phường Hải Vân"): 12,
    (7, "ho_tich", "Xã Bình Minh"): 4,
    (7, "", ""): 5,
    (6, "cu_tru", "=Xã Lạ"): 7,
}


def count_asked(begin: datetime, end: datetime, least: int) -> list[Count]:
    """Count what is asked in ``ASKED``, a table of 2026, in Việt Nam's time."""
    return [
        (field, commune, count if count >= least else None)
        for (month, field, commune), count in ASKED.items()
        if begin <= datetime(2026, month, 1, tzinfo=LOCAL) < end
    ]


@contextmanager
def open_data(
    catalogue: Catalogue = SMALL, public: str = PUBLIC, pace: Paced | None = None
) -> Iterator[httpx.Client]:
    """Serve the open data where the program serves it: beside the pages."""
    library = Library(LiveListing(lambda: catalogue), pace, lambda: TODAY, public, count_asked)
    app = create_web(Talks().desk(catalogue=catalogue))
    app.include_router(operations(FakeInstallation().watch()))
    app.mount(PATH, create_api(library))
    with serving(app) as server:
        at = server.url + PATH
        with httpx.Client(base_url=at, timeout=30, follow_redirects=True) as client:
            yield client


def assert_fits(client: httpx.Client, path: str, response: httpx.Response) -> None:
    """Hold an answer against what the served OpenAPI says of its path."""
    described = client.get("/openapi.json").json()
    answers = described["paths"][path]["get"]["responses"]
    kind = response.headers["content-type"].partition(";")[0]
    schema = answers[str(response.status_code)]["content"][kind]["schema"]
    whole = {**schema, "components": described["components"]}
    checked = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(whole, format_checker=checked).validate(response.json())
