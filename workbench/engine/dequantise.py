"""Stored weights -> float32, for each stored type that is understood.

Block types hold 32 weights in a few bytes: a scale (and, for Q4_1, an offset) in float16 and 32 small integers. The
low nibbles of a block's 16 bytes are its first 16 weights, the high nibbles the other 16. Products of an 11-bit scale
and a small integer are exact in float32, so every order of computing gives the same digits.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

BLOCK = 32
CHUNK_BLOCKS = 1 << 14
"""Blocks unpacked at once: their 2 MiB stay in the cache, which halves the time."""


def _q4_0(blocks: Tensor, out: Tensor) -> None:
    """18 bytes: float16 scale, 16 bytes of nibbles; weight = scale * (nibble - 8)."""
    _nibbles(blocks[:, 2:], out)
    out.sub_(8).mul_(_half(blocks, 0))


def _q4_1(blocks: Tensor, out: Tensor) -> None:
    """20 bytes: float16 scale and offset, 16 bytes of nibbles; weight = scale * nibble + offset."""
    _nibbles(blocks[:, 4:], out)
    torch.addcmul(_half(blocks, 2), out, _half(blocks, 0), out=out)


def _q8_0(blocks: Tensor, out: Tensor) -> None:
    """34 bytes: float16 scale, 32 signed bytes; weight = scale * byte."""
    torch.mul(blocks[:, 2:].view(torch.int8), _half(blocks, 0), out=out)


def _nibbles(packed: Tensor, out: Tensor) -> None:
    packed = packed.contiguous()  # [n, 16] in one piece: the two shifts then run over whole vectors
    out[:, : BLOCK // 2] = packed & 15
    out[:, BLOCK // 2 :] = packed >> 4


def _half(blocks: Tensor, at: int) -> Tensor:
    """The float16 at byte `at` of each block, [n_blocks, 1]."""
    return blocks[:, at : at + 2].contiguous().view(torch.float16).float()


PLAIN: dict[str, torch.dtype] = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
QUANTISED: dict[str, tuple[int, Callable[[Tensor, Tensor], None]]] = {"Q4_0": (18, _q4_0), "Q4_1": (20, _q4_1), "Q8_0": (34, _q8_0)}
"""Stored type -> bytes a block, and what unpacks blocks uint8 [n, bytes] into float32 [n, 32]."""


def dequantise(raw: Tensor, type_name: str, shape: tuple[int, ...]) -> Tensor:
    """Unpack `raw` (uint8, exactly the tensor's bytes) into float32 of `shape`. Raises KeyError for an unknown type."""
    if 0 in shape:
        return torch.empty(shape, dtype=torch.float32)
    if type_name in PLAIN:
        return raw.view(PLAIN[type_name]).to(torch.float32).view(shape)
    block_bytes, unpack = QUANTISED[type_name]
    blocks = raw.view(-1, block_bytes)
    out = torch.empty(blocks.shape[0], BLOCK, dtype=torch.float32)
    for part, target in zip(torch.split(blocks, CHUNK_BLOCKS), torch.split(out, CHUNK_BLOCKS), strict=True):
        unpack(part, target)
    return out.view(shape)
