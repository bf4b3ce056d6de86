"""Times as people read them."""

from __future__ import annotations

import pytest

from workbench.gui import i18n
from workbench.gui.widgets.units import duration


@pytest.mark.parametrize(
    ("seconds", "english", "korean"),
    [
        (0.4, "0 s", "0초"),
        (59.4, "59 s", "59초"),
        (59.6, "1:00 min", "1분 0초"),
        (125, "2:05 min", "2분 5초"),
        (3720, "1:02 h", "1시간 2분"),
        (360_000, "100:00 h", "100시간 0분"),
    ],
)
def test_that_a_time_is_said_in_the_language_of_the_window(qapp, seconds: float, english: str, korean: str) -> None:
    assert duration(seconds) == english
    i18n.use("ko")
    try:
        assert duration(seconds) == korean
    finally:
        i18n.use("en")
