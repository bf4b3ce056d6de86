"""Tables of pairs as CSV: what is read, and what is said of a line that can't be."""

from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError
from workbench.values import BiasPair, BiasTable, table_from_csv, table_to_csv

GOOD = 'template,he,she\n… works,He works.,She works.\n… rests,"He rests, too.","She rests, too."\n'


def test_that_the_headings_name_the_sides() -> None:
    table = table_from_csv(GOOD.encode(), "mine")
    assert (table.name, table.sides) == ("mine", ("he", "she"))
    assert table.pairs == (BiasPair("… works", "He works.", "She works."), BiasPair("… rests", "He rests, too.", "She rests, too."))


@pytest.mark.parametrize(
    "table",
    [
        BiasTable("mine", (BiasPair("t", "a, b", 'a "c"'), BiasPair("t\nu", "그는", "그녀는")), ("한쪽", "다른 쪽")),
        BiasTable("mine", (BiasPair("t", "a", "b", " so"), BiasPair("t", "a", "c"))),
    ],
)
def test_that_a_written_table_is_read_as_it_was(table: BiasTable) -> None:
    assert table_from_csv(table_to_csv(table).encode(), "mine") == table


def test_that_spreadsheets_files_are_read() -> None:
    assert table_from_csv(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "mine") == table_from_csv(GOOD.encode(), "mine")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "pairs-none", "no pairs"),
        ("template,he,she\n", "pairs-none", "no pairs"),
        ("who,he,she\nx,a,b\n", "pairs-bad-line", "Line 1"),
        ("template,he\n", "pairs-bad-line", "Line 1"),
        (GOOD + "only one cell\n", "pairs-bad-line", "Line 4 of the table cannot be read: it has 1 columns"),
        (GOOD + "x,He sits.,\n", "pair-incomplete", "Row 3 has no text for she; the other side is 'He sits.'"),
        (GOOD + ",He sits.,She sits.\n", "pair-without-template", "Row 3"),
        (GOOD + "x,It sits.,It sits.\n", "pair-equal", "Both sides of row 3"),
        (GOOD + 'x,"a"b,c\n', "pairs-bad-line", "Line 4"),
    ],
)
def test_that_a_bad_table_is_told_with_its_place(text: str, code: str, said: str) -> None:
    with pytest.raises(WorkbenchError, match=said) as caught:
        table_from_csv(text.encode(), "mine")
    assert caught.value.code == code


def test_that_a_file_of_another_encoding_is_named() -> None:
    with pytest.raises(WorkbenchError, match="mine is not UTF-8 text"):
        table_from_csv(GOOD.replace("works", "일한다").encode("cp949", "ignore"), "mine")
    with pytest.raises(WorkbenchError, match="5000 rows are read"):
        table_from_csv(("template,a,b\n" + "t,x,y\n" * 5_001).encode(), "mine")
