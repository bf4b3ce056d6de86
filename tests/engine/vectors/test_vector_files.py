"""One's own vectors, read from every kind of file, and refused where they are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from workbench.engine.vectors.files import vectors_in
from workbench.engine.vectors.sets import VectorSet
from workbench.errors import WorkbenchError
from workbench.values import FileSource

ROWS = np.random.default_rng(2).standard_normal((5, 3)).astype(np.float32)
LABELS = ["사과", "new york", "c", "d,e", "f"]


def read(path: Path) -> VectorSet:
    *_, found = vectors_in(FileSource(str(path)))
    assert isinstance(found, VectorSet)
    return found


def write(path: Path) -> Path:
    """The rows in the file's own kind."""
    numbers = [[repr(float(cell)) for cell in row] for row in ROWS]
    if path.suffix == ".npy":
        np.save(path, ROWS)
    elif path.suffix == ".npz":
        np.savez(path, vectors=ROWS, labels=np.array(LABELS), other=np.zeros(7))
    elif path.suffix == ".csv":
        lines = ["name,x,y,z,kind"] + [",".join([f'"{label}"', *row, "fruit"]) for label, row in zip(LABELS, numbers, strict=True)]
        path.write_text("\n".join(lines), "utf-8-sig")
    elif path.suffix == ".tsv":
        path.write_text("\n".join("\t".join([*row, label]) for label, row in zip(LABELS, numbers, strict=True)), "utf-8")
    else:
        head = ["5 3"] if path.suffix == ".vec" else []
        path.write_text("\n".join([*head, *(" ".join([label, *row]) for label, row in zip(LABELS, numbers, strict=True))]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.npy", "a.npz", "a.csv", "a.tsv", "a.txt", "a.vec"])
def test_that_vectors_come_back_from_every_kind_of_file(tmp_path: Path, name: str) -> None:
    found = read(write(tmp_path / name))
    assert np.array_equal(found.rows, ROWS)
    assert list(found.labels) == (LABELS if name != "a.npy" else ["0", "1", "2", "3", "4"])


def test_that_what_else_a_file_says_of_its_items_is_kept(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.csv")).columns == {"kind": ["fruit"] * 5}
    (tmp_path / "b.tsv").write_text("1\t2\tapple\tsweet\tred\n3\t4\tlime\tsour\n", "utf-8")
    assert read(tmp_path / "b.tsv").columns == {"1": ["sweet", "sour"], "2": ["red", ""]}
    np.savez(tmp_path / "c.npz", vectors=ROWS, labels=np.array(LABELS), year=np.arange(5), other=np.zeros(7))
    assert read(tmp_path / "c.npz").columns == {"year": ["0", "1", "2", "3", "4"]}
    assert read(write(tmp_path / "a.txt")).columns == {}


def test_that_a_large_array_is_mapped_and_not_read(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.npy"))
    assert isinstance(found.rows, np.memmap)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.csv", b"a,1,2\nb,1\n", "line 2"),
        ("a.csv", b"a,1,2\nb,1,x\n", "line 2"),
        ("a.csv", b"a,b\nc,d\n", "no vectors"),
        ("a.csv", b"a,1,nan\n", "not finite"),
        ("a.vec", b"2 3\na 1 2 3\nb 1 2\n", "line 3"),
        ("a.npy", b"\x93NUMPY nonsense", "no array"),
        ("a.npz", b"PK nonsense", "no archive"),
    ],
)
def test_that_a_bad_file_is_named_with_the_place(tmp_path: Path, name: str, content: bytes, part: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WorkbenchError) as caught:
        read(tmp_path / name)
    assert caught.value.code == "vectors-bad"
    assert part in str(caught.value.values["reason"])


def test_that_pickled_objects_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(WorkbenchError) as caught:
        read(tmp_path / "a.npy")
    assert caught.value.code == "vectors-bad"


def test_that_an_archive_that_would_not_fit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vectors.npy", b"\0" * 5_000_000)
    monkeypatch.setattr("workbench.engine.vectors.files.available_bytes", lambda: 1_000_000)
    with pytest.raises(WorkbenchError) as caught:
        read(tmp_path / "a.npz")
    assert caught.value.code == "vectors-too-large"


@pytest.mark.parametrize(("name", "code"), [("a.xlsx", "vectors-kind"), ("missing.npy", "file-missing"), ("missing.csv", "file-missing")])
def test_that_a_file_that_is_not_there_or_of_another_kind_is_named(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read(tmp_path / name)
    assert caught.value.code == code
