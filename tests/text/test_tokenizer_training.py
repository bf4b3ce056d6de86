"""Trained tokenizers are the library's own, made with the same settings; a training can be stopped, and says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer as Library
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

from workbench.errors import WorkbenchError
from workbench.text import tokenizer_from_folder
from workbench.text.file_report import measure
from workbench.text.tokenizer_training import HELD_OUT_EVERY, train
from workbench.values import TOKENIZER_KINDS, Progress, TrainedTokenizer, TrainTokenizerRequest

LINES = [
    f"{who} {what} number {n}, 그리고 {n}번째 문장을 {how} 읽었다."
    for n, (who, what, how) in enumerate([("The fox", "eats", "빨리"), ("A child", "reads", "천천히"), ("Nobody", "knows", "다시")] * 67)
]
SPECIALS = ["<pad>", "<s>", "</s>", "[MASK]"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    file = tmp_path / "corpus.txt"
    file.write_text("\n".join(LINES) + "\n\n", "utf-8")
    return file


def trained(corpus: Path, folder: Path, **settings: object) -> TrainedTokenizer:
    folder.mkdir()
    *progress, found = train(TrainTokenizerRequest("t", (str(corpus),), **settings), folder, beside=None, stopped=lambda: False)  # type: ignore[arg-type]
    assert isinstance(found, TrainedTokenizer)
    assert all(isinstance(one, Progress) for one in progress)
    return found


def by_hand(kind: str, pre: str, size: int) -> Library:
    """The same, as one writes it with the library alone."""
    kept = [line for number, line in enumerate(LINES, 1) if number % HELD_OUT_EVERY]
    alphabet = pre_tokenizers.ByteLevel.alphabet() if pre == "byte-level" else []
    if kind == "bpe" and pre == "byte-level":
        made, trainer = Library(models.BPE()), trainers.BpeTrainer(vocab_size=size, min_frequency=3, special_tokens=SPECIALS,
            initial_alphabet=alphabet, show_progress=False)  # fmt: skip
    elif kind == "bpe":
        end = {"end_of_word_suffix": "</w>"} if pre == "whitespace" else {}
        made = Library(models.BPE(unk_token="<unk>", **end))
        trainer = trainers.BpeTrainer(vocab_size=size, min_frequency=3, special_tokens=[*SPECIALS, "<unk>"], show_progress=False, **end)
    elif kind == "wordpiece":
        made = Library(models.WordPiece(unk_token="[UNK]"))
        trainer = trainers.WordPieceTrainer(vocab_size=size, min_frequency=3, special_tokens=[*SPECIALS, "[UNK]"], show_progress=False)
    else:
        made = Library(models.Unigram())
        trainer = trainers.UnigramTrainer(
            vocab_size=size, special_tokens=[*SPECIALS, "<unk>"], unk_token="<unk>", initial_alphabet=alphabet, show_progress=False
        )
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer, made.decoder = {
        "byte-level": (pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()),
        "metaspace": (pre_tokenizers.Metaspace(), decoders.Metaspace()),
        "whitespace": (pre_tokenizers.Whitespace(), decoders.WordPiece() if kind == "wordpiece" else decoders.BPEDecoder("</w>")),
    }[pre]
    made.train_from_iterator(kept, trainer)
    return made


@pytest.mark.parametrize("pre", ["byte-level", "metaspace"])
def test_that_a_trained_bpe_is_the_librarys_own(pre: str, corpus: Path, tmp_path: Path) -> None:
    trained(corpus, tmp_path / "made", kind="bpe", pre_tokenizer=pre, vocab_size=400, min_frequency=3)
    assert made_in(tmp_path) == json.loads(by_hand("bpe", pre, 400).to_str())


def test_that_a_trained_bpe_of_words_has_the_librarys_merges(corpus: Path, tmp_path: Path) -> None:
    """The library numbers the letters that end a word in the order of a hash table, another one each time."""
    trained(corpus, tmp_path / "made", kind="bpe", pre_tokenizer="whitespace", vocab_size=400, min_frequency=3)
    ours, theirs = made_in(tmp_path), json.loads(by_hand("bpe", "whitespace", 400).to_str())
    for one in (ours, theirs):
        one["model"]["vocab"] = sorted(one["model"]["vocab"])
    assert ours == theirs


def test_that_a_trained_wordpiece_reads_as_the_librarys_own(corpus: Path, tmp_path: Path) -> None:
    """Of pairs that are equally frequent, a hash table's order decides which is joined first; so whole words are compared."""
    trained(corpus, tmp_path / "made", kind="wordpiece", pre_tokenizer="whitespace", vocab_size=5000, min_frequency=3)
    ours, theirs = made_in(tmp_path), by_hand("wordpiece", "whitespace", 5000)
    library = Library.from_str(json.dumps(ours))
    assert [library.encode(line).tokens for line in LINES] == [theirs.encode(line).tokens for line in LINES]
    assert library.encode(LINES[0]).tokens[:3] == ["The", "fox", "eats"], "words are whole"
    rest = json.loads(theirs.to_str())
    for one in (ours, rest):
        del one["model"]["vocab"]
    assert ours == rest


@pytest.mark.parametrize("pre", ["byte-level", "metaspace"])
def test_that_a_trained_unigram_is_the_librarys_own(pre: str, corpus: Path, tmp_path: Path) -> None:
    """Letters that were pruned come back with scores a ten-thousandth apart, in the order of a hash table."""
    trained(corpus, tmp_path / "made", kind="unigram", pre_tokenizer=pre, vocab_size=400, min_frequency=3)
    ours, theirs = made_in(tmp_path), json.loads(by_hand("unigram", pre, 400).to_str())
    own, other = dict(ours["model"].pop("vocab")), dict(theirs["model"].pop("vocab"))
    assert own == pytest.approx(other, abs=1e-4 * len(other))
    assert ours == theirs


def made_in(folder: Path) -> dict[str, object]:
    return json.loads((folder / "made" / "tokenizer.json").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "pre"), [(kind, pre) for kind, known in TOKENIZER_KINDS.items() for pre in known])
def test_that_what_was_trained_reads_what_it_was_trained_on(kind: str, pre: str, corpus: Path, tmp_path: Path) -> None:
    found = trained(corpus, tmp_path / "made", kind=kind, pre_tokenizer=pre, vocab_size=600)
    made = tokenizer_from_folder(tmp_path / "made")
    held_out = [line for number, line in enumerate(LINES, 1) if number % HELD_OUT_EVERY == 0]
    assert (found.lines, found.held_out_lines) == (len(LINES) - len(held_out), len(held_out))
    (own,) = found.measures
    tokens, costs, lossy = measure(made, held_out)
    assert (own.tokens, own.costs, own.lossy) == (tokens, costs, lossy)
    if pre != "whitespace":
        assert lossy == 0
    else:
        assert "".join(made.decode(made.encode(LINES[0]).ids.tolist()).split()) == "".join(LINES[0].split())


def test_that_special_tokens_have_their_roles(corpus: Path, tmp_path: Path) -> None:
    trained(corpus, tmp_path / "made", kind="wordpiece", pre_tokenizer="whitespace")
    made = tokenizer_from_folder(tmp_path / "made")
    assert [made.piece(one or 0) for one in (made.bos_id, made.pad_id, made.mask_id, made.unk_id)] == ["<s>", "<pad>", "[MASK]", "[UNK]"]
    assert [made.piece(one) for one in made.eos_ids] == ["</s>"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"kind": "magic"}, "bad-value"),
        ({"kind": "wordpiece", "pre_tokenizer": "byte-level"}, "tokenizer-unfit"),
        ({"form": "NFX"}, "bad-value"),
        ({"vocab_size": 3}, "bad-value"),
        ({"vocab_size": 200}, "tokenizer-too-small"),
        ({"kind": "wordpiece", "pre_tokenizer": "whitespace", "vocab_size": 20}, "tokenizer-too-small"),
        ({"min_frequency": -1}, "bad-value"),
    ],
)
def test_that_settings_that_do_not_fit_are_named(settings: dict[str, object], code: str, corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        trained(corpus, tmp_path / "made", **settings)
    assert caught.value.code == code


def test_that_a_file_that_is_not_utf8_ends_the_training_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "korean.txt"
    file.write_bytes(b"plain\n" * 300 + "한국어".encode("cp949"))
    with pytest.raises(WorkbenchError) as caught:
        trained(file, tmp_path / "made")
    assert caught.value.code == "text-file-encoding"
    assert caught.value.values["position"] == 1800


def test_that_a_stop_ends_the_reading(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with pytest.raises(WorkbenchError) as caught:
        list(train(TrainTokenizerRequest("t", (str(corpus),)), tmp_path / "made", beside=None, stopped=lambda: True))
    assert caught.value.code == "cancelled"
    assert list((tmp_path / "made").iterdir()) == []


def test_that_a_file_of_few_lines_is_measured_on_what_was_seen(tmp_path: Path) -> None:
    file = tmp_path / "few.txt"
    file.write_text("one line\nand another", "utf-8")
    found = trained(file, tmp_path / "made")
    assert (found.lines, found.held_out_lines) == (2, 0)
    assert found.measures[0].tokens > 0
