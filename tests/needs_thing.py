"""For tests that need a thing which not every machine has."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip the test; where skips are forbidden, fail it."""
    if os.environ.get("MOTCUA_NO_SKIPS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
