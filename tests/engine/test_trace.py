"""The engine's log names a failed turn by the app's number of it, and by nothing else."""

from dataclasses import dataclass, field

import pytest

from engine.components.turn_channel import _trace


@dataclass
class Request:
    headers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("given", "logged"),
    [("a2b3c4d5e6", "a2b3c4d5e6"), ("", "-"), ("x" * 21, "-"), ("a\nb", "-"), ("số", "-")],
)
def test_only_what_is_a_number_of_ours_is_logged(given: str, logged: str) -> None:
    assert _trace(Request({"X-Motcua-Trace": given})) == logged


def test_a_turn_without_a_number_is_still_told() -> None:
    assert _trace(Request()) == "-"
