"""The open data on needs: counts of months that are over, and nothing that points at somebody."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import httpx
import pytest
from sqlalchemy import Engine

from bot.api.needs import COLUMNS, LEAST
from bot.api.table import BOM
from bot.clock import LOCAL
from bot.records.needs.figures import by_field_and_commune
from bot.settings import ROOT
from tests.fakes_api import assert_fits, open_data
from tests.integration.needs_kit import Town

JSON, TABLE = "/needs.json", "/needs.csv"
WRONG = ["2026-08", "2027-01", "2019-12", "2026-13", "2026-7", "07-2026", "x", "2026-07-01", ""]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with open_data() as client:
        yield client


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response.content.startswith(BOM.encode())
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_a_month_is_counted_by_field_and_commune(client: httpx.Client) -> None:
    response = client.get(f"{JSON}?month=2026-07")
    assert_fits(client, JSON, response)
    body = response.json()
    field = {"id": "ho_tich", "name": "Hộ tịch"}
    assert body == {
        "month": "2026-07",
        "least": LEAST,
        "items": [
            {"field": field, "commune": "Phường Hải Vân", "count": 12},
            {"field": field, "commune": "Xã Bình Minh", "count": None},
            {"field": None, "commune": None, "count": 5},
        ],
    }


def test_few_are_not_told_in_any_form(client: httpx.Client) -> None:
    table = rows(client.get(f"{TABLE}?month=2026-07"))
    assert [row["count"] for row in table] == ["12", "<5", "5"]


def test_the_last_month_that_is_over_is_told_unless_another_is_asked_for(
    client: httpx.Client,
) -> None:
    assert client.get(JSON).json()["month"] == "2026-07"
    assert {row["month"] for row in rows(client.get(TABLE))} == {"2026-07"}


@pytest.mark.parametrize("month", WRONG)
@pytest.mark.parametrize("path", [JSON, TABLE])
def test_a_month_that_runs_or_is_none_is_refused(
    client: httpx.Client, path: str, month: str
) -> None:
    response = client.get(path, params={"month": month})
    assert response.status_code == 422
    assert_fits(client, path, response)
    assert [error["parameter"] for error in response.json()["errors"]] == ["month"]


def test_a_parameter_that_does_not_exist_is_refused(client: httpx.Client) -> None:
    assert client.get(f"{JSON}?commune=x").status_code == 422


def test_a_month_without_needs_is_empty(client: httpx.Client) -> None:
    assert client.get(f"{JSON}?month=2026-01").json()["items"] == []
    assert rows(client.get(f"{TABLE}?month=2026-01")) == []


def test_the_table_is_a_file_of_its_month_without_formulas(client: httpx.Client) -> None:
    response = client.get(f"{TABLE}?month=2026-06")
    assert "cau-hoi-2026-06.csv" in response.headers["content-disposition"]
    (row,) = rows(response)
    assert list(row) == list(COLUMNS)
    assert row["commune"] == "'=Xã Lạ"


def test_months_do_not_share_a_tag(client: httpx.Client) -> None:
    tags = {client.get(f"{JSON}?month=2026-{month}").headers["etag"] for month in ("06", "07")}
    assert len(tags) == 2


def test_the_guide_explains_every_column() -> None:
    guide = (ROOT / "docs/guide/open-data.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"| `{name}` |" not in guide] == []


def test_the_records_suppress_what_is_few(database: Engine) -> None:
    town = Town(database)
    for number in range(LEAST):
        town.asks(chat=str(number))
    town.asks(chat="alone", field="y_te")
    begin, end = datetime(2026, 7, 1, tzinfo=LOCAL), datetime(2026, 8, 1, tzinfo=LOCAL)
    counted = by_field_and_commune(database, begin, end, LEAST)
    assert counted == [("ho_tich", "", LEAST), ("y_te", "", None)]
