"""Norms of the token embedding against NumPy."""

from __future__ import annotations

import numpy as np

from workbench.engine import open_model, token_norms
from workbench.values import TokenNormsRequest


def test_that_norms_are_those_of_the_embeddings_rows() -> None:
    model = open_model("starter")
    found = token_norms(model, TokenNormsRequest("starter"))
    rows = model.transformer.embed.weight.detach().numpy().astype(np.float64)
    norms = np.sqrt((rows**2).sum(axis=1))
    assert found.norms.dtype == found.z.dtype == np.float32
    np.testing.assert_allclose(found.norms, norms, rtol=1e-5)
    np.testing.assert_allclose(found.z, (norms - norms.mean()) / norms.std(), atol=1e-4)
