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

    @property
    def written(self) -> np.ndarray:
        """Positions of the tokens that stand for some of the text, int64 [m]."""
        return np.flatnonzero(self.byte_spans[:, 1] > self.byte_spans[:, 0])


@value
class TokenizeRequest:
    """Ask the text child for `subject` as tokens."""

    subject: Subject


@value(eq=False)
class Tokenized:
    """Answer to TokenizeRequest. `lost` names what the tokenizer cannot give back (empty when the round trip is exact); `back` is the
    beginning of what comes back then."""

    request: TokenizeRequest
    encoding: Encoding
    bos_policy: str
    n_ctx: int
    lost: str = ""
    back: str = ""
