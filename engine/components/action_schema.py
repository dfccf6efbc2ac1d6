"""Checks the form of what actions return, in microseconds.

Rasa validates it against a JSON schema and, at every action call, that constant schema against the
meta-schema: three quarters of a turn. With the validator built once it was still an eighth. Our
actions come from the SDK, which checks every event when it is made, so the form is enough here.
"""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException


def install() -> None:
    """Let every ``RemoteAction`` of this process check its results here."""
    RemoteAction._validate_action_result = staticmethod(check)


def check(result: dict[str, Any]) -> bool:
    """Raise ``RasaException`` unless ``result`` has the agreed form."""
    events, responses = result.get("events"), result.get("responses")
    if not _are_dicts(events) or not _are_dicts(responses):
        raise RasaException("An action has to return a list of events and a list of responses.")
    if not all(isinstance(event.get("event"), str) for event in events):
        raise RasaException("An event that an action returns has to name its kind in “event”.")
    return True


def _are_dicts(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)
