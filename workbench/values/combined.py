"""One map made of several: heads taken together, subwords merged into words, the first key taken out. And what is looked up in it.

Shapes: q queries, k keys: tokens, or words where they are merged; m heads. Order of what is done: each head's rows are freed of
the first key and divided by what is left; then keys of a word are summed and queries of a word averaged, so that a row still
sums to 1; then heads are reduced.
"""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value
from workbench.values.trace_parts import Reduce

Over = Literal["head", "layer", "all"]
Together = Literal["", "sum", "mean", "max"]
"""How several tokens are taken together; "": each for itself."""


@value
class Combination:
    """`over`: one head, all heads of its layer, or all heads of all layers, reduced by `reduce`. `words`: subwords merged.
    `renormalise`: without the first key; a query that reads nothing else reads nothing."""

    over: Over = "head"
    reduce: Reduce = "mean"
    words: bool = False
    renormalise: bool = False

    @property
    def plain(self) -> bool:
        """Whether the map is the pattern of one head, as it is."""
        return self.over == "head" and not self.words and not self.renormalise


PLAIN = Combination()
