"""Items over the checkpoints of a run: scikit-learn's PCA, plain cosines and a brute-force argsort as oracles."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_models import make_llama, save_folder
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import cosine_similarity

from workbench.engine import open_model
from workbench.engine.vectors.evolution import evolution
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.vectors.sources import vectors_of
from workbench.engine.vectors.tables import table_of, vectors_alone
from workbench.errors import WorkbenchError
from workbench.values import ContextSource, Evolution, EvolutionRequest, Progress, TokenSource, VectorSource

STEPS = (10, 20, 30)
SOURCES = tuple(TokenSource(f"run:7@{step}") for step in STEPS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three checkpoints of a run, their tables known."""
    home = tmp_path_factory.mktemp("home")
    model = make_llama(vocab_size=300)
    for step in STEPS:
        model.model.embed_tokens.weight.add_(0.1 * model.model.embed_tokens.weight.roll(step, 0) + 0.2)
        folder = home / "training" / "7" / f"step-{step:08d}"
        save_folder(model, folder)
        (folder / "rows.json").write_text(json.dumps(model.model.embed_tokens.weight.tolist()))
    return home


@pytest.fixture(autouse=True)
def _in_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(home))


def tables(home: Path) -> np.ndarray:
    """float64 [t, n, d]."""
    return np.array([json.loads((home / "training" / "7" / f"step-{step:08d}" / "rows.json").read_text()) for step in STEPS])


def alone(source: VectorSource) -> Generator[object, None, VectorSet]:
    *_, found = vectors_alone(source)
    assert isinstance(found, VectorSet)
    yield Progress("read", 1, 1, "texts")
    return found


def followed(request: EvolutionRequest, set_of: Callable[..., Any] = alone) -> Evolution:
    *_, found = evolution(request, set_of)
    assert isinstance(found, Evolution)
    return found


@pytest.mark.parametrize("table", ["embed", "unembed"])
def test_that_a_table_read_alone_is_that_of_the_open_model(table: Any) -> None:
    source = TokenSource("run:7@20", table)
    *_, opened = vectors_of(open_model(source.model, kernels="plain"), source)
    read = table_of(source)
    assert isinstance(opened, VectorSet)
    assert np.array_equal(read.rows, opened.rows)
    assert list(read.labels) == list(opened.labels)
    assert read.sha256 == opened.sha256


def test_that_places_lie_on_the_axes_of_the_last_table_or_of_all_that_is_shown(home: Path) -> None:
    rows, items = tables(home), (3, 250, 77)
    for basis, fitted in (("last", rows[-1]), ("all", rows[:, items].reshape(9, -1))):
        found = followed(EvolutionRequest(SOURCES, items, basis=basis))  # type: ignore[arg-type]
        oracle = PCA(2, svd_solver="full").fit(fitted)
        wanted = oracle.transform(rows[:, items].reshape(9, -1)).reshape(3, 3, 2)
        signs = np.sign((found.places * wanted).sum((0, 1)))
        assert np.allclose(found.places * signs, wanted, atol=2e-3)
        assert np.allclose(found.explained, oracle.explained_variance_ratio_, atol=1e-4)


def test_that_moves_and_likeness_to_the_last_are_measured_in_all_dimensions(home: Path) -> None:
    rows = tables(home)
    found = followed(EvolutionRequest(SOURCES))
    assert found.items.tolist() == list(range(300))
    assert np.allclose(found.moved[1:], np.linalg.norm(np.diff(rows, axis=0), axis=2), atol=1e-4)
    assert not found.moved[0].any()
    assert np.allclose(found.norms, np.linalg.norm(rows, axis=2), atol=1e-4)
    centered = rows - rows.mean(1, keepdims=True)
    for metric, at in (("cosine", rows), ("centered", centered)):
        likeness = followed(EvolutionRequest(SOURCES, metric=metric)).to_last  # type: ignore[arg-type]
        wanted = [np.diag(cosine_similarity(one, at[-1])) for one in at]
        assert np.allclose(likeness, wanted, atol=1e-5)
        assert np.allclose(likeness[-1], 1, atol=1e-5)


def test_that_neighbours_of_the_focus_are_those_of_each_table(home: Path) -> None:
    found = followed(EvolutionRequest(SOURCES, (1,), focus=65, k=7))
    for number, rows in enumerate(tables(home)):
        scores = cosine_similarity(rows - rows.mean(0), (rows[65] - rows.mean(0))[None])[:, 0]
        scores[65] = -np.inf
        assert found.neighbours[number].tolist() == np.argsort(-scores, kind="stable")[:7].tolist()
        assert np.allclose(found.scores[number], np.sort(scores)[::-1][:7], atol=1e-5)
    wanted = [len(set(row) & set(found.neighbours[-1].tolist())) / 7 for row in found.neighbours.tolist()]
    assert np.allclose(found.shared, wanted)
    assert found.shared[-1] == 1
    assert {str(item) for item in found.neighbours.ravel()} == found.names.keys()


def test_that_the_tokens_of_a_text_are_followed_too() -> None:
    sources = tuple(ContextSource(f"run:7@{step}", ("a bank",)) for step in STEPS)
    found = followed(EvolutionRequest(sources, basis="all"))
    assert found.places.shape == (3, 6, 2)
    hidden = open_model("run:7@10", kernels="plain").hidden(list(b"a bank"))[-1]
    assert np.allclose(found.norms[0], np.linalg.norm(hidden, axis=1), rtol=1e-4)


def test_that_a_set_is_asked_for_once_the_one_before_has_been_seen() -> None:
    held: list[VectorSource] = []

    def one(source: VectorSource) -> Generator[object, None, VectorSet]:
        held.append(source)
        return (yield from alone(source))

    events = evolution(EvolutionRequest(SOURCES), one)
    done = [(event.done, len(held)) for event in events if isinstance(event, Progress) and event.unit == "sets"]
    assert done == [(1, 1), (2, 2), (3, 3)]


def test_that_it_stops_when_asked() -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(evolution(EvolutionRequest(SOURCES), alone, stopped=lambda: True))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sources": ()}, "bad-value"),
        ({"items": (300,)}, "bad-value"),
        ({"focus": -301}, "bad-value"),
        ({"k": 0}, "bad-value"),
        ({"sources": (*SOURCES, TokenSource("starter"))}, "sets-apart"),
        ({"sources": (TokenSource("run:7@11"),)}, "run-without-checkpoint"),
    ],
)
def test_that_a_question_without_an_answer_is_refused(changes: dict[str, Any], code: str) -> None:
    request = EvolutionRequest(**{"sources": SOURCES, **changes})
    with pytest.raises(WorkbenchError) as caught:
        followed(request)
    assert caught.value.code == code
