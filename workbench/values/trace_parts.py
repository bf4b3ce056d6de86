"""Which attention of a model is meant."""

from __future__ import annotations

from typing import Literal

Part = Literal["", "encoder", "decoder", "cross"]
"""Whose attention: a decoder has `decoder` alone, an encoder `encoder`; an encoder-decoder has `encoder` (source to source),
`decoder` (target to target) and `cross` (target to source). "": the first that the model has."""
Reduce = Literal["mean", "max"]
"""How several weights become one."""
