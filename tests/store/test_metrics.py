"""The curves of trainings come back as they were measured: through rows, chunks, turns and refused writes, bit by bit."""

from __future__ import annotations

import contextlib
import math
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.errors import WorkbenchError
from workbench.store import RunRecording, Store, metrics, sealing
from workbench.store.connection import connect
from workbench.store.packing import pack, pack_integers, unpack, unpack_integers
from workbench.store.sqlite import sqlite3
from workbench.values import (
    SERIES,
    Architecture,
    Metrics,
    MetricsRequest,
    RunDeleteRequest,
    StoreCheck,
    StoreCheckRequest,
    TrainRequest,
    TrainStarted,
    TrainStep,
    TrainValidation,
)

REQUEST = TrainRequest("tiny", "causal", Architecture("decoder", 1, 1, 16, 16, 32), n_steps=1000)
NAN, INF = math.nan, math.inf
KINDS = st.one_of(
    arrays(np.float64, st.integers(1, 300), elements=st.floats(width=64)),
    arrays(np.float32, st.integers(1, 300), elements=st.floats(width=32)).map(lambda a: a.astype(np.float64)),
    arrays(np.int64, st.integers(1, 300), elements=st.integers(-(2**53), 2**53)).map(lambda a: a.astype(np.float64)),
    arrays(np.uint64, st.integers(1, 60)).map(lambda a: a.view(np.float64)),  # every bit pattern, so every NaN
)


def step(number: int, loss: float = 1.0) -> TrainStep:
    return TrainStep(number, loss, 1e-3 / number, 1.5, number * 100, 1000.0 + number % 7, number * 0.1, 50.0, 1 << 28)


def begun(store: Store) -> RunRecording:
    made = store.begin(REQUEST)
    made.see(TrainStarted(REQUEST, made.run_id or 0, "folder", "llama", 1_234_567, 512, 0, 2))
    return made


def read(store: Store, recording: RunRecording, **asked: object) -> Metrics:
    found = store.answer(MetricsRequest(recording.run_id or 0, **asked))
    assert isinstance(found, Metrics)
    return found


def curve(found: Metrics, name: str = "loss") -> tuple[list[int], list[float]]:
    for one in found.curves:
        if one.name == name:
            return one.steps.tolist(), one.values.tolist()
    return [], []


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 8)
    monkeypatch.setattr(sealing, "LEAST", 3)
    monkeypatch.setattr(sealing, "BLOCK", 4)


# bytes


@given(KINDS)
def test_that_numbers_come_back_to_the_bit(values: np.ndarray) -> None:
    np.testing.assert_array_equal(unpack(pack(values), len(values)).view(np.uint64), values.view(np.uint64))


@given(arrays(np.int64, st.integers(1, 200), elements=st.integers(-(2**63), 2**63 - 1)))
def test_that_integers_come_back(values: np.ndarray) -> None:
    np.testing.assert_array_equal(unpack_integers(pack_integers(values), len(values)), values)


@given(st.binary(max_size=60), st.integers(1, 50))
def test_that_bytes_of_others_are_an_error_or_numbers(blob: bytes, n: int) -> None:
    with contextlib.suppress(ValueError):
        assert unpack(blob, n).shape == (n,)


def test_that_noise_takes_less_than_its_bytes_and_what_is_regular_next_to_nothing() -> None:
    at = np.arange(8192)
    noise = 2 + 3 * np.exp(-at / 2000) + 0.05 * np.random.default_rng(0).standard_normal(8192)
    sizes = {"loss": noise, "short": noise.astype(np.float32).astype(np.float64), "tokens": 4096.0 * at, "rate": np.cos(at / 1e5)}
    per_point = {name: len(pack(values)) / 8192 for name, values in sizes.items()}
    assert per_point["loss"] < 6.5
    assert per_point["short"] < 3.5
    assert per_point["tokens"] < 0.02
    assert per_point["rate"] < 1.5


# one run


@pytest.mark.usefixtures("small_chunks")
def test_that_curves_come_back_whole_and_in_order(store: Store, second: sqlite3.Connection) -> None:
    recording = begun(store)
    losses = [NAN, INF, -INF, 0.1 + 0.2, *np.random.default_rng(0).random(26).tolist()]
    for number, loss in enumerate(losses, 1):
        recording.see(step(number, loss))
        if number % 10 == 0:
            recording.see(TrainValidation(number, loss + 1))
    found = read(store, recording)
    assert [one.name for one in found.curves] == list(SERIES)
    np.testing.assert_array_equal(curve(found), (list(range(1, 31)), losses))
    assert curve(found, "val_loss") == ([10, 20, 30], [losses[at - 1] + 1 for at in (10, 20, 30)])
    assert curve(found, "memory_bytes") == (list(range(1, 31)), [float(1 << 28)] * 30)
    np.testing.assert_array_equal(curve(found, "val_accuracy")[1], [NAN] * 3)
    recording.finish("done")
    np.testing.assert_array_equal(curve(read(store, recording)), (list(range(1, 31)), losses))
    assert second.execute("SELECT count(*), max(n_points) FROM metric_chunks WHERE series = 'loss'").fetchone() == (4, 8)
    assert second.execute("SELECT count(*) FROM metric_tails").fetchone() == (0,)
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


@pytest.mark.usefixtures("small_chunks")
def test_that_who_follows_hears_of_each_point_once(store: Store) -> None:
    recording = begun(store)
    known: dict[str, int] = {}
    heard: dict[str, list[int]] = {}
    for number in range(1, 40):
        recording.see(step(number))
        if number % 4 == 0:
            asked = read(store, recording, known=known)  # the validation of this step comes after its step was told
            recording.see(TrainValidation(number, 2.0))
        else:
            asked = read(store, recording, known=known)
        for one in asked.curves:
            known[one.name] = int(one.steps[-1])
            heard.setdefault(one.name, []).extend(one.steps.tolist())
    assert heard["loss"] == list(range(1, 40))
    assert heard["val_loss"] == list(range(4, 37, 4))


@pytest.mark.usefixtures("small_chunks")
def test_that_a_part_and_chosen_curves_can_be_asked_for(store: Store) -> None:
    recording = begun(store)
    for number in range(1, 60):
        recording.see(step(number, float(number)))
    for after, last in ((-1, None), (0, 5), (7, 8), (8, 9), (13, 50), (58, 99), (70, None)):
        found = read(store, recording, names=("loss",), after_step=after, last_step=last)
        expected = [number for number in range(1, 60) if after < number <= (last or 99)]
        assert curve(found) == (expected, [float(number) for number in expected])
        assert {one.name for one in found.curves} <= {"loss"}
    with pytest.raises(WorkbenchError) as caught:
        store.answer(MetricsRequest(77))
    assert caught.value.code == "run-missing"


@pytest.mark.usefixtures("small_chunks")
def test_that_a_long_curve_can_be_taken_in_pages(store: Store) -> None:
    recording = begun(store)
    for number in (*range(1, 40), *range(20, 60)):
        recording.see(step(number, float(number)))
    recording.see(TrainValidation(59, 1.0))
    for most in (1, 8, 13, 100):
        known, heard, more, n_pages = {"val_loss": 0}, [], True, 0
        while more:
            found = read(store, recording, names=("loss", "val_loss"), known=known, turn=1, most=most)
            known |= {one.name: int(one.steps[-1]) for one in found.curves}
            assert all(len(one.steps) <= most for one in found.curves)
            heard, more, n_pages = heard + curve(found)[0], found.more, n_pages + 1
        assert heard == list(range(1, 60))
        assert n_pages == -(-60 // most) if most == 1 else n_pages == -(-59 // most)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("ended", [False, True])
def test_that_stretches_hold_every_spike_and_lack_nothing(store: Store, ended: bool) -> None:
    recording = begun(store)
    random = np.random.default_rng(1)
    losses = random.random(531)
    losses[random.integers(0, 531, 20)] = NAN
    losses[[100, 101]], losses[300], losses[530] = (INF, -INF), 50.0, -9.0
    for number, loss in enumerate(losses.tolist(), 1):
        recording.see(step(number, loss))
    if ended:
        recording.finish("done")
    for n_buckets in (1, 2, 7, 60, 130, 400, 530, 531, 2000):
        for after, last in ((-1, None), (3, 500), (99, 101)):
            (found,) = read(store, recording, names=("loss",), n_buckets=n_buckets, after_step=after, last_step=last).curves
            part = losses[max(after, 0) : last]
            assert len(found.steps) <= n_buckets
            assert found.steps[-1] == (last or 531)
            if len(part) <= n_buckets:
                np.testing.assert_array_equal(found.values, part)
                assert found.least is None
                continue
            assert found.least is not None
            assert found.most is not None
            edges = np.concatenate(([max(after, 0)], found.steps))
            for first, end, least, most, value in zip(edges, edges[1:], found.least, found.most, found.values, strict=False):
                finite = losses[first:end][np.isfinite(losses[first:end])]
                np.testing.assert_array_equal((least, most), (finite.min(), finite.max()) if len(finite) else (NAN, NAN))
                np.testing.assert_array_equal(value, losses[end - 1])


@pytest.mark.usefixtures("small_chunks")
def test_that_a_run_that_goes_back_shows_what_it_did_last_and_keeps_the_rest(store: Store, second: sqlite3.Connection) -> None:
    recording = begun(store)
    for number in range(1, 31):
        recording.see(step(number, 1.0))
    recording.see(TrainValidation(20, 1.0))
    before = read(store, recording)
    assert (before.turn, before.cut_step) == (0, None)
    for number in range(13, 26):
        recording.see(step(number, 2.0))
    after = read(store, recording, known={"loss": 30, "n_tokens": 5}, turn=before.turn)
    assert (after.turn, after.cut_step) == (1, 12)
    assert curve(after) == (list(range(13, 26)), [2.0] * 13)
    assert curve(after, "n_tokens")[0] == list(range(6, 26)), "who has less is told more"
    assert curve(read(store, recording)) == (list(range(1, 26)), [1.0] * 12 + [2.0] * 13)
    assert curve(read(store, recording), "val_loss") == ([], [])
    assert read(store, recording, known={"loss": 25}, turn=1).cut_step is None
    for number in range(5, 7):
        recording.see(step(number, 3.0))
    twice = read(store, recording, known={"loss": 30}, turn=0)
    assert (twice.turn, twice.cut_step) == (2, 4)
    assert curve(read(store, recording, turn=2)) == ([1, 2, 3, 4, 5, 6], [1.0] * 4 + [3.0] * 2)
    (kept,) = second.execute("SELECT sum(length(points) / 8) FROM metric_tails WHERE series = 'loss'").fetchone()
    (sealed,) = second.execute("SELECT sum(n_points) FROM metric_chunks WHERE series = 'loss'").fetchone()
    assert kept + sealed == 30 + 13 + 2
    recording.finish("done")
    assert curve(read(store, recording)) == ([1, 2, 3, 4, 5, 6], [1.0] * 4 + [3.0] * 2)


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("go on"), st.integers(1, 30), st.sampled_from([1.5, NAN, INF, -INF, 0.1 + 0.2])),
        st.tuples(st.just("go back"), st.integers(1, 40), st.just(0.0)),
        st.tuples(st.just("validate"), st.just(1), st.sampled_from([2.5, NAN])),
        st.tuples(st.just("look"), st.just(1), st.just(0.0)),
    ),
    max_size=30,
)


@given(MOVES, st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_whatever_a_run_does_its_curves_are_those_of_what_it_did_last(small_chunks: None, moves: list, ended: bool) -> None:
    expected: dict[str, dict[int, float]] = {"loss": {}, "val_loss": {}}
    held: dict[str, dict[int, float]] = {"loss": {}, "val_loss": {}}
    turn, at = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "workbench.db")
        recording = begun(store)
        try:
            for move, n, value in [*moves, ("look", 1, 0.0)]:
                if move == "go on":
                    for _ in range(n):
                        at += 1
                        recording.see(step(at, value))
                        expected["loss"][at] = value
                elif move == "go back" and at:
                    at = max(0, at - n)
                    recording.see(step(at + 1, 7.0))
                    expected = {name: {step: value for step, value in points.items() if step <= at} for name, points in expected.items()}
                    at += 1
                    expected["loss"][at] = 7.0
                elif move == "validate":
                    if at in expected["val_loss"]:
                        continue
                    recording.see(TrainValidation(at, value))
                    expected["val_loss"][at] = value
                elif move == "look":
                    known = {name: max(points) for name, points in held.items() if points}
                    found = read(store, recording, known=known, turn=turn)
                    turn = found.turn
                    for name, points in held.items():
                        if found.cut_step is not None:
                            held[name] = points = {step: value for step, value in points.items() if step <= found.cut_step}
                        points.update(zip(*curve(found, name), strict=True))
            if ended:
                recording.finish("done")
            whole = read(store, recording)
            for name, points in expected.items():
                np.testing.assert_array_equal(curve(whole, name), (list(points), list(points.values())))
                np.testing.assert_array_equal(list(held[name].items()), list(points.items()))
            assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())
        finally:
            store.close()


@pytest.mark.usefixtures("small_chunks")
def test_that_a_backlog_is_sealed_without_ever_being_a_tail(store: Store, second: sqlite3.Connection) -> None:
    recording = begun(store)
    run_id = recording.run_id or 0
    second.execute("CREATE TABLE seen (last_step INTEGER)")
    second.execute("CREATE TRIGGER see AFTER INSERT ON metric_tails BEGIN INSERT INTO seen VALUES (new.last_step); END")
    sealing.keep(second, (run_id, "loss", 0), (np.arange(1, 30), np.arange(1.0, 30.0)))
    assert second.execute("SELECT last_step FROM seen").fetchall() == [(29,)]
    assert second.execute("SELECT last_step FROM metric_chunks").fetchall() == [(8,), (16,), (24,)]
    assert second.execute("SELECT n_points, length(points) FROM metric_tails").fetchall() == [(5, 40)]
    assert curve(read(store, recording)) == (list(range(1, 30)), [float(number) for number in range(1, 30)])


@pytest.mark.usefixtures("small_chunks")
def test_that_of_a_step_what_was_measured_last_is_kept_also_out_of_order(store: Store) -> None:
    recording = begun(store)
    for number, loss in ((1, 1.0), (3, 3.0), (3, 3.5), (2, 2.0)):
        recording.see(TrainValidation(number, loss))
    read(store, recording)
    for number, loss in ((3, NAN), (1, 1.5), (6, 6.0)):
        recording.see(TrainValidation(number, loss))
    np.testing.assert_array_equal(curve(read(store, recording), "val_loss"), ([1, 2, 3, 6], [1.5, 2.0, NAN, 6.0]))
    assert store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())


@pytest.mark.usefixtures("small_chunks")
def test_that_points_that_are_sealed_while_one_reads_are_read_once(store: Store, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = begun(store)
    for number in range(1, 8):
        recording.see(step(number, float(number)))
    read(store, recording)
    chunks_of = metrics.chunks_of

    def then_sealed(*asked: object, **more: object) -> list[sqlite3.Row]:
        found = chunks_of(*asked, **more)
        monkeypatch.setattr(metrics, "chunks_of", chunks_of)
        other = connect(database)
        sealing.keep(other, (recording.run_id or 0, "loss", 0), (np.array([8, 9]), np.array([8.0, 9.0])))
        other.close()
        return found

    monkeypatch.setattr(metrics, "chunks_of", then_sealed)
    assert curve(read(store, recording, names=("loss",)))[0] == list(range(1, 8))
    assert curve(read(store, recording, names=("loss",)))[0] == list(range(1, 10))


# trouble


@pytest.mark.usefixtures("small_chunks")
def test_that_points_written_again_after_they_were_sealed_do_not_count(store: Store, second: sqlite3.Connection) -> None:
    recording = begun(store)
    for number in range(1, 20):
        recording.see(step(number, float(number)))
    expected = curve(read(store, recording))
    again = np.arange(3, 20), np.array([99.0] * 14 + [17.0, 18.0, 19.0])
    sealing.keep(second, (recording.run_id or 0, "loss", 0), again)
    assert curve(read(store, recording)) == expected
    recording.finish("done")
    assert curve(read(store, recording)) == expected
    assert second.execute("SELECT count(*) FROM metric_tails WHERE series = 'loss'").fetchone() == (0,)


def test_that_a_step_that_is_no_number_is_left_out_and_the_others_are_kept(store: Store, problems: list[WorkbenchError]) -> None:
    recording = begun(store)
    for number in (1, 2**70, 2):
        recording.see(step(number))
    recording.see(TrainStep(3, "much", 1e-3, 1.5, 1, 1.0))
    recording.see(step(4))
    assert curve(read(store, recording))[0] == [1, 2, 4]
    assert {problem.code for problem in problems} == {"internal"}


@pytest.mark.usefixtures("small_chunks")
def test_that_a_damaged_chunk_is_named(store: Store, second: sqlite3.Connection) -> None:
    recording = begun(store)
    for number in range(1, 20):
        recording.see(step(number))
    read(store, recording)
    second.execute("UPDATE metric_chunks SET points = x'0001' WHERE series = 'grad_norm' AND first_step = 1")
    second.execute("UPDATE metric_chunks SET pyramid = zeroblob(length(pyramid)) WHERE series = 'loss' AND first_step = 9")
    with pytest.raises(WorkbenchError) as caught:
        read(store, recording)
    assert caught.value.code == "store-bad-document"
    assert "grad_norm" in str(caught.value)
    second.execute("UPDATE metric_tails SET points = zeroblob(16) WHERE series = 'n_tokens'")
    second.execute("UPDATE metric_tails SET n_points = 99 WHERE series = 'seconds'")
    checked = store.answer(StoreCheckRequest())
    assert isinstance(checked, StoreCheck)
    assert len(checked.problems) == 4


@pytest.mark.usefixtures("small_chunks")
def test_that_curves_go_with_their_run(open_store: Callable[..., Store], database: Path) -> None:
    store = open_store()
    gone, kept = begun(store), begun(store)
    for number in [*range(1, 20), 5]:
        gone.see(step(number))
        kept.see(step(number))
    gone.finish("done")
    kept.finish("done")
    store.answer(RunDeleteRequest((gone.run_id or 0,)))
    expected = curve(read(store, kept))
    store.close()
    connection = sqlite3.connect(str(database))
    for table in ("metric_tails", "metric_chunks", "metric_turns"):
        assert {row[0] for row in connection.execute(f"SELECT DISTINCT run_id FROM {table}")} <= {kept.run_id}
    connection.close()
    assert curve(read(open_store(), kept)) == expected


def test_that_the_points_of_a_process_that_was_killed_are_sealed_by_whoever_looks(
    store: Store, second: sqlite3.Connection, open_store: Callable[..., Store]
) -> None:
    recording = begun(store)
    for number in range(1, 201):
        recording.see(step(number, 1.0 / number))
    read(store, recording)
    second.execute("UPDATE runs SET process_started = 0")  # as if another process had had its number
    found = read(open_store(), recording)
    assert curve(found) == (list(range(1, 201)), [1.0 / number for number in range(1, 201)])
    assert second.execute("SELECT status FROM runs").fetchone() == ("interrupted",)
    assert second.execute("SELECT sum(n_points) FROM metric_chunks WHERE series = 'loss'").fetchone() == (200,)
