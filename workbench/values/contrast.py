"""The question that explanations and experiments answer: why this token, or why rather this one than that one?"""

from __future__ import annotations

from workbench.values.codec import value


@value
class Contrast:
    """logit(token) - logit(against) at one position, or the first alone. In logits: a difference of 1 is a factor of e in probability.

    position    a decoder's logits there are of the token behind it (an encoder-decoder's: of the answer, whose position 0 is the
                start token), an encoder's of the token at it. None: the last; of an encoder the first mask, else the last
                position that stands for text
    token_id    None: the most probable there, against the second most probable, or against `against_id` where it is given
    against_id  None beside a token: nothing, its logit alone is meant
    """

    position: int | None = None
    token_id: int | None = None
    against_id: int | None = None


@value
class Contrasted:
    """A contrast with nothing left open, the two tokens in words ("" for none), and its value in the pass that was asked about."""

    contrast: Contrast
    token: str
    against: str
    value: float
