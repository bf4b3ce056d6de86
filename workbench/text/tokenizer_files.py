"""A tokenizer as the files of a model folder, whatever it was read from.

The idea that is not obvious: a GGUF file says beside the vocabulary what is put around a text, a folder says it within tokenizer.json;
so it is put in there where the library's own encoding lacks it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import tokenizers
from tokenizers import processors

from workbench.text.tokenizer import Tokenizer

ROLES = ("bos", "unk", "pad", "mask")


def tokenizer_files(tokenizer: Tokenizer) -> dict[str, bytes]:
    """tokenizer.json, tokenizer_config.json and generation_config.json by name: read as a folder, they are this tokenizer."""
    roles: dict[str, Any] = {"tokenizer_class": "PreTrainedTokenizerFast"}
    for role in ROLES:
        token = getattr(tokenizer, f"{role}_id")
        if token is not None:
            roles[f"{role}_token"] = tokenizer.piece(token)
    ends = sorted(tokenizer.eos_ids)
    if ends:
        roles["eos_token"] = tokenizer.piece(ends[0])
    if tokenizer.chat_template is not None:
        roles["chat_template"] = tokenizer.chat_template
    return {
        "tokenizer.json": _definition(tokenizer).encode(),
        "tokenizer_config.json": json.dumps(roles, ensure_ascii=False, indent=2).encode(),
        "generation_config.json": json.dumps({"eos_token_id": ends}).encode(),
    }


def _definition(tokenizer: Tokenizer) -> str:
    """The library's JSON, with what the specials say put around a text."""
    inner = tokenizers.Tokenizer.from_str(tokenizer.definition())
    before, after = tokenizer.specials.before, tokenizer.specials.after
    if tuple(inner.encode("").ids) != (*before, *after):
        template = processors.TemplateProcessing(
            single=[*_template(tokenizer, before), "$A", *_template(tokenizer, after)],
            special_tokens=[(tokenizer.piece(one), one) for one in {*before, *after}],
        )
        own = inner.post_processor
        inner.post_processor = template if own is None else processors.Sequence([own, template])
    return str(inner.to_str())


def _template(tokenizer: Tokenizer, ids: Sequence[int]) -> list[str]:
    return [tokenizer.piece(one) for one in ids]
