"""Working time that is counted for many needs is the same as for each of them alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.needs.meter import Meter
from bot.needs.work import NONE, WorkingTime
from bot.province import load_calendar, load_province

WORK = WorkingTime(load_calendar(load_province("toan-quoc")))
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 90 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
PAIRS = st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=5)


@given(PAIRS)
def test_any_pairs_in_any_order_are_counted_as_one_by_one(
    pairs: list[tuple[datetime, datetime]],
) -> None:
    meter = Meter(WORK, FIRST)
    assert [meter.between(*pair) for pair in pairs] == [WORK.between(*pair) for pair in pairs]


def test_what_was_before_the_first_moment_does_not_count() -> None:
    meter = Meter(WORK, FIRST)
    assert meter.between(FIRST - timedelta(days=9), FIRST - timedelta(days=1)) == NONE
