"""Tokenizers on the command line: reports on files, comparisons, trainings."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_samples import Shell

from workbench.library import locate, open_tokenizer

LINES = ["The quick brown fox.", "", "한국어 문장을 읽는다", "decomposed e\u0301 line", "zero\u200bwidth here"] * 8


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    file = tmp_path / "corpus.txt"
    file.write_text("\n".join(LINES), "utf-8")
    return file


def test_that_a_report_agrees_with_its_lines(shell: Shell, corpus: Path) -> None:
    told = shell.ok("tokenize", "--model", "starter", "--file", corpus, "--report", "--json").json
    starter = open_tokenizer(locate("starter"))
    assert told["tokens"] == sum(len(starter.encode(line, bos="no").ids) for line in LINES)
    assert (told["lines"], told["empty"], told["lossy"], told["decomposed"], told["invisible"]) == (40, 8, 0, 8, 8)
    hangul = next(one for one in told["costs"] if one["script"] == "hangul")
    assert hangul["syllables"] == 8 * 9
    assert hangul["per_syllable"] == pytest.approx(hangul["tokens"] / hangul["syllables"])
    shown = shell.ok("tokenize", "--model", "starter", "--file", corpus, "--report").out
    assert f"tokens per Hangul syllable: {hangul['per_syllable']:.3f}" in shown
    assert "lines not in NFC: 8 (25.00 %)" in shown


def test_that_a_file_is_tokenized_as_its_text(shell: Shell, corpus: Path) -> None:
    given = shell.ok("tokenize", "-m", "starter", "--file", corpus, "--json").json
    assert given == shell.ok("tokenize", "-m", "starter", "-", "--json", stdin=corpus.read_bytes()).json


@pytest.mark.parametrize("arguments", [(), ("text", "--file", "x"), ("text", "--report")])
def test_that_a_text_and_a_file_are_alternatives(arguments: tuple[str, ...], shell: Shell) -> None:
    assert shell("tokenize", "-m", "starter", *arguments).status == 2


def test_that_a_wrong_encoding_is_one_line_with_its_place(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("line\n한국어\n".encode("cp949"))
    said = shell("tokenize", "-m", "starter", "--file", file, "--report")
    assert said.status == 1
    assert "byte 5 (line 2) is 0xC7. — It reads well as CP949 (EUC-KR)" in said.err


def test_that_tokenizers_are_compared_over_the_same_bytes(shell: Shell) -> None:
    told = shell.ok("tokenizers", "compare", "-m", "starter", "-m", "starter-masked", "-m", "nothing", "안녕 hello", "--json").json
    spans = [lane["byte_spans"] for lane in told["lanes"]]
    assert spans[0][-1][1] == len("안녕 hello".encode())
    assert told["lanes"][2]["problem"]["code"] == "tokenizer-not-found"
    assert "hangul" in shell.ok("tokenizers", "compare", "-m", "starter", "-m", "starter-masked", "안녕 hello").out


def test_that_a_tokenizer_is_trained_recorded_and_used(shell: Shell, corpus: Path) -> None:
    made = shell.ok("tokenizers", "train", "mine", corpus, "--vocab-size", "300", "--beside", "starter", "--json").json
    assert made["d_vocab"] <= 300
    assert [one["tokenizer"] for one in made["measures"]] == ["mine", "starter"]
    assert shell.ok("tokenize", "-m", "mine", "한국어", "--json").json["text"] == "한국어"
    (run,) = shell.ok("runs", "list", "--json").json
    assert (run["id"], run["kind"], run["status"]) == (made["run_id"], "train-tokenizer", "done")
    assert "mine" in shell.ok("tokenizers", "list").out
    assert "is taken" in shell("tokenizers", "train", "mine", corpus).err
