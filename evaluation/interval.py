"""A share with its confidence interval."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964  # the normal distribution's 97.5 % point


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``of``; nothing at all is a share of an empty set."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent; 0 for an empty set."""
        return 100 * self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval in percent."""
        low, high = wilson(self.hits, self.of)
        return 100 * low, 100 * high

    def __str__(self) -> str:
        """As the table shows it: the share and its interval."""
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{self.percent:.1f} [{low:.0f}–{high:.0f}]"


def wilson(hits: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """Return Wilson's score interval, which holds for small sets and shares near 0 and 1.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    Journal of the American Statistical Association 22 (1927), 209–212.

    >>> [round(bound, 4) for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if not of:
        return 0.0, 1.0
    share, weight = hits / of, z * z / of
    middle = share + weight / 2
    spread = z * sqrt(share * (1 - share) / of + weight / (4 * of))
    low, high = (middle - spread) / (1 + weight), (middle + spread) / (1 + weight)
    return max(0.0, low), min(1.0, high)
