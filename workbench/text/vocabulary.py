"""A tokenizer's vocabulary as arrays, with the tokens that no text becomes; and the search in it.

The idea that is not obvious: a token is tried by reading its own text, but a token that only ever stands behind others (`##ing`, or a
piece without its space) fails there though it is in use. So those that fail are tried once more behind a few beginnings.
"""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.text.tokenizer import Tokenizer
from workbench.values import (
    ADDED,
    BYTE,
    FRAGMENT,
    INSIDE,
    MISSING,
    ORDINARY,
    REACHED,
    RESERVED,
    SPECIAL,
    UNREACHED,
    Progress,
    SearchMode,
    Vocabulary,
    VocabularyRequest,
)

BATCH = 2048
BEGINNINGS = ("a", "x", "가", "1", ".", "the", "zq")
"""What a token is tried behind."""
SEARCH_S = 2.0
_RESERVED = re.compile(r"[<\[]\W?(?:unused|reserved|extra_id|dummy)\D*\d+\W?[>\]]", re.IGNORECASE)


def vocabulary(
    tokenizer: Tokenizer, request: VocabularyRequest, *, name: str, stopped: Callable[[], bool]
) -> Iterator[Progress | Vocabulary]:
    """Read and try all tokens. Raises WorkbenchError: cancelled, tokenizer-failed."""
    size = tokenizer.n_ids
    pieces = [tokenizer.known_piece(token) for token in range(size)]
    raw = [b"" if piece is None else tokenizer.token_bytes(token) for token, piece in enumerate(pieces)]
    reach = np.full(size, UNREACHED, np.uint8)
    for first in range(0, size, BATCH):
        last = min(first + BATCH, size)
        yield Progress("try", first, size, "tokens")
        if stopped():
            raise WorkbenchError("cancelled")
        reach[first:last] = _tried(tokenizer, range(first, last), pieces, raw)
    spelled = ["" if piece is None else piece for piece in pieces]
    yield Vocabulary(
        request=request,
        name=name,
        kind=tokenizer.kind,
        pieces=_joined([piece.encode("utf-8") for piece in spelled]),
        piece_ends=_ends([piece.encode("utf-8") for piece in spelled]),
        bytes=_joined(raw),
        byte_ends=_ends(raw),
        kinds=np.array([_kind(tokenizer, token, piece, raw[token]) for token, piece in enumerate(pieces)], np.uint8),
        reach=reach,
        ranks=_ranks(tokenizer, pieces),
        order=np.array(sorted(range(size), key=raw.__getitem__), np.int32),
    )


def is_ordinary(tokenizer: Tokenizer, token: int) -> bool:
    """Whether a token stands for a piece of text and nothing else: none that is special, added, reserved or missing."""
    return _kind(tokenizer, token, tokenizer.known_piece(token), b"") == ORDINARY


def search_vocabulary(tokenizer: Tokenizer, query: str, mode: SearchMode) -> np.ndarray:
    """The ids, int32, of the tokens that match. Raises WorkbenchError: search-bad, search-slow."""
    if mode == "id":
        return _by_id(query, tokenizer.n_ids)
    matches = _matcher(tokenizer, query, mode)
    with _bounded(query):
        return np.array([token for token in range(tokenizer.n_ids) if matches(token)], np.int32)


def _matcher(tokenizer: Tokenizer, query: str, mode: SearchMode) -> Callable[[int], bool]:
    if mode == "bytes":
        wanted = _hex(query)
        return lambda token: tokenizer.known_piece(token) is not None and wanted in tokenizer.token_bytes(token)
    if mode == "text":
        folded = query.casefold()
        return lambda token: folded in _text(tokenizer, token).casefold() or folded in (tokenizer.known_piece(token) or "").casefold()
    try:
        with _bounded(query):
            pattern = re.compile(query)
    except (re.error, OverflowError, RecursionError) as error:
        raise WorkbenchError("search-bad", query=query[:80], reason=str(error)[:200]) from error
    return lambda token: tokenizer.known_piece(token) is not None and pattern.search(_text(tokenizer, token)) is not None


def _text(tokenizer: Tokenizer, token: int) -> str:
    return "" if tokenizer.known_piece(token) is None else tokenizer.token_bytes(token).decode("utf-8", "replace")


def _by_id(query: str, size: int) -> np.ndarray:
    match = re.fullmatch(r"\s*(\d{1,9})\s*(?:[-–:]\s*(\d{1,9})\s*)?", query, re.ASCII)
    if match is None:
        raise WorkbenchError("search-bad", query=query[:80], reason="it is no number")
    first = int(match[1])
    return np.arange(first, min(int(match[2] or first) + 1, size), dtype=np.int32)


def _hex(query: str) -> bytes:
    digits = re.sub(r"0x|[\s,⟨⟩]", "", query, flags=re.IGNORECASE)
    try:
        return bytes.fromhex(digits)
    except ValueError as error:
        raise WorkbenchError("search-bad", query=query[:80], reason=str(error)) from error


@contextmanager
def _bounded(query: str) -> Iterator[None]:
    """End what takes longer than SEARCH_S. Matching looks at signals, which only the main thread of a process gets; where there is
    no timer, whoever asked ends the process."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: object) -> None:
        raise WorkbenchError("search-slow", query=query[:80], limit_s=f"{SEARCH_S:g}")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, SEARCH_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _tried(tokenizer: Tokenizer, tokens: Sequence[int], pieces: Sequence[str | None], raw: Sequence[bytes]) -> list[int]:
    """What became of each token's own text."""
    texts = [tokenizer.decode([token]) if pieces[token] is not None else "" for token in tokens]
    found = [REACHED if ids == [token] else UNREACHED for token, ids in zip(tokens, tokenizer.encode_many(texts), strict=True)]
    for at, token in enumerate(tokens):
        if found[at] == UNREACHED and pieces[token] is not None and not _is_text(raw[token]):
            found[at] = FRAGMENT
    left = [at for at, token in enumerate(tokens) if found[at] == UNREACHED and pieces[token] is not None and raw[token]]
    for beginning in BEGINNINGS:
        ends = tokenizer.encode_many([beginning + raw[tokens[at]].decode("utf-8") for at in left])
        for at, ids in zip(left, ends, strict=True):
            if len(ids) > 1 and ids[-1] == tokens[at]:
                found[at] = INSIDE
        left = [at for at in left if found[at] == UNREACHED]
    return found


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _kind(tokenizer: Tokenizer, token: int, piece: str | None, raw: bytes) -> int:
    if piece is None:
        return MISSING
    if _RESERVED.fullmatch(piece):
        return RESERVED
    if token in tokenizer.special_ids or token == tokenizer.unk_id:
        return SPECIAL
    if tokenizer.is_added(token):
        return ADDED
    return BYTE if len(raw) == 1 and tokenizer.kind != "wordpiece" else ORDINARY


def _ranks(tokenizer: Tokenizer, pieces: Sequence[str | None]) -> np.ndarray:
    """The place of each token among those that merges make, in the order of the merges."""
    found = np.full(len(pieces), -1, np.int32)
    ids = {piece: token for token, piece in enumerate(pieces) if piece is not None}
    merges: list[Any] = json.loads(tokenizer.definition())["model"].get("merges") or []
    n_made = 0
    for merge in merges:
        left, right = merge.split(" ", 1) if isinstance(merge, str) else merge
        token = ids.get(left + right)
        if token is not None and found[token] < 0:
            found[token] = n_made
            n_made += 1
    return found


def _joined(parts: Sequence[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(parts), np.uint8)


def _ends(parts: Sequence[bytes]) -> np.ndarray:
    return np.cumsum([len(part) for part in parts], dtype=np.int64)
