"""The tokenizer that a GGUF file describes in its metadata, rebuilt for the `tokenizers` library.

Owns the table of pre-tokenizers. A GGUF names its pre-tokenizer (`tokenizer.ggml.pre`) instead of holding it; a wrong one gives
plausible ids that the model was never trained on, so an unknown name is an error, never a guess. The patterns are those
of llama.cpp's table, which are those of the models' own tokenizers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers

from workbench.errors import WorkbenchError
from workbench.text.patterns import CL100K, GPT2
from workbench.text.reading import panics_named
from workbench.text.tokenizer import Specials, Tokenizer

_SMOLLM = (r"\p{N}", GPT2)

PATTERNS: dict[str, tuple[str, ...]] = {
    "gpt-2": (GPT2,),
    "smollm": _SMOLLM,
    "starcoder": _SMOLLM,
    "llama-bpe": (CL100K % "1,3",),
    "llama3": (CL100K % "1,3",),
    "llama-v3": (CL100K % "1,3",),
    "qwen2": (CL100K % "1",),
    "default": (r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", r"[0-9][0-9][0-9]"),
}
"""Name -> the patterns that split a text, one after the other; each match is a piece, and so is what lies between."""

_NFC = frozenset({"qwen2"})
_WHOLE_WORDS_FIRST = frozenset({"llama-bpe", "llama3", "llama-v3"})
MOST_PIECES, MOST_LETTERS, LONGEST_PIECE = 1_000_000, 4_000_000, 1024
"""The largest vocabularies have a quarter of a million tokens of six letters; every way to cut each of them in two is tried."""

_CONTROL, _USER_DEFINED = 3, 4
_CUT = re.compile(r"(?<=\S)\n(?=\S)|[^\W\d_](?= [^\W\d_])")
"""Behind a match of this all patterns above end a piece, and none looks further back or ahead: after a lone line break, and
between a letter and the space before the next word."""


def tokenizer_from_gguf(metadata: Mapping[str, Any]) -> Tokenizer:
    """Build it. Raises WorkbenchError: tokenizer-missing, tokenizer-unknown, pre-tokenizer-unknown, tokenizer-damaged."""
    given = metadata.get("general.name")
    name = given if isinstance(given, str) and given else "this model"
    kind = metadata.get("tokenizer.ggml.model")
    if kind is None or not isinstance(metadata.get("tokenizer.ggml.tokens"), list):
        raise WorkbenchError("tokenizer-missing", model=name)
    if not isinstance(kind, str) or kind not in _BUILDERS:
        raise WorkbenchError("tokenizer-unknown", model=name, kind=kind, known=", ".join(_BUILDERS))
    pieces: list[str] = metadata["tokenizer.ggml.tokens"]
    if len(pieces) > MOST_PIECES:
        raise WorkbenchError("tokenizer-damaged", model=name, reason=f"it has {len(pieces)} tokens, more than {MOST_PIECES}")
    with panics_named(name, "tokenizer-damaged"):
        inner = _BUILDERS[kind](metadata, pieces, name)
        types = [int(one) for one in metadata.get("tokenizer.ggml.token_type", ())]
        inner.add_special_tokens([_added(piece, special=True) for piece, type_ in zip(pieces, types, strict=False) if type_ == _CONTROL])
        inner.add_tokens([_added(piece, special=False) for piece, type_ in zip(pieces, types, strict=False) if type_ == _USER_DEFINED])
    return Tokenizer(
        inner,
        name=name,
        specials=_specials(metadata, len(pieces), adds_bos=_ADDS_BOS[kind]),
        cut=None if kind != "gpt2" or _has_spaces(inner) else _CUT,
    )


def _has_spaces(inner: tokenizers.Tokenizer) -> bool:
    """Whether an added token could lie across a cut."""
    return any(" " in one.content or "\n" in one.content for one in inner.get_added_tokens_decoder().values())


def _added(piece: str, *, special: bool) -> AddedToken:
    return AddedToken(piece, special=special, normalized=False)


def _byte_level(metadata: Mapping[str, Any], pieces: list[str], name: str) -> tokenizers.Tokenizer:
    pre = metadata.get("tokenizer.ggml.pre", "default")
    if pre not in PATTERNS:
        raise WorkbenchError("pre-tokenizer-unknown", model=name, pre=pre, known=", ".join(PATTERNS))
    merges = [_pair(merge) for merge in metadata.get("tokenizer.ggml.merges", ())]
    inner = tokenizers.Tokenizer(models.BPE(_vocabulary(pieces), merges, ignore_merges=pre in _WHOLE_WORDS_FIRST))
    inner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            *(pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in PATTERNS[pre]),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    inner.decoder = decoders.ByteLevel()
    if pre in _NFC:
        inner.normalizer = normalizers.NFC()
    return inner


def _sentencepiece(metadata: Mapping[str, Any], pieces: list[str], name: str) -> tokenizers.Tokenizer:
    """Pieces with scores: the pair whose joined piece scores highest is merged first. Unknown characters fall back to bytes."""
    vocabulary = _vocabulary(pieces)
    scores = [float(one) for one in metadata.get("tokenizer.ggml.scores", ())]
    if len(scores) != len(pieces):
        raise WorkbenchError("tokenizer-damaged", model=name, reason=f"{len(pieces)} tokens, but {len(scores)} scores")
    unknown = metadata.get("tokenizer.ggml.unknown_token_id")
    inner = tokenizers.Tokenizer(
        models.BPE(
            vocabulary,
            _merges_by_score(vocabulary, scores),
            unk_token=pieces[unknown] if isinstance(unknown, int) and unknown < len(pieces) else None,
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    prefixes = bool(metadata.get("tokenizer.ggml.add_space_prefix", True))
    steps = [normalizers.Prepend("▁")] if prefixes else []
    inner.normalizer = normalizers.Sequence([*steps, normalizers.Replace(" ", "▁")])
    inner.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), *([decoders.Strip(" ", 1, 0)] if prefixes else [])]
    )
    return inner


_BUILDERS: dict[str, Callable[[Mapping[str, Any], list[str], str], tokenizers.Tokenizer]] = {"gpt2": _byte_level, "llama": _sentencepiece}
_ADDS_BOS = {"gpt2": False, "llama": True}


def _vocabulary(pieces: list[str]) -> dict[str, int]:
    """Piece -> id; of a piece that occurs twice, the first."""
    return {piece: number for number, piece in reversed(list(enumerate(pieces)))}


def _pair(merge: str) -> tuple[str, str]:
    """The two halves of a merge. The first may itself begin with a space in foreign files, hence the search from 1."""
    at = merge.find(" ", 1)
    return merge[:at], merge[at + 1 :]


def _merges_by_score(vocabulary: dict[str, int], scores: list[float]) -> list[tuple[str, str]]:
    n_letters, longest = sum(map(len, vocabulary)), max(map(len, vocabulary), default=0)
    if n_letters > MOST_LETTERS or longest > LONGEST_PIECE:
        raise ValueError(f"its tokens have {n_letters:,} letters, the longest {longest:,}; that is no vocabulary")
    found = []
    for piece, number in vocabulary.items():
        for at in range(1, len(piece)):
            left, right = piece[:at], piece[at:]
            if left in vocabulary and right in vocabulary:
                found.append((-scores[number], vocabulary[left], vocabulary[right], left, right))
    return [(left, right) for _, _, _, left, right in sorted(found)]


def _specials(metadata: Mapping[str, Any], d_vocab: int, *, adds_bos: bool) -> Specials:
    def token(role: str) -> int | None:
        found = metadata.get(f"tokenizer.ggml.{role}_token_id")
        return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < d_vocab else None

    bos, adds = token("bos"), metadata.get("tokenizer.ggml.add_bos_token")
    ends = {token("eos"), token("eot")} - {None}
    template = metadata.get("tokenizer.chat_template")
    return Specials(
        bos_id=bos,
        eos_ids=frozenset(one for one in ends if one is not None),
        unk_id=token("unknown"),
        pad_id=token("padding"),
        mask_id=token("mask"),
        before=(bos,) if bos is not None and (adds is True or (not isinstance(adds, bool) and adds_bos)) else (),
        chat_template=template if isinstance(template, str) else None,
    )
