"""The tokens that read and those that are read, as they are or merged into words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.gui.panels.attention_shown import Shown
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_text import SPECIAL, TokenText
from workbench.values import merged, word_starts


class Axes:
    """`queries`, `keys`: what stands on the rows and columns of a map; the same axis where a text reads itself."""

    def __init__(self, shown: Shown, *, words: bool = False) -> None:
        self.queries, self.keys = shown.queries, shown.keys
        starts = np.arange(len(shown.queries.tokens))
        if words:
            encoding = shown.queries.tokens.encoding
            starts = word_starts(encoding)
            self.queries = TokenAxis(TokenText(merged(encoding)))
            same = shown.keys is shown.queries
            self.keys = self.queries if same else TokenAxis(TokenText(merged(shown.keys.tokens.encoding)))
        self._starts, self._n, self._encoding = starts, len(shown.queries.tokens), shown.queries.tokens.encoding

    @property
    def second(self) -> int | None:
        """The row at which the second of two texts begins: behind the token that also ends the whole (`[SEP]`), if it stands within
        it; None where there is one text, or more than two."""
        encoding = self._encoding
        if self.keys is not self.queries or not len(encoding.ids) or encoding.kinds[-1] != SPECIAL:
            return None
        inner = [at for at in range(1, len(encoding.ids) - 2) if encoding.ids[at] == encoding.ids[-1]]
        return self.rows_of((inner[0] + 1,))[0] if len(inner) == 1 else None

    def rows_of(self, positions: Sequence[int]) -> tuple[int, ...]:
        """The rows in which some tokens that read are."""
        rows = np.searchsorted(self._starts, np.asarray(positions, np.int64), side="right") - 1
        return tuple(dict.fromkeys(rows.tolist()))

    def tokens_of(self, row: int) -> range:
        """The tokens of a row."""
        end = int(self._starts[row + 1]) if row + 1 < len(self._starts) else self._n
        return range(int(self._starts[row]), end)
