"""Stop strings: never shown, and nothing else held back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engine.stops import StopStrings
from workbench.errors import WorkbenchError

pieces = st.lists(st.text("abc한", max_size=3), max_size=12)
stops = st.lists(st.text("abc한", min_size=1, max_size=4), max_size=3)


@given(pieces=pieces, stops=stops)
def test_that_what_is_shown_is_the_text_up_to_the_first_stop_string(pieces: list[str], stops: list[str]) -> None:
    filter_ = StopStrings(stops)
    shown = ""
    for number, piece in enumerate(pieces):
        shown += filter_.push(piece)
        so_far = "".join(pieces[: number + 1])
        # nothing that could have been shown is missing: what is held begins a stop string
        assert filter_.found or any(stop.startswith(so_far[len(shown) :]) for stop in [*stops, ""])
        if filter_.found:
            break
    else:
        shown += filter_.flush()
        so_far = "".join(pieces)
    places = [so_far.find(stop) for stop in stops if stop in so_far]
    assert filter_.found == bool(places)
    assert shown == (so_far[: min(places)] if places else so_far)


def test_that_an_empty_stop_string_is_refused() -> None:
    with pytest.raises(WorkbenchError) as caught:
        StopStrings(["", "x"])
    assert caught.value.code == "bad-value"
