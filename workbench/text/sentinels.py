"""Sentinels: the special tokens that stand for spans left out, as T5 names them (arXiv 1910.10683)."""

from __future__ import annotations

from pathlib import Path

import tokenizers

from workbench.text.tokenizer import Tokenizer

N_SENTINELS = 100
"""As many as T5 has."""


def sentinel_ids(tokenizer: Tokenizer) -> tuple[int, ...]:
    """The ids of <extra_id_0>, <extra_id_1>, … as far as the tokenizer has them."""
    found: list[int] = []
    for number, ids in enumerate(tokenizer.encode_many([_name(number) for number in range(N_SENTINELS)])):
        known = [one for one in ids if tokenizer.piece(one) == _name(number)]
        if not known:
            break
        found += known[:1]
    return tuple(found)


def add_sentinels(folder: Path) -> None:
    """Give the tokenizer of a folder its sentinels, behind all other tokens; those it has stay. Raises OSError."""
    path = folder / "tokenizer.json"
    inner = tokenizers.Tokenizer.from_file(str(path))
    inner.add_special_tokens([_name(number) for number in range(N_SENTINELS)])
    inner.save(str(path))


def _name(number: int) -> str:
    return f"<extra_id_{number}>"
