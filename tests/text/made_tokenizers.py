"""Small tokenizers of every kind, trained here, and texts to try them with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, processors, trainers
from tokenizers import Tokenizer as Library

CORPUS = [
    "the quick brown fox jumps over the lazy dog and runs away from the hunter",
    "한국어 문장을 읽고 쓰는 작은 모형을 만든다 나는 오늘 커피를 마셨다",
    "Numbers 1 2 3 10 42 and punctuation, (like) this! isn't it?",
] * 5

texts = st.text(
    st.sampled_from(list("abeot hTQ  \n\t.,!'12가나는한각ㅏ\u1112\u1161é\u0301É☃👩\u200d\u3000▁#�ﬁＡ\u0130ß"))
    | st.characters(exclude_categories=["Cs"]),
    max_size=30,
)
with_specials = st.lists(texts | st.sampled_from(["[MASK]", "[UNK]", "<s>", "</s>", "<unk>", " <s> "]), max_size=5).map("".join)


def byte_level() -> Library:
    made = Library(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(
        CORPUS,
        trainers.BpeTrainer(
            vocab_size=500, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
        ),
    )
    return made


def byte_level_prefixed() -> Library:
    made = byte_level()
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)])
    return made


def word_piece() -> Library:
    made = Library(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    made.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=300, special_tokens=special, show_progress=False))
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    made.enable_truncation(8)
    made.enable_padding(length=8, pad_token="[PAD]")
    return made


def unigram() -> Library:
    """T5's way: pieces with ▁, an unknown token, the end marked."""
    made = Library(models.Unigram())
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.train_from_iterator(
        CORPUS, trainers.UnigramTrainer(vocab_size=200, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>", show_progress=False)
    )
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 2)])
    return made


def pieces_with_bytes() -> Library:
    """Llama 2's way: BPE over ▁ and characters, bytes for what is unknown, the beginning marked."""
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2} | {f"<0x{byte:02X}>": 3 + byte for byte in range(256)}
    merges = [("t", "h"), ("th", "e"), ("▁", "the"), ("▁", "▁"), ("o", "n"), ("한", "국")]
    for piece in ["▁", *"abcdefghijklmnopqrstuvwxyz.,!", "한", "국", "어", "나", "는", *(left + right for left, right in merges)]:
        vocabulary.setdefault(piece, len(vocabulary))
    made = Library(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    made.add_special_tokens([AddedToken(one, normalized=False, special=True) for one in ("<unk>", "<s>", "</s>")])
    made.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return made


MAKERS: dict[str, tuple[Callable[[], Library], dict[str, str]]] = {
    "byte_level": (byte_level, {"bos_token": "<s>", "eos_token": "</s>"}),
    "byte_level_prefixed": (byte_level_prefixed, {"bos_token": "<s>", "eos_token": "</s>"}),
    "word_piece": (
        word_piece,
        {"unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]", "pad_token": "[PAD]"},
    ),
    "unigram": (unigram, {"unk_token": "<unk>", "eos_token": "</s>"}),
    "pieces_with_bytes": (pieces_with_bytes, {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}),
}


def unigram_with_bytes() -> Library:
    """As SentencePiece with byte fallback: bytes for what no piece has."""
    trained = unigram()
    pieces = [trained.id_to_token(number) for number in range(trained.get_vocab_size())]
    entries = [(piece, 0.0 if number < 3 else -2.0 - number / 20) for number, piece in enumerate(pieces)]
    entries += [(f"<0x{byte:02X}>", -30.0) for byte in range(256)]
    made = Library(models.Unigram(entries, unk_id=0, byte_fallback=True))
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    made.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="first")])
    return made


def words_with_endings() -> Library:
    """CLIP's way: BPE whose last piece of a word is marked, in lower case."""
    made = Library(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>", fuse_unk=False))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=True)])
    made.decoder = decoders.BPEDecoder(suffix="</w>")
    made.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=260, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False)
    )
    return made


def continued_merges() -> Library:
    """BPE whose pieces within a word are marked as WordPiece marks them, accents taken off."""
    made = Library(models.BPE(unk_token="[UNK]", continuing_subword_prefix="##", fuse_unk=True))
    made.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Strip()])
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.decoder = decoders.WordPiece()
    made.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=260, special_tokens=["[UNK]"], continuing_subword_prefix="##", show_progress=False)
    )
    return made


def whole_words_first() -> Library:
    """Llama 3's way: a word of the vocabulary is one token, whatever its merges would give."""
    trained = byte_level()
    vocabulary = trained.get_vocab() | {"Ġqu1ck": 500, "xyz": 501}
    merges = [tuple(merge) for merge in json.loads(trained.to_str())["model"]["merges"]]
    made = Library(models.BPE(vocabulary, merges, ignore_merges=True))
    made.pre_tokenizer, made.decoder = trained.pre_tokenizer, trained.decoder
    made.add_special_tokens(["<s>", "</s>"])
    return made


def whole_words() -> Library:
    """A vocabulary of words."""
    made = Library(models.WordLevel(unk_token="[UNK]"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.train_from_iterator(CORPUS, trainers.WordLevelTrainer(special_tokens=["[UNK]"], show_progress=False))
    return made


MORE: dict[str, tuple[Callable[[], Library], dict[str, str]]] = {
    "unigram_with_bytes": (unigram_with_bytes, {"unk_token": "<unk>"}),
    "words_with_endings": (words_with_endings, {"unk_token": "<unk>"}),
    "continued_merges": (continued_merges, {"unk_token": "[UNK]"}),
    "whole_words_first": (whole_words_first, {"bos_token": "<s>", "eos_token": "</s>"}),
    "whole_words": (whole_words, {"unk_token": "[UNK]"}),
}


def saved(name: str, place: Path) -> Path:
    """The tokenizer of that name as a folder."""
    make, names = (MAKERS | MORE)[name]
    make().save(str(place / "tokenizer.json"))
    (place / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"} | names))
    return place
