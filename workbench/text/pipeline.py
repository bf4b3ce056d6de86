"""A text through a tokenizer's stages, every piece placed over what it came from.

The idea that is not obvious: normalizers are followed from the given text (see `alignment`), words and tokens within the text in
normal form; the blocks of the first and the boundaries of the second together make the columns over which all pieces stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import tokenizers
from tokenizers import PreTokenizedString

from workbench.text.alignment import Chain, Cut, chain
from workbench.text.changes import change, change_of_word
from workbench.text.columns import Columns, with_room
from workbench.text.normal_form import NormalForm
from workbench.text.parts import Description, detail_of, normalizer_of, pre_tokenizer_of, steps_of
from workbench.values import CHANGES, Encoding, Stage, StageName

_UNKNOWN = 2


class Added(NamedTuple):
    """An added token within the text: its number in the encoding, where it stands in the given text, whether normalizers see it."""

    number: int
    place: Cut
    normalized: bool


class Words(NamedTuple):
    """What a step of pre-tokenizing left: the strings it hands on, and where they stand in the bytes of the text in normal form."""

    kind: str
    detail: str
    pieces: tuple[str, ...]
    spans: np.ndarray


class Pipeline:
    """The stages of one text. `given`: the text; `encoding`: its tokens, `n_before` and `n_after` of which were put around it;
    `shown`: every token as a person reads it."""

    def __init__(
        self,
        inner: tokenizers.Tokenizer,
        form: NormalForm,
        *,
        given: str,
        encoding: Encoding,
        around: tuple[int, int],
        added: Sequence[Added],
        shown: Sequence[str],
    ) -> None:
        self._inner, self._form, self._encoding, self._added, self._shown = inner, form, encoding, added, shown
        self._inside = slice(around[0], len(encoding.ids) - around[1])
        self._yet_to_do = form.spelling
        self._aligned, self._steps = self._aligned_with(given)
        normalized = self._aligned.texts[len(self._steps) - 1]
        begins = next((block for block, made in enumerate(normalized) if made), 0)
        self._begins = not any(self._aligned.given[:begins])  # what the library takes for the beginning was not dropped
        self.words = tuple(self._words())
        spans = encoding.byte_spans[self._inside]
        self._token_spans = _within(spans, self.words[-1].spans)
        room = with_room(self._aligned, spans, [one.spans for one in self.words])
        self._aligned = room.chain
        self._columns = Columns(room, [*(one.spans for one in self.words), self._token_spans], around=around)
        self.n_columns = self._columns.n

    def stages(self) -> Iterator[Stage]:
        """All of them, in order."""
        aligned = self._aligned
        yield self._over_blocks("text", "none", "", before=aligned.given, after=aligned.given)
        before = aligned.given
        for step, after in zip(self._steps, aligned.texts, strict=False):
            yield self._over_blocks("normalizer", step["type"], detail_of(step), before=before, after=after)
            before = after
        if not self._steps and self._encoding.text:
            yield self._whole_normalizer()
        covered = np.array([[0, len(self._encoding.text.encode("utf-8"))]], np.int64)
        for words in self.words:
            yield self._of_words(words, covered)
            covered = words.spans
        yield from self._of_tokens()

    # the given text to its normal form

    def _aligned_with(self, given: str) -> tuple[Chain, list[Description]]:
        steps, added = steps_of(self._inner.normalizer), self._added
        hard = [one.place for one in added if not one.normalized]
        until = [(normalizer_of(steps[: number + 1]), hard) for number in range(len(steps))]
        aligned = chain(given, [*until, (self._form.normalizer, [one.place for one in added])])
        if "".join(aligned.texts[-1]) == self._encoding.text:
            return aligned, steps
        if given == self._encoding.text:  # its normal form would be read as other tokens, so they are placed in the text itself
            self._yet_to_do = steps
            return chain(given, [*until, (None, ())]), steps
        return Chain((given,), ((self._encoding.text,),)), []

    def _over_blocks(self, name: StageName, kind: str, detail: str, *, before: Sequence[str], after: Sequence[str]) -> Stage:
        there = [block for block, (one, other) in enumerate(zip(before, after, strict=True)) if one or other]
        numbers = np.array(there, np.int64)
        pieces = tuple(after[block] for block in there)
        return Stage(
            name,
            kind,
            detail,
            pieces=pieces,
            shown=pieces,
            byte_spans=self._columns.given_of_blocks(numbers),
            columns=self._columns.of_blocks(numbers),
            changes=_numbers([change(before[block], after[block]) for block in there]),
        )

    def _whole_normalizer(self) -> Stage:
        kinds = [step["type"] for step in steps_of(self._inner.normalizer)]
        text = self._encoding.text
        whole = np.array([[0, len(text.encode("utf-8"))]], np.int64)
        changed = change("".join(self._aligned.given), text)
        return self._over_spans("normalizer", " ".join(kinds) or "none", "", pieces=(text,), shown=(text,), spans=whole, changes=[changed])

    # words

    def _words(self) -> Iterator[Words]:
        steps = steps_of(self._inner.pre_tokenizer)
        if not steps:
            yield self._cut("none", "", [])
        for number, step in enumerate(steps):
            yield self._cut(step["type"], detail_of(step), steps[: number + 1])

    def _cut(self, kind: str, detail: str, steps: list[Description]) -> Words:
        """What these pre-tokenizers leave of the text, added tokens being words of their own."""
        raw = self._encoding.text.encode("utf-8")
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        at, seen = 0, False
        for one in (*self._added, None):
            first, last = self._encoding.byte_spans[one.number].tolist() if one else (len(raw), len(raw))
            if at < first:
                between = raw[at:first].decode("utf-8")
                for piece, (begin, end), _ in self._split(between, steps, first=at == 0 and self._begins, spelled=not seen):
                    pieces.append(piece)
                    spans.append((at + begin, at + end))
            if one is not None:
                pieces.append(raw[first:last].decode("utf-8"))
                spans.append((first, last))
                seen = one.normalized
            at = max(at, last)
        placed = np.array(spans, np.int64).reshape(-1, 2)
        placed[:-1, 1] = np.minimum(placed[:-1, 1], placed[1:, 0])  # what is put in is traced to the character behind it
        return Words(kind, detail, tuple(pieces), placed)

    def _split(self, text: str, steps: list[Description], *, first: bool, spelled: bool) -> Sequence[tuple[str, tuple[int, int], object]]:
        """`first`: the text's beginning; `spelled`: not behind an added token that normalizers see as text."""
        between = PreTokenizedString(text)
        spelling = normalizer_of([step for step in self._yet_to_do if spelled or step["type"] != "Prepend"])
        if spelling is not None:
            between.normalize(spelling.normalize)
        splitting = pre_tokenizer_of(steps if first else [_later(step) for step in steps])
        if splitting is not None:
            splitting.pre_tokenize(between)
        found: Sequence[tuple[str, tuple[int, int], object]] = between.get_splits(offset_referential="original", offset_type="byte")
        return found

    def _of_words(self, words: Words, covered: np.ndarray) -> Stage:
        raw = self._encoding.text.encode("utf-8")
        gaps = _gaps(words.spans, covered)
        spans = np.concatenate([words.spans, gaps])
        order = np.argsort(spans[:, 0], kind="stable")
        shown = [raw[a:b].decode("utf-8", "replace") for a, b in words.spans.tolist()]
        changes = [change_of_word(piece, text) for piece, text in zip(words.pieces, shown, strict=True)]
        pieces, shown, changes = [*words.pieces, *[""] * len(gaps)], [*shown, *[""] * len(gaps)], [*changes, *["dropped"] * len(gaps)]
        return self._over_spans(
            "pre_tokenizer",
            words.kind,
            words.detail,
            pieces=tuple(pieces[at] for at in order),
            shown=tuple(shown[at] for at in order),
            spans=spans[order],
            changes=[changes[at] for at in order],
        )

    # tokens

    def _of_tokens(self) -> Iterator[Stage]:
        encoding, inside = self._encoding, self._inside
        unknown = ["unknown" if kind == _UNKNOWN else "" for kind in encoding.kinds]
        pieces, shown, spans = encoding.tokens[inside], self._shown[inside], self._token_spans
        model = type(self._inner.model).__name__
        yield self._over_spans("model", model, "", pieces=pieces, shown=shown, spans=spans, changes=unknown[inside], first_token=0)
        before, after = inside.start, len(encoding.ids) - inside.stop
        changes = [*["added"] * before, *unknown[inside], *["added"] * after]
        kinds = " ".join(step["type"] for step in steps_of(self._inner.post_processor)) or "none"
        ids = tuple(map(str, encoding.ids.tolist()))
        whole = self._over_spans(
            "post_processor",
            kinds,
            "",
            pieces=encoding.tokens,
            shown=self._shown,
            spans=np.concatenate([encoding.byte_spans[:before], spans, encoding.byte_spans[inside.stop :]]),
            changes=changes,
            first_token=-before,
        )
        yield whole
        yield replace(whole, name="ids", kind="none", pieces=ids, shown=ids)

    def _over_spans(
        self,
        name: StageName,
        kind: str,
        detail: str,
        *,
        pieces: Sequence[str],
        shown: Sequence[str],
        spans: np.ndarray,
        changes: Sequence[str],
        first_token: int | None = None,
    ) -> Stage:
        return Stage(
            name,
            kind,
            detail,
            pieces=tuple(pieces),
            shown=tuple(shown),
            byte_spans=self._columns.given_of_spans(spans),
            columns=self._columns.of_spans(spans, first_token=first_token),
            changes=_numbers(changes),
        )


def beginning(text: str, most: int) -> str:
    """The text's beginning, at most so many characters, ended where a space or a line ends if there is one near."""
    if len(text) <= most:
        return text
    at = max(text.rfind(" ", most - most // 10, most), text.rfind("\n", most - most // 10, most))
    return text[: at if at > 0 else most]


def _later(step: Description) -> Description:
    """The same step where it does not see a text's beginning."""
    return step | {"prepend_scheme": "never"} if step.get("prepend_scheme") == "first" else step


def _gaps(spans: np.ndarray, covered: np.ndarray) -> np.ndarray:
    """Where `covered` is no longer covered, int64 [.., 2]; both ascending."""
    found = []
    at = 0
    for first, last in covered.tolist():
        here = first
        while at < len(spans) and spans[at, 0] < last:
            if spans[at, 0] > here:
                found.append((here, int(spans[at, 0])))
            here = max(here, int(spans[at, 1]))
            at += 1
        if here < last:
            found.append((here, last))
    return np.array(found, np.int64).reshape(-1, 2)


def _within(spans: np.ndarray, words: np.ndarray) -> np.ndarray:
    """The tokens' spans without what no word has: a token's partition of the text counts spaces in that were split away."""
    if not len(words):
        return spans
    word = np.maximum(np.searchsorted(words[:, 0], spans[:, 1], side="left") - 1, 0)
    first, last = np.maximum(spans[:, 0], words[word, 0]), np.minimum(spans[:, 1], words[word, 1])
    fits = (first < last) & (spans[:, 0] < spans[:, 1])
    return np.where(fits[:, None], np.stack([first, last], axis=1), spans)


def _numbers(changes: Sequence[str]) -> np.ndarray:
    return np.array([CHANGES.index(one) for one in changes], np.uint8)
