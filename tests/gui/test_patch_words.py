"""What is said, saved and copied of a patch: held against the engine's own numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from workbench.engine import open_model
from workbench.engine.patching import patch
from workbench.gui.widgets import patch_words
from workbench.gui.widgets.token_text import TokenText
from workbench.values import PatchMap, PatchRequest

TEXTS = {
    "starter": ("The small dog barks at the", "The small cat barks at the"),
    "starter-seq2seq": ("en>ko: three hundred and twelve", "삼백십삼"),
}


def mapped(name: str, **changes: Any) -> PatchMap:
    trace = open_model(name).trace(TEXTS[name][0])
    *_, found = patch(trace, PatchRequest(trace.request, corrupt=TEXTS[name][1], **changes))
    assert isinstance(found, PatchMap)
    return found


@pytest.mark.parametrize(("name", "what"), [("starter", "resid"), ("starter", "head"), ("starter-seq2seq", "mlp")])
def test_that_the_snippet_gives_the_same_map(name, what):
    found, space = mapped(name, what=what), {}
    exec(patch_words.snippet(found.started), space)
    assert np.array_equal(space["found"].raw, found.raw)


def test_that_rows_say_every_cell_with_both_numbers():
    found = mapped("starter")
    started = found.started
    labels = patch_words.columns_of(started, (TokenText(started.clean), TokenText(started.corrupt)))
    header, *rows = patch_words.rows_of(started, found.raw, labels)
    assert len(rows) == found.raw.size
    effects = started.scaled(found.raw)
    for row in rows:
        named = dict(zip(header, row, strict=True))
        cell = named["layer"], named["column"]
        assert named["contrast"] == found.raw[cell]
        assert named["effect"] == pytest.approx(effects[cell])
        assert named["estimated_contrast"] == started.estimate[cell]


def test_that_agreement_is_pearsons_and_says_nothing_of_a_map_that_is_all_alike():
    found = mapped("starter", what="attn")
    started = found.started
    wanted = np.corrcoef(found.raw.ravel(), started.estimate.ravel())[0, 1]
    assert patch_words.agreement(started, found.raw) == pytest.approx(wanted)
    assert math.isnan(patch_words.agreement(started, np.ones_like(found.raw)))
