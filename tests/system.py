"""The whole system as a citizen meets it: `motcua up`, a process of its own on free ports."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil

from bot.reply import Reply
from bot.serving import free_port
from bot.settings import ROOT
from tests.needs_thing import missing

MOTCUA = str(Path(sys.executable).with_name("motcua"))
PUBLIC = "https://motcua.example"
READY = "Một Cửa đã sẵn sàng"
WAIT_SECONDS = 120.0
LOOK_SECONDS = 0.1


class RealSystem:
    """One installation with a data folder of its own; its model is the project's."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Start nothing yet; ``settings`` are environment variables without their prefix."""
        ports = {f"{part}_port": str(free_port()) for part in ("web", "engine", "actions")}
        common = {"data_dir": str(folder), "database_url": "", "web_pace": "0", "log_level": "INFO"}
        public = {"public_url": PUBLIC, "province": "toan-quoc", "telegram_token": ""}
        ours = {**common, **public, **ports, **settings}
        self.folder, self.printed = folder, ""
        self.url = f"http://127.0.0.1:{ports['web_port']}"
        self._engine = f"http://127.0.0.1:{ports['engine_port']}"
        self._environment = {f"MOTCUA_{name.upper()}": value for name, value in ours.items()}
        self._process: subprocess.Popen[str] | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Return when the box that says “ready” is printed."""
        if not (ROOT / "engine/.venv/bin/rasa").exists():
            missing("Rasa's environment is not installed (make setup)")
        self.printed = ""
        self._process = self._popen("up")
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.printed += line
            if READY in line:
                return
        raise AssertionError(f"motcua up ended before it was ready:\n{self.printed}")

    def stop(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self.printed += self._process.communicate(timeout=WAIT_SECONDS)[0]
        return self._process.returncode

    def kill(self) -> None:
        """End the application without giving it a chance to do anything."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate(timeout=WAIT_SECONDS)

    def children(self) -> list[psutil.Process]:
        assert self._process is not None
        return psutil.Process(self._process.pid).children(recursive=True)

    def engine_answers(self) -> bool:
        secret = (self.folder / "engine.secret").read_text("ascii")
        headers = {"Authorization": f"Bearer {secret}"}
        try:
            url = f"{self._engine}/webhooks/turn/health"
            health = httpx.get(url, headers=headers, trust_env=False)
        except httpx.HTTPError:
            return False
        return health.status_code == 200

    def run(self, *arguments: str, given: str = "") -> str:
        """Run another command of `motcua` on this installation, and return what it prints."""
        process = self._popen(*arguments, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        printed, faults = process.communicate(given, timeout=2 * WAIT_SECONDS)
        assert process.returncode == 0, faults
        return printed

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Read the database behind the application's back."""
        with closing(sqlite3.connect(self.folder / "motcua.db")) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(query, values)]

    def _popen(self, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **streams}
        environment = {**os.environ, **self._environment, "PYTHONUTF8": "1"}
        return subprocess.Popen([MOTCUA, *arguments], env=environment, encoding="utf-8", **given)


class Citizen:
    """Somebody at the web chat, with a cookie of their own."""

    def __init__(self, url: str) -> None:
        """Open the page."""
        self.http = httpx.Client(base_url=url, timeout=WAIT_SECONDS, trust_env=False)
        self.http.get("/").raise_for_status()

    def send(self, text: str, **more: str) -> str:
        """Send a message, and return its id when it is accepted."""
        number = str(uuid4())
        body = json.dumps({"id": number, "text": text, **more})
        self.post(body.encode())
        return number

    def post(self, body: bytes) -> None:
        """Send a body as it is."""
        headers = {"Content-Type": "application/json"}
        answer = self.http.post("/chat/messages", content=body, headers=headers)
        assert answer.status_code == 202, answer.text

    def reply_to(self, number: str) -> Reply:
        """Wait at the stream for the reply to a message."""
        with self.http.stream("GET", "/chat/events") as response:
            for line in response.iter_lines():
                turn = json.loads(line.removeprefix("data: ")) if line[:7] == "data: {" else {}
                if turn.get("id") == number:
                    return _read(turn["reply"])
        raise AssertionError("the stream ended")

    def ask(self, text: str, **more: str) -> Reply:
        """Send a message and wait for the reply to it."""
        return self.reply_to(self.send(text, **more))

    def press(self, reply: Reply, title: str) -> Reply:
        """Press a button of a reply."""
        payload = next(button.payload for button in reply.buttons if button.title == title)
        return self.ask(payload, kind="button", label=title)

    def history(self) -> list[tuple[str, Reply | None]]:
        """Return each message with the reply to it, as the page shows them after a reload."""
        turns = self.http.get("/chat/messages").raise_for_status().json()["turns"]
        return [(turn["text"], turn["reply"] and _read(turn["reply"])) for turn in turns]


def eventually(what: str, is_so: Callable[[], Any]) -> None:
    """Wait until ``is_so``, for things that tell nobody when they happen."""
    end = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(LOOK_SECONDS)


def all_gone(processes: Iterable[psutil.Process]) -> bool:
    """Whether all have ended, be it that nobody has yet asked for their exit status."""
    return all(not p.is_running() or p.status() == psutil.STATUS_ZOMBIE for p in processes)


def _read(reply: dict[str, Any]) -> Reply:
    return Reply.model_validate({key: value for key, value in reply.items() if key != "id"})
