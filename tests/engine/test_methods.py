"""What of a model is trained: nothing else changes, and what peft makes of the same files is the same."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import peft
import pytest
import torch
import transformers

from workbench.engine import generate, open_model, score
from workbench.engine.adapters import add_adapter, write_adapter
from workbench.engine.lens import lens
from workbench.engine.low_rank import add_low_rank, merge
from workbench.engine.training import train
from workbench.engine.training.batches import NOT_COUNTED
from workbench.engine.training.checkpoint import name_of
from workbench.engine.training.setup import set_up
from workbench.engine.transformer import Transformer
from workbench.engine.vectors.sources import vectors_of
from workbench.errors import WorkbenchError
from workbench.values import (
    VIRTUAL_FIRST,
    Architecture,
    ChosenLayers,
    Full,
    GenerateRequest,
    GenerationResult,
    LensRequest,
    LowRank,
    Method,
    SamplerSettings,
    Score,
    ScoreRequest,
    SoftPrompt,
    Subject,
    TokenSource,
    TrainCheckpoint,
    TrainCommand,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTold,
    TrainValidation,
)

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")  # peft asks transformers so
ARCHITECTURE = Architecture("decoder", 2, 2, 32, 64, 64)
NEW = TrainRequest("base", "causal", ARCHITECTURE, n_steps=4, batch_tokens=256, micro_rows=4, warmup_steps=1, valid_rows=4)
METHODS: dict[str, Method] = {
    "full": Full(),
    "layers": ChosenLayers((1,)),
    "low-rank": LowRank(rank=2, alpha=8.0, products=("q", "v", "down"), dropout=0.1),
    "soft-prompt": SoftPrompt(n_tokens=3, text="나는 사과"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small decoder, trained for some steps."""
    *_, result = train(NEW, tmp_path_factory.mktemp("base"))
    assert isinstance(result, TrainResult)
    return Path(result.path)


def further(base: Path, method: Method, **changes: object) -> TrainRequest:
    return dataclasses.replace(NEW, architecture=None, start=str(base), method=method, learning_rate=1e-2, **changes)  # type: ignore[arg-type]


def theirs(place: Path) -> torch.nn.Module:
    return transformers.AutoModelForCausalLM.from_pretrained(place, dtype=torch.float64).eval()


TEXTS = torch.tensor([[1, 80, 90, 300, 7, 900]])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_that_only_what_the_method_names_is_trained(base: Path, method: Method, tmp_path: Path) -> None:
    started, *rest, result = train(further(base, method, prompts=("나는",)), tmp_path)
    (written,) = (event.text for event in rest if isinstance(event, TrainSample))
    assert written
    assert not written.startswith("(")  # an error, in the place of a text
    assert isinstance(started, TrainStarted)
    assert isinstance(result, TrainResult)
    per_block = 4 * 32 * 32 + 3 * 32 * 64 + 2 * 32
    whole = 2048 * 32 + 2 * per_block + 32
    expected = {
        "full": whole,
        "layers": per_block,
        "low-rank": 2 * 2 * ((32 + 32) + (32 + 32) + (32 + 64)),
        "soft-prompt": 3 * 32,
    }
    assert started.n_trained == expected[next(name for name, one in METHODS.items() if one == method)]
    assert (Path(result.path) / "adapter_config.json").exists() == isinstance(method, LowRank | SoftPrompt)


def test_that_the_other_layers_stay_to_the_bit(base: Path, tmp_path: Path) -> None:
    *_, result = train(further(base, ChosenLayers((1,))), tmp_path)
    before = dict(open_model(base, kernels="plain").transformer.named_parameters())
    after = dict(open_model(result.path, kernels="plain").transformer.named_parameters())
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed
    assert all(name.startswith("stack.blocks.1.") for name in changed)


def test_that_a_run_further_begins_where_its_model_is(base: Path, tmp_path: Path) -> None:
    """With a learning rate that is next to nothing the validation is that of the model itself, by every method but a prompt's."""
    losses = []
    for name in ("full", "layers", "low-rank"):
        events = train(dataclasses.replace(further(base, METHODS[name], n_steps=1), learning_rate=1e-9), tmp_path / name)
        losses += [event.loss for event in events if isinstance(event, TrainValidation)]
    assert losses == pytest.approx([losses[0]] * 3, abs=1e-5)


# peft


def test_that_a_low_rank_addition_is_pefts(base: Path, tmp_path: Path, wholly_float64: None) -> None:
    *_, result = train(further(base, METHODS["low-rank"]), tmp_path)
    expected = peft.PeftModel.from_pretrained(theirs(base), result.path).double()(TEXTS).logits
    ours = open_model(base, dtype="float64", kernels="plain").transformer
    add_adapter(Path(result.path), ours)
    torch.testing.assert_close(ours.logits(ours(TEXTS)), expected, rtol=0, atol=1e-9)
    merge(ours)
    torch.testing.assert_close(ours.logits(ours(TEXTS)), expected, rtol=0, atol=1e-9)
    plain = open_model(base, dtype="float64", kernels="plain").transformer
    assert (plain.logits(plain(TEXTS)) - expected).abs().max() > 1e-3


def test_that_a_soft_prompt_is_pefts(base: Path, tmp_path: Path, wholly_float64: None) -> None:
    *_, result = train(further(base, METHODS["soft-prompt"]), tmp_path)
    expected = peft.PeftModel.from_pretrained(theirs(base), result.path).double()(TEXTS).logits
    ours = open_model(base, dtype="float64", kernels="plain").transformer
    add_adapter(Path(result.path), ours)
    prompted = torch.cat((torch.tensor([[VIRTUAL_FIRST, VIRTUAL_FIRST + 1, VIRTUAL_FIRST + 2]]), TEXTS), dim=1)
    torch.testing.assert_close(ours.logits(ours(prompted)), expected, rtol=0, atol=1e-9)


PATTERNS: list[dict[str, object]] = [
    {},
    {"use_rslora": True},
    {"rank_pattern": {"layers.0.self_attn.k_proj": 2}, "alpha_pattern": {"k_proj": 5, "layers.1.self_attn.k_proj": 9}},
    {"alpha_pattern": {r".*\.0\..*k_proj": 5, r"^model\.layers\.1\.self_attn\.o_proj": 3}},
]


@pytest.mark.parametrize("settings", PATTERNS)
def test_that_pefts_own_folders_are_understood(base: Path, settings: dict[str, Any], tmp_path: Path) -> None:
    torch.manual_seed(0)
    targets = ["k_proj", "o_proj", "gate_proj"]
    config = peft.LoraConfig(r=4, lora_alpha=6, target_modules=targets, init_lora_weights=False, **settings)
    made = peft.get_peft_model(theirs(base).float(), config)
    made.save_pretrained(tmp_path)
    ours = open_model(base, kernels="plain").transformer
    add_adapter(tmp_path, ours)
    with torch.no_grad():
        torch.testing.assert_close(ours.logits(ours(TEXTS)), made.eval()(TEXTS).logits, rtol=0, atol=2e-5)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"init_lora_weights": "pissa_niter_4"}, "init_lora_weights"),
        ({"alpha_pattern": ["k_proj"]}, "no object"),
        ({"alpha_pattern": {"(": 4}}, "no expression"),
        ({"alpha_pattern": {"(k+)+": 4}}, "repeats a repetition"),
        ({"lora_alpha": float("nan")}, "lora_alpha is nan"),
    ],
)
def test_that_scales_nobody_can_know_are_named(base: Path, settings: dict[str, object], told: str, tmp_path: Path) -> None:
    peft.get_peft_model(theirs(base), peft.LoraConfig(target_modules=["k_proj"])).save_pretrained(tmp_path)
    path = tmp_path / "adapter_config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | settings), "utf-8")
    with pytest.raises(WorkbenchError, match=told):
        add_adapter(tmp_path, open_model(base, kernels="plain").transformer)


def test_that_gradients_and_steps_are_pefts(base: Path, wholly_float64: None) -> None:
    """Five steps of AdamW in float64 from the same first A."""
    ours = open_model(base, dtype="float64", kernels="plain").transformer.requires_grad_(False).train()
    add_low_rank(ours, LowRank(rank=2, alpha=8.0, products=("q", "v")), torch.Generator().manual_seed(3))
    config = peft.LoraConfig(r=2, lora_alpha=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    other = peft.get_peft_model(theirs(base), config).double().train()
    names = {"lora_A": ".a", "lora_B": ".b", "q_proj": "q", "v_proj": "v"}
    mine = dict(ours.named_parameters())
    pairs = []
    for name, parameter in other.named_parameters():
        if "lora_" in name:
            layer, product = name.split("layers.")[1][0], names[name.split("self_attn.")[1].split(".")[0]]
            own = mine[f"stack.blocks.{layer}.attn.{product}{names['lora_A' if 'lora_A' in name else 'lora_B']}"]
            parameter.data.copy_(own.data)
            pairs.append((own, parameter))
    optimisers = [torch.optim.AdamW([pair[at] for pair in pairs], lr=1e-2, weight_decay=0.1) for at in (0, 1)]
    for _ in range(5):
        losses = [
            torch.nn.functional.cross_entropy(ours.logits(ours(TEXTS))[0, :-1], TEXTS[0, 1:]),
            torch.nn.functional.cross_entropy(other(TEXTS).logits[0, :-1], TEXTS[0, 1:]),
        ]
        for optimiser, loss in zip(optimisers, losses, strict=True):
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    for own, parameter in pairs:
        torch.testing.assert_close(own, parameter, rtol=0, atol=1e-10)


def test_that_an_adapter_of_another_model_is_named(base: Path, tmp_path: Path) -> None:
    larger = Transformer(dataclasses.replace(open_model(base).transformer.spec, d_model=64, d_head=32))
    add_low_rank(larger, LowRank(), torch.Generator())
    write_adapter(tmp_path, larger, base="other")
    with pytest.raises(WorkbenchError) as caught:
        add_adapter(tmp_path, open_model(base, kernels="plain").transformer)
    assert caught.value.code == "adapter-unfit"


# rows behind a prompt


def test_that_virtual_tokens_stand_before_every_row_and_are_not_told(base: Path) -> None:
    plain = set_up(further(base, Full(), row_tokens=20)).rows.batch(0, 3)
    batch = set_up(further(base, METHODS["soft-prompt"], row_tokens=20)).rows.batch(0, 3)
    assert batch.tokens[:, :3].tolist() == [[VIRTUAL_FIRST, VIRTUAL_FIRST + 1, VIRTUAL_FIRST + 2]] * 3
    assert torch.equal(batch.tokens[:, 3:], plain.tokens)
    assert (batch.targets[:, :3] == NOT_COUNTED).all()
    assert torch.equal(batch.targets[:, 3:], plain.targets)


# resuming, commands


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_that_a_resumed_run_further_equals_an_uninterrupted_one(base: Path, method: Method, tmp_path: Path) -> None:
    request = further(base, method, checkpoint_every=2)
    list(train(request, tmp_path / "whole"))
    list(train(request, tmp_path / "again", resume_from=tmp_path / "whole" / name_of(2)))
    file = "adapter_model.safetensors" if isinstance(method, LowRank | SoftPrompt) else "model.safetensors"
    assert (tmp_path / "again" / name_of(4) / file).read_bytes() == (tmp_path / "whole" / name_of(4) / file).read_bytes()


def test_that_computing_blocks_again_changes_no_gradient(base: Path, tmp_path: Path) -> None:
    found = [
        [event.grad_norm for event in train(further(base, Full(), recompute=again), tmp_path / str(again)) if isinstance(event, TrainStep)]
        for again in (False, True)
    ]
    assert found[0] == found[1]


def test_that_a_pause_lasts_until_it_is_ended_and_a_new_rate_holds(base: Path, tmp_path: Path) -> None:
    commands = iter([TrainCommand("pause"), None, TrainCommand("learning_rate", 0.5), TrainCommand("resume"), None, None, None])
    events = list(train(further(base, Full()), tmp_path, told=lambda: next(commands)))
    told = [(event.step, event.verb, event.number) for event in events if isinstance(event, TrainTold)]
    assert told == [(1, "pause", 0.0), (1, "learning_rate", 0.5), (1, "resume", 0.0)]
    assert next(event.step for event in events if isinstance(event, TrainCheckpoint)) == 1
    rates = [event.learning_rate for event in events if isinstance(event, TrainStep)]
    assert rates[1] == pytest.approx(0.5)
    assert rates[2] < rates[1]


def test_that_a_run_ends_early_once_it_gets_no_better(base: Path, tmp_path: Path) -> None:
    request = further(base, Full(), n_steps=50, eval_every=1, patience=3, keep_best=True)
    events = list(train(dataclasses.replace(request, learning_rate=10.0, warmup_steps=0, clip_norm=0.0), tmp_path))
    result = events[-1]
    assert isinstance(result, TrainResult)
    losses = {event.step: event.loss for event in events if isinstance(event, TrainValidation)}
    assert result.step == result.best_step + 3
    assert result.best_loss == min(losses.values()) == losses[result.best_step]
    assert (tmp_path / name_of(result.best_step)).is_dir()


def test_that_of_the_best_only_the_last_is_kept_beside_what_was_asked_for(base: Path, tmp_path: Path) -> None:
    request = further(base, Full(), n_steps=9, eval_every=1, checkpoint_every=4, keep_best=True, warmup_steps=0)
    events = list(train(dataclasses.replace(request, learning_rate=3e-3, decay="constant"), tmp_path))
    losses = {event.step: event.loss for event in events if isinstance(event, TrainValidation)}
    best = [step for step in losses if losses[step] == min(losses[one] for one in losses if one <= step)]
    written = [event.step for event in events if isinstance(event, TrainCheckpoint)]
    assert written == sorted({4, 8, 9, *best})
    assert len(best) > 3
    assert {place.name for place in tmp_path.glob("step-*")} == {name_of(step) for step in (4, 8, 9, best[-1])}
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (ChosenLayers((2,)), "method.layers"),
        (ChosenLayers(()), "method.layers"),
        (LowRank(rank=0), "method.rank"),
        (LowRank(products=()), "method.products"),
        (LowRank(dropout=1.0), "method.dropout"),
        (SoftPrompt(n_tokens=0), "method.n_tokens"),
        (SoftPrompt(n_tokens=33), "method.n_tokens"),
    ],
)
def test_that_methods_which_train_nothing_are_refused(base: Path, method: Method, name: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(further(base, method), tmp_path))
    assert (caught.value.code, caught.value.values["name"]) == ("bad-value", name)


@pytest.mark.parametrize("method", [LowRank(), SoftPrompt(2)])
def test_that_nothing_is_added_to_a_model_that_nobody_keeps(method: Method, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(NEW, method=method), tmp_path))
    assert caught.value.code == "training-method-unfit"


def test_that_a_start_and_an_architecture_exclude_each_other(base: Path, tmp_path: Path) -> None:
    for request in (dataclasses.replace(NEW, start=str(base)), dataclasses.replace(NEW, architecture=None)):
        with pytest.raises(WorkbenchError) as caught:
            list(train(request, tmp_path))
        assert caught.value.code == "bad-value"


# adapters as models


@pytest.fixture(scope="module")
def adapted(base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders that two short trainings left, by method."""
    found = {}
    for name in ("low-rank", "soft-prompt"):
        *_, result = train(further(base, METHODS[name]), tmp_path_factory.mktemp(name))
        assert isinstance(result, TrainResult)
        found[name] = Path(result.path)
    return found


def test_that_an_adapted_model_opens_by_its_adapters_folder(base: Path, adapted: dict[str, Path]) -> None:
    plain, other = open_model(base, kernels="plain"), open_model(adapted["low-rank"], kernels="plain")
    assert (other.info.family, other.info.adapter) == ("llama", str(adapted["low-rank"]))
    assert other.info.sha256 != plain.info.sha256
    assert np.abs(other.logits(TEXTS[0].tolist()) - plain.logits(TEXTS[0].tolist())).max() > 1e-3


def test_that_every_question_may_be_put_to_a_model_with_a_soft_prompt(adapted: dict[str, Path]) -> None:
    model = open_model(adapted["soft-prompt"], kernels="plain")
    subject = Subject(str(adapted["soft-prompt"]), "나는 사과를")
    encoding = model.tokenizer.encode(subject.text)
    assert encoding.tokens[:4] == ("⟨P1⟩", "⟨P2⟩", "⟨P3⟩", "<s>")
    assert encoding.kinds[:4].tolist() == [3, 3, 3, 1]
    *_, scored = score(model, ScoreRequest(subject))
    assert isinstance(scored, Score)
    assert scored.rank[:3].tolist() == [0, 0, 0]
    assert (scored.rank[3:] > 0).all()
    expected = torch.from_numpy(model.logits(encoding.ids.tolist())).log_softmax(-1)
    for at in range(3, len(encoding.ids)):
        assert scored.logprobs[at] == pytest.approx(float(expected[at - 1, encoding.ids[at]]), abs=1e-5)
    sampler = SamplerSettings(repetition_penalty=1.3, no_repeat_ngram=2, frequency_penalty=0.5)
    *_, written = generate(model, GenerateRequest(subject, max_new_tokens=6, sampler=sampler, seed=1))
    assert isinstance(written, GenerationResult)
    assert len(written.ids) == 6
    assert written.prompt_ids.tolist() == encoding.ids.tolist()
    trace = model.trace(subject.text)
    assert trace.pattern(0).shape[-1] == len(encoding.ids)
    *_, found = lens(trace, LensRequest(trace.request))
    assert found.ids.shape[1] == len(encoding.ids)


def test_that_virtual_tokens_are_vectors_among_those_of_tokens(base: Path, adapted: dict[str, Path]) -> None:
    model = open_model(adapted["soft-prompt"], kernels="plain")
    *_, found = vectors_of(model, TokenSource(str(adapted["soft-prompt"]), "prompt"))
    assert found.rows.shape == (2048 + 3, 32)
    assert found.labels[2048:] == ["⟨P1⟩", "⟨P2⟩", "⟨P3⟩"]
    assert np.array_equal(found.rows[2048:], model.transformer.embed.virtual.detach().numpy())
    with pytest.raises(WorkbenchError) as caught:
        list(vectors_of(open_model(base), TokenSource(str(base), "prompt")))
    assert caught.value.code == "no-soft-prompt"


def test_that_an_adapter_without_its_model_names_it(adapted: dict[str, Path], tmp_path: Path) -> None:
    alone = shutil.copytree(adapted["low-rank"], tmp_path / "alone")
    config = json.loads((alone / "adapter_config.json").read_text()) | {"base_model_name_or_path": "nobody/nothing"}
    (alone / "adapter_config.json").write_text(json.dumps(config))
    with pytest.raises(WorkbenchError) as caught:
        open_model(alone)
    assert (caught.value.code, caught.value.values["model"]) == ("adapter-without-model", "nobody/nothing")


def test_that_an_adapter_is_not_added_to_other_weights_of_the_same_shape(base: Path, tmp_path: Path) -> None:
    """Neither to be asked nor to be trained on; whoever means it removes what says so."""
    place = shutil.copytree(base, tmp_path / "base")
    request = further(place, METHODS["low-rank"], checkpoint_every=2)
    list(train(request, tmp_path / "run"))
    adapter = tmp_path / "run" / name_of(4)
    open_model(adapter)
    *_, other = train(dataclasses.replace(NEW, seed=1, n_steps=1), tmp_path / "other")
    assert isinstance(other, TrainResult)
    shutil.rmtree(place)
    shutil.copytree(other.path, place)
    for again in (
        lambda: open_model(adapter),
        lambda: list(train(request, tmp_path / "again", resume_from=tmp_path / "run" / name_of(2))),
    ):
        with pytest.raises(WorkbenchError) as caught:
            again()
        assert (caught.value.code, caught.value.values["model"]) == ("adapter-other-model", str(place))
    shutil.rmtree(place)
    shutil.copytree(base, place)  # of another time, and the same weights
    open_model(adapter)
    (adapter / "adapter_config.json").write_text((adapter / "adapter_config.json").read_text().replace(str(place), other.path))
    with pytest.raises(WorkbenchError, match="made for"):
        open_model(adapter)
    (adapter / "base.json").unlink()
    open_model(adapter)


def test_that_a_model_which_is_replaced_during_a_training_is_not_taken_for_the_one_it_began_with(base: Path, tmp_path: Path) -> None:
    place = shutil.copytree(base, tmp_path / "base")
    *_, other = train(dataclasses.replace(NEW, seed=1, n_steps=1), tmp_path / "other")
    assert isinstance(other, TrainResult)
    events = train(further(place, METHODS["low-rank"]), tmp_path / "run")
    while not isinstance(next(events), TrainStep):
        pass
    shutil.copyfile(Path(other.path) / "model.safetensors", place / "model.safetensors")
    list(events)
    with pytest.raises(WorkbenchError) as caught:
        open_model(tmp_path / "run" / name_of(4))
    assert caught.value.code == "adapter-other-model"


@pytest.mark.parametrize("name", ["low-rank", "soft-prompt"])
def test_that_nothing_is_added_to_what_was_added(adapted: dict[str, Path], name: str, tmp_path: Path) -> None:
    """It would train to its end and leave what nothing opens."""
    with pytest.raises(WorkbenchError) as caught:
        list(train(further(adapted["low-rank"], METHODS[name]), tmp_path))
    assert caught.value.code == "training-added-twice"


def test_that_a_run_may_go_on_from_an_adapted_model_but_not_behind_a_soft_prompt(adapted: dict[str, Path], tmp_path: Path) -> None:
    first = next(train(further(adapted["low-rank"], Full(), n_steps=1), tmp_path))
    assert isinstance(first, TrainStarted)
    with pytest.raises(WorkbenchError) as caught:
        list(train(further(adapted["soft-prompt"], Full()), tmp_path))
    assert caught.value.code == "training-unfit"
