"""A word through the layers, and items over checkpoints, as the engine's child answers."""

from __future__ import annotations

from workbench.host.engine_desk import EngineDesk
from workbench.host.roles import role_of
from workbench.values import Evolution, EvolutionRequest, Senses, SensesRequest, SentenceSource, TokenSource, pack, unpack


def test_that_a_word_is_followed_in_a_child_and_travels_whole() -> None:
    request = SensesRequest("starter-masked", ("배가 아프다.", "배를 타고 간다.", "사과와 배를 먹었다."), "배")
    *_, answer = EngineDesk(2 << 30)(request, lambda: False)
    found = unpack(*pack(answer))
    assert isinstance(found, Senses)
    assert found.texts.tolist() == [0, 1, 2]
    assert found.alike["centered"].shape == (len(found.vectors), 3, 3)
    assert role_of(request) == "engine"


def test_that_items_of_several_models_are_followed_and_none_stays_open() -> None:
    desk = EngineDesk(2 << 30)
    for sources in ((TokenSource("starter"),) * 2, (SentenceSource("starter", ("배가 아프다.", "A boat.")),) * 2):
        *_, answer = desk(EvolutionRequest(sources, (0, 1), focus=1), lambda: False)
        found = unpack(*pack(answer))
        assert isinstance(found, Evolution)
        assert not found.moved.any()
        assert (found.shared == 1).all()
    assert not desk._models.keys()
