"""The tokenizer of a Hugging Face style folder: tokenizer.json, and beside it who is who among the special tokens.

What is put around a text is not read from a setting but seen: the library is asked to encode a letter with and without.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tokenizers

from workbench.errors import WorkbenchError
from workbench.text.bounded import bad_map, unbounded
from workbench.text.json_files import parse_json, read_bounded, read_json
from workbench.text.reading import panics_named
from workbench.text.tokenizer import Specials, Tokenizer

MAX_TEMPLATE_BYTES = 1 << 20
MOST_AROUND, MOST_ID = 1000, 1 << 31


def tokenizer_from_folder(folder: Path) -> Tokenizer:
    """Build it. Raises WorkbenchError: tokenizer-missing, tokenizer-damaged, tokenizer-slow, file-unreadable, json-bad."""
    path = folder / "tokenizer.json"
    if not path.is_file():
        raise WorkbenchError("tokenizer-missing", model=folder)
    raw = read_bounded(path)
    _check(parse_json(raw, path), folder)
    with panics_named(str(folder), "tokenizer-damaged"):
        inner = tokenizers.Tokenizer.from_buffer(raw)
        inner.no_padding()
        inner.no_truncation()
    return Tokenizer(inner, name=folder.name, specials=_specials(folder, inner))


def chat_template(folder: Path) -> str | None:
    """A folder's chat template: chat_template.jinja, chat_template.json, or tokenizer_config.json, in this order."""
    path = folder / "chat_template.jinja"
    if path.is_file() and path.stat().st_size <= MAX_TEMPLATE_BYTES:
        return path.read_text("utf-8", "replace")
    for name in ("chat_template.json", "tokenizer_config.json"):
        found = _optional(folder / name).get("chat_template")
        if isinstance(found, list):  # several by name
            found = next((one.get("template") for one in found if isinstance(one, dict) and one.get("name") == "default"), None)
        if isinstance(found, str):
            return found
    return None


def _specials(folder: Path, inner: tokenizers.Tokenizer) -> Specials:
    names = _optional(folder / "special_tokens_map.json") | _optional(folder / "tokenizer_config.json")

    def token(role: str) -> int | None:
        found = names.get(f"{role}_token")
        content = found.get("content") if isinstance(found, dict) else found
        if not isinstance(content, str) or content.encode("utf-8", "ignore").decode() != content:  # half a character names no token
            return None
        return inner.token_to_id(content)

    before, after = _around(inner, folder.name)
    ends = {token("eos"), *_eos_ids(folder, inner.get_vocab_size())} - {None}
    bos = token("bos")
    return Specials(
        bos_id=bos if bos is not None else token("cls"),
        eos_ids=frozenset(one for one in ends if one is not None),
        unk_id=token("unk"),
        pad_id=token("pad"),
        mask_id=token("mask"),
        before=before,
        after=after,
        chat_template=chat_template(folder),
    )


def _check(described: dict[str, Any], folder: Path) -> None:
    """Raise WorkbenchError: tokenizer-damaged for ids that no model has (the library takes them, and arrays of ids cannot), and
    tokenizer-slow for rules that may never end."""
    model = described.get("model")
    vocabulary = model.get("vocab") if isinstance(model, dict) else None
    numbers = vocabulary.values() if isinstance(vocabulary, dict) else ()
    added = described.get("added_tokens")
    own = [one.get("id") for one in added if isinstance(one, dict)] if isinstance(added, list) else []
    worst = max((number for number in (*numbers, *own) if isinstance(number, int)), default=0)
    if worst >= MOST_ID:
        raise WorkbenchError("tokenizer-damaged", model=folder, reason=f"it has a token with the id {worst}")
    if reason := bad_map(described):
        raise WorkbenchError("tokenizer-damaged", model=folder, reason=reason)
    if reason := unbounded(described):
        raise WorkbenchError("tokenizer-slow", model=folder, reason=reason)


def _around(inner: tokenizers.Tokenizer, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids that the post-processor puts before and after a text."""
    with panics_named(name, "tokenizer-damaged"):
        plain, full = inner.encode("a", add_special_tokens=False).ids, inner.encode("a").ids
    if len(full) > MOST_AROUND or max(full, default=0) >= MOST_ID:
        raise WorkbenchError("tokenizer-damaged", model=name, reason=f"it puts {len(full)} tokens around a text, ids up to {max(full)}")
    for at in range(len(full) - len(plain) + 1):
        if full[at : at + len(plain)] == plain:
            return tuple(full[:at]), tuple(full[at + len(plain) :])
    return (), ()


def _eos_ids(folder: Path, d_vocab: int) -> Iterator[int]:
    for name in ("generation_config.json", "config.json"):
        found = _optional(folder / name).get("eos_token_id")
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, int) and not isinstance(one, bool) and 0 <= one < d_vocab:
                yield one


def _optional(path: Path) -> dict[str, Any]:
    return read_json(path) if path.is_file() else {}
