"""Which of the algorithms a tokenizer's model is, ready to cut words."""

from __future__ import annotations

import json

import tokenizers

from workbench.errors import WorkbenchError
from workbench.text.cuts.matching import Matcher
from workbench.text.cuts.merging import Merger
from workbench.text.cuts.paths import PathFinder
from workbench.text.cuts.spelled import read
from workbench.text.spelling import Spelling
from workbench.values import CutRequest, Matching, Merging, Paths

LONGEST = 2000
"""Words longer than so many characters are not followed: the steps of a merge grow with the square of it."""


class Cutter:
    """Cuts words as `inner`'s model does, and tells every step."""

    def __init__(self, inner: tokenizers.Tokenizer, spelling: Spelling) -> None:
        model = json.loads(inner.model.__getstate__())
        kinds: dict[str, type[Merger] | type[Matcher] | type[PathFinder]]
        kinds = {"BPE": Merger, "WordPiece": Matcher, "WordLevel": Matcher, "Unigram": PathFinder}
        self._algorithm = kinds[model["type"]](model)
        self._spelling = spelling

    def cut(self, request: CutRequest) -> Merging | Matching | Paths:
        """Raises WorkbenchError('word-too-long')."""
        if len(request.word) > LONGEST:
            raise WorkbenchError("word-too-long", n_characters=len(request.word), limit=LONGEST)
        return self._algorithm.cut(request, read(request.word, self._spelling))
