"""A pipeline for tests, made by hand: `Hi 한` is lower-cased, cut in two words and three tokens, the second of which ends within 한."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.values import CHANGES, Pipeline, PipelineRequest, Stage

TEXT = "Hi 한"
COLUMNS = 6
Made = tuple[str, tuple[int, int], tuple[int, int], str]
"""A piece: what is shown, its bytes, its columns, its change."""

CHARACTERS: tuple[Made, ...] = (
    ("H", (0, 1), (1, 2), ""),
    ("i", (1, 2), (2, 3), ""),
    (" ", (2, 3), (3, 4), ""),
    ("한", (3, 6), (4, 6), ""),
)
TOKENS: tuple[Made, ...] = (("hi", (0, 2), (1, 3), ""), ("⟨20 ED⟩", (2, 4), (3, 5), ""), ("⟨95 9C⟩", (4, 6), (5, 6), ""))
CLS: Made = ("[CLS]", (0, 0), (0, 1), "added")


def stage(name: str, kind: str, pieces: Sequence[Made], *, detail: str = "", shown: Sequence[str] = ()) -> Stage:
    """A stage of these pieces, `shown` in their own words if they have any."""
    words = tuple(shown or (one[0] for one in pieces))
    return Stage(
        name,  # type: ignore[arg-type]
        kind,
        detail,
        pieces=words,
        shown=words,
        byte_spans=np.array([one[1] for one in pieces], np.int64),
        columns=np.array([one[2] for one in pieces], np.int32),
        changes=np.array([CHANGES.index(one[3]) for one in pieces], np.uint8),
    )


def made_pipeline(request: PipelineRequest) -> Pipeline:
    """The answer, whatever the text."""
    lowered = (("h", (0, 1), (1, 2), "lower"), *CHARACTERS[1:])
    words = (("hi", (0, 2), (1, 3), ""), (" 한", (2, 6), (3, 6), ""))
    stages = (
        stage("text", "none", CHARACTERS),
        stage("normalizer", "Lowercase", lowered),
        stage("pre_tokenizer", "Split", words, detail=" ?\\w+"),
        stage("model", "BPE", TOKENS),
        stage("post_processor", "TemplateProcessing", (CLS, *TOKENS)),
        stage("ids", "none", (CLS, *TOKENS), shown=("1", "30", "40", "50")),
    )
    return Pipeline(request, text=TEXT, n_characters=len(TEXT), stages=stages, n_columns=COLUMNS)
