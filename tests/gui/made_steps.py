"""Generation events for tests."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from made_encodings import encode

from workbench.values import GenerateRequest, GenerationResult, GenerationStarted, ModelInfo, TokenStep

INFO = ModelInfo(
    name="smollm2-135m-instruct", path="/models/s.gguf", family="llama", kind="decoder", n_layers=30, n_heads=9, n_kv_heads=3, d_model=576,
    d_head=64, d_mlp=1536, d_vocab=49152, n_ctx=8192, n_parameters=134_515_008, dtype="float32", stored_type="4-bit Q4_1", source="gguf",
    sha256="ab", device="cpu", profile="fast", kernels="packed", bos_policy="", has_chat_template=True, size_bytes=98_000_000,
    memory_bytes=540_000_000,
)  # fmt: skip
OTHERS = (" the", " a", " an", " Paris", " Seoul", "\n", " 서울", "⟨EC 9D⟩", " <b>x</b>")


def step(index: int, text: str, *, probability: float = 0.42, token: str = "", removed_from: int = 4) -> TokenStep:
    """A step that chose `text` with the model's own `probability`; alternatives from `removed_from` on were removed by samplers."""
    texts = (token or text, *(other for other in OTHERS if other != text))
    raw = np.asarray([probability * 0.55**place for place in range(len(texts))])
    raw[1:] *= min(1.0, 0.9 * (1 - probability) / max(raw[1:].sum(), 1e-9))
    final = np.where(np.arange(len(texts)) < removed_from, raw, 0.0)
    final = final / final.sum()
    order = np.argsort(-raw, kind="stable")
    ids = np.arange(300, 300 + len(texts), dtype=np.int32)
    ids[0] = 1000 + sum(texts[0].encode()) % 40000
    with np.errstate(divide="ignore"):
        log_raw, log_final = np.log(raw).astype(np.float32), np.log(final).astype(np.float32)
    return TokenStep(
        index=index, id=int(ids[0]), token=token or text, text=text, logprob_raw=float(log_raw[0]), logprob_final=float(log_final[0]),
        entropy=2.31 + 0.1 * index, draw=math.nan, top_ids=ids[order], top_texts=tuple(texts[place] for place in order),
        top_logprob_raw=log_raw[order], top_logprob_final=log_final[order], tail=float(1 - raw.sum()),
    )  # fmt: skip


def started(request: GenerateRequest, *, seed: int = 4321) -> GenerationStarted:
    return GenerationStarted(request, INFO, encode(request.subject.text), request.seed if request.seed is not None else seed, "packed")


def with_prompt(start: GenerationStarted, **changes: np.ndarray) -> GenerationStarted:
    """The start with other arrays of its prompt."""
    return dataclasses.replace(start, prompt=dataclasses.replace(start.prompt, **changes))


def result(steps: list[TokenStep], *, reason: str = "length", trailing: str = "") -> GenerationResult:
    text = "".join(one.text for one in steps) + trailing
    ids = np.asarray([one.id for one in steps], dtype=np.int32)
    return GenerationResult(np.zeros(3, np.int32), ids, text, trailing, reason, 4321, 62.5, 71.4)
