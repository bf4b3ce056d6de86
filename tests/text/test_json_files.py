"""JSON from strangers: read within bounds, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.text.json_files import MAX_DEPTH, read_json


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting"),
        (b"[1]", "a list, not an object"),
        (b"null", "a NoneType"),
        (b'{"a": 1, "a": 2}', "'a' occurs twice"),
        (b'{"a": {"b": 1, "b": 1}}', "'b' occurs twice"),
        (b'{"a": "\xff"}', "utf-8"),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "nested deeper"),
        (b"[" * 500_000, "nested deeper"),
        (b'{"x": ' + b" " * (2 << 20) + b"[" * 200_000, ""),
        (b'{"a": 1' + b"0" * 5000 + b"}", "digits"),
    ],
)
def test_that_faulty_json_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(content)
    with pytest.raises(WorkbenchError) as caught:
        read_json(path)
    assert caught.value.code == "json-bad"
    assert reason in str(caught.value.values["reason"])


def test_that_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(WorkbenchError, match="1099511627776 bytes"):
        read_json(path)


def test_that_brackets_in_strings_do_not_count_as_depth(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"a": "' + '[{\\"' * 1000 + '"}')
    assert len(read_json(path)["a"]) == 3000


def test_that_depth_up_to_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"a": ' * MAX_DEPTH + "1" + "}" * MAX_DEPTH)
    assert "a" in read_json(path)


def test_that_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.json", "file-missing"), (tmp_path, "file-unreadable")):
        with pytest.raises(WorkbenchError) as caught:
            read_json(path)
        assert caught.value.code == code
