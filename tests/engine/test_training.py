"""Training: what must hold for any model, and that a run which was interrupted equals one which was not."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from made_models import make_llama, save_gguf
from transformers import optimization

from workbench.engine import fill, open_model
from workbench.engine.initial import initialise
from workbench.engine.training import checkpoint, train
from workbench.engine.training.batches import NOT_COUNTED, MaskedRows
from workbench.engine.training.checkpoint import TRAINING, latest, name_of
from workbench.engine.training.measures import mean_loss, summed_loss
from workbench.engine.training.schedule import learning_rate
from workbench.engine.training.setup import set_up
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.values import (
    Architecture,
    FillRequest,
    Subject,
    TrainCheckpoint,
    TrainCommand,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTold,
    TrainValidation,
    pack,
)

DECODER = Architecture("decoder", 2, 2, 32, 64, 64)
ENCODER, PAIR = (dataclasses.replace(DECODER, kind=kind) for kind in ("encoder", "encoder-decoder"))
REQUESTS = {
    "causal": TrainRequest("c", "causal", DECODER, n_steps=6, batch_tokens=256, micro_rows=4, warmup_steps=2, valid_rows=8),
    "masked": TrainRequest(
        "m", "masked", dataclasses.replace(DECODER, kind="encoder"), n_steps=6, batch_tokens=64, micro_rows=8, warmup_steps=2, valid_rows=8
    ),
    "seq2seq": TrainRequest(
        "s",
        "seq2seq",
        dataclasses.replace(DECODER, kind="encoder-decoder"),
        n_steps=6,
        data="numbers",
        batch_tokens=64,
        micro_rows=8,
        warmup_steps=2,
        valid_rows=8,
    ),
    "spans": TrainRequest("t", "spans", PAIR, n_steps=6, batch_tokens=64, micro_rows=8, warmup_steps=2, valid_rows=8),
    "answers": TrainRequest(
        "a", "answers", DECODER, n_steps=6, data="questions", batch_tokens=64, micro_rows=8, warmup_steps=2, valid_rows=8
    ),
    "labels": TrainRequest(
        "l", "labels", ENCODER, n_steps=6, data="sentiment", batch_tokens=16, micro_rows=8, warmup_steps=2, valid_rows=8
    ),
    "labels of a decoder": TrainRequest(
        "l", "labels", DECODER, n_steps=6, data="sentiment", batch_tokens=16, micro_rows=8, warmup_steps=2, valid_rows=8
    ),
    "tags": TrainRequest("p", "tags", ENCODER, n_steps=6, batch_tokens=32, micro_rows=4, warmup_steps=2, valid_rows=8),
}
N_TOLD = {"spans": 2148, "labels": 2, "labels of a decoder": 2, "tags": 11}
"""Among how many tokens or classes each chooses; the others among the 2,048 of the starters' vocabulary."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where data that were read are kept."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(params=REQUESTS)
def request_of(request: pytest.FixtureRequest) -> TrainRequest:
    """One small training of each objective."""
    return REQUESTS[request.param]


def fresh(request: TrainRequest, dtype: torch.dtype = torch.float32) -> Transformer:
    transformer = Transformer(set_up(request).spec)
    initialise(transformer, torch.Generator().manual_seed(1))
    return transformer.to(dtype)


def weights_in(place: Path) -> bytes:
    return (place / "model.safetensors").read_bytes()


# the first and the last of a run


@pytest.mark.parametrize("objective", REQUESTS)
def test_that_an_untrained_model_finds_everything_it_may_tell_about_as_likely(objective: str) -> None:
    request = REQUESTS[objective]
    n_told = N_TOLD.get(objective, 2048)
    loss = mean_loss(fresh(request), [set_up(request).valid.batch(0, 8)])
    assert abs(loss - math.log(n_told)) < (0.6 if n_told > 100 else 0.1)


def test_that_a_run_tells_its_steps_its_losses_and_its_model(request_of: TrainRequest, tmp_path: Path) -> None:
    events = list(train(dataclasses.replace(request_of, prompts=("나는 [MASK]",), eval_every=3, checkpoint_every=4), tmp_path))
    started, result = events[0], events[-1]
    assert isinstance(started, TrainStarted)
    assert isinstance(result, TrainResult)
    assert [event.step for event in events if isinstance(event, TrainStep)] == [1, 2, 3, 4, 5, 6]
    assert [event.step for event in events if isinstance(event, TrainValidation)] == [3, 6]
    assert [event.step for event in events if isinstance(event, TrainCheckpoint)] == [4, 6]
    assert [event.step for event in events if isinstance(event, TrainSample)] == [6]
    assert (result.step, result.stopped, result.path) == (6, False, str(tmp_path / name_of(6)))
    model = open_model(result.path)
    assert model.info.kind == request_of.architecture.kind
    assert model.info.n_parameters == started.n_parameters
    assert model.tokenizer.d_vocab == started.d_vocab


@pytest.mark.parametrize("objective", [name for name in REQUESTS if name != "labels"])  # an encoder takes longer; see the recipes
def test_that_the_loss_falls(objective: str, tmp_path: Path) -> None:
    steps = {"causal": 30, "masked": 60, "spans": 60}.get(objective, 40)
    request = dataclasses.replace(REQUESTS[objective], n_steps=steps, learning_rate=5e-3, warmup_steps=5)
    if objective == "labels of a decoder":
        request = dataclasses.replace(request, batch_tokens=64, micro_rows=32)
    losses = [event.loss for event in train(request, tmp_path) if isinstance(event, TrainStep)]
    assert sum(losses[-5:]) / 5 < losses[0] - (1.0 if N_TOLD.get(objective, 2048) > 2 else 0.08)


# exactness


WARMUP, STEPS, DECAYING = 10, 50, 15
THEIRS = {
    ("cosine", 0.0): lambda optimiser: optimization.get_cosine_schedule_with_warmup(optimiser, WARMUP, STEPS),
    ("cosine", 0.25): lambda optimiser: optimization.get_cosine_with_min_lr_schedule_with_warmup(
        optimiser, WARMUP, STEPS, min_lr_rate=0.25
    ),
    ("linear", 0.0): lambda optimiser: optimization.get_linear_schedule_with_warmup(optimiser, WARMUP, STEPS),
    ("linear", 0.25): lambda optimiser: optimization.get_polynomial_decay_schedule_with_warmup(
        optimiser, WARMUP, STEPS, lr_end=0.25 * 0.3, power=1.0
    ),
    ("constant", 0.25): lambda optimiser: optimization.get_constant_schedule_with_warmup(optimiser, WARMUP),
    ("wsd", 0.0): lambda optimiser: optimization.get_wsd_schedule(
        optimiser, WARMUP, DECAYING, num_training_steps=STEPS, decay_type="linear"
    ),
}


@pytest.mark.parametrize(("decay", "final_share"), THEIRS)
def test_that_each_schedule_is_that_of_transformers_at_every_step(decay: str, final_share: float) -> None:
    request = dataclasses.replace(
        REQUESTS["causal"], n_steps=STEPS, warmup_steps=WARMUP, decay=decay, final_share=final_share, learning_rate=0.3,
        decay_share=DECAYING / STEPS,
    )  # fmt: skip
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    theirs = THEIRS[decay, final_share](optimiser)
    for step in range(1, STEPS + 1):
        optimiser.step()
        theirs.step()
        assert learning_rate(request, step) == pytest.approx(theirs.get_last_lr()[0], abs=1e-12)


def test_that_the_schedule_ends_at_its_share() -> None:
    request = dataclasses.replace(REQUESTS["causal"], n_steps=50, warmup_steps=0, final_share=0.25, learning_rate=1.0)
    assert learning_rate(request, 50) == pytest.approx(0.25)
    assert max(learning_rate(request, step) for step in range(1, 51)) <= 1.0


def test_that_accumulated_gradients_are_those_of_one_large_batch(request_of: TrainRequest) -> None:
    transformer, rows = fresh(request_of, torch.float64), set_up(request_of).rows
    gradients = []
    for batches in ([rows.batch(0, 12)], [rows.batch(first, 4) for first in (0, 4, 8)], [rows.batch(0, 1), rows.batch(1, 11)]):
        transformer.zero_grad()
        n_counted = sum(batch.n_counted for batch in batches)
        for batch in batches:
            (summed_loss(transformer, batch) / n_counted).backward()
        gradients.append(torch.cat([parameter.grad.flatten() for parameter in transformer.parameters() if parameter.grad is not None]))
    for other in gradients[1:]:
        assert (other - gradients[0]).abs().max() < 1e-6 * gradients[0].abs().max()


@pytest.mark.parametrize("objective", ["answers", "tags"])
def test_that_a_step_of_unequal_micro_batches_is_that_of_one_batch(objective: str, tmp_path: Path) -> None:
    request = dataclasses.replace(REQUESTS[objective], n_steps=1, warmup_steps=0, eval_every=0, clip_norm=0.0)
    rows = set_up(request).rows
    parts = [rows.batch(first, 2).n_counted for first in range(0, 8, 2)]
    assert len(set(parts)) > 1, "they are unequal"
    found = []
    for micro_rows in (8, 2):
        asked = dataclasses.replace(request, micro_rows=micro_rows, batch_tokens=sum(parts))
        events = list(train(asked, tmp_path / str(micro_rows)))
        found.append(next(event for event in events if isinstance(event, TrainStep)))
    assert found[0].n_tokens == found[1].n_tokens == sum(parts)
    assert found[1].loss == pytest.approx(found[0].loss, rel=1e-5)
    assert found[1].grad_norm == pytest.approx(found[0].grad_norm, rel=1e-4)


def test_that_padding_changes_no_loss(request_of: TrainRequest) -> None:
    transformer, rows = fresh(request_of, torch.float64).eval(), set_up(request_of).rows
    alone = sum(float(summed_loss(transformer, rows.batch(row, 1)).detach()) for row in range(6))
    assert float(summed_loss(transformer, rows.batch(0, 6)).detach()) == pytest.approx(alone, rel=1e-6)


def test_that_rows_depend_on_their_number_alone(request_of: TrainRequest) -> None:
    whole, again = set_up(request_of).rows.batch(0, 6), set_up(request_of).rows
    for row in (4, 1):
        one = again.batch(row, 1)
        n = one.tokens.shape[1]
        assert torch.equal(whole.tokens[row, :n], one.tokens[0])
        assert torch.equal(whole.targets[row, :n], one.targets[0])


def test_that_hidden_tokens_are_80_10_10_of_15_percent() -> None:
    rows = set_up(REQUESTS["masked"]).rows
    assert isinstance(rows, MaskedRows)
    hidden = replaced = kept = ordinary = 0
    for first in range(0, 1200, 100):
        batch = rows.batch(first, 100)
        assert batch.keys is not None
        chosen = batch.targets != NOT_COUNTED
        hidden += int((batch.tokens[chosen] == 3).sum())
        kept += int((batch.tokens[chosen] == batch.targets[chosen]).sum())
        replaced += int(((batch.tokens[chosen] != 3) & (batch.tokens[chosen] != batch.targets[chosen])).sum())
        ordinary += int((batch.keys & (batch.targets != NOT_COUNTED).logical_or(batch.tokens > 3)).sum())
        assert not chosen[~batch.keys].any()
        assert not torch.isin(batch.targets[chosen], torch.tensor([0, 1, 2, 3])).any()
    n = hidden + replaced + kept
    assert hidden / n == pytest.approx(0.8, abs=0.02)
    assert kept / n == pytest.approx(0.1, abs=0.015)
    assert n / ordinary == pytest.approx(0.15, abs=0.015)


# going on


SCRIPT = """
import json, sys
from pathlib import Path
from workbench.engine.training import checkpoint, train
from workbench.values import unpack
for request, folder, place in json.loads(sys.stdin.read()):
    for _ in train(unpack(request), Path(folder), resume_from=Path(place)):
        pass
"""


def test_that_resumed_runs_equal_uninterrupted_ones_to_the_bit(tmp_path: Path) -> None:
    """Each objective, gone on with in another process."""
    asked = []
    for name, request in REQUESTS.items():
        request = dataclasses.replace(request, architecture=dataclasses.replace(request.architecture, dropout=0.2), checkpoint_every=3)
        list(train(request, tmp_path / name / "whole"))
        place = tmp_path / name / "again" / name_of(3)
        shutil.copytree(tmp_path / name / "whole" / name_of(3), place)
        asked.append((pack(request)[0], str(tmp_path / name / "again"), str(place)))
    environment = {**os.environ, "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": str(torch.get_num_threads())}
    subprocess.run([sys.executable, "-c", SCRIPT], input=json.dumps(asked), text=True, check=True, env=environment)
    for name in REQUESTS:
        whole, again = (weights_in(tmp_path / name / one / name_of(6)) for one in ("whole", "again"))
        assert again == whole, name
    list(train(dataclasses.replace(REQUESTS["causal"], seed=5), tmp_path / "other"))
    list(train(REQUESTS["causal"], tmp_path / "same"))
    assert weights_in(tmp_path / "other" / name_of(6)) != weights_in(tmp_path / "same" / name_of(6))


def test_that_a_run_which_was_at_its_end_names_the_checkpoint_it_had(tmp_path: Path) -> None:
    list(train(REQUESTS["causal"], tmp_path / "whole"))
    last = tmp_path / "whole" / name_of(6)
    *_, result = train(dataclasses.replace(REQUESTS["causal"], resume=1), tmp_path / "again", resume_from=last)
    assert isinstance(result, TrainResult)
    assert (result.step, result.path) == (6, str(last))


def test_that_a_run_is_not_gone_on_with_to_a_step_that_lies_behind_it(tmp_path: Path) -> None:
    list(train(REQUESTS["causal"], tmp_path / "whole"))
    asked = dataclasses.replace(REQUESTS["causal"], resume=1, n_steps=5)
    with pytest.raises(WorkbenchError, match="n_steps is 5"):
        list(train(asked, tmp_path / "again", resume_from=tmp_path / "whole" / name_of(6)))


def test_that_half_a_checkpoint_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "KEPT_BYTES", 0)
    request = dataclasses.replace(REQUESTS["causal"], checkpoint_every=2)
    list(train(request, tmp_path))
    assert [place.name for place in sorted(tmp_path.iterdir())] == [name_of(2), name_of(4), name_of(6)]
    assert not (tmp_path / name_of(2) / TRAINING).exists()  # of the older ones only the model is kept
    shutil.rmtree(tmp_path / name_of(6) / TRAINING)
    (tmp_path / f".{name_of(8)}.part").mkdir()
    assert latest(tmp_path) == tmp_path / name_of(4)


@pytest.mark.parametrize(
    ("name", "content"), [("state.json", "{"), ("state.json", '{"version": 99}'), ("moments.safetensors", "x"), ("state.json", "[]")]
)
def test_that_a_damaged_checkpoint_is_named(name: str, content: str, tmp_path: Path) -> None:
    list(train(REQUESTS["causal"], tmp_path))
    (tmp_path / name_of(6) / TRAINING / name).write_text(content)
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(REQUESTS["causal"], n_steps=8), tmp_path, resume_from=tmp_path / name_of(6)))
    assert caught.value.code == "checkpoint-bad"


# being told


def test_that_commands_are_obeyed_between_steps(tmp_path: Path) -> None:
    commands = iter([None, TrainCommand("checkpoint"), None, TrainCommand("stop")])
    events = list(train(dataclasses.replace(REQUESTS["causal"], n_steps=100), tmp_path, told=lambda: next(commands)))
    assert [(event.step, event.verb) for event in events if isinstance(event, TrainTold)] == [(2, "checkpoint"), (4, "stop")]
    assert [event.step for event in events if isinstance(event, TrainCheckpoint)] == [2, 4]
    result = events[-1]
    assert isinstance(result, TrainResult)
    assert (result.step, result.stopped) == (4, True)


def test_that_who_stops_keeps(tmp_path: Path) -> None:
    *_, result = train(dataclasses.replace(REQUESTS["causal"], n_steps=100), tmp_path, stopped=lambda: True)
    assert isinstance(result, TrainResult)
    assert (result.step, result.stopped, Path(result.path).is_dir()) == (1, True, True)


# one's own text


def test_that_a_file_of_ones_own_is_learned_by_characters(tmp_path: Path) -> None:
    data = tmp_path / "mine.txt"
    data.write_text("".join(f"가나다라 {number % 7} abc😀\n" for number in range(400)), "utf-8")
    request = dataclasses.replace(
        REQUESTS["causal"], data=str(data), tokenizer="characters", n_steps=60, learning_rate=5e-3, warmup_steps=5, prompts=("가나",)
    )
    events = list(train(request, tmp_path / "run"))
    losses = [event.loss for event in events if isinstance(event, TrainStep)]
    assert losses[-1] < 1.5 < losses[0] - 3
    result = events[-1]
    assert isinstance(result, TrainResult)
    tokenizer = open_model(result.path).tokenizer
    assert len(tokenizer.encode("가나 😀", bos="no").ids) == 4
    assert tokenizer.decode(tokenizer.encode("여기 없는 글자").ids[1:]) == "여기 없는 글자"


def test_that_the_tokenizer_of_a_model_in_one_file_is_taken(tmp_path: Path) -> None:
    model = save_gguf(make_llama(num_hidden_layers=1), tmp_path / "made.gguf")
    (tmp_path / "a.txt").write_text("나는 a book\n" * 100, "utf-8")
    found = set_up(dataclasses.replace(REQUESTS["causal"], tokenizer=str(model), data=str(tmp_path / "a.txt"))).tokenizer
    theirs = open_model(str(model)).tokenizer
    assert found.encode("나는  42\n").ids.tolist() == theirs.encode("나는  42\n").ids.tolist()
    assert (found.eos_ids, found.n_ids) == (theirs.eos_ids, theirs.n_ids)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "text-file-empty"),
        (b"\n \n", "text-file-empty"),
        (b"abc\xff", "text-file-no-text"),
        (("The cat sat on the mat. " * 40).encode("utf-16-le"), "text-file-encoding"),
        (b"too short\n", "training-data-few"),
    ],
)
def test_that_a_file_which_cannot_be_learned_is_named(content: bytes, code: str, tmp_path: Path) -> None:
    data = tmp_path / "mine.txt"
    data.write_bytes(content)
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(REQUESTS["causal"], data=str(data)), tmp_path / "run"))
    assert caught.value.code == code
    assert not (tmp_path / "run").exists()


BAD: list[tuple[dict[str, object], str]] = [
    ({"n_steps": 0}, "bad-value"),
    ({"learning_rate": 0.0}, "bad-value"),
    ({"learning_rate": float("nan")}, "bad-value"),
    ({"warmup_steps": 99}, "bad-value"),
    ({"row_tokens": 65}, "bad-value"),
    ({"row_tokens": 1}, "bad-value"),
    ({"architecture": dataclasses.replace(DECODER, n_layers=200, d_model=1 << 15, d_mlp=1 << 17)}, "bad-value"),
    ({"data": "numbers"}, "bad-value"),
    ({"data": "/nowhere/at.all"}, "file-missing"),
    ({"tokenizer": "characters", "data": "numbers"}, "bad-value"),
    ({"objective": "masked"}, "training-unfit"),
    ({"architecture": dataclasses.replace(DECODER, n_heads=5)}, "bad-value"),
    ({"architecture": dataclasses.replace(DECODER, n_layers=0)}, "bad-value"),
    ({"architecture": dataclasses.replace(DECODER, dropout=1.0)}, "bad-value"),
]


@pytest.mark.parametrize(("changes", "code"), BAD)
def test_that_settings_which_make_no_training_are_named_before_it_begins(changes: dict[str, object], code: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(REQUESTS["causal"], **changes), tmp_path / "run"))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert not (tmp_path / "run").exists()


def test_that_a_loss_which_runs_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = dataclasses.replace(REQUESTS["causal"], n_steps=40, learning_rate=10.0, warmup_steps=0, clip_norm=0.0, final_share=1.0)
    poisoned = train(request, tmp_path)
    monkeypatch.setattr("workbench.engine.training.network.summed_loss", lambda model, batch: model.embed.weight.sum() * math.nan)
    with pytest.raises(WorkbenchError) as caught:
        list(poisoned)
    assert caught.value.code == "training-diverged"
    assert "learning rate" in " ".join(caught.value.parts())


def test_that_a_trained_encoder_can_be_asked(tmp_path: Path) -> None:
    *_, result = train(REQUESTS["masked"], tmp_path)
    assert isinstance(result, TrainResult)
    model = open_model(result.path)
    (found,) = fill(model, FillRequest(Subject(result.path, "나는 [MASK]을 먹는다.")))
    assert len(found.masks) == 1


# what a file's rows look like, and what may not be gone on from


def test_that_documents_of_a_file_begin_and_end_in_its_rows(tmp_path: Path) -> None:
    data = tmp_path / "mine.txt"
    data.write_text("".join(f"document {number}, short.\n" for number in range(2000)), "utf-8")
    causal = set_up(dataclasses.replace(REQUESTS["causal"], data=str(data))).rows.batch(0, 40)
    assert (causal.tokens[:, 0] == 1).all()
    assert ((causal.tokens == 2).sum(1) >= 2).all()  # each row holds several documents, each with its end
    masked = set_up(dataclasses.replace(REQUESTS["masked"], data=str(data))).rows.batch(0, 200)
    assert masked.keys is not None
    alone = masked.keys.sum(1) < 20
    assert 0.35 < alone.float().mean() < 0.65  # as people type them
    assert ((masked.tokens == 2).sum(1) >= 1).all()


def test_that_a_document_longer_than_a_row_is_learned_to_its_end(tmp_path: Path) -> None:
    data = tmp_path / "mine.txt"
    data.write_text("start " + "many words in between " * 400 + "finish\nanother line\n" * 3, "utf-8")
    batch = set_up(dataclasses.replace(REQUESTS["causal"], data=str(data))).rows.batch(0, 400)
    assert (batch.tokens == 2).any()
    assert batch.tokens.shape == (400, 64)


def test_that_a_checkpoint_of_another_shape_is_named(tmp_path: Path) -> None:
    list(train(REQUESTS["causal"], tmp_path))
    request = dataclasses.replace(REQUESTS["causal"], architecture=dataclasses.replace(DECODER, n_layers=3))
    with pytest.raises(WorkbenchError) as caught:
        list(train(request, tmp_path, resume_from=tmp_path / name_of(6)))
    assert caught.value.code == "checkpoint-bad"
    assert "n_layers is 2, not 3" in str(caught.value)


KILLED = """
import json, os, signal, sys
from pathlib import Path
from workbench.engine.training import checkpoint, train
from workbench.values import unpack
sync = checkpoint._sync
def killed(path):
    if path.parent.name.startswith(".step-00000004"):
        os.kill(os.getpid(), signal.SIGKILL)
    sync(path)
checkpoint._sync = killed
list(train(unpack(json.loads(sys.stdin.read())), Path(sys.argv[1])))
"""


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_that_a_killed_write_leaves_the_checkpoint_before_it(tmp_path: Path) -> None:
    request = dataclasses.replace(REQUESTS["causal"], checkpoint_every=2)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], input=json.dumps(pack(request)[0]), text=True, check=False)
    assert ended.returncode == -9
    assert latest(tmp_path) == tmp_path / name_of(2)
    assert (tmp_path / f".{name_of(4)}.part").is_dir()
    list(train(request, tmp_path, resume_from=tmp_path / name_of(2)))
    assert [place.name for place in sorted(tmp_path.iterdir())] == [name_of(2), name_of(4), name_of(6)]
