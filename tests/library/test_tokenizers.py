"""Tokenizers by reference, and keeping one of one's own: all at once, under a free name, found everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench import paths
from workbench.engine.training.setup import set_up
from workbench.errors import WorkbenchError
from workbench.library import list_tokenizers, locate, locate_tokenizer, open_tokenizer, read_recipe, train_tokenizer
from workbench.values import TrainedTokenizer, TrainTokenizerRequest

TEXT = "한국어 문장을 읽고 쓰는 작은 모형을 만든다\nthe quick brown fox\n" * 60


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    (tmp_path / "corpus.txt").write_text(TEXT, "utf-8")
    return tmp_path


def kept(home: Path, name: str, **settings: object) -> TrainedTokenizer:
    *_, found = train_tokenizer(TrainTokenizerRequest(name, (str(home / "corpus.txt"),), vocab_size=400, **settings))  # type: ignore[arg-type]
    assert isinstance(found, TrainedTokenizer)
    return found


def test_that_a_trained_tokenizer_is_found_by_its_name(home: Path) -> None:
    found = kept(home, "mine", beside="starter")
    assert found.path == str(paths.tokenizers() / "mine")
    assert [one.tokenizer for one in found.measures] == ["mine", "starter"]
    assert open_tokenizer(locate_tokenizer("mine")).encode("한국어").text == "한국어"
    assert [(one.name, one.trained) for one in list_tokenizers().choices] == [
        ("starter", False), ("starter-masked", False), ("starter-seq2seq", False), ("mine", True),
    ]  # fmt: skip
    with pytest.raises(WorkbenchError) as caught:
        locate("mine")
    assert caught.value.code == "model-missing", "it is no model"


def test_that_a_training_reads_with_a_trained_tokenizer(home: Path) -> None:
    kept(home, "mine")
    setup = set_up(read_recipe("chars", ["tokenizer=mine", f"data={home / 'corpus.txt'}"]))
    assert setup.tokenizer.d_vocab == open_tokenizer(locate_tokenizer("mine")).d_vocab
    assert setup.tokenizer_files["tokenizer.json"] == (paths.tokenizers() / "mine" / "tokenizer.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "code"), [("../x", "name-bad"), ("", "name-bad"), ("starter", "name-taken"), ("characters", "name-taken")]
)
def test_that_a_bad_or_taken_name_is_refused_before_anything_is_read(name: str, code: str, home: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        kept(home, name)
    assert caught.value.code == code


def test_that_nothing_is_overwritten_and_nothing_half_done_is_left(home: Path) -> None:
    kept(home, "mine")
    before = (paths.tokenizers() / "mine" / "tokenizer.json").read_bytes()
    with pytest.raises(WorkbenchError, match="is taken"):
        kept(home, "mine", kind="unigram", pre_tokenizer="metaspace")
    (home / "corpus.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(WorkbenchError, match="UTF-16"):
        kept(home, "other")
    assert [one.name for one in paths.tokenizers().iterdir()] == ["mine"]
    assert (paths.tokenizers() / "mine" / "tokenizer.json").read_bytes() == before


def test_that_a_tokenizer_file_alone_is_opened_by_its_path(home: Path, rank_files: Path) -> None:
    kept(home, "mine")
    alone = home / "elsewhere"
    alone.mkdir()
    (alone / "tokenizer.json").write_bytes((paths.tokenizers() / "mine" / "tokenizer.json").read_bytes())
    for reference in (str(alone), str(alone / "tokenizer.json")):
        assert locate_tokenizer(reference).name == "elsewhere"
        assert open_tokenizer(locate_tokenizer(reference)).encode("fox").text == "fox"
    assert open_tokenizer(locate_tokenizer(str(rank_files / "r50k_base.tiktoken"))).d_vocab == 50257


@pytest.mark.parametrize("reference", ["nothing", "/no/such/tokenizer.json", "a\0b"])
def test_that_what_is_not_there_is_named(reference: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        locate_tokenizer(reference)
    assert caught.value.code in ("tokenizer-not-found", "model-missing")
    assert "tokenizer" in str(caught.value)
