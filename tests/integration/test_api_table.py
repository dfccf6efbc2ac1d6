"""The table of all records: what a spreadsheet makes of it."""

import csv
from collections.abc import Iterator
from io import StringIO

import httpx
import pytest

from bot.api.table import BOM, COLUMNS, harmless
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.settings import ROOT
from tests.fakes_api import FIELDS, GRIFFIN, open_data
from tests.fakes_pages import PUBLIC
from tests.records import DRAGON, UNICORN, record

TABLE = "/procedures.csv"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with open_data() as client:
        yield client


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_it_holds_every_record_with_its_facts(client: httpx.Client) -> None:
    dragon, unicorn, griffin = rows(client.get(TABLE))
    assert list(dragon) == list(COLUMNS)
    assert dragon["code"] == DRAGON.code
    assert dragon["field_name"] == "Hộ tịch"
    assert dragon["fees"].splitlines() == [
        "Nộp trực tiếp: Miễn phí; 20.000 đồng",
        "Nộp trực tuyến: chưa có thông tin",
    ]
    assert "Giấy phép bay (1 bản chính, 2 bản sao) [khi: Có cánh]" in dragon["documents"]
    assert dragon["page"] == f"{PUBLIC}/thu-tuc/{DRAGON.code}"
    assert dragon["in_force"] == "1"
    assert unicorn["time"] == unicorn["documents"] == "chưa có thông tin"
    assert unicorn["deadline"] == ""
    assert griffin["code"] == GRIFFIN.code
    assert griffin["origin"] == "national"


def test_a_spreadsheet_reads_its_letters(client: httpx.Client) -> None:
    response = client.get(TABLE)
    assert response.content.startswith(BOM.encode())
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "thu-tuc.csv" in response.headers["content-disposition"]


def test_the_filters_of_the_list_hold_for_it(client: httpx.Client) -> None:
    assert [row["code"] for row in rows(client.get(f"{TABLE}?field=cu_tru"))] == [UNICORN.code]
    assert client.get(f"{TABLE}?page=2").status_code == 422
    assert client.get(f"{TABLE}?field=nowhere").status_code == 422


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " =", "\t=", "\n-", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(sign: str) -> None:
    nasty = f'{sign}HYPERLINK("http://evil.example","x")'
    assert harmless(nasty) == f"'{nasty}"
    procedure = Procedure.model_validate(
        record(summary=f"{sign.strip()}1+1", documents=[{"name": nasty}])
    )
    with open_data(Catalogue([procedure], FIELDS)) as client:
        [row] = rows(client.get(TABLE))
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("cell", ["", "1.001193", "Không quá 3-5 ngày", "a=b", "'x"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_quotes_commas_and_lines_stay_in_their_cell() -> None:
    name = 'Rồng "lửa", to\nhai dòng; 3'
    procedure = Procedure.model_validate(record(summary=name))
    with open_data(Catalogue([procedure], FIELDS)) as client:
        [row] = rows(client.get(TABLE))
    assert row["summary"] == name


def test_a_large_table_comes_in_pieces() -> None:
    many = [Procedure.model_validate(record(code=f"1.{n:06}")) for n in range(250)]
    with (
        open_data(Catalogue(many, FIELDS)) as client,
        client.stream("GET", TABLE) as response,
    ):
        assert "content-length" not in response.headers
        whole = "".join(response.iter_text())
    assert len(list(csv.reader(StringIO(whole, newline="")))) == 251


def test_the_guide_explains_every_column() -> None:
    guide = (ROOT / "docs/guide/open-data.md").read_text("utf-8")
    explained = {line.split("|")[1].strip(" `") for line in guide.splitlines() if line[:3] == "| `"}
    assert set(COLUMNS) <= explained
