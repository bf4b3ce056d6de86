"""Stored weights -> float32, for each stored type that is understood.

Block types hold 32 weights in a few bytes: a scale (and, for some, an offset) in float16 and small integers. The low nibbles of
a block's 16 bytes are its first 16 weights, the high nibbles the other 16; a fifth bit lies beside them. The K types hold 256
weights: float16 scales of the scales (and offsets) of sub-blocks, which are small integers themselves. Products of an 11-bit
scale and such integers are exact in float32, so every order of computing gives the same digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

CHUNK_WEIGHTS = 1 << 19
"""Weights unpacked at once: their 2 MiB stay in the cache, which halves the time."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """A block type: `unpack` fills float32 [n, weights] from uint8 [n, size_bytes]."""

    weights: int
    size_bytes: int
    unpack: Callable[[Tensor, Tensor], None]


def _q4_0(blocks: Tensor, out: Tensor) -> None:
    """18 bytes: float16 scale, 16 bytes of nibbles; weight = scale * (nibble - 8)."""
    _nibbles(blocks[:, 2:], out)
    out.sub_(8).mul_(_half(blocks, 0))


def _q4_1(blocks: Tensor, out: Tensor) -> None:
    """20 bytes: float16 scale and offset, 16 bytes of nibbles; weight = scale * nibble + offset."""
    _nibbles(blocks[:, 4:], out)
    torch.addcmul(_half(blocks, 2), out, _half(blocks, 0), out=out)


def _q5_0(blocks: Tensor, out: Tensor) -> None:
    """22 bytes: float16 scale, 32 fifth bits, 16 bytes of nibbles; weight = scale * (number - 16)."""
    _nibbles(blocks[:, 6:], out)
    out.add_(_bits(blocks[:, 2:6]), alpha=16).sub_(16).mul_(_half(blocks, 0))


def _q5_1(blocks: Tensor, out: Tensor) -> None:
    """24 bytes: float16 scale and offset, 32 fifth bits, 16 bytes of nibbles; weight = scale * number + offset."""
    _nibbles(blocks[:, 8:], out)
    out.add_(_bits(blocks[:, 4:8]), alpha=16)
    torch.addcmul(_half(blocks, 2), out, _half(blocks, 0), out=out)


def _q8_0(blocks: Tensor, out: Tensor) -> None:
    """34 bytes: float16 scale, 32 signed bytes; weight = scale * byte."""
    torch.mul(blocks[:, 2:].view(torch.int8), _half(blocks, 0), out=out)


def _q4_k(blocks: Tensor, out: Tensor) -> None:
    """144 bytes: the head of `_scale_and_offset`, then 4 x 32 bytes of nibbles; weight = scale * nibble - offset."""
    parts = out.view(-1, 8, 32)  # sub-blocks
    _paired_nibbles(blocks[:, 16:], parts)
    _scale_and_offset(blocks, parts)


def _q5_k(blocks: Tensor, out: Tensor) -> None:
    """176 bytes: the same head, 32 bytes whose bit s is the fifth of sub-block s, nibbles as Q4_K; weight = scale * number - offset."""
    parts = out.view(-1, 8, 32)
    _paired_nibbles(blocks[:, 48:], parts)
    fifth = (blocks[:, None, 16:48] >> _shifts(8)[:, None]) & 1  # [n, 8, 32]
    parts.add_(fifth, alpha=16)
    _scale_and_offset(blocks, parts)


def _q6_k(blocks: Tensor, out: Tensor) -> None:
    """210 bytes: 2 x 64 bytes of nibbles, 2 x 32 bytes of upper bit pairs, 16 signed scales of 16 weights each, float16 scale;
    weight = scale * own scale * (number - 32). A half's low nibbles are its first 64 weights; its upper bits come 32 at a time."""
    halves = out.view(-1, 2, 4, 32)
    low = blocks[:, :128].reshape(-1, 2, 1, 2, 32) >> _shifts(2, step=4)[:, None, None] & 15  # [n, 2, 2, 2, 32]
    upper = blocks[:, 128:192].reshape(-1, 2, 1, 32) >> _shifts(4, step=2)[:, None] & 3  # [n, 2, 4, 32]
    halves.copy_(low.view(-1, 2, 4, 32)).add_(upper, alpha=16).sub_(32)
    scales = blocks[:, 192:208].contiguous().view(torch.int8) * _half(blocks, 208)  # [n, 16]
    out.view(-1, 16, 16).mul_(scales[:, :, None])


def _nibbles(packed: Tensor, out: Tensor) -> None:
    packed = packed.contiguous()  # [n, 16] in one piece: the two shifts then run over whole vectors
    out[:, :16] = packed & 15
    out[:, 16:] = packed >> 4


def _paired_nibbles(packed: Tensor, parts: Tensor) -> None:
    """packed [n, 128] into parts [n, 8, 32]: of each 32 bytes the low nibbles are one sub-block, the high ones the next."""
    packed = packed.reshape(-1, 4, 32)
    parts[:, 0::2] = packed & 15
    parts[:, 1::2] = packed >> 4


def _scale_and_offset(blocks: Tensor, parts: Tensor) -> None:
    """parts [n, 8, 32] = scale * parts - offset, where blocks begin with float16 scales of both, then 8 of each in 6 bits:
    4 bytes end with the first scales, 4 with the first offsets, 4 hold the low nibbles of the others; their upper bits are those left."""
    a, b, c = blocks[:, 4:8], blocks[:, 8:12], blocks[:, 12:16]
    scales = torch.cat((a & 63, (c & 15) | (a >> 6 << 4)), dim=1) * _half(blocks, 0)  # [n, 8]
    offsets = torch.cat((b & 63, (c >> 4) | (b >> 6 << 4)), dim=1) * _half(blocks, 2)
    torch.addcmul(-offsets[:, :, None], parts, scales[:, :, None], out=parts)


def _bits(packed: Tensor) -> Tensor:
    """The bits of packed [n, 4], lowest first: [n, 32]."""
    return (packed[:, :, None] >> _shifts(8) & 1).view(-1, 32)


def _shifts(n: int, *, step: int = 1) -> Tensor:
    return torch.arange(0, n * step, step, dtype=torch.uint8)


def _half(blocks: Tensor, at: int) -> Tensor:
    """The float16 at byte `at` of each block, [n_blocks, 1]."""
    return blocks[:, at : at + 2].contiguous().view(torch.float16).float()


PLAIN: dict[str, torch.dtype] = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
QUANTISED: dict[str, Quantised] = {
    "Q4_0": Quantised(32, 18, _q4_0), "Q4_1": Quantised(32, 20, _q4_1), "Q5_0": Quantised(32, 22, _q5_0), "Q5_1": Quantised(32, 24, _q5_1),
    "Q8_0": Quantised(32, 34, _q8_0), "Q4_K": Quantised(256, 144, _q4_k), "Q5_K": Quantised(256, 176, _q5_k),
    "Q6_K": Quantised(256, 210, _q6_k),
}  # fmt: skip


def dequantise(raw: Tensor, type_name: str, shape: tuple[int, ...]) -> Tensor:
    """Unpack `raw` (uint8, exactly the tensor's bytes) into float32 of `shape`. Raises KeyError for an unknown type."""
    if 0 in shape:
        return torch.empty(shape, dtype=torch.float32)
    if type_name in PLAIN:
        return raw.view(PLAIN[type_name]).to(torch.float32).view(shape)
    kind = QUANTISED[type_name]
    blocks, at_once = raw.view(-1, kind.size_bytes), max(CHUNK_WEIGHTS // kind.weights, 1)
    out = torch.empty(blocks.shape[0], kind.weights, dtype=torch.float32)
    for part, target in zip(torch.split(blocks, at_once), torch.split(out, at_once), strict=True):
        kind.unpack(part, target)
    return out.view(shape)
