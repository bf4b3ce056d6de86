"""Values as engines give them, small, for the tests of the store; and what it means that two are the same."""

from __future__ import annotations

import math

import numpy as np

from workbench.values import (
    Distribution,
    Encoding,
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    ModelInfo,
    Subject,
    TokenStep,
    TraceRequest,
    TraceSummary,
    pack,
)

SUBJECT = Subject("smollm2-135m-instruct", "대한민국의 수도는 Seoul, and the capital of France is")
MODEL = ModelInfo(
    name="smollm2-135m-instruct", path="/models/smollm2.gguf", family="llama", kind="decoder", n_layers=2, n_heads=2, n_kv_heads=1,
    d_model=8, d_head=4, d_mlp=16, d_vocab=32, n_ctx=64, n_parameters=1000, dtype="float32", stored_type="Q4_1", source="file",
    sha256="ab" * 32, device="cpu", profile="exact", kernels="packed", bos_policy="none", has_chat_template=True, size_bytes=10,
    memory_bytes=40,
)  # fmt: skip


def encoding(n: int = 3) -> Encoding:
    spans = np.stack([np.arange(n), np.arange(n) + 1], axis=1).astype(np.int64)
    return Encoding(
        ids=np.arange(n, dtype=np.int32),
        tokens=tuple("Ġa" for _ in range(n)),
        byte_spans=spans,
        char_spans=spans,
        kinds=np.zeros(n, dtype=np.uint8),
        text=SUBJECT.text,
    )


def request(text: str = SUBJECT.text, **changes: object) -> GenerateRequest:
    return GenerateRequest(Subject(SUBJECT.model, text), **{"top": 10, **changes})


def started(asked: GenerateRequest | None = None) -> GenerationStarted:
    return GenerationStarted(asked or request(), MODEL, encoding(), seed=7, kernels="packed+fused")


def step(index: int, text: str = " 강", *, m: int = 3) -> TokenStep:
    return TokenStep(
        index=index,
        id=100 + index,
        token="\udcec\udc9d",
        text=text,
        logprob_raw=-0.1 * index,
        logprob_final=-math.inf,
        entropy=0.1 + 0.2,
        draw=math.nan,
        top_ids=np.arange(m, dtype=np.int32),
        top_texts=tuple("가\x00\ud800"[: i + 1] for i in range(m)),
        top_logprob_raw=np.linspace(-1, -3, m, dtype=np.float32),
        top_logprob_final=np.full(m, -np.inf, dtype=np.float32),
        tail=1e-9,
    )


def result(text: str = " 강 강") -> GenerationResult:
    return GenerationResult(np.arange(3, dtype=np.int32), np.array([100, 101], np.int32), text, "", "length", 7, 60.5, math.inf)


def trace_summary() -> TraceSummary:
    top = Distribution(np.arange(2, dtype=np.int32), ("a", "b"), np.zeros(2, dtype=np.float32), 0.5, 1.0)
    return TraceSummary(
        request=TraceRequest(SUBJECT),
        model=MODEL,
        encoding=encoding(),
        sink_share=np.ones((2, 2), dtype=np.float32),
        next=top,
        kernels="packed",
        duration_ms=3.5,
        cost_bytes=1000,
    )


def same(one: object, other: object) -> bool:
    """Whether two values are equal to the bit, NaN included."""
    first, first_arrays = pack(one)
    second, second_arrays = pack(other)
    return first == second and [(a.dtype, a.shape, a.tobytes()) for a in first_arrays] == [
        (a.dtype, a.shape, a.tobytes()) for a in second_arrays
    ]
