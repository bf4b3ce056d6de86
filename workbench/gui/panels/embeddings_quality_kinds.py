"""The files that vectors are compared with people by: word pairs with scores, and analogies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.panels.embeddings_python import python_of_set
from workbench.gui.panels.embeddings_quality_files import Names
from workbench.gui.widgets.numbers import count, percent, signed
from workbench.values import AnalogiesRequest, AnalogyResult, VectorSource, WordSimilarity, WordSimilarityRequest


class PairsKind(QObject):
    """Word similarity: people's scores beside cosines."""

    def names(self) -> Names:
        about = self.tr(
            "Spearman's correlation of people's order of the pairs with the cosines' order: 1 the same, 0 none. Only pairs whose two "
            "words the set has can be compared, and how many they are is part of the result. "
            "Places apart: by how many the cosine ranks a pair higher than people do."
        )
        return Names(
            self.tr("Open word pairs…"),
            self.tr("Pairs, those first in which cosine and people differ most"),
            self.tr("Two words and a score on each line (CSV, TSV), such as WordSim-353 or SimLex-999"),
            about,
            (self.tr("Word"), self.tr("Other word"), self.tr("People"), self.tr("Cosine"), self.tr("Places apart")),
            2,
        )

    def request(self, source: VectorSource, path: str) -> WordSimilarityRequest:
        return WordSimilarityRequest(source, path)

    def result(self, found: WordSimilarity) -> str:
        said = self.tr("Spearman's ρ {rho} over {known} of {n} pairs")
        return said.format(rho=signed(found.spearman), known=count(found.n_known), n=count(found.n))

    def lines(self, found: WordSimilarity) -> list[list[str]]:
        rows = _apart(found)
        return [[a, b, f"{people:g}", signed(cosine), f"{by:+d}".replace("-", "−")] for a, b, people, cosine, by in rows]

    def rows(self, found: WordSimilarity | None) -> Iterator[Sequence[object]]:
        yield "word_a", "word_b", "people", "cosine", "rank_difference"
        yield from _apart(found) if found is not None else ()

    def snippet(self, found: WordSimilarity) -> str:
        more = (
            "from pathlib import Path",
            "from workbench.engine.vectors.pairs_files import pairs_in",
            "from workbench.engine.vectors.quality import word_similarity",
        )
        begun = python_of_set(found.request.source, values=("WordSimilarityRequest",), more=more)
        asked = f"request = WordSimilarityRequest(source, {found.request.path!r})\n"
        return f"{begun}{asked}print(word_similarity(found, request, pairs_in(Path(request.path))).spearman)\n"


class AnalogiesKind(QObject):
    """Analogies: a is to b as c is to what?"""

    def names(self) -> Names:
        about = self.tr(
            "For “a is to b as c is to what?” the word nearest to b − a + c counts, other than these three: without that rule the answer "
            "is mostly c itself. Questions with a word that the set lacks are not asked."
        )
        return Names(
            self.tr("Open analogies…"),
            self.tr("Sections of the file"),
            self.tr("Four words on each line, sections headed “: name”, such as questions-words.txt"),
            about,
            (self.tr("Section"), self.tr("Questions"), self.tr("Asked"), self.tr("Right"), self.tr("Share right")),
            1,
        )

    def request(self, source: VectorSource, path: str) -> AnalogiesRequest:
        return AnalogiesRequest(source, path)

    def result(self, found: AnalogyResult) -> str:
        said = self.tr("{share} right: {right} of {known} questions that could be asked, of {n}")
        share = _share(found.n_right, found.n_known)
        return said.format(share=share, right=count(found.n_right), known=count(found.n_known), n=count(found.n))

    def lines(self, found: AnalogyResult) -> list[list[str]]:
        sections = found.sections.items()
        return [[name or "—", count(n), count(known), count(right), _share(right, known)] for name, (n, known, right) in sections]

    def rows(self, found: AnalogyResult | None) -> Iterator[Sequence[object]]:
        yield "section", "a", "b", "c", "d", "answer"
        if found is not None:
            for one, answer in zip(found.questions, found.answers, strict=True):
                yield one.section, one.a, one.b, one.c, one.d, answer

    def snippet(self, found: AnalogyResult) -> str:
        more = (
            "from pathlib import Path",
            "from workbench.engine.vectors.pairs_files import questions_in",
            "from workbench.engine.vectors.quality import analogies",
        )
        begun = python_of_set(found.request.source, values=("AnalogiesRequest",), more=more)
        asked = f"request = AnalogiesRequest(source, {found.request.path!r})\n"
        return f"{begun}{asked}*_, result = analogies(found, request, questions_in(Path(request.path)))\nprint(result.sections)\n"


def _apart(found: WordSimilarity) -> list[tuple[str, str, float, float, int]]:
    """Pairs with both scores and how many places the cosine ranks them higher, those furthest apart first."""
    people = np.array([pair.score for pair in found.pairs])
    of_cosines, of_people = (np.argsort(np.argsort(scores, kind="stable"), kind="stable") for scores in (found.cosines, people))
    numbers = zip(found.pairs, found.cosines.tolist(), (of_cosines - of_people).tolist(), strict=True)
    return sorted(((pair.a, pair.b, pair.score, cosine, by) for pair, cosine, by in numbers), key=lambda row: -abs(row[4]))


def _share(right: int, known: int) -> str:
    return percent(right / known) if known else "—"
