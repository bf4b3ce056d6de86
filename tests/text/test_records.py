"""Records out of files: what is read of each kind, and how what can't be read is named."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.text.records import MOST_PIECE, files_of, records_of


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(place: Path, *columns: str, part: str = "auto") -> list[tuple[str, ...]]:
    return [record.fields for record in records_of(place, columns or ("text",), part=part)]  # type: ignore[arg-type]


def test_that_a_line_of_a_text_is_a_document(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "\ufeff하나\n\n둘 \r\n셋")
    found = list(records_of(path, ("text",)))
    assert [(one.fields, one.line) for one in found] == [(("하나",), 1), (("둘 ",), 3), (("셋",), 4)]
    assert found[-1].until == path.stat().st_size


def test_that_a_file_of_a_folder_is_a_document_unless_lines_are_asked_for(tmp_path: Path) -> None:
    written(tmp_path, "b.md", "b1\nb2\n")
    written(tmp_path, "a/a.txt", "a1\n\na3")
    written(tmp_path, ".hidden.txt", "no")
    written(tmp_path, "c.png", "no")
    written(tmp_path, "empty.txt", "")
    assert read(tmp_path) == [("a1\n\na3",), ("b1\nb2",)]
    assert read(tmp_path, part="line") == [("a1",), ("a3",), ("b1",), ("b2",)]
    assert read(tmp_path / "b.md", part="file") == [("b1\nb2",)]


def test_that_a_long_file_comes_in_pieces_that_make_it_again(tmp_path: Path) -> None:
    text = "a line that is not long\n" * (MOST_PIECE // 10)
    found = list(records_of(written(tmp_path, "a.txt", text), ("text",), part="file"))
    assert len(found) == 3
    assert [one.goes_on for one in found] == [True, True, False]
    assert "".join(one.fields[0] for one in found) == text.removesuffix("\n")


def test_that_tables_are_read_as_csv_writes_them(tmp_path: Path) -> None:
    rows = [("plain", "0", "x"), ('a "quoted", one', "1", "y"), ("two\nlines", "0", "z"), ("한글; \t탭", "1", "")]
    for name, delimiter in (("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t"), ("d.csv", "|")):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([("text", "label", "more"), *rows])
        assert read(tmp_path / name, "label", "text") == [(label, text) for text, label, _ in rows]


def test_that_fields_of_json_lines_are_texts_numbers_and_lists_of_texts(tmp_path: Path) -> None:
    items = [{"text": "a", "label": 1}, {"label": True, "text": ["b", "c"], "more": None}, {"text": "", "label": "x\ny"}]
    path = written(tmp_path, "a.jsonl", "\n\n".join(map(json.dumps, items)))
    assert read(path, "text", "label") == [("a", "1"), ("b c", "true"), ("", "x\ny")]


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        ("a.jsonl", '{"text": "a", "label": 1}\n{"text"', 2, "no JSON"),
        ("a.jsonl", '{"text": "a", "label": 1}\n\n["a"]', 3, "braces"),
        ("a.jsonl", '{"text": "a"}', 1, "no field label, only text"),
        ("a.jsonl", '{"text": {"a": 1}, "label": 1}', 1, "field text"),
        ("a.jsonl", '{"text": "\\ud800", "label": 1}', 1, "half a character"),
        ("a.csv", "text,label\na,1\nb\n", 3, "1 fields"),
        ("a.csv", 'text,label\n"a\nb",1\nb\n', 4, "1 fields"),
        ("a.csv", "text,class\na,1\n", 1, "no column 'label', only 'text', 'class'"),
        ("a.csv", 'text,label\na,"1\n', 2, "quote that is never closed"),
        ("a.csv", "text,label\ra,1\rb,2\r", 1, "carriage returns"),
    ],
)
def test_that_a_bad_line_is_named(name: str, text: str, line: int, told: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read(written(tmp_path, name, text), "text", "label")
    assert (caught.value.code, caught.value.values["line"]) == ("training-row-bad", line)
    assert told in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("a.txt", "words", "training-data-bad"), ("a.csv", "text,label\n", "training-data-bad"), ("a.csv", "", "text-file-empty")],
)
def test_that_a_file_without_records_is_named(name: str, text: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read(written(tmp_path, name, text), "text", "label")
    assert caught.value.code == code


def test_that_a_folder_without_texts_and_a_place_without_files_are_named(tmp_path: Path) -> None:
    for place, code in ((tmp_path, "training-data-bad"), (tmp_path / "nowhere", "file-missing")):
        with pytest.raises(WorkbenchError) as caught:
            read(place)
        assert caught.value.code == code


def test_that_what_is_no_file_on_a_disk_is_refused_before_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for place in (tmp_path / "pipe.txt", Path("/dev/zero"), Path("a\0b")):
        with pytest.raises(WorkbenchError) as caught:
            files_of(place)
        assert caught.value.code == "file-unreadable"


def test_that_a_json_file_is_no_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", '[{"text": "a"}]')
    with pytest.raises(WorkbenchError, match="jsonl"):
        read(path)
