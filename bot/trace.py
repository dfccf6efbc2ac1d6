"""One number for a message, from its arrival to the delivery of its reply.

It is stored with the message and with the reply, stands in every line of the log that is about
them, and is the reference number that a citizen reads in a safe reply.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

HEADER = "X-Motcua-Trace"
_LETTERS, _DIGITS = "abcdeghkmnpqrstuvxyz", "23456789"


@dataclass(frozen=True, slots=True)
class Subject:
    """What this task, or thread, works on now."""

    trace: str = ""
    conversation: str = ""


_subject: ContextVar[Subject] = ContextVar("subject", default=Subject())  # noqa: B039 - frozen


def new_trace() -> str:
    """Return a new number: letters and digits in turn, so that no mask takes it for a person's."""
    return "".join(secrets.choice(_LETTERS) + secrets.choice(_DIGITS) for _ in range(5))


def subject() -> Subject:
    """Return what is worked on here."""
    return _subject.get()


@contextmanager
def about(trace: str, conversation: str = "") -> Iterator[None]:
    """Say what is worked on, for the log; threads and tasks begun inside know it too."""
    token = _subject.set(Subject(trace, conversation))
    try:
        yield
    finally:
        _subject.reset(token)
