"""One tokenizer for every model: the `tokenizers` library underneath, exact byte spans and honest words on top.

The idea that is not obvious: special tokens typed as text are found by the library itself (they have bytes of their own),
those added around the text have none; that is the whole difference between the two.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import tokenizers

from workbench.errors import WorkbenchError
from workbench.text import bytelevel, spans
from workbench.text.chat import render
from workbench.text.stream import StreamDecoder
from workbench.values import Bos, Encoding, Form, Stage

ORDINARY, SPECIAL, UNKNOWN, VIRTUAL = range(4)


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
    """Text to ids and back. `kind`: bpe, wordpiece, unigram or wordlevel."""

    def __init__(self, inner: tokenizers.Tokenizer, *, name: str, specials: Specials) -> None:
        self.inner, self.name, self.specials = inner, name, specials
        self.kind = type(inner.model).__name__.lower()
        self.d_vocab = inner.get_vocab_size(with_added_tokens=True)
        self.bos_id, self.eos_ids, self.unk_id = specials.bos_id, specials.eos_ids, specials.unk_id
        self.pad_id, self.mask_id = specials.pad_id, specials.mask_id
        self.adds_bos = self.bos_id is not None and self.bos_id in specials.before
        self.chat_template = specials.chat_template
        self.normalizes = inner.normalizer is not None
        self._added = {number: token for number, token in inner.get_added_tokens_decoder().items()}
        self._special = {number for number, token in self._added.items() if token.special}
        self.byte_level = isinstance(inner.decoder, tokenizers.decoders.ByteLevel)

    @property
    def bos_policy(self) -> str:
        """What stands before a raw text, in one English sentence."""
        if self.adds_bos and self.bos_id is not None:
            return f"{self.piece(self.bos_id)} is put before the text."
        return "Nothing is put before the text."

    def encode(self, text: str, *, bos: Bos = "auto", form: Form = "raw") -> Encoding:
        """Encode a text, as it is or as a user's message. Raises WorkbenchError: text-not-unicode, no-chat-template, no-bos, tokenizer-failed."""
        if form == "user":
            return self.encode_messages([{"role": "user", "content": text}])
        _check_unicode(text)
        before = self._before(bos)
        found = self._encoded(text)
        return self._spans(found, self._normalized(text), before)

    def encode_messages(self, messages: Sequence[Mapping[str, str]]) -> Encoding:
        """Encode a conversation through the model's chat template, ready for the assistant's answer."""
        if not self.chat_template:
            raise WorkbenchError("no-chat-template", model=self.name)
        for message in messages:
            _check_unicode(message["content"])
        text = render(
            self.chat_template, messages, bos_token=self._text_of(self.bos_id), eos_token=self._text_of(min(self.eos_ids, default=None))
        )
        return self._spans(self._encoded(text), self._normalized(text), [])

    def decode(self, ids: Sequence[int]) -> str:
        """The text of all ids at once; bytes that are no character become U+FFFD."""
        stream = self.stream()
        return "".join(stream.push(int(one)) for one in ids) + stream.flush()

    def stream(self) -> StreamDecoder:
        return StreamDecoder(self.token_bytes)

    def piece(self, token: int) -> str:
        """A token as the vocabulary spells it; `<id>` for one the vocabulary lacks."""
        return self.inner.id_to_token(int(token)) or f"<{token}>"

    @functools.lru_cache(maxsize=100_000)  # noqa: B019  a tokenizer lives as long as its model
    def token_bytes(self, token: int) -> bytes:
        """The bytes a token stands for."""
        piece = self.piece(token)
        if token in self._added:
            return piece.encode("utf-8")
        if self.byte_level:
            found = bytelevel.to_bytes(piece)
            if found is not None:
                return found
        if len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">"):
            return bytes([int(piece[3:5], 16)])
        return piece.replace("▁", " ").removeprefix("##").encode("utf-8")

    def shown(self, token: int) -> str:
        """One token for display: its text, or its bytes where they aren't whole characters."""
        raw = self.token_bytes(int(token))
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return "⟨" + raw.hex(" ").upper() + "⟩"

    def lost(self, text: str) -> str:
        """What encoding and decoding does not give back: empty, or the decoded text that differs."""
        found = self._encoded(text)
        back = self.decode(found.ids)
        return "" if back == text else back

    def stages(self, text: str) -> tuple[Stage, ...]:
        """The pipeline step by step."""
        steps = [Stage("normalizer", _kind(self.inner.normalizer), (self._normalized(text),))]
        words = [(text, (0, len(text)))]
        if self.inner.pre_tokenizer is not None:
            words = self.inner.pre_tokenizer.pre_tokenize_str(self._normalized(text))
        steps.append(Stage("pre_tokenizer", _kind(self.inner.pre_tokenizer), tuple(word for word, _ in words)))
        steps.append(Stage("model", self.kind, tuple(self._encoded(text).tokens)))
        full = self.inner.encode(text)
        steps.append(Stage("post_processor", _kind(self.inner.post_processor), tuple(full.tokens)))
        return tuple(steps)

    def _text_of(self, token: int | None) -> str:
        return "" if token is None else self.piece(token)

    def _before(self, bos: Bos) -> list[int]:
        if bos == "no" or (bos == "auto" and not self.adds_bos):
            return []
        if self.bos_id is None:
            if bos == "yes":
                raise WorkbenchError("no-bos", model=self.name)
            return []
        return [self.bos_id]

    def _normalized(self, text: str) -> str:
        return text if self.byte_level or self.inner.normalizer is None else text

    def _encoded(self, text: str) -> tokenizers.Encoding:
        with panics_named(self.name, "tokenizer-failed"):
            return self.inner.encode(text, add_special_tokens=False)

    def _spans(self, found: tokenizers.Encoding, text: str, before: list[int]) -> Encoding:
        ids = np.array(found.ids, np.int32)
        pieces = [self.token_bytes(one) for one in found.ids]
        byte_spans = spans.from_pieces(pieces, text)
        if byte_spans is None:
            byte_spans = spans.from_offsets(np.array(found.offsets, np.int64).reshape(-1, 2), text)
        kinds = np.array([self._kind_of(one) for one in found.ids], np.uint8)
        n = len(before)
        return Encoding(
            ids=np.concatenate([np.array(before, np.int32), ids]),
            tokens=tuple(self.piece(one) for one in before) + tuple(found.tokens),
            byte_spans=np.concatenate([np.zeros((n, 2), np.int64), byte_spans]),
            char_spans=np.concatenate([np.zeros((n, 2), np.int64), spans.characters_of(byte_spans, text)]),
            kinds=np.concatenate([np.full(n, SPECIAL, np.uint8), kinds]),
            text=text,
        )

    def _kind_of(self, token: int) -> int:
        return SPECIAL if token in self._special else UNKNOWN if token == self.unk_id else ORDINARY


def _check_unicode(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WorkbenchError("text-not-unicode", position=error.start) from error


def _kind(part: object) -> str:
    return "none" if part is None else type(part).__name__


@contextmanager
def panics_named(name: str, code: str) -> Iterator[None]:
    """The library reports some faults as PanicException, which is no Exception."""
    try:
        yield
    except (WorkbenchError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise WorkbenchError(code, model=name, reason=str(error)[:200]) from error
