"""Memory that is free inside the process, given back to the system."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Return what large, short-lived work left behind; where the C library cannot, nothing is done.

    Building the search takes tens of megabytes that glibc would keep for itself afterwards.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
