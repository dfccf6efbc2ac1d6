"""Figures as Prometheus reads them; what they mean is in docs/runbooks/operations.md."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from math import inf

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.conversation.bulletin import SWITCHES
from bot.records.operations.depths import Depth, Depths
from bot.records.operations.totals import BOUNDS, SENT, STORED, SUM, TURNS, Key


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured; ``None`` where the database did not answer."""

    engine_up: bool
    totals: Mapping[Key, float] | None
    depths: Depths | None


class FiguresCollector(Collector):
    """Hands the figures that were read last to Prometheus."""

    def __init__(self) -> None:
        self.figures = Figures(engine_up=False, totals=None, depths=None)

    def collect(self) -> Iterator[Metric]:
        """Yield one metric after the other."""
        figures = self.figures
        yield InfoMetricFamily("motcua_build", "This program.", {"version": version("motcua")})
        yield _gauge("motcua_engine_up", "Whether Rasa serves a model.", figures.engine_up)
        is_up = figures.depths is not None
        yield _gauge("motcua_database_up", "Whether the database was read.", is_up)
        if figures.totals is not None:
            yield from _totals(figures.totals)
        if figures.depths is not None:
            yield from _depths(figures.depths)


class Exposition:
    """The page that Prometheus reads: the figures, and what this process uses."""

    def __init__(self) -> None:
        self._registry, self._collector = CollectorRegistry(), FiguresCollector()
        self._registry.register(self._collector)
        for collect in (ProcessCollector, PlatformCollector, GCCollector):
            collect(registry=self._registry)

    def page(self, figures: Figures) -> bytes:
        """Return the page in Prometheus's text format."""
        self._collector.figures = figures
        return generate_latest(self._registry)


def _totals(totals: Mapping[Key, float]) -> Iterator[Metric]:
    turns = CounterMetricFamily("motcua_turns", "Messages answered.", labels=("channel", "outcome"))
    for (series, channel, outcome), value in sorted(totals.items()):
        if series == TURNS:
            turns.add_metric((channel, outcome), value)
    yield turns
    yield _histogram("motcua_reply_stored_seconds", "From acceptance to the reply.", totals, STORED)
    yield _histogram("motcua_reply_sent_seconds", "From acceptance to delivery.", totals, SENT)


def _histogram(name: str, help_text: str, totals: Mapping[Key, float], series: str) -> Metric:
    family = HistogramMetricFamily(name, help_text, labels=("channel",))
    for channel in sorted({key[1] for key in totals if key[0] == series}):
        counts = [(_bound(b), totals.get((series, channel, str(b)), 0.0)) for b in BOUNDS]
        family.add_metric((channel,), counts, totals.get((series, channel, SUM), 0.0))
    return family


def _bound(bound: float) -> str:
    return "+Inf" if bound == inf else str(bound)


def _depths(found: Depths) -> Iterator[Metric]:
    yield from _depth("motcua_inbox", "messages", found.inbox)
    yield from _depth("motcua_outbox", "replies", found.outbox)
    letters = GaugeMetricFamily(
        "motcua_dead_letters", "Updates that no channel could read.", labels=("channel",)
    )
    for letter in found.letters:
        letters.add_metric((letter.channel,), letter.many)
    yield letters
    off = GaugeMetricFamily("motcua_switched_off", "Whether it is off.", labels=("switch",))
    for name in SWITCHES:
        off.add_metric((name,), name in found.off)
    yield off
    if found.zalo_token_seconds is not None and found.zalo_token_left is not None:
        age, left = found.zalo_token_seconds, found.zalo_token_left
        yield _gauge("motcua_zalo_token_age_seconds", "Since it was renewed.", age)
        yield _gauge("motcua_zalo_token_left_seconds", "Until it expires.", left)


def _depth(name: str, what: str, found: Iterable[Depth]) -> Iterator[Metric]:
    labels = ("channel", "state")
    many = GaugeMetricFamily(name, f"How many {what} are not done with.", labels=labels)
    oldest = GaugeMetricFamily(f"{name}_oldest_seconds", "Age of the oldest.", labels=labels)
    for depth in found:
        many.add_metric((depth.channel, depth.state), depth.many)
        oldest.add_metric((depth.channel, depth.state), depth.seconds)
    yield many
    yield oldest


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)
