"""`motcua catalogue stale`, and links followed on a site of our own, never on the internet."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli.links import LinkChecker, Result
from bot.serving import free_port
from tests.fakes_site import FakeSite
from tests.integration.cli_kit import Installation, install, run, write_catalogue
from tests.records import LINK, record

PAUSE = 0.001  # seconds between two requests; the tests do not measure time
PAGES = {
    "/good": (200, ""),
    "/temporary": (302, "/good"),
    "/for-good": (301, "/good"),
    "/elsewhere": (302, "http://elsewhere.example/"),
    "/round": (302, "/round"),
    "/broken": (500, ""),
    "/odd": (599, ""),
    "/closed": (410, ""),
    "HEAD /get-only": (405, ""),
    "GET /get-only": (200, ""),
    "HEAD /shy": (404, ""),
    "GET /shy": (200, ""),
}


@pytest.fixture
def site() -> Iterator[FakeSite]:
    running = FakeSite(PAGES)
    yield running
    running.close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = install(tmp_path, monkeypatch)
    (made.settings.catalogue_dir / "hosts.yml").write_text(
        "dichvucong.gov.vn: Cổng\n127.0.0.1: Máy này\n", "utf-8"
    )
    return made


def at_home(url: str) -> bool:
    return url.startswith("http://127.0.0.1:")


async def followed(site: FakeSite, *urls: str) -> Sequence[Result]:
    return await LinkChecker(at_home, "motcua-thu/1", PAUSE).check(urls)


@pytest.mark.parametrize(
    ("path", "verdict", "detail"),
    [
        ("/good", "ok", ""),
        ("/temporary", "ok", ""),
        ("/get-only", "ok", ""),
        ("/shy", "ok", ""),
        ("/for-good", "moved", "/good"),
        ("/elsewhere", "moved", "http://elsewhere.example/, không có trong danh sách"),
        ("/nowhere", "gone", "404"),
        ("/closed", "gone", "410"),
        ("/round", "unreachable", "chuyển hướng"),
        ("/broken", "unreachable", "500 Internal Server Error"),
        ("/odd", "unreachable", "599"),
    ],
)
async def test_each_link_has_a_clear_result(
    site: FakeSite, path: str, verdict: str, detail: str
) -> None:
    (result,) = await followed(site, site.url(path))
    assert (result.url, result.verdict) == (site.url(path), verdict)
    assert detail in result.detail


async def test_nobody_there_is_a_result_and_no_fault(site: FakeSite) -> None:
    (result,) = await followed(site, f"http://127.0.0.1:{free_port()}/")
    assert (result.verdict, result.detail) == ("unreachable", "ConnectError")


async def test_a_host_is_asked_one_thing_at_a_time_by_somebody_with_a_name(site: FakeSite) -> None:
    urls = [site.url(f"/good?{n}") for n in range(20)]
    results = await followed(site, *urls)
    assert [result.url for result in results] == urls
    assert site.most_at_once == 1
    assert {agent for *_, agent in site.asked} == {"motcua-thu/1"}


async def test_a_good_link_costs_one_request_without_a_body(site: FakeSite) -> None:
    await followed(site, site.url("/good"))
    assert [(method, path) for method, path, _ in site.asked] == [("HEAD", "/good")]


def test_a_fresh_catalogue_passes(here: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    fresh(here, record())
    assert run("catalogue", "stale") == 0
    assert "0 trong 1 thủ tục cần xem lại" in capsys.readouterr().out


def test_each_reason_is_told_with_code_and_name(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.settings.catalogue_dir / "replaced_laws.yml").write_text(
        "1/2026/NĐ-CP: {by: 2/2026/NĐ-CP, since: 2026-07-02, source: Điều 9}", "utf-8"
    )
    old = {"title": "Nguồn", "url": "https://elsewhere.example/", "checked": "2020-01-01"}
    write_catalogue(here.settings.catalogue_dir, record(sources=[old], valid_to="2026-07-03"))
    assert run("catalogue", "stale") == 1
    out = capsys.readouterr().out
    for part in (
        "1.000001",
        "Đăng ký nuôi rồng",
        "chưa kiểm tra lại",
        "hết hiệu lực từ sau ngày 03/07/2026",
        "1/2026/NĐ-CP đã được thay bằng 2/2026/NĐ-CP từ 02/07/2026 (Điều 9)",
        "hosts.yml: https://elsewhere.example/",
        "1 trong 1 thủ tục cần xem lại",
    ):
        assert part in out


def test_online_follows_only_links_on_the_list_and_names_who_has_them(
    here: Installation, site: FakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    link = site.url("/nowhere")
    source = {"title": "Nguồn", "url": "https://elsewhere.example/", "checked": "2999-01-01"}
    fresh(here, record(online={"level": "full", "url": link}, sources=[source]))
    assert run("catalogue", "stale", "--online") == 1
    out = capsys.readouterr().out
    assert "1 liên kết, mỗi trang" in out
    assert "không còn" in out
    assert "0 liên kết mở được, 1 cần xem lại." in out
    assert {path for _, path, _ in site.asked} == {"/nowhere"}
    assert {agent for *_, agent in site.asked} == {here.settings.user_agent}


def test_online_passes_when_every_link_opens(
    here: Installation, site: FakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    link = site.url("/good")
    source = {"title": "Nguồn", "url": link, "checked": "2999-01-01"}
    fresh(here, record(online={"level": "full", "url": link}, sources=[source]))
    assert run("catalogue", "stale", "--online") == 0
    assert "1 liên kết mở được, 0 cần xem lại." in capsys.readouterr().out


def test_the_lists_beside_the_records_are_checked_with_them(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.settings.catalogue_dir / "bundles.yml").write_text("rong_no: {title: Rồng nở}", "utf-8")
    assert run("catalogue", "check") == 1
    assert "bundles.yml:1: rong_no.phrases: Field required" in capsys.readouterr().out


def fresh(here: Installation, content: dict[str, Any]) -> None:
    """Write a record that somebody will look at in nearly a thousand years."""
    sources = content["sources"] if content["sources"][0]["url"] != LINK else []
    checked = sources or [{"title": "Nguồn", "url": LINK, "checked": "2999-01-01"}]
    write_catalogue(here.settings.catalogue_dir, {**content, "sources": checked})
