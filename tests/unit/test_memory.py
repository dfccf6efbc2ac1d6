"""Memory is given back where the system can, and nothing breaks where it cannot."""

import ctypes

import pytest

from bot.memory import give_back


def test_giving_back_is_harmless() -> None:
    give_back()


@pytest.mark.parametrize("library", [object(), None])
def test_a_system_without_the_means_is_left_as_it_is(
    library: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded(_name: str | None) -> object:
        if library is None:
            raise OSError
        return library

    monkeypatch.setattr(ctypes, "CDLL", loaded)
    give_back()
