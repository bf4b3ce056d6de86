"""What Copy as Python gives for a map, run as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from workbench.engine.vectors.files import vectors_in
from workbench.engine.vectors.maps import vector_map
from workbench.engine.vectors.sets import VectorSet
from workbench.gui.panels.embeddings_map_snippet import map_snippet
from workbench.values import Axis, FileSource, FirstItems, MapMethod, MapRequest, OwnAxes, Pca, Term, VectorMap


@pytest.mark.parametrize("method", [Pca((1, 2)), OwnAxes(Axis((Term("1"),), (Term("2"),)), Axis((Term("3"), Term("4")), (Term("5"),)))])
def test_that_the_snippet_makes_the_map_on_screen(tmp_path: Path, method: MapMethod) -> None:
    np.save(tmp_path / "a.npy", np.random.default_rng(0).standard_normal((30, 4)).astype(np.float32))
    request = MapRequest(FileSource(str(tmp_path / "a.npy")), method, FirstItems(20), k=3)
    *_, vectors = vectors_in(FileSource(str(tmp_path / "a.npy")))
    assert isinstance(vectors, VectorSet)
    *_, found = vector_map(vectors, request)
    assert isinstance(found, VectorMap)
    assert found.quality is not None
    space: dict[str, object] = {}
    exec(map_snippet(found), space)
    assert np.array_equal(np.asarray(space["places"]), found.places)
    assert getattr(space["quality"], "trust", None) == found.quality.trust
