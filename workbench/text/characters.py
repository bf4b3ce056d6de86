"""A tokenizer with one token for each character of a text: the simplest there is, made when a training asks for it.

Byte-level all the same, so characters that the text lacks are not lost: they become bytes. One that is closed knows no others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import tokenizers
from tokenizers import decoders, models, pre_tokenizers, processors

from workbench.text.bytelevel import BYTE_OF, CHARACTER_OF

SPECIALS = ("<pad>", "<s>", "</s>", "[MASK]")
UNKNOWN = "<unk>"
BESIDES = ("dropout", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges")
"""What a BPE model may do beside merging, and these do not."""
AROUND = {"decoder": "<s> $A", "encoder": "<s> $A </s>", "encoder-decoder": "$A </s>"}


def write_character_tokenizer(
    folder: Path, texts: Iterable[str], kind: Literal["decoder", "encoder", "encoder-decoder"], *, closed: bool = False
) -> None:
    """Write tokenizer.json and tokenizer_config.json for the characters of `texts`; `closed`: all others are unknown, and no token
    stands for a byte that none of these has. Raises OSError."""
    met = set[str]()
    for text in texts:
        met.update(text)
    known = sorted(met)
    characters = [character for character in known if ord(character) > 127]
    used = sorted(set("".join(known).encode("utf-8"))) if closed else range(256)
    specials = (*SPECIALS, UNKNOWN) if closed else SPECIALS
    pieces = dict.fromkeys([*specials, *(CHARACTER_OF[byte] for byte in used)])
    merges: list[tuple[str, str]] = []
    for left, right in _merges(characters):
        if left + right not in pieces:
            pieces[left + right] = None
            merges.append((left, right))
    unknown = {"unk_token": UNKNOWN} if closed else {}
    inner = tokenizers.Tokenizer(models.BPE({piece: number for number, piece in enumerate(pieces)}, merges, **unknown))
    inner.pre_tokenizer = _pre_tokenizer()
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens(list(specials))
    inner.post_processor = processors.TemplateProcessing(single=AROUND[kind], special_tokens=[("<s>", 1), ("</s>", 2)])
    inner.save(str(folder / "tokenizer.json"))
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "mask_token": "[MASK]", **unknown}
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", **names}), "utf-8")


def uncut(inner: tokenizers.Tokenizer) -> tokenizers.Tokenizer:
    """A tokenizer with the same ids, several times as fast, if `inner` is one of these: texts are not cut into characters first. Any
    other comes back as it is.

    A merge of these begins with the first byte of a character and takes up a later one, so none reaches into a neighbour's bytes.
    """
    if inner.pre_tokenizer is None or inner.pre_tokenizer.__getstate__() != _pre_tokenizer().__getstate__():
        return inner
    model = json.loads(inner.model.__getstate__())
    plain = model["type"] == "BPE" and not any(model.get(name) for name in BESIDES)
    if not plain or not all(_within_a_character(*merge) for merge in model["merges"]):
        return inner
    made = tokenizers.Tokenizer.from_str(inner.to_str())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return made


def _within_a_character(left: str, right: str) -> bool:
    """Whether the right side of a merge is a byte that only goes on with a character (RFC 3629), so the left side is its beginning."""
    return len(right) == 1 and 0x80 <= BYTE_OF.get(right, 0) < 0xC0


def _pre_tokenizer() -> pre_tokenizers.Sequence:
    """Character by character, each spelled as its bytes."""
    cut = pre_tokenizers.Split(tokenizers.Regex(r"[\s\S]"), "isolated")
    return pre_tokenizers.Sequence([cut, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def _merges(characters: list[str]) -> Iterator[tuple[str, str]]:
    """Byte by byte to each character."""
    for character in characters:
        spelled = [CHARACTER_OF[byte] for byte in character.encode("utf-8")]
        whole = spelled[0]
        for following in spelled[1:]:
            yield whole, following
            whole += following
