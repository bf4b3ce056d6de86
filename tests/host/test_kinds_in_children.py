"""Encoders and encoder-decoders through the engine's child, as the window asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from host_office import Office, opened

from workbench.errors import WorkbenchError
from workbench.values import (
    Filled,
    FillRequest,
    GenerateRequest,
    GenerationResult,
    Grid,
    GridRequest,
    KeepRunRequest,
    OpenRequest,
    RecipeList,
    RecipeListRequest,
    Similarity,
    SimilarityRequest,
    Subject,
    TraceRequest,
    TraceSummary,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("OMP_NUM_THREADS", "1")
        with opened() as made:
            for job in [made.submit(OpenRequest("starter-masked")), made.submit(RecipeListRequest())]:
                made.end(job)
            yield made


def result_of(office: Office, request: object) -> object:
    return office.end(office.submit(request)).event


def test_that_masks_are_filled(office: Office) -> None:
    found = result_of(office, FillRequest(Subject("starter-masked", "나는 [MASK]를 먹는다."), top=5))
    assert isinstance(found, Filled)
    (mask,) = found.masks
    assert len(mask.distribution.ids) == 5
    assert found.model.kind == "encoder"
    assert found.text.startswith("나는 ")


def test_that_a_number_is_answered(office: Office) -> None:
    found = result_of(office, GenerateRequest(Subject("starter-seq2seq", "en>ko: seven")))
    assert isinstance(found, GenerationResult)
    assert found.text.strip() == "칠"


def test_that_the_three_attentions_are_seen(office: Office) -> None:
    request = TraceRequest(Subject("starter-seq2seq", "en>ko: twenty one"))
    summary = result_of(office, request)
    assert isinstance(summary, TraceSummary)
    assert summary.parts == ("encoder", "decoder", "cross")
    assert summary.target is not None
    grid = result_of(office, GridRequest(request, part="cross"))
    assert isinstance(grid, Grid)
    assert grid.images.shape[2:] == (len(summary.target.ids), len(summary.encoding.ids))


def test_that_sentences_are_compared(office: Office) -> None:
    found = result_of(office, SimilarityRequest("starter-masked", ("나는 사과를 먹었다.", "나는 배를 먹었다.", "The king sold a clock.")))
    assert isinstance(found, Similarity)
    assert np.allclose(np.diag(found.matrix), 1.0)
    assert found.matrix[0, 1] > found.matrix[0, 2]


def test_that_recipes_are_listed(office: Office) -> None:
    found = result_of(office, RecipeListRequest())
    assert isinstance(found, RecipeList)
    assert {"starter", "starter-masked", "starter-seq2seq", "chars", "masked", "translate-numbers"} <= found.recipes.keys()


def test_that_a_run_without_a_checkpoint_is_not_kept(office: Office) -> None:
    error = office.end(office.submit(KeepRunRequest(77, "mine"))).error
    assert isinstance(error, WorkbenchError)
    assert error.code == "run-without-checkpoint"
