"""The fixed-window model: a plain model of Bengio et al.'s kind with the same weights, and what every view may ask of it."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from torch import Tensor

from workbench.engine import generate, open_model
from workbench.engine.cache import KeyValueCache
from workbench.engine.model import LoadedModel
from workbench.engine.training import train
from workbench.errors import WorkbenchError
from workbench.values import GenerateRequest, GenerationResult, Subject, TrainRequest, TrainResult, TrainStep, WindowArchitecture

WINDOW = 3
REQUEST = TrainRequest(
    "w", "causal", WindowArchitecture(WINDOW, 24, 40, 32), n_steps=25, batch_tokens=256, micro_rows=8, valid_rows=8, warmup_steps=2,
    learning_rate=2e-2,
)  # fmt: skip
IDS = [1, 300, 301, 17, 300, 42, 900, 300, 2, 1, 77, 78]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint whose loss has fallen."""
    events = list(train(REQUEST, tmp_path_factory.mktemp("window")))
    losses = [event.loss for event in events if isinstance(event, TrainStep)]
    assert abs(losses[0] - math.log(2048)) < 0.3
    assert losses[-1] < losses[0] - 1
    result = events[-1]
    assert isinstance(result, TrainResult)
    return Path(result.path)


@pytest.fixture(scope="module")
def model(folder: Path) -> LoadedModel:
    return open_model(str(folder), dtype="float64")


def bengio(folder: Path, ids: list[int]) -> Tensor:
    """Logits [pos, d_vocab], by looking up the window's embeddings, laying them behind each other, and one hidden layer of tanh."""
    w = {name: tensor.double() for name, tensor in safetensors.torch.load_file(folder / "model.safetensors").items()}

    def normed(x: Tensor, weight: Tensor) -> Tensor:
        return x / (x.square().mean(-1, keepdim=True) + 1e-5).sqrt() * weight

    embedded = w["embed.weight"][torch.tensor(ids)]
    found = []
    for t in range(len(ids)):
        places = [max(t - k, 0) for k in range(WINDOW)]
        values = normed(embedded[places], w["blocks.0.window_norm.weight"]) @ w["blocks.0.window.value.weight"].T
        mid = embedded[t] + w["blocks.0.window.hidden.weight"] @ values.flatten()
        hidden = torch.tanh(w["blocks.0.mlp.up.weight"] @ normed(mid, w["blocks.0.mlp_norm.weight"]) + w["blocks.0.mlp.up.bias"])
        out = mid + w["blocks.0.mlp.down.weight"] @ hidden + w["blocks.0.mlp.down.bias"]
        found.append(w["embed.weight"] @ normed(out, w["final_norm.weight"]))
    return torch.stack(found)


def test_that_logits_are_those_of_a_plain_window_model(folder: Path, model: LoadedModel) -> None:
    assert np.allclose(model.logits(IDS), bengio(folder, IDS).numpy(), rtol=0, atol=1e-10)


def test_that_nothing_before_the_window_is_read(model: LoadedModel) -> None:
    changed = [*IDS[:4], 555, *IDS[5:]]
    same = (model.logits(IDS) == model.logits(changed)).all(1)
    assert same.tolist() == [not 4 <= place < 4 + WINDOW for place in range(len(IDS))]


def test_that_each_head_reads_one_place_with_all_its_weight(model: LoadedModel) -> None:
    pattern = model.trace(IDS).pattern(0)
    for head in range(WINDOW):
        expected = np.zeros((len(IDS), len(IDS)))
        expected[np.arange(len(IDS)), np.maximum(np.arange(len(IDS)) - head, 0)] = 1
        assert (pattern[head] == expected).all()


@torch.inference_mode()
def test_that_a_cache_changes_nothing(model: LoadedModel) -> None:
    transformer = model.transformer
    cache = KeyValueCache(transformer.spec, len(IDS), device=torch.device("cpu"), dtype=torch.float64)
    pieces = [transformer.logits(transformer(torch.tensor([part]), cache=cache))[0] for part in (IDS[:5], IDS[5:6], IDS[6:])]
    assert np.allclose(torch.cat(pieces).numpy(), model.logits(IDS), rtol=0, atol=1e-12)


def test_that_a_window_model_writes_and_has_no_queries_that_are_never_used(folder: Path) -> None:
    opened = open_model(str(folder))
    assert (opened.info.family, opened.info.n_heads) == ("window", WINDOW)
    *_, result = generate(opened, GenerateRequest(Subject("", "The small"), max_new_tokens=4, top=0))
    assert isinstance(result, GenerationResult)
    assert 1 <= len(result.ids) <= 4
    names = {name for name, _ in opened.transformer.named_parameters()}
    assert not any(".attn.q" in name or ".attn.k" in name for name in names)


@pytest.mark.parametrize("changes", [{"window": 0}, {"window": 65}, {"d_model": 1}, {"dropout": 1.0}])
def test_that_a_window_which_cannot_be_is_named(changes: dict[str, float], tmp_path: Path) -> None:
    shape = dataclasses.replace(WindowArchitecture(), **changes)  # type: ignore[arg-type]
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(REQUEST, architecture=shape), tmp_path))
    assert caught.value.code == "bad-value"
