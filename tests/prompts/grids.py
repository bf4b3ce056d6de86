"""What the tests of this room share: small grids, and a model that is a function."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench.errors import WorkbenchError
from workbench.prompts import GridDriver
from workbench.prompts.driver import Event
from workbench.values import (
    Encoding,
    GenerateRequest,
    GenerationResult,
    GridKernels,
    GridKernelsRequest,
    GridKnown,
    GridKnownRequest,
    GridOutcome,
    GridPrompts,
    GridPromptsRequest,
    GridScore,
    GridSetting,
    Likelihood,
    LikelihoodRequest,
    ModelInfo,
    OpenRequest,
    PromptGridRequest,
    PromptTable,
    PromptTemplate,
    ScoredContinuation,
)

TABLE = PromptTable(("text", "label"), (("good", "yes"), ("bad", "no"), ("fine", "yes"), ("awful", "no"), ("great", "yes")))
TEMPLATES = (PromptTemplate("plain", "{text}?"), PromptTemplate("polite", "Please: {text}?"))


def grid(**changes: object) -> PromptGridRequest:
    """Two templates, five rows, two models, one setting: twenty cells."""
    parts: dict[str, object] = {
        "title": "test", "templates": TEMPLATES, "table": TABLE, "models": ("a", "b"), "settings": (GridSetting("greedy"),),
        "scores": (GridScore("exact"),), "reference": "{label}",
    }  # fmt: skip
    return PromptGridRequest(**(parts | changes))  # type: ignore[arg-type]


def ids_of(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), np.uint8).astype(np.int32)


def encoding_of(text: str) -> Encoding:
    n = len(text.encode())
    spans = np.zeros((n, 2), np.int64)
    return Encoding(ids_of(text), ("x",) * n, spans, spans, np.zeros(n, np.uint8), text)


def model_info(name: str) -> ModelInfo:
    return ModelInfo(
        name=name, path=name, family="llama", kind="decoder", n_layers=1, n_heads=1, n_kv_heads=1, d_model=8, d_head=8, d_mlp=8,
        d_vocab=256, n_ctx=64, n_parameters=1, dtype="float32", stored_type="F32", source="folder", sha256=f"sha-{name}",
        device="cpu", profile="exact", kernels="plain", bos_policy="none", has_chat_template=False, size_bytes=1, memory_bytes=1,
    )  # fmt: skip


class World:
    """Answers what a driver asks: a text child, an engine and a record that are functions. `computed`: the engine's requests."""

    def __init__(self, write: Callable[[str], str] = lambda _text: "yes") -> None:
        self.write = write
        self.record: dict[str, GridOutcome] = {}
        self.kernels: dict[str, str] = {}
        self.computed: list[GenerateRequest | LikelihoodRequest] = []
        self.opened: list[str] = []

    def run(self, driver: GridDriver, *, most: int | None = None) -> list[Event]:
        """Drive a grid to its end, or until the engine has computed `most` works."""
        events: list[Event] = []
        while not driver.over:
            asks = list(driver.asks())
            assert asks, "a grid that is not over asks for something"
            for ask in asks:
                if most is not None and len(self.computed) >= most and ask.work and not isinstance(ask.request, OpenRequest):
                    return events
                try:
                    answer = self.answer(ask.request)
                except WorkbenchError as error:
                    events += driver.fail(ask.number, error)
                else:
                    events += self.keep(driver.answer(ask.number, answer, 0.5))
        return events

    def keep(self, events: list[Event]) -> list[Event]:
        for event in events:
            outcome = getattr(event, "outcome", None)
            if outcome is not None:
                self.record[outcome.key] = outcome
                self.kernels[outcome.model_sha256] = outcome.kernels
        return events

    def answer(self, request: object) -> object:
        match request:
            case GridPromptsRequest():
                if request.model == "gone":
                    raise WorkbenchError("model-missing", model="gone")
                every = [ids_of(prompt.system + prompt.text) for prompt in request.prompts]
                return GridPrompts(np.concatenate(every), np.cumsum([len(one) for one in every]), f"sha-{request.model}", 64)
            case GridKernelsRequest():
                return GridKernels(self.kernels.get(request.model_sha256, ""))
            case GridKnownRequest():
                return GridKnown(tuple(self.record[key] for key in request.keys if key in self.record))
            case OpenRequest():
                self.opened.append(request.model)
                return model_info(request.model)
            case GenerateRequest():
                self.computed.append(request)
                text = self.write(request.subject.text)
                ids = ids_of("".join(content for _, content in request.messages) or request.subject.text)
                return GenerationResult(ids, ids_of(text), text, "", "eos", 0, 1.0, 1.0)
            case LikelihoodRequest():
                self.computed.append(request)
                return self.weighed(request)
        raise AssertionError(f"nobody answers {request}")

    def weighed(self, request: LikelihoodRequest) -> Likelihood:
        """The longer a continuation, the less probable."""
        scores = tuple(
            ScoredContinuation(text, ids_of(text), (text,), np.zeros(1, np.float32), -float(len(text)), False, float("nan"))
            for text in request.continuations
        )
        ids = encoding_of(request.subject.text)
        return Likelihood(request, model_info(request.subject.model), ids, ids.ids, "", scores, np.zeros(1), np.zeros(1), "plain")
