"""What was seen is what is read again."""

from __future__ import annotations

import dataclasses
import math
import sqlite3 as plain
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from store_samples import MODEL, SUBJECT, encoding, request, result, same, started, step, trace_summary

from workbench.errors import WorkbenchError
from workbench.store import Store
from workbench.values import (
    Arrays,
    ArraysRequest,
    FileSource,
    Layout,
    MapFrame,
    MapRequest,
    Notice,
    Progress,
    RunRecord,
    RunRequest,
    RunStarted,
    Subject,
    Tokenized,
    TokenizeRequest,
    TokenStep,
    TraceRequest,
    TraceSummary,
    Tsne,
    VectorMap,
)


def read(store: Store, run_id: int | None) -> RunRecord:
    assert run_id is not None
    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    return record


def test_that_a_generation_is_read_as_the_values_it_was(store: Store) -> None:
    recording = store.begin(request())
    last = dataclasses.replace(step(5), draw=0.5, xtc_draw=0.25, log_normalizer=12.5)
    events = [started(), *(step(index) for index in range(5)), last, Notice("cancelled", {"x": math.inf}), result()]
    for event in events:
        recording.see(event)
    recording.finish("done")
    record = read(store, recording.run_id)
    assert same(record.request, request())
    assert [type(event) for event in record.events] == [type(event) for event in events[:-1]]
    assert all(same(read_again, seen) for read_again, seen in zip(record.events, events[:-1], strict=True))
    assert same(record.result, events[-1])
    assert (record.row.kind, record.row.status, record.row.model, record.row.model_sha256) == ("generate", "done", MODEL.name, MODEL.sha256)
    assert record.row.summary == f"{SUBJECT.text} → 강 강"
    assert {"seed": 7, "kernels": "packed+fused", "device": "cpu"}.items() <= record.environment.items()
    assert "torch" in record.environment


def test_that_a_trace_keeps_ids_but_no_arrays_that_can_be_computed_again(store: Store) -> None:
    recording = store.begin(TraceRequest(SUBJECT))
    recording.see(Progress("forward", 1, 2, "layers"))
    recording.see(trace_summary())
    recording.finish("done")
    record = read(store, recording.run_id)
    assert record.events == ()
    assert isinstance(record.result, TraceSummary)
    assert record.result.encoding.ids.tolist() == [0, 1, 2]
    assert record.result.model == MODEL
    assert record.result.sink_share.size == 0
    assert record.row.summary == SUBJECT.text


def test_that_a_tokenization_keeps_its_encoding(store: Store) -> None:
    asked = TokenizeRequest(SUBJECT)
    answer = Tokenized(asked, encoding(), "none", 2048, "l o", "st")
    recording = store.begin(asked)
    recording.see(answer)
    recording.finish("done")
    assert same(read(store, recording.run_id).result, answer)


def test_that_a_result_too_large_is_left_out_and_the_run_is_kept(store: Store) -> None:
    asked = ArraysRequest(TraceRequest(SUBJECT), ("resid",))
    recording = store.begin(asked)
    recording.see(Arrays(asked, {"resid": np.random.default_rng(0).normal(size=2_000_000)}))
    recording.finish("done")
    record = read(store, recording.run_id)
    assert (record.row.kind, record.row.status, record.row.summary) == ("arrays", "done", SUBJECT.text)
    assert record.result is None


def test_that_a_cancelled_run_keeps_its_steps_and_shows_them(store: Store) -> None:
    recording = store.begin(request())
    recording.see(started())
    recording.see(step(0, "서"))
    recording.see(step(1, "울"))
    recording.finish("cancelled", WorkbenchError("cancelled"))
    recording.see(step(2))
    recording.finish("done")
    record = read(store, recording.run_id)
    assert (record.row.status, record.error_code, record.result) == ("cancelled", "cancelled", None)
    assert [event.text for event in record.events if isinstance(event, TokenStep)] == ["서", "울"]
    assert record.row.summary.endswith("→ 서울")


@pytest.mark.parametrize(
    ("error", "code", "values"),
    [
        (
            WorkbenchError("text-too-long", n_tokens=9, model="m", half="\ud800", bad=math.nan),
            "text-too-long",
            {"n_tokens": 9, "half": "\ud800"},
        ),
        (ZeroDivisionError("1/0"), "internal", {"reason": "ZeroDivisionError('1/0')"}),
    ],
)
def test_that_a_failed_run_keeps_its_error(store: Store, error: Exception, code: str, values: dict[str, object]) -> None:
    recording = store.begin(request())
    recording.finish("failed", error)
    record = read(store, recording.run_id)
    assert (record.row.status, record.error_code) == ("failed", code)
    assert values.items() <= record.error_values.items()


def test_that_a_branch_names_its_parent_and_the_step_it_left_at(store: Store, database: Path) -> None:
    parent = store.begin(request())
    parent.finish("done")
    child = store.begin(request(forced_ids=(5, 6, 7), parent_run=parent.run_id))
    assert read(store, child.run_id).row.parent_id == parent.run_id
    with plain.connect(database) as connection:
        assert connection.execute("SELECT parent_step FROM runs WHERE id = ?", (child.run_id,)).fetchone() == (2,)
    connection.close()


def test_that_a_parent_that_is_gone_does_not_stop_a_branch(store: Store) -> None:
    assert read(store, store.begin(request(parent_run=99)).run_id).row.parent_id is None


@pytest.mark.parametrize("text", ["", "\x00", "a\x00b", "\ud800", "한\udfff국", "e\u0301\u200b\r\n\u2028", "가" * 200_000])
def test_that_no_text_stops_the_record(store: Store, problems: list[WorkbenchError], text: str) -> None:
    asked = request(text)
    recording = store.begin(asked)
    recording.finish("failed", WorkbenchError("text-not-unicode", position=0))
    record = read(store, recording.run_id)
    assert record.request == asked
    assert "\n" not in record.row.summary
    assert len(record.row.summary) <= 60
    assert problems == []


def test_that_the_number_of_a_run_is_told_once(store: Store) -> None:
    told: list[RunStarted] = []
    recording = store.begin(request(), started=told.append)
    recording.see(step(0))
    recording.finish("done")
    assert read(store, recording.run_id).row.ulid == recording.ulid
    assert told == [RunStarted(recording.run_id or 0, recording.ulid)]


def test_that_what_cannot_be_stored_is_left_out_and_said_and_the_rest_is_kept(store: Store, problems: list[WorkbenchError]) -> None:
    recording = store.begin(request())
    recording.see(started())
    recording.see(object())
    recording.see(step(0))
    recording.see(Notice("cancelled", {"huge": object()}))
    recording.see(step(2**80))
    recording.finish("done")
    other = store.begin(object())
    other.see(step(0))
    record = read(store, recording.run_id)
    assert [type(event).__name__ for event in record.events] == ["GenerationStarted", "TokenStep"]
    assert record.row.status == "done"
    assert other.run_id is None
    assert [problem.code for problem in problems] == ["internal", "internal"]


def test_that_a_closed_store_ends_open_runs_and_drops_what_comes_later(open_store: Callable[..., Store]) -> None:
    store = open_store()
    recording = store.begin(request())
    recording.see(step(0))
    store.close()
    recording.see(step(1))
    assert store.begin(request()).run_id is None
    with pytest.raises(WorkbenchError, match="closed"):
        store.answer(RunRequest(1))
    record = read(open_store(), recording.run_id)
    assert (record.row.status, len(record.events)) == ("interrupted", 1)


def test_that_texts_and_models_are_stored_once(store: Store, database: Path) -> None:
    for _ in range(5):
        recording = store.begin(TraceRequest(Subject(SUBJECT.model, "긴 글 " * 500)))
        recording.see(trace_summary())
        recording.finish("done")
    read(store, recording.run_id)
    connection = plain.connect(database)
    assert connection.execute("SELECT count(*), max(size_bytes) FROM texts").fetchone() == (1, len(("긴 글 " * 500).encode()))
    assert connection.execute("SELECT count(*) FROM models").fetchone() == (1,)
    connection.close()


def test_that_a_map_is_kept_with_what_it_was_laid_over_but_without_its_frames(store: Store) -> None:
    items, places = np.arange(4, dtype=np.int32), np.ones((4, 2), np.float32)
    asked = MapRequest(FileSource("/somewhere/words.npy"), Tsne(seed=7), after=Layout(items, places))
    answer = VectorMap(asked, items, places, quality=None, explained=np.zeros(0), loss=1.5)
    recording = store.begin(asked)
    for event in (MapFrame(places, 5, 10), answer):
        recording.see(event)
    recording.finish("done")
    record = read(store, recording.run_id)
    assert (record.row.kind, record.row.summary) == ("map", "t-SNE words.npy")
    assert same(record.request, asked)
    assert same(record.result, answer)
    assert record.events == ()
