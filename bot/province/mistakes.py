"""Errors in a file of `provinces/` that are told in our own words."""

from typing import TypeVar

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

T = TypeVar("T")


def mistake(text: str) -> PydanticCustomError:
    """Return an error that says ``text`` and nothing before it."""
    return PydanticCustomError("mistake", "{text}", {"text": text})


def _not_empty(listed: T) -> T:
    if not listed:
        raise mistake("must not be empty")
    return listed


# Unlike a least length, it is silent while one of the items is told to be wrong.
SOME = AfterValidator(_not_empty)
