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

HALVES = {"Q4_1": [1, 3], "Q5_1": [1, 3], "Q4_K": [1, 3], "Q5_K": [1, 3], "Q6_K": [209]}
"""Where the upper bytes of a block's float16 numbers are, unless at 1."""
WRITABLE = ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"]
"""Types that gguf's own arithmetic can also write."""


@pytest.mark.parametrize("type_name", QUANTISED)
@given(seed=st.integers(0, 2**32 - 1), n_blocks=st.integers(1, 9))
def test_that_blocks_unpack_bit_for_bit_as_in_gguf(type_name: str, seed: int, n_blocks: int) -> None:
    kind = QUANTISED[type_name]
    raw = np.random.default_rng(seed).integers(0, 256, (n_blocks, kind.size_bytes), np.uint8)
    raw[:, HALVES.get(type_name, [1])] &= 0x7B  # finite scales
    theirs = gguf.quants.dequantize(raw, gguf.GGMLQuantizationType[type_name])
    ours = dequantise.dequantise(torch.from_numpy(raw.reshape(-1)), type_name, (n_blocks, kind.weights))
    assert np.array_equal(ours.numpy(), theirs)


@pytest.mark.parametrize("type_name", QUANTISED)
def test_that_tensors_longer_than_a_chunk_unpack_alike(type_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = np.random.default_rng(1).integers(0, 256, (21, QUANTISED[type_name].size_bytes), np.uint8)
    raw[:, HALVES.get(type_name, [1])] &= 0x7B
    shape = (7, 3 * QUANTISED[type_name].weights)
    whole = dequantise.dequantise(torch.from_numpy(raw.reshape(-1)), type_name, shape)
    monkeypatch.setattr(dequantise, "CHUNK_WEIGHTS", 4 * QUANTISED[type_name].weights)
    assert torch.equal(dequantise.dequantise(torch.from_numpy(raw.reshape(-1)), type_name, shape), whole)


@pytest.mark.parametrize("type_name", WRITABLE)
def test_that_what_was_stored_comes_back_nearly(type_name: str) -> None:
    values = np.random.default_rng(1).normal(size=(7, 96)).astype(np.float32)
    raw = torch.from_numpy(gguf.quants.quantize(values, gguf.GGMLQuantizationType[type_name]).reshape(-1))
    assert np.abs(dequantise.dequantise(raw, type_name, (7, 96)).numpy() - values).max() < 0.5


@pytest.mark.parametrize("type_name", PLAIN)
def test_that_plain_types_keep_their_values(type_name: str) -> None:
    values = torch.tensor([[0.0, -1.5, 2.25]], dtype=PLAIN[type_name])
    found = dequantise.dequantise(values.view(torch.uint8).flatten(), type_name, (1, 3))
    assert torch.equal(found, torch.tensor([[0.0, -1.5, 2.25]]))
