"""The invariant of byte spans."""

from __future__ import annotations

import numpy as np

from workbench.values import Encoding


def spanned(encoding: Encoding) -> list[bytes]:
    """The bytes under each token's span, after a check that the spans partition the text."""
    raw = encoding.text.encode()
    spans = encoding.byte_spans
    assert spans.dtype == np.int64
    assert spans.shape == (len(encoding.ids), 2)
    if len(spans):
        assert spans[0, 0] == 0
        assert spans[-1, 1] == len(raw)
        assert (spans[1:, 0] == spans[:-1, 1]).all()
        assert (spans[:, 0] <= spans[:, 1]).all()
    return [raw[first:last] for first, last in spans.tolist()]
