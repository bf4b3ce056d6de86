"""Reports on text files against counting line by line; files that are no text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer
from workbench.text.comparing import lane_of
from workbench.text.file_report import LEAST_CHARACTERS, report
from workbench.text.scripts import added
from workbench.text.text_files import MOST_LINE_BYTES, lines_of
from workbench.values import FileReport, FileReportRequest, Progress

LINES = [
    "The quick brown fox.", "", "한국어 문장을 읽고 쓰는 작은 모형", unicodedata.normalize("NFD", "나는 오늘 커피를 마셨다"),
    "zero\u200bwidth", "☃☃☃ snow", "def f(x): return x**2  # 안녕", "  indented", "[MASK] typed", "짧", "bell\x07 rings here",
]  # fmt: skip


def reported(tokenizer: Tokenizer, path: Path) -> FileReport:
    *progress, found = report(tokenizer, FileReportRequest("m", str(path)), name="m", stopped=lambda: False)
    assert isinstance(found, FileReport)
    assert all(isinstance(one, Progress) for one in progress)
    return found


@pytest.fixture(params=["starter", "minilm", "smollm2"])
def tokenizer(request: pytest.FixtureRequest) -> Tokenizer:
    name = request.param
    return open_tokenizer(locate(name if name == "starter" else str(request.getfixturevalue(name))))


def test_that_a_report_is_what_each_line_alone_gives(tokenizer: Tokenizer, tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(LINES) + "\n", "utf-8", newline="")
    found = reported(tokenizer, file)
    filled = [(number, line) for number, line in enumerate(LINES, 1) if line]
    ids = {line: tokenizer.encode(line, bos="no").ids.tolist() for _, line in filled}
    lossy = [number for number, line in filled if tokenizer.decode(ids[line]) != line]
    assert (found.lines, found.empty, found.lossy) == (len(LINES), 1, len(lossy))
    assert [one.number for one in found.lossy_lines] == lossy
    assert found.decomposed == sum(unicodedata.normalize("NFC", line) != line for _, line in filled)
    assert found.invisible == 2
    assert found.tokens == sum(map(len, ids.values()))
    assert found.unknown == sum(one.count(tokenizer.unk_id) for one in ids.values())
    costly = sorted((-len(ids[line]) / len(line), number) for number, line in filled if len(line) >= LEAST_CHARACTERS)
    assert [one.number for one in found.costly] == [number for _, number in costly]
    alone = added(lane_of(tokenizer, line, reference="", name="").costs for _, line in filled)
    for one, other in zip(found.costs, alone, strict=True):
        assert (one.characters, one.size_bytes, one.syllables) == (other.characters, other.size_bytes, other.syllables)
        assert one.tokens == pytest.approx(other.tokens)


def test_that_the_parts_of_a_long_file_are_put_together(tmp_path: Path) -> None:
    starter = open_tokenizer(locate("starter"))
    file = tmp_path / "long.txt"
    file.write_text("\n".join(LINES * 3000), "utf-8")
    found, once = reported(starter, file), reported_text(starter, LINES, tmp_path)
    assert (found.lines, found.lossy, found.tokens) == (once.lines * 3000, once.lossy * 3000, once.tokens * 3000)
    assert found.costs[1].tokens == pytest.approx(once.costs[1].tokens * 3000)


def reported_text(tokenizer: Tokenizer, lines: list[str], folder: Path) -> FileReport:
    file = folder / "once.txt"
    file.write_text("\n".join(lines), "utf-8")
    return reported(tokenizer, file)


def test_that_line_ends_of_windows_and_a_mark_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "windows.txt"
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    assert [line.text for line in lines_of(file)] == ["one", "two"]


def test_that_a_line_of_any_length_is_read_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / "one-line.txt"
    text = "a" + "한" * MOST_LINE_BYTES
    file.write_text(text, "utf-8")
    pieces = [line.text for line in lines_of(file)]
    assert "".join(pieces) == text
    assert len(pieces) > 2


@pytest.mark.parametrize(
    ("raw", "position", "line", "likely"),
    [
        ("hello\n한국어".encode("cp949"), 6, 2, "CP949 (EUC-KR)"),
        ("한국어".encode("utf-16"), 0, 1, "UTF-16"),
        ("한국어".encode("utf-32"), 0, 1, "UTF-32"),
        ("a cat\n한국어".encode("utf-16-le"), 1, 1, "UTF-16 without a byte order mark"),
        ("a cat\n한국어".encode("utf-16-be"), 0, 1, "UTF-16 without a byte order mark"),
        ("한국어 문장\n".encode("utf-16-le"), 1, 1, "UTF-16 without a byte order mark"),
        ("a cat\n".encode("utf-32-le"), 1, 1, "UTF-32 without a byte order mark"),
        ("한국어다".encode("cp949"), 0, 1, "CP949 (EUC-KR)"),
        (b"text\n" + bytes(600), 5, 2, "another encoding"),
        (b"\xef\xbb\xbfab\xff", 5, 1, "another encoding"),
        ("abc 한".encode()[:-1], 4, 1, "another encoding"),
    ],
)
def test_that_a_wrong_encoding_is_named_with_its_place(raw: bytes, position: int, line: int, likely: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.txt"
    file.write_bytes(raw)
    with pytest.raises(WorkbenchError) as caught:
        list(lines_of(file))
    assert caught.value.code == ("text-file-encoding" if likely != "another encoding" else "text-file-no-text")
    assert (caught.value.values["position"], caught.value.values["line"]) == (position, line)
    assert likely in str(caught.value)


def test_that_a_text_may_hold_a_nul(tmp_path: Path) -> None:
    file = tmp_path / "nul.txt"
    file.write_bytes(b"a text with one \0 in it\n")
    assert [line.text for line in lines_of(file)] == ["a text with one \0 in it"]


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_that_an_empty_file_is_named(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(raw)
    with pytest.raises(WorkbenchError) as caught:
        list(lines_of(file))
    assert caught.value.code == "text-file-empty"


def test_that_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    starter = open_tokenizer(locate("starter"))
    for path, code in ((tmp_path / "none.txt", "file-missing"), (tmp_path, "file-unreadable")):
        with pytest.raises(WorkbenchError) as caught:
            reported(starter, path)
        assert caught.value.code == code
