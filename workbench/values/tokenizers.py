"""Tokenizers as things of their own: beside each other on one text, their vocabularies, what a file costs, and how one is trained.

A reference to a tokenizer is one to a model, or the name of a trained tokenizer, a tokenizer.json, or a file of ranks.

Shapes: n = tokens of a lane, m = places at which at least one lane cuts, v = entries of a vocabulary.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.progress import Notice

Script = Literal["latin", "hangul", "digit", "symbol", "other", "space"]
SCRIPTS: tuple[Script, ...] = ("latin", "hangul", "digit", "symbol", "other", "space")
"""Whose characters: Latin letters, Hangul, decimal digits, punctuation and code, all else, and spaces."""

KEPT, SPACES, CHANGED, LOST = range(4)
"""What became of the bytes under a token: it gives them back; all but the spaces around them; others in their stead (lower case,
another normal form); nothing."""

FORMS = ("none", "NFC", "NFD", "NFKC", "NFKD")
TOKENIZER_KINDS: dict[str, tuple[str, ...]] = {
    "bpe": ("byte-level", "metaspace", "whitespace"),
    "wordpiece": ("whitespace",),
    "unigram": ("metaspace", "byte-level"),
}
"""What can be trained, and the pre-tokenizers that each goes with: those whose tokens tell where a word begins or ends."""


@value
class TokenizerListRequest:
    """Ask the text child which tokenizers there are by name. Answer: TokenizerList."""


@value
class TokenizerChoice:
    """`trained`: it is a tokenizer alone, trained here; else a model's."""

    name: str
    trained: bool
    size_bytes: int = 0
    path: str = ""


@value
class TokenizerList:
    choices: tuple[TokenizerChoice, ...]


@value
class ScriptCost:
    """What characters of one script cost. `tokens`: each token counts one, in equal shares over its bytes that are no spaces.
    `words`: stretches of one script. `syllables`: of Hangul, also where they are spelled as single letters."""

    script: Script
    characters: int
    syllables: int
    words: int
    size_bytes: int
    tokens: float


@value
class CompareRequest:
    """Ask the text child for one text in several tokenizers. Answer: Comparison."""

    text: str
    tokenizers: tuple[str, ...]


@value(eq=False)
class Lane:
    """A text in one tokenizer, nothing put around it.

    ids      int32 [n]; -1: no token stands for these bytes
    spans    int64 [n, 2] into the UTF-8 bytes of the text as it was given; they partition it
    fates    uint8 [n]: KEPT, SPACES, CHANGED, LOST
    which    int32 [n] into `pieces`, the tokens as they are shown
    lost     names of the characters that the tokenizer doesn't give back
    problem  why there are no tokens, if the tokenizer could not be opened
    """

    reference: str
    name: str
    kind: str
    d_vocab: int
    ids: np.ndarray
    spans: np.ndarray
    fates: np.ndarray
    which: np.ndarray
    pieces: tuple[str, ...]
    costs: tuple[ScriptCost, ...]
    lost: str = ""
    problem: Notice | None = None


@value(eq=False)
class Comparison:
    """`places`: int64 [m], bytes within the text before which at least one lane cuts. `cuts`: bool [lanes, m], which do."""

    request: CompareRequest
    lanes: tuple[Lane, ...]
    places: np.ndarray
    cuts: np.ndarray


REACHED, INSIDE, FRAGMENT, UNREACHED = range(4)
"""Of a token, whether encoding its text gives it back: yes; only behind other text; it can't be tried, as it is a part of
characters; no."""
ORDINARY, SPECIAL, ADDED, BYTE, RESERVED, MISSING = range(6)
"""Kinds of a vocabulary's entries. RESERVED: named as unused. MISSING: an id without a token."""


@value
class VocabularyRequest:
    """Ask for all tokens of a tokenizer, each tried for whether any text gives it. Events: Progress. Answer: Vocabulary."""

    tokenizer: str


@value(eq=False)
class Vocabulary:
    """All tokens of a tokenizer, by id.

    pieces  uint8: how the vocabulary spells them, one behind the other, in UTF-8; piece_ends int64 [v]
    bytes   uint8: what they stand for; byte_ends int64 [v]
    kinds   uint8 [v]: ORDINARY ... MISSING
    reach   uint8 [v]: REACHED ... UNREACHED
    ranks   int32 [v]: number of the merge that makes it, -1 for none
    order   int32 [v]: ids ordered by their bytes
    """

    request: VocabularyRequest
    name: str
    kind: str
    pieces: np.ndarray
    piece_ends: np.ndarray
    bytes: np.ndarray
    byte_ends: np.ndarray
    kinds: np.ndarray
    reach: np.ndarray
    ranks: np.ndarray
    order: np.ndarray


SearchMode = Literal["text", "id", "bytes", "regex"]


@value
class VocabularySearchRequest:
    """Ask for the tokens that match. `text`: a part of it, in either case; `id`: `12` or `10-20`; `bytes`: hex; `regex`: a
    regular expression of Python, searched in the token's text. Answer: VocabularyMatches."""

    tokenizer: str
    query: str
    mode: SearchMode


@value(eq=False)
class VocabularyMatches:
    """`ids`: int32, ascending."""

    request: VocabularySearchRequest
    ids: np.ndarray


@value
class TokenNormsRequest:
    """Ask the engine how long the rows of a model's token embedding are. Answer: TokenNorms."""

    model: str


@value(eq=False)
class TokenNorms:
    """norms: float32 [d_vocab], Euclidean. z: float32 [d_vocab], deviations from their mean in standard deviations."""

    request: TokenNormsRequest
    norms: np.ndarray
    z: np.ndarray


@value
class FileReportRequest:
    """Ask what the lines of a text file become. Events: Progress. Answer: FileReport."""

    tokenizer: str
    path: str


@value
class LineReport:
    """One line of a file. `number` counts from 1. `text` may be cut, `size_bytes` is of all of it. `lost` as in Lane."""

    number: int
    text: str
    tokens: int
    characters: int
    size_bytes: int
    lost: str = ""


@value
class FileReport:
    """A text file in one tokenizer; empty lines count as lines and are nothing else.

    lossy       lines that don't come back as they were
    decomposed  lines that are not in the normal form NFC
    invisible   lines with zero-width or control characters
    costly      lines with the most tokens for a character; short ones don't count
    lossy_lines the first that don't come back
    """

    request: FileReportRequest
    name: str
    size_bytes: int
    lines: int
    empty: int
    lossy: int
    decomposed: int
    invisible: int
    tokens: int
    unknown: int
    costs: tuple[ScriptCost, ...]
    costly: tuple[LineReport, ...]
    lossy_lines: tuple[LineReport, ...]


@value
class TrainTokenizerRequest:
    """Train a tokenizer on text files and keep it under a name. Events: Progress. Answer: TrainedTokenizer.

    `kind` and `pre_tokenizer`: as TOKENIZER_KINDS has them. `form`: one of FORMS. `specials`: put first; the token for what is
    unknown is added where the kind needs one. `beside`: a tokenizer to measure the new one against, empty for none.
    """

    name: str
    files: tuple[str, ...]
    kind: str = "bpe"
    vocab_size: int = 8000
    pre_tokenizer: str = "byte-level"
    form: str = "NFC"
    min_frequency: int = 2
    specials: tuple[str, ...] = ("<pad>", "<s>", "</s>", "[MASK]")
    beside: str = ""


@value
class HeldOut:
    """What a tokenizer makes of lines that the training did not see."""

    tokenizer: str
    tokens: int
    costs: tuple[ScriptCost, ...]
    lossy: int


@value
class TrainedTokenizer:
    """`lines`: trained on; `held_out_lines`: kept apart; 0 where the files have too few, then the measures are of lines seen.
    `sample`: the longest tokens, as they are shown."""

    request: TrainTokenizerRequest
    path: str
    sha256: str
    d_vocab: int
    size_bytes: int
    lines: int
    held_out_lines: int
    seconds: float
    sample: tuple[str, ...]
    measures: tuple[HeldOut, ...]
