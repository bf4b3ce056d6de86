"""The key of a work: a sha256 of everything that its outcome depends on, and of nothing else.

So an equal work is never done twice, across grids and restarts; a grid's title, the names of its parts and its scores of a
text are not in it. A greedy generation draws nothing, so its seed is left out.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json

import numpy as np

from workbench.values import GridSetting, SamplerSettings

FORM = 1
"""Raised when an engine's answer to the same question changes for a reason that no other part of the key tells."""


class KeyMaker:
    """Keys of works on one model: its file's sha256, its arithmetic and its kernels."""

    def __init__(self, model_sha256: str, *, dtype: str, kernels: str) -> None:
        self._model = {"form": FORM, "model": model_sha256, "dtype": dtype, "kernels": kernels}

    def generate(self, prompt_ids: np.ndarray, setting: GridSetting, *, seed: int) -> str:
        """The key of an answer."""
        asked: dict[str, object] = {"kind": "generate", "sampler": _told(setting.sampler)}
        asked |= {"most": setting.max_new_tokens, "stop": list(setting.stop)}
        if draws(setting.sampler):
            asked["seed"] = seed
        return self._key(prompt_ids, asked)

    def likelihood(self, prompt_ids: np.ndarray, continuations: tuple[str, ...]) -> str:
        """The key of the probabilities of given continuations."""
        return self._key(prompt_ids, {"kind": "likelihood", "continuations": list(continuations)})

    def _key(self, prompt_ids: np.ndarray, asked: dict[str, object]) -> str:
        head = json.dumps(self._model | asked, sort_keys=True).encode("ascii")
        return hashlib.sha256(head + b"\n" + np.ascontiguousarray(prompt_ids, "<i4").tobytes()).hexdigest()


def draws(sampler: SamplerSettings) -> bool:
    """Whether an answer depends on the seed."""
    return sampler.temperature > 0 or "temperature" not in sampler.order or sampler.xtc_probability > 0


def _told(sampler: SamplerSettings) -> dict[str, object]:
    """The settings that are not the default, so that a stage added by a later version leaves the keys as they are. Of the
    order, only the stages that have an effect matter, but which those are is the engine's to know: it is told whole."""
    return {
        field.name: getattr(sampler, field.name) for field in dataclasses.fields(sampler) if getattr(sampler, field.name) != field.default
    }
