"""What a training is said to take before it begins, against what it takes."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from workbench.engine.training import train
from workbench.engine.training.estimate import Peak, estimate
from workbench.engine.training.looking import first_rows
from workbench.engine.training.setup import set_up
from workbench.engine.training.sources import own_record
from workbench.errors import WorkbenchError
from workbench.host.roles import role_of
from workbench.library import list_recipes
from workbench.text.corpus import SENTIMENTS, TAGS
from workbench.values import (
    Architecture,
    Full,
    LowRank,
    NgramArchitecture,
    Progress,
    SoftPrompt,
    TrainCheckpoint,
    TrainEstimate,
    TrainEstimateRequest,
    TrainRequest,
    TrainRows,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainValidation,
    costs_the_same,
    pack,
    times_due,
    unpack,
)

SMALL = TrainRequest(
    "e", "causal", Architecture("decoder", 1, 2, 32, 64, 32), n_steps=2, batch_tokens=64, micro_rows=2, warmup_steps=0,
    eval_every=1, checkpoint_every=0, sample_every=0, valid_rows=4, prompts=("나는 ",),
)  # fmt: skip
ADDED = dataclasses.replace(SMALL, architecture=None, start="starter", method=LowRank(), prompts=())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where data that were read are kept, and checkpoints are written."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path


def estimated(request: TrainRequest, n_steps: int = 2) -> TrainEstimate:
    *_, found = estimate(TrainEstimateRequest(request, n_steps))
    assert isinstance(found, TrainEstimate)
    return found


@pytest.mark.parametrize("request_", [SMALL, ADDED], ids=["new", "low-rank"])
def test_that_an_estimate_tells_what_the_training_then_says(request_: TrainRequest, home: Path) -> None:
    found = estimated(request_)
    events = list(train(request_, home / "run"))
    (begun,), steps = [e for e in events if isinstance(e, TrainStarted)], [e for e in events if isinstance(e, TrainStep)]
    (written,) = [e for e in events if isinstance(e, TrainCheckpoint)]
    assert (found.n_parameters, found.n_trained, found.d_vocab) == (begun.n_parameters, begun.n_trained, begun.d_vocab)
    assert found.first_loss == steps[0].loss, "to the bit: the trial is the training's own beginning"
    assert found.checkpoint_bytes == pytest.approx(size_of_tensors(Path(written.path)), abs=6000), "but for dropout's state"
    validations, samples = ([e for e in events if isinstance(e, kind)] for kind in (TrainValidation, TrainSample))
    assert len(validations) == times_due(request_.n_steps, request_.eval_every)
    assert len(samples) == times_due(request_.n_steps, request_.sample_every) * len(request_.prompts)


def size_of_tensors(checkpoint: Path) -> int:
    """Of all files, without the header that says what is in them."""
    contents = [file.read_bytes() for file in checkpoint.rglob("*.safetensors")]
    return sum(len(content) - 8 - int.from_bytes(content[:8], "little") for content in contents)


def test_that_a_new_model_begins_as_one_that_guesses() -> None:
    found = estimated(SMALL)
    assert found.guess == math.log(found.d_vocab)
    assert found.first_loss == pytest.approx(found.guess, abs=0.1)


def test_that_a_new_classifier_begins_as_one_that_guesses_between_its_classes() -> None:
    found = estimated(dataclasses.replace(list_recipes().recipes["sentiment"], micro_rows=8, valid_rows=8))
    assert found.guess == math.log(2)
    assert found.first_loss == pytest.approx(found.guess, abs=0.1)


@pytest.mark.parametrize("request_", [SMALL, ADDED], ids=["new", "low-rank"])
def test_that_an_estimate_of_a_fork_begins_with_the_weights_of_its_checkpoint(request_: TrainRequest, home: Path) -> None:
    parent = dataclasses.replace(request_, n_steps=9, learning_rate=0.02, checkpoint_every=3, eval_every=4)
    place = home / "home" / "training" / "7"
    list(train(parent, place))
    fork = dataclasses.replace(parent, fork="run:7@3", learning_rate=0.01)
    found = estimated(fork)
    events = list(train(fork, home / "fork", resume_from=place / "step-00000003"))
    steps, validations = ([e for e in events if isinstance(e, kind)] for kind in (TrainStep, TrainValidation))
    assert found.first_loss == steps[0].loss, "to the bit"
    assert found.first_loss != pytest.approx(estimated(parent).first_loss, abs=0.1), "these are other weights"
    assert (found.first_step, found.steps_left()) == (3, len(steps))
    assert times_due(9, 4, found.first_step) == len(validations) == 3
    assert found.step_counted == pytest.approx((steps[-1].n_tokens - steps[0].n_tokens) / (len(steps) - 1), rel=0.5)
    assert found.total_seconds() == pytest.approx(6 * found.step_seconds + 3 * found.validation_seconds + found.sample_seconds)
    resumed = estimated(dataclasses.replace(parent, resume=7, n_steps=12))
    assert (resumed.first_step, resumed.steps_left(), estimated(dataclasses.replace(parent, resume=7)).total_seconds()) == (9, 3, 0.0)
    assert not costs_the_same(fork, parent)


def test_that_a_fork_of_nothing_is_refused_before_it_begins() -> None:
    with pytest.raises(WorkbenchError, match="no checkpoint"):
        estimated(dataclasses.replace(SMALL, fork="run:7@3"))


def test_that_the_whole_time_is_that_of_its_parts() -> None:
    found = estimated(dataclasses.replace(SMALL, n_steps=100, eval_every=30, sample_every=0))
    whole = 100 * found.step_seconds + 4 * found.validation_seconds + found.sample_seconds
    assert found.total_seconds() == pytest.approx(whole)
    longer = dataclasses.replace(found.request.training, n_steps=200, learning_rate=0.5)
    assert costs_the_same(longer, found.request.training)
    assert found.total_seconds(longer) == pytest.approx(whole + 100 * found.step_seconds + 3 * found.validation_seconds)
    assert not costs_the_same(dataclasses.replace(longer, micro_rows=9), longer)
    assert min(found.step_seconds, found.validation_seconds, found.sample_seconds) > 0


def test_that_memory_holds_what_must_be_in_it() -> None:
    with Peak() as peak:
        kept = bytearray(64 << 20)
        kept[::4096] = b"x" * len(kept[::4096])  # touched, so that the system gives it
    found = estimated(SMALL)
    assert peak.n_bytes > len(kept)
    assert found.memory_bytes > 16 * found.n_trained
    assert found.free_bytes > 0


def test_that_data_of_files_are_counted_and_how_often_they_are_read(home: Path) -> None:
    path = home / "text.txt"
    path.write_text("\n".join(f"line {number} of a text" for number in range(400)), "utf-8")
    found = estimated(dataclasses.replace(SMALL, data=str(path), tokenizer="characters", n_steps=1000))
    assert found.data_tokens == pytest.approx(0.95 * len(path.read_bytes()), rel=0.05)
    assert found.passes() == pytest.approx(1000 * found.step_counted / found.data_tokens)
    assert estimated(SMALL).passes() == 0


def test_that_counts_are_tried_out_too() -> None:
    found = estimated(dataclasses.replace(SMALL, architecture=NgramArchitecture(order=3, n_ctx=32)))
    assert found.n_trained == found.n_parameters > 0


def test_that_a_trial_stops_between_steps_and_says_how_far_it_is() -> None:
    asked = iter([False] * 3)
    events = estimate(TrainEstimateRequest(SMALL), stopped=lambda: next(asked, True))
    assert isinstance(next(events), TrainRows)
    assert [next(events) for _ in range(3)] == [Progress("trial", number, 9, "steps") for number in range(3)]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        next(events)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"learning_rate": 0.0}, "bad-value"), ({"data": "/no/such/file"}, "file-missing"), ({"objective": "masked"}, "training-unfit")],
)
def test_that_what_keeps_a_training_from_beginning_is_said(changes: dict[str, object], code: str) -> None:
    with pytest.raises(WorkbenchError) as error:
        estimated(dataclasses.replace(SMALL, **changes))  # type: ignore[arg-type]
    assert error.value.code == code


def test_that_it_travels_and_has_a_process_of_its_own() -> None:
    found = estimated(SMALL, n_steps=1)
    assert unpack(*pack(found)) == found or math.isnan(found.floor)
    assert role_of(found.request) == "trial"


LOOKS = {
    "causal": ("corpus", "decoder"), "masked": ("corpus", "encoder"), "seq2seq": ("numbers", "encoder-decoder"),
    "spans": ("corpus", "encoder-decoder"), "answers": ("sentiment", "decoder"), "labels": ("sentiment", "encoder"),
    "tags": ("corpus", "encoder"),
}  # fmt: skip


@pytest.mark.parametrize("objective", LOOKS)
def test_that_first_rows_show_what_is_read_and_what_is_told(objective: str) -> None:
    data, kind = LOOKS[objective]
    architecture = Architecture(kind, 1, 2, 16, 32, 64)  # type: ignore[arg-type]
    setup = set_up(dataclasses.replace(SMALL, objective=objective, data=data, architecture=architecture))  # type: ignore[arg-type]
    rows = first_rows(setup, 6).rows
    assert len(rows) == 6
    assert all(row.text for row in rows)
    assert all(bool(row.told) == (objective != "causal") for row in rows)
    if objective == "labels":
        assert {row.told for row in rows} <= set(SENTIMENTS)
    if objective == "tags":
        assert {tag for row in rows for tag in row.told.split()} <= set(TAGS)
    if objective == "seq2seq":
        source, target = own_record("numbers", 0, 0, "train")
        assert source in rows[0].text
        assert target.replace(" ", "") in rows[0].told.replace(" ", "")
    if objective == "masked":
        assert any("[MASK]" in row.text for row in rows)


def test_that_virtual_tokens_stand_for_no_text() -> None:
    plain, prompted = (dataclasses.replace(ADDED, objective="answers", data="sentiment", method=how) for how in (Full(), SoftPrompt(5)))
    assert first_rows(set_up(prompted), 3) == first_rows(set_up(plain), 3)
