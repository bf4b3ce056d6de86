"""The bilingual tokenizer of the starter models: byte-level, so nothing is ever lost, and each Hangul syllable of our text is a token.

The idea that is not obvious: Korean merges are not trained but given. A syllable is three bytes and never joins another, so two
merges make it whole, however rare it is; the rest of the vocabulary is trained on the English words.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import tokenizers
from tokenizers import decoders, models, pre_tokenizers, processors, trainers

from workbench import paths
from workbench.text.bytelevel import CHARACTER_OF
from workbench.text.corpus.lexicon import held_out, lexicon
from workbench.text.corpus.numbers import MOST, in_english
from workbench.text.corpus.sources import documents

SPECIALS = ("<pad>", "<s>", "</s>", "[MASK]", "<|user|>", "<|assistant|>", "<|sep|>")
"""By id, from 0."""
PAD, START, END, MASK = range(4)
D_VOCAB = 2048
READ = 150_000
"""How many documents are read for the syllables and the English words."""
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
AROUND: dict[str, str] = {"decoder": "<s> $A", "encoder": "<s> $A </s>", "encoder-decoder": "$A </s>"}
"""What is put around a text for each kind of model."""

Kind = Literal["decoder", "encoder", "encoder-decoder"]


def train(seed: int = 0, *, d_vocab: int = D_VOCAB) -> tokenizers.Tokenizer:
    """Make the tokenizer. Takes half a minute; the same seed gives the same file."""
    read = list(itertools.islice(documents(seed, split="train"), READ))
    nouns = [word for one in (lexicon("korean"), lexicon("korean", held=True)) for words in one.nouns.values() for word in words]
    syllables = sorted({character for text in (*read, *nouns) for character in text if "가" <= character <= "힣"})
    pieces = [*SPECIALS, *(CHARACTER_OF[byte] for byte in range(256))]
    merges: list[tuple[str, str]] = []
    for left, right in _syllable_merges(syllables):
        if left + right not in pieces:
            merges.append((left, right))
            pieces.append(left + right)
    numbers = [in_english(n) for n in range(1000, MOST, 97)]  # rare in the documents, and all there is for who translates them
    words = (*(text for text in read if text.isascii()), *numbers, *sorted(held_out("english")) * 20)
    for left, right in _english_merges(words, d_vocab - len(pieces)):
        merges.append((left, right))
        pieces.append(left + right)
    return _tokenizer(pieces, merges)


def write_tokenizer(folder: Path, kind: Kind) -> None:
    """Write the starters' tokenizer into a model folder, with what this kind of model puts around a text. Raises OSError."""
    inner = tokenizers.Tokenizer.from_file(str(shipped()))
    inner.post_processor = processors.TemplateProcessing(single=AROUND[kind], special_tokens=[("<s>", START), ("</s>", END)])
    inner.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "mask_token": "[MASK]",
        **({"chat_template": TEMPLATE} if kind == "decoder" else {}),
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", "utf-8")


def shipped() -> Path:
    """The tokenizer that comes with the app."""
    return paths.resources() / "starters" / "tokenizer.json"


def _syllable_merges(syllables: list[str]) -> Iterator[tuple[str, str]]:
    for syllable in syllables:
        first, second, third = (CHARACTER_OF[byte] for byte in syllable.encode("utf-8"))
        yield first, second
        yield first + second, third


def _english_merges(texts: tuple[str, ...], count: int) -> list[tuple[str, str]]:
    """The first `count` merges that byte-pair encoding learns from these texts."""
    inner = tokenizers.Tokenizer(models.BPE())
    inner.pre_tokenizer = _splitter()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + count, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), min_frequency=2, show_progress=False
    )
    inner.train_from_iterator(texts, trainer)
    return [(left, right) for left, right in json.loads(inner.to_str())["model"]["merges"]]


def _splitter() -> pre_tokenizers.PreTokenizer:
    """Syllables and digits stand alone; English words keep the space before them."""
    alone = pre_tokenizers.Split(tokenizers.Regex(r"[가-힣]|[0-9]"), "isolated")
    return pre_tokenizers.Sequence([alone, pre_tokenizers.ByteLevel(add_prefix_space=False)])


def _tokenizer(pieces: list[str], merges: list[tuple[str, str]]) -> tokenizers.Tokenizer:
    inner = tokenizers.Tokenizer(models.BPE({piece: number for number, piece in enumerate(pieces)}, merges))
    inner.pre_tokenizer = _splitter()
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens(list(SPECIALS))
    return inner


def save(path: Path) -> None:
    """Train and write the file that ships with the app, beside it first."""
    aside = path.with_suffix(".part")
    train().save(str(aside))
    shutil.move(aside, path)
