"""One tokenizer for every model: the `tokenizers` library underneath, exact byte spans and honest words on top.

The idea that is not obvious: special tokens typed as text are found by the library itself and stand for their own bytes,
those put around the text stand for none; that is the whole difference between the two.
"""

from __future__ import annotations

import copy
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from re import Pattern

import numpy as np
import tokenizers

from workbench.errors import WorkbenchError
from workbench.text import spans
from workbench.text.alignment import Cut
from workbench.text.bytelevel import BYTE_OF
from workbench.text.characters import uncut
from workbench.text.chat import render
from workbench.text.cuts import Cutter
from workbench.text.normal_form import NormalForm
from workbench.text.pipeline import Added, Pipeline
from workbench.text.reading import Reader, panics_named
from workbench.text.spelling import ByteSpelling, WordSpelling, spelling_of
from workbench.text.stream import StreamDecoder
from workbench.values import VIRTUAL_FIRST, Bos, CutRequest, Encoding, Form, Matching, Merging, Paths, Stage

ORDINARY, SPECIAL, UNKNOWN, VIRTUAL = range(4)
NAMED_LOSSES = 8


@dataclass(frozen=True)
class Specials:
    """Ids with a role; None where the model has none. `before`, `after`: what is put around a raw text."""

    bos_id: int | None = None
    eos_ids: frozenset[int] = frozenset()
    unk_id: int | None = None
    pad_id: int | None = None
    mask_id: int | None = None
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    chat_template: str | None = None


class Tokenizer:
    """Text to ids and back. `kind`: bpe, wordpiece, unigram or wordlevel. `normalizes`: it may change the text itself."""

    def __init__(self, inner: tokenizers.Tokenizer, *, name: str, specials: Specials, cut: Pattern[str] | None = None) -> None:
        """`cut` matches where any text may be cut behind without changing its tokens; None: nowhere for sure."""
        self.name, self.specials = name, specials
        self.kind = type(inner.model).__name__.lower()
        self.d_vocab: int = inner.get_vocab_size(with_added_tokens=True)
        self.bos_id, self.eos_ids, self.unk_id = specials.bos_id, specials.eos_ids, specials.unk_id
        self.pad_id, self.mask_id = specials.pad_id, specials.mask_id
        self.adds_bos = self.bos_id is not None and self.bos_id in specials.before
        self.chat_template = specials.chat_template
        self._inner = inner
        self._fast: tokenizers.Tokenizer | None = None
        self._reader = Reader(inner, name=name, cut=cut)
        self._form = NormalForm(inner)
        self.normalizes = self._form.changes
        self._spelling = spelling_of(inner)
        self._cutter: Cutter | None = None
        self._added = dict(inner.get_added_tokens_decoder())
        self._special = [number for number, token in self._added.items() if token.special]
        self.special_ids = frozenset(self._special) | {one for one in (self.mask_id, self.pad_id) if one is not None}
        self._bytes: dict[int, bytes] = {}
        self._n_ids: int | None = None
        self.virtual: tuple[int, ...] = ()
        self._lost = frozenset[int]()
        if isinstance(self._spelling, ByteSpelling) and not getattr(inner.model, "unk_token", None):
            self._lost = frozenset(byte for character, byte in BYTE_OF.items() if inner.token_to_id(character) is None)

    def prompted(self, n_tokens: int) -> Tokenizer:
        """The same, with the `n_tokens` virtual tokens of a soft prompt before everything else."""
        made = copy.copy(self)
        made.virtual = tuple(range(VIRTUAL_FIRST, VIRTUAL_FIRST + n_tokens))
        return made

    @property
    def bos_policy(self) -> str:
        """What is put around a raw text, in one English sentence."""
        before, after = (" ".join(map(self.piece, ids)) for ids in (self.specials.before, self.specials.after))
        if before and after:
            return f"{before} is put before the text and {after} after it."
        if before or after:
            return f"{before or after} is put {'before' if before else 'after'} the text."
        return "Nothing is put before the text."

    @property
    def lead(self) -> bytes:
        """What the tokenizer itself puts before a text, and its decoder takes away again."""
        return self._spelling.lead

    @property
    def n_ids(self) -> int:
        """One more than the highest id. It is `d_vocab` where no id is left out."""
        if self._n_ids is None:
            self._n_ids = 1 + max(self._inner.get_vocab(with_added_tokens=True).values(), default=-1)
        return self._n_ids

    def encode(self, text: str, *, bos: Bos = "auto", form: Form = "raw") -> Encoding:
        """Encode a text, as it is or as a user's message.

        Raises WorkbenchError: text-not-unicode, no-bos, tokenizer-failed; for a message also those of `encode_messages`.
        """
        if form == "user":
            return self.encode_messages([{"role": "user", "content": text}])
        before, after = self._around(bos)
        return self._encoded(_unicode(text), before, after)

    def encode_many(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of many texts, nothing put around them: what training reads.

        Raises WorkbenchError: text-not-unicode, tokenizer-failed.
        """
        for text in texts:
            _unicode(text)
        with panics_named(self.name, "tokenizer-failed"):
            self._fast = self._fast or uncut(self._inner)
            return [one.ids for one in self._fast.encode_batch_fast(list(texts), add_special_tokens=False)]

    def encode_messages(self, messages: Sequence[Mapping[str, str]], *, template: str | None = None, answer: str = "") -> Encoding:
        """Encode a conversation through `template`, or the model's own, and the beginning of the assistant's `answer`.

        Raises WorkbenchError: no-chat-template, chat-template-failed, -slow, -large, text-not-unicode, tokenizer-failed.
        """
        return self._encoded(_unicode(self._rendered(messages, template) + answer), self.virtual, ())

    def _rendered(self, messages: Sequence[Mapping[str, str]], template: str | None) -> str:
        template = self.chat_template if template is None else template
        if not template:
            raise WorkbenchError("no-chat-template", model=self.name)
        for message in messages:
            _unicode(message["content"])
        bos_token, eos_token = (self.piece(one) if one is not None else "" for one in (self.bos_id, min(self.eos_ids, default=None)))
        return _unicode(render(template, messages, bos_token=bos_token, eos_token=eos_token))

    def decode(self, ids: Sequence[int]) -> str:
        """The text of all ids at once; bytes that are no character become U+FFFD."""
        if isinstance(self._spelling, WordSpelling):
            with panics_named(self.name, "tokenizer-failed"):
                return str(self._inner.decode([int(one) for one in ids], skip_special_tokens=False))
        raw = b"".join(self._all_bytes(np.asarray(ids, np.int64)))
        return raw.removeprefix(self._spelling.lead).decode("utf-8", "replace")

    def stream(self, *, begins: bool = False) -> StreamDecoder:
        """Decode ids as they come. `begins`: they begin a text, so a space that the tokenizer itself puts in front is left out."""
        return StreamDecoder(self._continuing_bytes, lead=self._spelling.lead if begins else b"")

    def piece(self, token: int) -> str:
        """A token as the vocabulary spells it; `<id>` for one the vocabulary lacks, `⟨P1⟩` for a virtual one."""
        if token in self.virtual:
            return f"⟨P{token - self.virtual[0] + 1}⟩"
        found = self.known_piece(token)
        return f"<{token}>" if found is None else found

    def known_piece(self, token: int) -> str | None:
        """A token as the vocabulary spells it; None for one the vocabulary lacks."""
        found = self._inner.id_to_token(token) if 0 <= token < 1 << 32 else None
        return None if found is None else str(found)

    def is_added(self, token: int) -> bool:
        """Whether a token is found in a text before anything else is done to it."""
        return token in self._added

    def definition(self) -> str:
        """The whole tokenizer as the library writes it, in JSON."""
        return str(self._inner.to_str())

    def token_bytes(self, token: int) -> bytes:
        """The bytes a token stands for; of a virtual one, none."""
        if token in self.virtual:
            return b""
        found = self._bytes.get(token)
        if found is None:
            piece = self.piece(token)
            found = self._bytes[token] = piece.encode("utf-8") if token in self._added else self._spelling.to_bytes(piece)
        return found

    def shown(self, token: int) -> str:
        """One token for display: its text, or its bytes where they aren't whole characters. Words keep their mark of continuation."""
        if isinstance(self._spelling, WordSpelling):
            return self.piece(token)
        if token in self.virtual:
            return self.piece(token)
        raw = self.token_bytes(token)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return "⟨" + raw.hex(" ").upper() + "⟩"

    def lost(self, text: str) -> str:
        """The characters that encoding and decoding does not give back, named; ␣ stands for spaces, U+… for what can't be seen."""
        back = self.returned(text)
        if back == text:
            return ""
        kept = back.replace(self.piece(self.unk_id), "") if self.unk_id is not None else back
        # what only comes back in another normal form is not lost, unless nothing else is
        missing = Counter(unicodedata.normalize("NFC", text)) - Counter(unicodedata.normalize("NFC", kept)) or Counter(text) - Counter(kept)
        names = list(dict.fromkeys(map(_name, missing))) or ["␣"]
        return " ".join(names[:NAMED_LOSSES]) + (f" … ({len(names)})" if len(names) > NAMED_LOSSES else "")

    def returned(self, text: str) -> str:
        """What encoding and decoding gives back."""
        return self.decode(self._reader.read(_unicode(text)).ids)

    def normal_form(self, text: str) -> str:
        """What the tokenizer makes of a text before it looks at it. What only spells spaces doesn't count."""
        return self._form.of(text)

    def spans_by_offsets(self, text: str) -> np.ndarray:
        """int64 [n, 2]: the tokens' spans in the bytes of the text as it was given, as far as the library's offsets tell."""
        ids = np.array(self._reader.read(_unicode(text)).ids, np.int32)
        offsets = self._reader.offsets(text)
        unknown = [i for i in np.flatnonzero(ids == self.unk_id).tolist() if not self._typed(text, offsets[i])]
        added = [i for i in np.flatnonzero(np.isin(ids, list(self._added))).tolist() if i not in set(unknown)]
        ends = spans.by_stretches(self._all_bytes(ids), offsets, text, added=added, lead=self._spelling.lead, lost=self._lost)
        return spans.partition(ends, len(text.encode("utf-8")))

    def stages(self, text: str, *, bos: Bos = "auto", form: Form = "raw") -> tuple[Stage, ...]:
        """The pipeline step by step, every piece over what it came from; raises as `encode` does."""
        return self.pipeline(text, bos=bos, form=form)[1]

    def pipeline(self, text: str, *, bos: Bos = "auto", form: Form = "raw") -> tuple[str, tuple[Stage, ...], int]:
        """What is given to the tokenizer, its stages, and over how many columns they stand; raises as `encode` does."""
        given = self._rendered([{"role": "user", "content": text}], None) if form == "user" else _unicode(text)
        before, after = (self.virtual, ()) if form == "user" else self._around(bos)
        encoding = self._encoded(given, before, after)
        with panics_named(self.name, "tokenizer-failed"):
            made = Pipeline(
                self._inner,
                self._form,
                given=given,
                encoding=encoding,
                around=(len(before), len(after)),
                added=tuple(self._added_in(given, encoding, len(before), len(after))),
                shown=tuple(self.shown(token) for token in encoding.ids.tolist()),
            )
            return given, tuple(made.stages()), made.n_columns

    def cut(self, request: CutRequest) -> Merging | Matching | Paths:
        """How the model cuts one word, step by step. Raises WorkbenchError('word-too-long')."""
        if self._cutter is None:
            self._cutter = Cutter(self._inner, self._spelling)
        return self._cutter.cut(request)

    def _added_in(self, given: str, encoding: Encoding, n_before: int, n_after: int) -> Iterator[Added]:
        """The added tokens that stand in the text itself."""
        offsets = self._reader.offsets(given)
        for number in range(n_before, len(encoding.ids) - n_after):
            token = self._added.get(int(encoding.ids[number]))
            if token is not None and encoding.kinds[number] != UNKNOWN:
                first, last = offsets[number - n_before].tolist()
                yield Added(number, Cut(first, last), token.normalized)

    def _around(self, bos: Bos) -> tuple[tuple[int, ...], tuple[int, ...]]:
        before, after = self.specials.before, self.specials.after
        if bos == "no":
            return self.virtual, ()
        if bos == "yes" and not self.adds_bos:
            if self.bos_id is None:
                raise WorkbenchError("no-bos", model=self.name)
            before = (self.bos_id, *before)
        return (*self.virtual, *before), after

    def _continuing_bytes(self, token: int) -> bytes:
        """A token's bytes where text goes on: a new word has a space before it."""
        raw = self.token_bytes(token)
        if isinstance(self._spelling, WordSpelling) and token not in self._added:
            mark, end = self._spelling.continuing, self._spelling.ending
            piece = self.piece(token)
            if end:
                return raw + b" " if piece.endswith(end) else raw
            return raw if mark and piece.startswith(mark) else b" " + raw
        return raw

    def _encoded(self, text: str, before: Sequence[int], after: Sequence[int]) -> Encoding:
        ids = self._reader.read(text).ids
        text, inner, kinds = self._placed(text, np.array(ids, np.int32))
        end = len(text.encode("utf-8"))
        around = [np.full((len(ones), 2), at, np.int64) for ones, at in ((before, 0), (after, end))]
        byte_spans = np.concatenate([around[0], inner, around[1]])
        return Encoding(
            ids=np.array([*before, *ids, *after], np.int32),
            tokens=tuple(self._all_pieces([*before, *ids, *after])),
            byte_spans=byte_spans,
            char_spans=spans.character_spans(byte_spans, text),
            kinds=np.concatenate([self._kinds(before), kinds, self._kinds(after)]).astype(np.uint8),
            text=text,
        )

    def _kinds(self, around: Sequence[int]) -> np.ndarray:
        return np.where(np.isin(around, self.virtual), VIRTUAL, SPECIAL)

    def _placed(self, text: str, ids: np.ndarray) -> tuple[str, np.ndarray, np.ndarray]:
        """The text in normal form, the byte spans [n, 2] and the kinds [n] of the tokens within it."""
        pieces = self._all_bytes(ids)
        kinds = np.isin(ids, self._special).astype(np.uint8) * SPECIAL
        simple = not (self.unk_id is not None and self.unk_id in ids) and self._form.of(text) == text
        ends = spans.accumulated(pieces, text.encode("utf-8"), lost=self._lost) if simple else None
        if ends is None:
            offsets = self._reader.offsets(text)
            added = np.flatnonzero(np.isin(ids, list(self._added))).tolist()
            unknown = [i for i in np.flatnonzero(ids == self.unk_id).tolist() if not self._typed(text, offsets[i])]
            kinds[unknown] = UNKNOWN
            text, offsets = self._in_normal_form(text, ids, offsets, [i for i in added if i not in set(unknown)])
            ends = spans.by_stretches(pieces, offsets, text, added=added, lead=self._spelling.lead, lost=self._lost)
        return text, spans.partition(ends, len(text.encode("utf-8"))), kinds

    def _typed(self, text: str, span: np.ndarray) -> bool:
        """Whether the token that means "unknown" stands for its own name in the text."""
        return text[span[0] : span[1]].strip() == self.piece(self.unk_id or 0)

    def _in_normal_form(self, text: str, ids: np.ndarray, offsets: np.ndarray, added: Sequence[int]) -> tuple[str, np.ndarray]:
        """The text in normal form, and the tokens' offsets in it. Where the normal form would be read as other tokens (it can spell
        a special one by chance) the text stays as it was."""
        normal = self._form.of(text, [(int(offsets[i, 0]), int(offsets[i, 1])) for i in added])
        if normal == text:
            return text, offsets
        with panics_named(self.name, "tokenizer-failed"):
            again = self._form.core().encode(normal, add_special_tokens=False)
        return (normal, np.array(again.offsets, np.int64).reshape(-1, 2)) if again.ids == ids.tolist() else (text, offsets)

    def _all_pieces(self, ids: Sequence[int]) -> Iterator[str]:
        known = {token: self.piece(token) for token in set(ids)}
        return map(known.__getitem__, ids)

    def _all_bytes(self, ids: np.ndarray) -> list[bytes]:
        known = {token: self.token_bytes(token) for token in np.unique(ids).tolist()}
        return list(map(known.__getitem__, ids.tolist()))


def _unicode(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WorkbenchError("text-not-unicode", position=error.start) from error
    return text


def _name(character: str) -> str:
    if character == " ":
        return "␣"
    return character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"
