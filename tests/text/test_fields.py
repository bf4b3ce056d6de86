"""What is said of a file before anything is learned from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.engine.training.known import known_source
from workbench.errors import WorkbenchError
from workbench.host.roles import role_of
from workbench.text.fields import SHOWN, fields_of
from workbench.values import KNOWN_SOURCES, OFFERS, OWN_TEXTS, DataFields, DataFieldsRequest


@pytest.fixture
def look(tmp_path: Path):
    """`look("a.csv", content)`: what a file of this name holds."""

    def looked(name: str, content: str, **how: object) -> DataFields:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return fields_of(DataFieldsRequest(str(path), **how))  # type: ignore[arg-type]

    return looked


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_that_a_table_says_its_columns_and_first_rows(look, delimiter: str) -> None:
    lines = [("review", "stars"), *((f"글 {number}", str(number)) for number in range(9))]
    found = look("a.csv", "\n".join(delimiter.join(line) for line in lines))
    assert (found.kind, found.names) == ("table", ("review", "stars"))
    assert found.rows == tuple(lines[1:7])


def test_that_a_column_of_two_names_is_offered_to_nobody(look) -> None:
    assert look("a.csv", "a,b,a\n1,2,3\n").names == ("b",)


def test_that_objects_say_their_fields_also_where_some_lack_one(look) -> None:
    found = look("a.jsonl", '{"q": "a", "n": 1, "more": {"x": 1}, "tags": ["x", "y"]}\n\n{"q": "b"}\n')
    assert (found.kind, found.names) == ("objects", ("q", "n", "tags"))
    assert found.rows == (("a", "1", '["x", "y"]'), ("b", "", ""))


def test_that_a_text_shows_its_documents_on_a_line_each_and_cut(look) -> None:
    found = look("a.txt", "one\n\n" + "x" * 1000 + "\n")
    assert (found.kind, found.names) == ("text", ())
    assert found.rows == (("one",), ("x" * SHOWN + "…",))
    assert look("a.txt", "one\ntwo\n", part="file").rows == (("one two",),)


def test_that_a_folder_is_all_of_its_files(look, tmp_path: Path) -> None:
    look("b/1.txt", "first\n")
    look("b/2.txt", "second\n")
    found = fields_of(DataFieldsRequest(str(tmp_path / "b")))
    assert (found.n_files, found.size_bytes, found.rows) == (2, 13, (("first",), ("second",)))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.jsonl", "[1]\n", "training-row-bad"), ("a.jsonl", "{\n", "training-row-bad"), ("a.txt", "", "text-file-empty")],
)
def test_that_what_cannot_be_read_says_why(look, name: str, content: str, code: str) -> None:
    with pytest.raises(WorkbenchError) as error:
        look(name, content)
    assert error.value.code == code


def test_that_what_is_offered_is_there_and_known_sources_are_known() -> None:
    assert {one for offer in OFFERS.values() for one in offer.own} == set(OWN_TEXTS)
    assert [name for name in OWN_TEXTS if known_source(name)] == sorted(KNOWN_SOURCES, key=OWN_TEXTS.index)
    assert role_of(DataFieldsRequest("x")) == "text"
