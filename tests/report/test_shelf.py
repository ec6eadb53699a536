"""A shelf keeps the highest of however many."""

from hypothesis import given
from hypothesis import strategies as st

from heard.report.shelf import Shelf


@given(st.lists(st.integers(0, 20)), st.integers(1, 5))
def test_a_shelf_keeps_the_highest_in_order(ranks, size):
    shelf = Shelf(size)
    for place, rank in enumerate(ranks):
        shelf.put(rank, (rank, place))

    assert list(shelf) == sorted(((r, p) for p, r in enumerate(ranks)), key=lambda kept: (-kept[0], kept[1]))[:size]
