"""Looks at a prompt as its model's tokenizer reads it, for what misleads a model without looking wrong to a person.

The idea that is not obvious: nothing is known of any tokenizer beforehand. Whether a space at the end does harm is tried with the
vocabulary's own words: does the text with the word behind it still begin with the same tokens?
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from workbench.text.tokenizer import SPECIAL, Tokenizer
from workbench.values import Encoding, PromptCheck, PromptCheckRequest, PromptFinding

LOOKS_SPECIAL = re.compile(
    r"<\|[\w -]{1,40}\|>|</?s>|<(?:bos|eos|pad|unk|mask|start_of_turn|end_of_turn)>|<</?SYS>>"
    r"|\[/?INST\]|\[(?:CLS|SEP|PAD|MASK|BOS|EOS|UNK)\]"
)
SENTENCE_ENDS = tuple(".?!。？！…")
TRIED_WORDS, NAMED_TOKENS = 40, 8


def check_prompt(tokenizer: Tokenizer, request: PromptCheckRequest, *, n_ctx: int) -> PromptCheck:
    """All findings. Raises WorkbenchError as `Tokenizer.encode` does."""
    subject = request.subject
    whole = tokenizer.encode(subject.text, bos=subject.bos, form=subject.form)
    plain = tokenizer.encode(subject.text, bos="no")
    typed = list(_typed_specials(tokenizer, plain))
    findings = [*typed, *_unknown_specials(tokenizer, plain)]
    if subject.form == "raw":
        findings += [*_trailing_space(tokenizer, subject.text, plain), *_template_missing(tokenizer, subject.text, bool(typed))]
    findings += _length(whole, request, n_ctx=n_ctx)
    return PromptCheck(request, len(whole.ids), n_ctx, tuple(findings))


def _typed_specials(tokenizer: Tokenizer, encoding: Encoding) -> Iterator[PromptFinding]:
    """Special tokens that stand for bytes of the text were typed."""
    widths = encoding.byte_spans[:, 1] - encoding.byte_spans[:, 0]
    places = np.flatnonzero((encoding.kinds == SPECIAL) & (widths > 0)).tolist()
    if places:
        tokens = tuple(dict.fromkeys(tokenizer.shown(int(encoding.ids[place])) for place in places))[:NAMED_TOKENS]
        start, end = encoding.byte_spans[places[0]].tolist()
        yield PromptFinding("special-typed", tokens, len(places), start, end)


def _unknown_specials(tokenizer: Tokenizer, encoding: Encoding) -> Iterator[PromptFinding]:
    """What looks like a special token and is none of this tokenizer's."""
    for found in LOOKS_SPECIAL.finditer(encoding.text):
        start, end = (len(encoding.text[:place].encode("utf-8")) for place in found.span())
        inside = np.flatnonzero((encoding.byte_spans[:, 1] > start) & (encoding.byte_spans[:, 0] < end))
        if len(inside) > 1 and not (encoding.kinds[inside] == SPECIAL).any():
            read = (tokenizer.shown(int(encoding.ids[place])) for place in inside[:NAMED_TOKENS])
            yield PromptFinding("special-unknown", (found.group(), *read), len(inside), start, end)
            return


def _trailing_space(tokenizer: Tokenizer, text: str, encoding: Encoding) -> Iterator[PromptFinding]:
    """A space at the end does harm where words carry their space themselves."""
    bare = text.rstrip(" ")
    if bare == text or not bare or encoding.text != text or not len(encoding.ids):
        return
    start, end = encoding.byte_spans[-1].tolist()
    last = text.encode("utf-8")[start:end]
    if not last or last.strip(b" "):
        return
    words, total = _spaced_words(tokenizer)
    read = encoding.ids.tolist()
    for word in words:
        shown = tokenizer.shown(word)
        whole = tokenizer.encode(bare + shown, bos="no").ids.tolist()
        behind = tokenizer.encode(text + shown[1:], bos="no").ids.tolist()
        if whole and whole[-1] == word and behind[: len(read)] != read:
            yield PromptFinding("trailing-space", (tokenizer.shown(read[-1]), shown), total, start, end)
            return


@lru_cache(maxsize=8)
def _spaced_words(tokenizer: Tokenizer) -> tuple[tuple[int, ...], int]:
    """Tokens that are a space and a word, the vocabulary's first few, and how many there are."""
    found = [
        token
        for token in range(tokenizer.d_vocab)
        if token not in tokenizer.special_ids and (shown := tokenizer.shown(token))[:1] == " " and shown[1:].isalpha() and len(shown) > 2
    ]
    return tuple(found[:TRIED_WORDS]), len(found)


def _template_missing(tokenizer: Tokenizer, text: str, typed: bool) -> Iterator[PromptFinding]:
    """A finished sentence wants an answer, not a continuation."""
    template = tokenizer.chat_template
    if template and not typed and text.rstrip().endswith(SENTENCE_ENDS):
        pieces = (tokenizer.piece(token) for token in sorted(tokenizer.special_ids))
        yield PromptFinding("template-missing", tuple(piece for piece in pieces if piece in template)[:NAMED_TOKENS])


def _length(encoding: Encoding, request: PromptCheckRequest, *, n_ctx: int) -> Iterator[PromptFinding]:
    room = n_ctx - len(encoding.ids)
    if not n_ctx or room >= request.max_new_tokens:
        return
    if room > 0:
        yield PromptFinding("room-short", number=room)
    else:
        yield PromptFinding("prompt-too-long", number=-room, start=_fits_from(encoding, request, n_ctx=n_ctx))


def _fits_from(encoding: Encoding, request: PromptCheckRequest, *, n_ctx: int) -> int:
    """The byte from which a raw text leaves room for what is to come, at least half of the context."""
    if encoding.text != request.subject.text or request.subject.form != "raw":
        return 0
    widths = encoding.byte_spans[:, 1] - encoding.byte_spans[:, 0]
    around = int((widths == 0).sum())
    kept = n_ctx - min(max(request.max_new_tokens, 1), n_ctx // 2) - around
    places = np.flatnonzero(widths > 0)[-kept:] if kept > 0 else ()
    raw = encoding.text.encode("utf-8")
    for place in places:
        start = int(encoding.byte_spans[place, 0])
        if raw[start] & 0xC0 != 0x80:  # no character is cut
            return start
    return 0
