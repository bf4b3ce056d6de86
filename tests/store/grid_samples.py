"""A small grid and what may become of its cells, for the tests of the store."""

from __future__ import annotations

import numpy as np

from workbench.values import GridOutcome, GridSetting, PromptGridRequest, PromptTable, PromptTemplate

LONG = "아주 긴 문장입니다. " * 30


def grid(title: str = "감정") -> PromptGridRequest:
    table = PromptTable(("text", "label"), (("좋아요", "긍정"), (LONG, "부정")))
    return PromptGridRequest(title, (PromptTemplate("plain", "{text}?"),), table, ("a", "b"), (GridSetting("greedy"),))


def outcome(key: str = "k1", **changes: object) -> GridOutcome:
    parts: dict[str, object] = {
        "key": key, "kind": "generate", "model_sha256": "ab" * 32, "dtype": "float32", "kernels": "packed linear, fused attention",
        "prompt_ids": np.arange(5, dtype=np.int32), "seconds": 0.25, "ids": np.array([7, 8], np.int32), "nats": np.zeros(0),
        "text": LONG + "\udcff", "finish_reason": "eos",
    }  # fmt: skip
    return GridOutcome(**(parts | changes))  # type: ignore[arg-type]


def weighed(key: str = "k2") -> GridOutcome:
    parts = {"kind": "likelihood", "ids": np.zeros(0, np.int32), "text": "", "finish_reason": ""}
    return outcome(key, **parts, continuations=(" 긍정", " 부정"), nats=np.array([-1.5, -np.inf]))
