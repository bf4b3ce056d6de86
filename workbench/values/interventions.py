"""What somebody changes inside a model: parts that are replaced, directions that are added.

A request that carries interventions asks for a pass in which all of them act, in order, at every position, those that are
generated included. Layers count from 0.
"""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value
from workbench.values.trace_parts import Part

Replacement = Literal["mean", "zero", "resample"]
"""mean: what the part found over a reference text, on average. zero: nothing. resample: what it found at positions of the
reference text, drawn anew for each position."""


@value
class Ablation:
    """What a head found, or with `head` None what the layer's MLP adds, is replaced.

    part       whose head, where a model has several attentions; an MLP belongs to a stack: "cross" names none
    reference  the text that `mean` and `resample` are taken from; "": the one that ships with the app. The first position
               is replaced by what was found at the reference's first, for that is where attention rests, and is left out of
               the mean over the others
    seed       of the positions that `resample` draws
    """

    layer: int
    head: int | None = None
    by: Replacement = "mean"
    part: Part = ""
    reference: str = ""
    seed: int = 0


@value
class Steering:
    """A direction is added to the stream before block `layer` (n_layers: after the last), at every position but the first.

    The direction, of length 1, leads from the mean stream of the text `away` to that of the text `towards` at this layer
    (their first positions left out; "" is the origin), or with `token_id` along that token's row of the unembedding.
    `strength` counts mean lengths of the stream there, over the text that ships with the app: 1 is as long as the stream.
    """

    layer: int
    strength: float
    towards: str = ""
    away: str = ""
    token_id: int | None = None
    part: Part = ""


Intervention = Ablation | Steering
