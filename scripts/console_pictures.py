"""Make docs/images/console/*.png, the pictures of docs/guide: the console over invented data.

.venv/bin/python scripts/console_pictures.py [FOLDER]

Needs Chromium (Debian package chromium) and Pillow. Names and talks are those of
`motcua demo --seed 1`; times of day are those of the run.
"""

import asyncio
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bot.cli.demo import demo_system, filled, pages
from bot.demo.fill import Plan
from bot.serving import free_port, serving
from bot.settings import load_settings
from console import MOUNT

TO = Path(__file__).parents[1] / "docs/images/console"
SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
# Who opens which page under which name; what follows “→” is the first such link on that page.
SHOTS = (
    ("truc1", "home", "/"),
    ("truc1", "conversations", "/conversations"),
    ("truc1", "transcript", r"/conversations?rating=up&channel=web → /conversations/[0-9a-f]{32}"),
    ("truc1", "queue", "/queue"),
    ("truc1", "talk", r"/queue → /talks/[0-9a-f]{32}"),
    ("truc1", "review", r"/reviews/wanted → /reviews/turns/\d+"),
    ("hotich", "needs", "/needs"),
    ("hotich", "need", r"/needs → /needs/\d+"),
)
ON_PHONES = ("talk", "needs")  # the others are taken on a wide screen only
LARGEST = 150_000  # bytes


def main(to: Path) -> None:
    """Fill, serve, log in with each role and take the pictures."""
    to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="motcua-") as folder:
        system = demo_system(load_settings(), Path(folder) / "demo")
        password = filled(system, Plan(seed=1))
        with served(pages(system)) as address, chromium() as browser:
            for screen, size in SCREENS.items():
                for who in dict.fromkeys(login for login, *_ in SHOTS):
                    shots = [(n, w) for login, n, w in SHOTS if login == who]
                    if screen == "phone":
                        shots = [(name, way) for name, way in shots if name in ON_PHONES]
                    page = browser.new_page(reduced_motion="reduce", **size)
                    log_in(page, f"{address}{MOUNT}", who, password)
                    for name, way in shots:
                        if opened(page, f"{address}{MOUNT}", way):
                            keep(page, to / f"{name}-{screen}.png")
                    page.close()
        system.database.dispose()


def log_in(page: Page, console: str, who: str, password: str) -> None:
    """Log in as somebody."""
    page.goto(f"{console}/login")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{console}/")


def keep(page: Page, file: Path) -> None:
    """Take the picture."""
    file.write_bytes(small(page.screenshot()))
    print(file.name, file.stat().st_size)


def opened(page: Page, console: str, way: str) -> bool:
    """Open the page at the end of ``way``; ``False`` if there is none."""
    start, _, link = way.partition(" → ")
    answer = page.goto(f"{console}{start}")
    found = answer is not None and answer.ok
    if found and link:
        every = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        fitting = [a for a in every if re.fullmatch(f".*{link}([?#].*)?", a)]
        found = bool(fitting) and page.goto(fitting[0]) is not None
    if not found:
        print(f"{way}: no such page")
    return found


def small(picture: bytes) -> bytes:
    """Return a picture with as many colours as fit."""
    whole = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (128, 64, 32, 16):
        packed = BytesIO()
        whole.quantize(colours).save(packed, "PNG", optimize=True)
        if packed.tell() < LARGEST:
            break
    return packed.getvalue()


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve ``app`` beside this thread, and give its address."""
    port, started, ending = free_port(), threading.Event(), threading.Event()

    async def serve() -> None:
        async with serving(app, "127.0.0.1", port):
            started.set()
            await asyncio.to_thread(ending.wait)

    running = threading.Thread(target=lambda: asyncio.run(serve()))
    running.start()
    started.wait()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        ending.set()
        running.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the system."""
    path = shutil.which("chromium")
    if path is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TO)
