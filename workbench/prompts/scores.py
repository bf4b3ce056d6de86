"""What a cell's outcomes are worth: a number for each score, or none where there is nothing to score yet.

The idea that is not obvious: a person's regular expression may take for ever, and nothing in Python stops it. So it is never
searched here: `Scorer.searches` says what is to be searched elsewhere, and `matched` takes what was found.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

from workbench.prompts.layout import Layout
from workbench.values import GridOutcome, GridScore, Matched, MatchRequest, WorkKind

Outcomes = Mapping[WorkKind, GridOutcome]
BINARY = ("exact", "contains", "regex", "label")
"""Scores of 0 or 1, whose mean is a share."""


class Scorer:
    """Scores the cells of one grid. NaN: not known, or nothing to compare with."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._found: dict[tuple[str, bool, str], str | None] = {}
        self._grouped: dict[str, bool] = {}
        self._late: set[str] = set()

    def score(self, score: GridScore, place: int, outcomes: Outcomes) -> float:
        """The number of one score for one cell."""
        cell = self._layout.cell(place)
        reference = self._layout.reference(cell.row)
        if score.kind in ("label", "nll"):
            found = outcomes.get("likelihood")
            if found is None or not reference.strip():
                return math.nan
            nats = _nats(found)
            own = self._layout.continuation(cell, reference)
            if score.kind == "nll":
                return -nats.get(own, math.nan)
            label = self.label(place, outcomes)
            return float(label == reference) if label else math.nan
        answer = outcomes.get("generate")
        return math.nan if answer is None else self._of_text(score, answer.text, reference)

    def label(self, place: int, outcomes: Outcomes) -> str:
        """The most probable label behind a cell's prompt; of equal ones the first. Empty where that is not known."""
        found = outcomes.get("likelihood")
        if found is None:
            return ""
        cell = self._layout.cell(place)
        nats = _nats(found)
        wholes = {label: self._layout.continuation(cell, label) for label in self._layout.request.labels}
        weighed = [(nats[whole], label) for label, whole in wholes.items() if whole in nats]
        return max(weighed, key=lambda one: one[0])[1] if weighed else ""

    def searches(self, texts: list[str]) -> list[MatchRequest]:
        """What has to be searched before these answers can be scored."""
        found = []
        for score in self._layout.request.scores:
            if score.kind == "regex" and score.pattern not in self._late:
                new = [text for text in dict.fromkeys(texts) if (score.pattern, score.ignore_case, text) not in self._found]
                if new:
                    found.append(MatchRequest(score.pattern, tuple(new), score.ignore_case))
        return found

    def matched(self, request: MatchRequest, found: Matched) -> None:
        """Take what a search found."""
        self._grouped[request.pattern] = found.grouped
        for text, caught in zip(request.texts, found.found, strict=True):
            self._found[request.pattern, request.ignore_case, text] = caught

    def late(self, request: MatchRequest) -> bool:
        """A search did not end: its pattern is not tried again. Says whether that is news."""
        news = request.pattern not in self._late
        self._late.add(request.pattern)
        return news

    def _of_text(self, score: GridScore, text: str, reference: str) -> float:
        if score.kind == "length":
            return float(len(unicodedata.normalize("NFC", text)))
        if score.kind == "regex":
            key = score.pattern, score.ignore_case, text
            if key not in self._found:
                return math.nan
            caught = self._found[key]
            if caught is None or not self._grouped[score.pattern]:
                return float(caught is not None)
            return float(_plain(caught, score.ignore_case) == _plain(reference, score.ignore_case))
        answer, right = _plain(text, score.ignore_case), _plain(reference, score.ignore_case)
        if not right:
            return math.nan
        return float(answer == right if score.kind == "exact" else right in answer)


def _nats(outcome: GridOutcome) -> dict[str, float]:
    return dict(zip(outcome.continuations, map(float, outcome.nats), strict=True))


def _plain(text: str, ignore_case: bool) -> str:
    plain = unicodedata.normalize("NFC", text).strip()
    return plain.casefold() if ignore_case else plain
