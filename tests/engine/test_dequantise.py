"""Stored blocks -> float32, against the gguf package's own arithmetic."""

from __future__ import annotations

import gguf
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from workbench.engine import dequantise
from workbench.engine.dequantise import PLAIN, QUANTISED


@pytest.mark.parametrize("type_name", QUANTISED)
@given(seed=st.integers(0, 2**32 - 1), n_blocks=st.integers(1, 9))
def test_that_blocks_unpack_bit_for_bit_as_in_gguf(type_name: str, seed: int, n_blocks: int) -> None:
    block_bytes, _ = QUANTISED[type_name]
    raw = np.random.default_rng(seed).integers(0, 256, (n_blocks, block_bytes), np.uint8)
    raw[:, 1] &= 0x7B  # finite scales
    if type_name == "Q4_1":
        raw[:, 3] &= 0x7B
    theirs = gguf.quants.dequantize(raw, gguf.GGMLQuantizationType[type_name])
    ours = dequantise.dequantise(torch.from_numpy(raw.reshape(-1)), type_name, (n_blocks, 32))
    assert np.array_equal(ours.numpy(), theirs)


@pytest.mark.parametrize("type_name", QUANTISED)
def test_that_tensors_longer_than_a_chunk_unpack_alike(type_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(size=(7, 96)).astype(np.float32)
    raw = torch.from_numpy(gguf.quants.quantize(values, gguf.GGMLQuantizationType[type_name]).reshape(-1))
    whole = dequantise.dequantise(raw, type_name, (7, 96))
    monkeypatch.setattr(dequantise, "CHUNK_BLOCKS", 4)
    assert torch.equal(dequantise.dequantise(raw, type_name, (7, 96)), whole)
    assert np.abs(whole.numpy() - values).max() < 0.5


@pytest.mark.parametrize("type_name", PLAIN)
def test_that_plain_types_keep_their_values(type_name: str) -> None:
    values = torch.tensor([[0.0, -1.5, 2.25]], dtype=PLAIN[type_name])
    found = dequantise.dequantise(values.view(torch.uint8).flatten(), type_name, (1, 3))
    assert torch.equal(found, torch.tensor([[0.0, -1.5, 2.25]]))
