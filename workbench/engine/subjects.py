"""From a text under study to the exact ids a model reads, with every id accounted for.

Every operation begins here, so an empty text, one that is too long, and foreign ids are answered the same everywhere.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

import numpy as np

from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import VIRTUAL_FIRST, Encoding, ModelInfo, Subject

Messages = Sequence[tuple[str, str]]
"""Of a conversation: role and content of each."""


def read_subject(
    info: ModelInfo, tokenizer: Tokenizer, *, subject: Subject, ids: Sequence[int] | None = None, behind: Sequence[int] = ()
) -> Encoding:
    """Encode `subject` (or take `ids` in its stead) and put the ids `behind` after it.

    Raises WorkbenchError: empty-text, text-too-long, ids-out-of-range, and the tokenizer's.
    """
    if ids is None:
        encoding = tokenizer.encode(subject.text, bos=subject.bos, form=subject.form)
    else:
        encoding = encoding_of(tokenizer, ids)
    return _checked(info, tokenizer, encoding=encoding, behind=behind)


def read_messages(
    info: ModelInfo, tokenizer: Tokenizer, *, messages: Messages, template: str | None = None, behind: Sequence[int] = ()
) -> Encoding:
    """Encode a conversation through `template` (None: the model's own) and put the ids `behind` after it.

    Raises WorkbenchError as `read_subject` does, and those of the template.
    """
    encoding = tokenizer.encode_messages([{"role": role, "content": content} for role, content in messages], template=template)
    return _checked(info, tokenizer, encoding=encoding, behind=behind)


def _checked(info: ModelInfo, tokenizer: Tokenizer, *, encoding: Encoding, behind: Sequence[int]) -> Encoding:
    if behind:
        encoding = _joined(encoding, encoding_of(tokenizer, behind))
    check_ids(info, encoding.ids)
    return encoding


def with_start(tokenizer: Tokenizer, encoding: Encoding, start_id: int) -> Encoding:
    """What a decoder reads: its start token, then `encoding`'s ordinary tokens."""
    start = Encoding(
        ids=np.array([start_id], np.int32),
        tokens=(tokenizer.piece(start_id),),
        byte_spans=np.zeros((1, 2), np.int64),
        char_spans=np.zeros((1, 2), np.int64),
        kinds=np.ones(1, np.uint8),
        text="",
    )
    return _joined(start, encoding)


def check_ids(info: ModelInfo, ids: np.ndarray) -> None:
    """Raise WorkbenchError unless ids [n] are ones that the model can read: empty-text, text-too-long, ids-out-of-range."""
    n_tokens = len(ids)
    if n_tokens == 0:
        raise WorkbenchError("empty-text")
    if n_tokens > info.n_ctx:
        raise WorkbenchError("text-too-long", n_tokens=n_tokens, model=info.name, n_ctx=info.n_ctx, excess=n_tokens - info.n_ctx)
    virtual = (ids >= VIRTUAL_FIRST) & (ids < VIRTUAL_FIRST + info.n_virtual)
    foreign = np.flatnonzero(((ids < 0) | (ids >= info.d_vocab)) & ~virtual)
    if len(foreign):
        position = int(foreign[0])
        raise WorkbenchError("ids-out-of-range", id=int(ids[position]), position=position, model=info.name, d_vocab=info.d_vocab)


def encoding_of(tokenizer: Tokenizer, ids: Sequence[int]) -> Encoding:
    """Ids as an Encoding: the text is what they spell. Bytes that never become a character read as U+FFFD there."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    pieces = [tokenizer.token_bytes(int(token)) for token in ids]
    text, n_bytes, n_chars, byte_ends = [], 0, 0, [0]
    char_spans = np.zeros((len(pieces), 2), np.int64)
    for number, piece in enumerate(pieces):
        text.append(decoder.decode(piece, final=number == len(pieces) - 1))
        unfinished = len(decoder.getstate()[0])  # bytes of a character that later tokens complete
        n_bytes += len(text[-1].encode("utf-8"))
        byte_ends.append(n_bytes + unfinished)
        char_spans[number] = n_chars, n_chars + len(text[-1]) + bool(unfinished)
        n_chars += len(text[-1])
    return Encoding(
        ids=np.asarray(ids, np.int32),
        tokens=tuple(tokenizer.piece(int(token)) for token in ids),
        byte_spans=np.stack([byte_ends[:-1], byte_ends[1:]], axis=1).astype(np.int64),
        char_spans=char_spans,
        kinds=np.zeros(len(pieces), np.uint8),
        text="".join(text),
    )


def _joined(a: Encoding, b: Encoding) -> Encoding:
    return Encoding(
        ids=np.concatenate([a.ids, b.ids]),
        tokens=a.tokens + b.tokens,
        byte_spans=np.concatenate([a.byte_spans, b.byte_spans + len(a.text.encode("utf-8"))]),
        char_spans=np.concatenate([a.char_spans, b.char_spans + len(a.text)]),
        kinds=np.concatenate([a.kinds, b.kinds]),
        text=a.text + b.text,
    )
