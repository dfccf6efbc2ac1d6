"""Checks what actions return with a validator that is built once.

Rasa builds it anew at every action call and checks its own constant schema against the
meta-schema each time: three quarters of a turn.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction

_RESULT = Draft7Validator(RemoteAction.action_response_format_spec())


def install() -> None:
    """Let every ``RemoteAction`` of this process check its results here."""
    RemoteAction._validate_action_result = staticmethod(check)


def check(result: dict[str, Any]) -> bool:
    """Raise ``jsonschema.ValidationError`` unless ``result`` has the agreed form."""
    _RESULT.validate(result)
    return True
