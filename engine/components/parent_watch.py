"""Ends the engine when the program that started it is gone, however it ended."""

from __future__ import annotations

import os
import threading
import time

_EVERY_SECONDS = 1.0


def watch_parent() -> None:
    """Watch the process named by ``MOTCUA_PARENT_PID``, if that is set, from a thread."""
    pid = os.environ.get("MOTCUA_PARENT_PID", "")
    if pid.isdecimal():
        threading.Thread(target=_watch, args=(int(pid), os.getppid()), daemon=True).start()


def _watch(pid: int, parent: int) -> None:
    while _lives(pid) and os.getppid() == parent:
        time.sleep(_EVERY_SECONDS)
    os._exit(0)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
