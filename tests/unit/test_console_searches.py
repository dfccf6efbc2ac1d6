"""A page that refreshes itself is no new search."""

from console.conversations.searches import Searches


def test_the_same_search_counts_anew_after_some_minutes() -> None:
    now = [0.0]
    searches = Searches(lambda: now[0])
    assert [searches.is_new(1, "x"), searches.is_new(1, "x")] == [True, False]
    assert [searches.is_new(2, "x"), searches.is_new(1, "y")] == [True, True]
    now[0] = 601
    assert searches.is_new(1, "x")
