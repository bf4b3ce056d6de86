"""What is said of a word being cut: a heading for every rung of the ladder, and a sentence for the present step."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.gui.widgets.cut_rungs import MatchRungs, MergeRungs, PathRungs
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.visible import visible
from workbench.values import Merge

Ladder = MergeRungs | MatchRungs | PathRungs
_SHORT = 40


class CutWords(QObject):
    """Sentences only; holds no state."""

    def heading(self, ladder: Ladder, number: int) -> str:
        """At the left of a rung."""
        if isinstance(ladder, PathRungs):
            return self._path_heading(ladder, number)
        if number == 0:
            return self.tr("Begin") if isinstance(ladder, MergeRungs) else self.tr("Word")
        if number == ladder.n - 1:
            return self.tr("Ids")
        if isinstance(ladder, MergeRungs):
            rank = ladder.merging.merges[number - 1].taken.rank
            return self.tr("{step} · rank {rank}").format(step=number, rank=count(rank))
        hit = ladder.matching.attempts[number - 1].id >= 0
        words = self.tr("{step} · found") if hit else self.tr("{step} · not there")
        return words.format(step=number)

    def _path_heading(self, ladder: PathRungs, number: int) -> str:
        if number == 0:
            return self.tr("Word")
        if number == ladder.IDS:
            return self.tr("Ids")
        place = ladder.path_of(number)
        total = _nats(ladder.paths.best[place].total)
        if place == 0:
            return self.tr("Best · {total}").format(total=total)
        return self.tr("No. {place} · {total}").format(place=place + 1, total=total)

    def algorithm(self, ladder: Ladder) -> str:
        """What the model does with every word, in a sentence, and what this one has of its own."""
        if isinstance(ladder, MergeRungs):
            return " ".join(self._about_merging(ladder))
        if isinstance(ladder, MatchRungs):
            if not ladder.matching.limit:
                return self.tr("This vocabulary has whole words: a word is in it, or unknown.")
            return self.tr("WordPiece: from the left the longest piece that the vocabulary has; where nothing fits, all of it is unknown.")
        words = self.tr("Unigram: of all ways to cut the word, the one whose pieces' log-probabilities sum up highest.")
        if any((one.scores <= ladder.paths.unknown_score).any() for one in ladder.paths.best):
            words += " " + self.tr("A character that no piece has costs {score}.").format(score=_nats(ladder.paths.unknown_score))
        return words

    def _about_merging(self, ladder: MergeRungs) -> list[str]:
        merging = ladder.merging
        said = [self.tr("BPE: of all neighbours that can be merged, the pair with the lowest rank goes first.")]
        if merging.whole:
            said.append(self.tr("This word is in the vocabulary, and this tokenizer then takes it whole and merges nothing."))
        if merging.dropout:
            share = f"{100 * merging.dropout:g}"
            said.append(self.tr("This tokenizer is set to leave out {share} % of merges by chance; here none is.").format(share=share))
        return said

    def step(self, ladder: Ladder, number: int) -> str:
        """What happens at a rung."""
        if isinstance(ladder, MergeRungs):
            return self._merge(ladder, number)
        if isinstance(ladder, MatchRungs):
            return self._match(ladder, number)
        return self._path(ladder, number)

    def _merge(self, ladder: MergeRungs, number: int) -> str:
        merges = ladder.merging.merges
        if number == 0:
            words = self.tr("The word in {n} pieces; {pairs} pairs can be merged.")
            return words.format(n=count(ladder.n_columns), pairs=count(merges[0].n_rivals + 1 if merges else 0))
        if number == ladder.n - 1:
            words = self.tr("No pair is left that can be merged. Merges: {n}, pieces: {pieces}.")
            return words.format(n=count(len(merges)), pieces=count(len(ladder.rung(number).boxes)))
        merge = merges[number - 1]
        left, right = self._halves(ladder, number)
        words = self.tr("“{left}” + “{right}” has rank {rank}, the lowest of {pairs} → “{made}” (id {id}).")
        said = words.format(
            left=left,
            right=right,
            rank=count(merge.taken.rank),
            pairs=count(merge.n_rivals + 1),
            made=visible(merge.taken.spelled)[:_SHORT],
            id=merge.taken.id,
        )
        return f"{said} {self._next(ladder, merge, number)}".strip()

    def _next(self, ladder: MergeRungs, merge: Merge, number: int) -> str:
        if not merge.rivals:
            return ""
        before = ladder.rung(number - 1).boxes
        rival = merge.rivals[0]
        words = self.tr("Next in line: “{left}” + “{right}”, rank {rank}.")
        return words.format(left=before[rival.at].label[:_SHORT], right=before[rival.at + 1].label[:_SHORT], rank=count(rival.rank))

    @staticmethod
    def _halves(ladder: MergeRungs, number: int) -> tuple[str, str]:
        before, at = ladder.rung(number - 1).boxes, ladder.merging.merges[number - 1].taken.at
        return before[at].label[:_SHORT], before[at + 1].label[:_SHORT]

    def _match(self, ladder: MatchRungs, number: int) -> str:
        matching = ladder.matching
        if number == 0:
            return self.tr("The word has {n} characters; the longest piece is looked up first.").format(n=count(ladder.n_columns))
        if number == ladder.n - 1:
            return self._matched(ladder)
        one = matching.attempts[number - 1]
        if one.id < 0:
            return self.tr("“{piece}” is not in the vocabulary: one character less.").format(piece=visible(one.spelled)[:_SHORT])
        return self.tr("“{piece}” is in the vocabulary (id {id}).").format(piece=visible(one.spelled)[:_SHORT], id=one.id)

    def _matched(self, ladder: MatchRungs) -> str:
        matching = ladder.matching
        if matching.failure == "too-long":
            words = self.tr("The word has more than {limit} characters, and so this tokenizer does not look at it: it is unknown.")
            return words.format(limit=count(matching.limit))
        if matching.failure:
            return self.tr("Nothing fits here, and so the whole word is unknown, also what was found before.")
        words = self.tr("The word is cut in {pieces} after {n} look-ups.")
        return words.format(pieces=count(len(matching.end.ids)), n=count(len(matching.attempts)))

    def _path(self, ladder: PathRungs, number: int) -> str:
        if not ladder.paths.best or number == 0:
            return self.tr("The {n} most probable ways to cut this word.").format(n=count(len(ladder.paths.best)))
        place = ladder.path_of(number)
        best, path = ladder.paths.best[0], ladder.paths.best[place]
        if place == 0:
            return self.tr("The best way: log-probabilities sum up to {total}.").format(total=_nats(path.total))
        words = self.tr("No. {place}: {total}, which is {less} nats less than the best.")
        return words.format(place=place + 1, total=_nats(path.total), less=f"{best.total - path.total:.2f}")


def _nats(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
