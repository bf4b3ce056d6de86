"""Tables as spreadsheets, people and Korean offices write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.prompts.table import read_table, table_of
from workbench.values import BadRow

ROWS = (("안녕, 세상", "인사"), ('그는 "응"이라 했다', "대답"), ("두\n줄", "줄"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_that_a_korean_table_is_read_whole(tmp_path: Path, delimiter: str, encoding: str, newline: str) -> None:
    path = tmp_path / "표.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=newline)
        writer.writerows([("문장", "종류"), *ROWS])
    found = read_table(str(path))
    assert found.table.columns == ("문장", "종류")
    assert found.table.rows == ROWS
    assert (found.delimiter, found.bad, found.encoding) == (delimiter, (), encoding)


@given(st.lists(st.tuples(*[st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"))] * 3), max_size=6))
def test_that_what_python_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    found = table_of(text.getvalue())
    assert found.table.rows == tuple(rows)


def test_that_a_bad_row_is_named_by_the_line_it_begins_on_and_the_others_are_kept() -> None:
    found = table_of('a,b\n1,2\n"two\nlines",x\n1,2,3\n\nonly\n3,4\n')
    assert found.table.rows == (("1", "2"), ("two\nlines", "x"), ("3", "4"))
    assert found.bad == (BadRow(5, 3, 2), BadRow(7, 1, 2))


def test_that_one_column_is_a_table() -> None:
    found = table_of("text\none, two\nthree\n")
    assert found.table.columns == ("text",)
    assert found.table.rows == (("three",),)
    assert found.bad == (BadRow(2, 2, 1),)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "it is empty"),
        (b"a,a\n1,2\n", "two columns have the name 'a'"),
        (b"a,\n1,2\n", "the column '' has no usable name"),
        (b"a,{b}\n1,2\n", "the column '{b}' has no usable name"),
        (b'a,b\n1,"2\n3,4\n', "line 2: unexpected end of data"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "it"),
        (b"a,b\n\xff\xfe\xfd,2\n", "it is neither UTF-8 nor CP949"),
    ],
)
def test_that_what_is_no_table_says_why(tmp_path: Path, raw: bytes, reason: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(raw)
    with pytest.raises(WorkbenchError) as caught:
        read_table(str(path))
    assert caught.value.code == "table-bad"
    assert reason in str(caught.value.values["reason"])


def test_that_a_table_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read_table(str(tmp_path / "no.csv"))
    assert caught.value.code == "file-missing"
    with pytest.raises(WorkbenchError, match="10,000"):
        table_of("a\n" + "x\n" * 10_001)
