"""A real browser, set up so that what must not happen on our pages fails the test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.needs_thing import missing

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "is_mobile": True,
    "has_touch": True,
}
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start the browser with ``more`` switches; without one the test is skipped."""
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=[*_ARGUMENTS, *more])


@contextmanager
def chat_page(browser: Browser, url: str, **more: Any) -> Iterator[Page]:
    """Open the chat in a context of its own; no script error, dialog or blocked content occurs."""
    context = browser.new_context(reduced_motion="reduce", **more)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if _forbidden(line) else None)
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(url)
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    yield page
    context.close()
    assert faults == []


def write(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.keyboard.press("Enter")


def _forbidden(line: ConsoleMessage) -> bool:
    return "Content Security Policy" in line.text
