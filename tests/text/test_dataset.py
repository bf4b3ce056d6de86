"""Data as ids on disk: nothing is lost, what was read is found again, and little memory is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.text import records
from workbench.text.dataset import KEPT, Dataset, dataset, is_valid
from workbench.text.records import Record
from workbench.text.shuffling import shuffled
from workbench.values import Progress


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


class Characters:
    """An encoder whose ids are code points, so that what was written can be read."""

    key, n_fields = "characters", 1

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.n_read = 0

    def __call__(self, records: Sequence[Record]) -> list[tuple[Sequence[int], ...]]:
        self.n_read += len(records)
        return [tuple([ord(one) for one in field] for field in record.fields) for record in records]


def made(place: Path, encoder: Characters, **settings: object) -> tuple[Dataset, list[Progress]]:
    steps, told = dataset(place, ("text",), encoder, **settings), []  # type: ignore[arg-type]
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return end.value, told


def texts_of(stream: object) -> list[str]:
    return ["".join(map(chr, stream.record(number)[0])) for number in range(len(stream))]  # type: ignore[attr-defined, arg-type]


def test_that_every_document_is_kept_in_its_split_and_order(tmp_path: Path) -> None:
    lines = [f"문서 {number} of many" for number in range(9000)]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), "utf-8")
    found, told = made(path, Characters())
    assert texts_of(found.train) == [line for line in lines if not is_valid(line)]
    assert texts_of(found.valid) == [line for line in lines if is_valid(line)]
    assert 0.04 < len(found.valid) / len(lines) < 0.06
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert (told[-1].done, told[-1].total) == (path.stat().st_size, path.stat().st_size)


def test_that_what_was_read_is_found_again_until_the_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\nthree", "utf-8")
    encoder = Characters()
    first, _ = made(path, encoder)
    again, told = made(path, encoder)
    assert (encoder.n_read, told) == (6, [])  # three documents need a second pass, for one of them to be kept for validation
    assert texts_of(first.train) == texts_of(again.train) == ["one", "two"]
    assert texts_of(again.valid) == ["three"]
    path.write_text("four\nfive\nsix", "utf-8")
    changed, _ = made(path, encoder)
    assert texts_of(changed.train) == ["four", "five"]
    assert not list((paths.cache() / "data").glob("*.part"))


def test_that_the_origin_of_data_is_another_only_where_their_records_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\nthree\n", "utf-8")
    first = made(path, Characters())[0].origin
    assert (first.n_files, first.size_bytes, first.n_tokens) == (1, 14, 11)
    os.utime(path, (1e9, 1e9))  # as a copy may do
    touched = made(path, Characters())[0].origin
    assert (touched.digest, touched.key, touched.changed_at_utc) == (first.digest, first.key, "2001-09-09T01:46:40+00:00")
    path.write_text("one\ntwothree\n", "utf-8")  # the same letters, in other records
    other = made(path, Characters())[0].origin
    assert other.digest != first.digest
    assert other.key == first.key


def test_that_a_single_document_is_both_and_pieces_are_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    text = "many words in a line\n" * 70_000
    (tmp_path / "data" / "a.txt").write_text(text, "utf-8")
    found, _ = made(tmp_path / "data", Characters())
    assert len(found.train) == len(found.valid) == 1
    assert texts_of(found.train) == texts_of(found.valid) == [text.removesuffix("\n")]


def test_that_a_document_in_pieces_is_in_one_split_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_PIECE", 100)
    (tmp_path / "data").mkdir()
    texts = ["\n".join(f"document {number}, line {line}" for line in range(30)) for number in range(60)]
    for number, text in enumerate(texts):
        (tmp_path / "data" / f"{number:02}.txt").write_text(text, "utf-8")
    found, _ = made(tmp_path / "data", Characters())
    whole = texts_of(found.train) + texts_of(found.valid)
    assert sorted(whole) == sorted(texts)
    assert len(found.valid) > 0


def test_that_who_stops_leaves_nothing_and_only_some_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo", "utf-8")
    with pytest.raises(WorkbenchError) as caught:
        made(path, Characters(), stopped=lambda: True)
    assert caught.value.code == "cancelled"
    assert list((paths.cache() / "data").iterdir()) == []
    for number in range(KEPT + 3):
        path.write_text(f"one\n{number}", "utf-8")
        made(path, Characters(), part="line" if number % 2 else "auto")
    assert len(list((paths.cache() / "data").iterdir())) == KEPT


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64, 1000])
def test_that_an_epoch_meets_every_record_once_in_an_order_of_its_own(count: int) -> None:
    epochs = [[shuffled(epoch * count + place, count, 5) for place in range(count)] for epoch in range(3)]
    assert all(sorted(epoch) == list(range(count)) for epoch in epochs)
    if count >= 7:
        assert epochs[0] != epochs[1] != epochs[2]
        assert epochs[0] != [shuffled(place, count, 6) for place in range(count)]


def test_that_places_of_an_order_are_spread_evenly() -> None:
    """Chi-square of where the first tenth of an order lands, over ten parts: 9 degrees of freedom, 1e-9 at 66."""
    counts = [0] * 10
    for seed in range(200):
        for place in range(100):
            counts[shuffled(place, 1000, seed) // 100] += 1
    assert sum((one - 2000) ** 2 / 2000 for one in counts) < 66


MEASURED = """
import resource, sys
from pathlib import Path
from workbench.text import tokenizer_from_folder
from workbench.text.corpus.vocabulary import write_tokenizer
from workbench.text.dataset import dataset
from workbench.engine.training.encoders import FieldEncoder
folder = Path(sys.argv[1])
folder.mkdir()
write_tokenizer(folder, "decoder")
encoder = FieldEncoder(tokenizer_from_folder(folder), n_fields=1)
for place in sys.argv[2:]:
    for _ in dataset(Path(place), ("text",), encoder):
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are counted in other units")
def test_that_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A file five times as large needs 4 MiB more at most; its texts and lists of ids would take more than 20."""
    lines = [f"{number}: The small dog found the old book in the garden, and 나는 사과를 먹었다.\n" for number in range(60_000)]
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    small.write_text("".join(lines[:12_000]), "utf-8")
    large.write_text("".join(lines), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "tokenizer"), str(small), str(large)], capture_output=True, text=True, check=True
    )
    first, second = map(int, ended.stdout.split())
    assert large.stat().st_size > 5_000_000
    assert second - first < 4 << 10
