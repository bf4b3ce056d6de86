"""A tokenizer at work, stage by stage, every piece over what it came from.

Shapes: m pieces of a stage; c columns, shared by all stages of one pipeline. Columns are the smallest stretches that no boundary of
any stage cuts, so pieces that come from one another stand over common columns.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.subject import Subject

StageName = Literal["text", "normalizer", "pre_tokenizer", "model", "post_processor", "ids"]
CHANGES = ("", "dropped", "added", "lower", "composed", "decomposed", "compatible", "accents", "space", "replaced", "unknown")
"""What a stage did to a piece; `Stage.changes` are numbers of these."""


@value(eq=False)
class Stage:
    """One step of the pipeline and the pieces it left. A sequence of normalizers or pre-tokenizers is a stage for each.

    name        where in the pipeline it belongs
    kind        what the tokenizers library calls the step, "none" where the tokenizer has none
    detail      its pattern or setting, if it has one to tell
    pieces      m strings as the stage spells them (byte-level letters stay byte-level)
    shown       m strings as a person reads them (bytes of a cut character as hex)
    byte_spans  int64 [m, 2] into the UTF-8 bytes of the given text; a piece that was put in has an empty one
    columns     int32 [m, 2]: the columns [first, last) that each piece stands over
    changes     uint8 [m], numbers of CHANGES
    """

    name: StageName
    kind: str
    detail: str
    pieces: tuple[str, ...]
    shown: tuple[str, ...]
    byte_spans: np.ndarray
    columns: np.ndarray
    changes: np.ndarray


@value
class PipelineRequest:
    """Ask the text child for `subject` stage by stage. Answer: Pipeline. Of a long text its beginning, as much as `most_characters`."""

    subject: Subject
    most_characters: int = 10_000


@value(eq=False)
class Pipeline:
    """Answer to PipelineRequest. `text`: what was given to the tokenizer, a rendered template included. `n_characters`: how much
    of it the stages cover, in code points."""

    request: PipelineRequest
    text: str
    n_characters: int
    stages: tuple[Stage, ...]
    n_columns: int
