"""Starts a real engine for tests and speaks its protocol."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SECRET = "only-for-tests"
START_SECONDS = 120


def trained_model(folder: Path) -> Path:
    """Return the model named by MOTCUA_TEST_MODEL, or train one."""
    given = os.environ.get("MOTCUA_TEST_MODEL")
    if given:
        return Path(given)
    train = ["train", "-d", "domain", "--out", str(folder), "--fixed-model-name", "tested"]
    subprocess.run([sys.executable, "-m", "rasa", *train], cwd=ROOT, env=_env(), check=True)
    return folder / "tested.tar.gz"


def _env(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "MOTCUA_ENGINE_SECRET": SECRET,
        **more,
    }


class RunningEngine:
    """An engine process on a free port."""

    def __init__(self, model: Path, actions_url: str, log: Path) -> None:
        self.port = _free_port()
        self.log = log
        env = _env(MOTCUA_ACTIONS_URL=actions_url, MOTCUA_PARENT_PID=str(os.getpid()))
        options = ["-i", "127.0.0.1", "-p", str(self.port), "-m", str(model)]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rasa", "run", *options],
                cwd=ROOT,
                env=env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def turn(self, conversation: str, text: str, state: Any = None) -> dict[str, Any]:
        """Take one turn that must succeed."""
        status, answer = self.post({"conversation": conversation, "text": text, "state": state})
        assert status == 200, answer
        return answer

    def post(self, body: Any, secret: str = SECRET) -> tuple[int, dict[str, Any]]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._call("turns", raw, secret)

    def health(self, secret: str = SECRET) -> tuple[int, dict[str, Any]]:
        return self._call("health", None, secret)

    def _call(self, path: str, body: bytes | None, secret: str) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/turn/{path}",
            data=body,
            headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.health()[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("The engine did not start:\n" + self.log.read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
