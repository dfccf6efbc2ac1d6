"""How long to wait before trying again."""

from random import SystemRandom

_random = SystemRandom()


def backoff(failures: int, *, first: float = 1.0, longest: float = 600.0) -> float:
    """Seconds to wait after so many failures: doubling, bounded, and never in step with others."""
    wait = min(longest, first * 2.0 ** min(failures, 30))
    return wait * _random.uniform(0.5, 1.0)
