"""Tokenized text.

Shapes: n = number of tokens, special ones included.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.subject import Subject


@value(eq=False)
class Encoding:
    """A text as tokens.

    ids         int32 [n]
    tokens      n strings as the vocabulary spells them (a byte-level piece stays byte-level)
    byte_spans  int64 [n, 2] into the UTF-8 bytes of `text`; the spans of ordinary tokens partition it, special ones are empty
    char_spans  int64 [n, 2] into `text` in code points; tokens that share a split character overlap on it
    kinds       uint8 [n]: 0 ordinary, 1 special (added by the tokenizer or the template), 2 unknown, 3 virtual (soft prompt)
    text        what was tokenized, after the tokenizer's normalizer and, for `form="user"`, inside the rendered template
    """

    ids: np.ndarray
    tokens: tuple[str, ...]
    byte_spans: np.ndarray
    char_spans: np.ndarray
    kinds: np.ndarray
    text: str


@value
class TokenizeRequest:
    """Ask the text child for `subject` as tokens. `stages` adds the pipeline."""

    subject: Subject
    stages: bool = False


@value
class Stage:
    """One step of the pipeline (normalizer, pre_tokenizer, model, post_processor) and the pieces it left."""

    name: str
    kind: str
    pieces: tuple[str, ...]


@value(eq=False)
class Tokenized:
    """Answer to TokenizeRequest. `lost` names what the tokenizer cannot give back (empty when the round trip is exact)."""

    request: TokenizeRequest
    encoding: Encoding
    bos_policy: str
    n_ctx: int
    stages: tuple[Stage, ...] = ()
    lost: str = ""
