"""A word through the layers, as the engine's child answers."""

from __future__ import annotations

from workbench.host.engine_desk import EngineDesk
from workbench.host.roles import role_of
from workbench.values import Senses, SensesRequest, pack, unpack


def test_that_a_word_is_followed_in_a_child_and_travels_whole() -> None:
    request = SensesRequest("starter-masked", ("배가 아프다.", "배를 타고 간다.", "사과와 배를 먹었다."), "배")
    *_, answer = EngineDesk(2 << 30)(request, lambda: False)
    found = unpack(*pack(answer))
    assert isinstance(found, Senses)
    assert found.texts.tolist() == [0, 1, 2]
    assert found.alike["centered"].shape == (len(found.vectors), 3, 3)
    assert role_of(request) == "engine"
