"""A tiny action server that stands in for the app."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[list[dict[str, Any]], list[dict[str, Any]]]
OPTIONS = {"có giấy chứng sinh": "has_birth_paper", "has_birth_paper": "has_birth_paper"}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


def say(action: str, call: dict[str, Any]) -> list[dict[str, Any]]:
    text = call["tracker"]["latest_message"]["text"]
    return [{"custom": {"outcome": "answered", "action": action, "text": text}}]


def answer(call: dict[str, Any]) -> Answer:
    """Play the agreed part of each action, as simply as can be."""
    action = call["next_action"]
    if action == "validate_situation_form":
        return _validated(call), []
    events = {
        "action_answer": _remembered,
        "action_fitted_answer": _fitted,
        "action_pass_on": lambda call: [slot("offer", None)],
        "action_decline": lambda call: [slot("offer", None)],
    }.get(action, lambda call: [])(call)
    return events, say(action, call)


def _remembered(call: dict[str, Any]) -> list[dict[str, Any]]:
    latest = call["tracker"]["latest_message"]
    code = next((e["value"] for e in latest["entities"] if e["entity"] == "code"), None)
    offer = latest["text"] if "bồ câu" in latest["text"] else None
    known = [slot("procedure_code", code)] if code else []
    return [*known, slot("aspect", latest["intent"]["name"]), slot("offer", offer)]


def _fitted(call: dict[str, Any]) -> list[dict[str, Any]]:
    slots = call["tracker"]["slots"]
    situations = {"birth_paper": slots["question_1"]}
    return [slot("situations", situations), slot("question_1", None), slot("question_2", None)]


def _validated(call: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask one question only, and ask it again until its answer is one of the options."""
    given = call["tracker"]["slots"]["question_1"]
    if given is None:
        return []
    option = OPTIONS.get(given)
    return [slot("question_1", option), slot("requested_slot", None if option else "question_1")]


class FakeActions:
    """Serves ``answer`` on a port of its own; ``broken`` makes every call fail."""

    def __init__(self) -> None:
        self.broken = False
        self.calls: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhook?token=fake"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        actions = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                actions.calls.append(call)
                events, responses = answer(call)
                body = json.dumps({"events": events, "responses": responses}).encode()
                self.send_response(500 if actions.broken else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Stay quiet."""

        return Handler
