"""The desk that answers questions about sets: texts as queries, and hubs that are found once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.engine import LoadedModel
from workbench.errors import WorkbenchError
from workbench.host.vectors_desk import VectorsDesk
from workbench.values import ContextSource, FileSource, HubsRequest, NeighborsRequest, RanksRequest, SentenceSource, Term, VectorSource

TEXTS = ("the cat sat", "a dog ran off", "numbers 1 2 3", "the cat sits")


@pytest.fixture
def desk(small: LoadedModel) -> VectorsDesk:
    def opened(_reference: str, _dtype: str, _kernels: str) -> Iterator[Any]:
        return small
        yield

    return VectorsDesk(opened, room_bytes=1 << 28)  # type: ignore[arg-type]


def last(events: Iterator[object]) -> Any:
    *_, answer = events
    return answer


@pytest.mark.parametrize("pooling", ["mean", "last"])
def test_that_a_text_is_asked_about_as_if_it_were_one_of_the_set(desk: VectorsDesk, folder: Path, pooling: Any) -> None:
    apart, whole = SentenceSource(str(folder), TEXTS[:3], pooling), SentenceSource(str(folder), TEXTS, pooling)
    by_text = last(desk.answer(NeighborsRequest(apart, (), k=3, metrics=("cosine",), text=TEXTS[3]), lambda: False))
    by_item = last(desk.answer(NeighborsRequest(whole, (Term(item=3),), k=4, metrics=("cosine",)), lambda: False))
    assert by_text.used == ()
    assert by_text.rankings[0].items.tolist() == by_item.rankings[0].items.tolist()[1:]
    assert np.allclose(by_text.rankings[0].scores, by_item.rankings[0].scores[1:], atol=1e-6)
    ranks = last(desk.answer(RanksRequest(apart, (), (0, 1, 2), ("cosine",), text=TEXTS[3]), lambda: False))
    assert np.argsort(ranks.ranks[0]).tolist() == by_text.rankings[0].items.tolist()


def test_that_in_context_a_text_is_the_mean_of_its_tokens(desk: VectorsDesk, small: LoadedModel, folder: Path) -> None:
    source = ContextSource(str(folder), TEXTS[:2], 2)
    found = last(desk.answer(NeighborsRequest(source, (), k=5, metrics=("dot",), text=TEXTS[3]), lambda: False)).rankings[0]
    states = [small.hidden(list(text.encode()))[2] for text in (*TEXTS[:2], TEXTS[3])]
    scores = np.concatenate(states[:2]) @ states[2].mean(0)
    assert np.allclose(found.scores, np.sort(scores)[::-1][:5], rtol=1e-4)


def test_that_a_text_is_no_query_for_a_table(desk: VectorsDesk, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.eye(4, dtype=np.float32))
    with pytest.raises(WorkbenchError) as caught:
        last(desk.answer(NeighborsRequest(FileSource(str(tmp_path / "a.npy")), (), text="a text"), lambda: False))
    assert caught.value.code == "query-no-texts"


def test_that_hubs_are_found_once_and_anew_when_the_file_is_another(desk: VectorsDesk, tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    source: VectorSource = FileSource(str(path))
    rows = np.random.default_rng(1).standard_normal((40, 3)).astype(np.float32)
    np.save(path, rows)
    first = last(desk.answer(HubsRequest(source, 5), lambda: False))
    assert list(desk.answer(HubsRequest(source, 5), lambda: True)) == [first]
    np.save(path, rows[:20])
    assert len(last(desk.answer(HubsRequest(source, 5), lambda: False)).counts["dot"]) == 20
