"""A small model and the real one, opened once for the room."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from made_kinds import make_bert, make_t5, save_kind
from made_models import make_llama, save_folder
from transformers import LlamaForCausalLM
from transformers.models.llama.modeling_llama import LlamaRMSNorm

from workbench.engine import LoadedModel, open_model

torch.set_num_threads(1)  # two threads that wait for each other beside another busy process take ten times as long


@pytest.fixture(scope="session")
def oracle() -> LlamaForCausalLM:
    """A small random model in transformers: grouped-query attention, untied."""
    return make_llama()


@pytest.fixture(scope="session")
def folder(oracle: LlamaForCausalLM, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_folder(oracle, tmp_path_factory.mktemp("made") / "made")


@pytest.fixture(scope="session")
def small(folder: Path) -> LoadedModel:
    """The same model in the engine."""
    return open_model(folder, kernels="plain")


@pytest.fixture(scope="session")
def real(smollm2: Path) -> LoadedModel:
    """SmolLM2 in float32."""
    return open_model(smollm2, kernels="plain")


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """A small random encoder."""
    return open_model(save_kind(make_bert(), tmp_path_factory.mktemp("bert") / "made"), kernels="plain")


@pytest.fixture(scope="session")
def t5(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """A small random encoder-decoder."""
    return open_model(save_kind(make_t5(), tmp_path_factory.mktemp("t5") / "made"), kernels="plain")


@pytest.fixture
def wholly_float64(monkeypatch: pytest.MonkeyPatch) -> None:
    """transformers' Llama takes norms and softmax in float32 even of a float64 model; not here."""
    softmax = torch.nn.functional.softmax
    monkeypatch.setattr(torch.nn.functional, "softmax", lambda x, dim, dtype: softmax(x, dim=dim))
    monkeypatch.setattr(LlamaRMSNorm, "forward", _norm)


def _norm(norm: LlamaRMSNorm, x: torch.Tensor) -> torch.Tensor:
    return norm.weight * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + norm.variance_epsilon)
