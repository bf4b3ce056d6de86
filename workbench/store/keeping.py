"""What is kept of a request and its events: which text it is about, which events, and how much of each.

Works on any registered value by the names of its fields, so a new kind of run needs nothing here.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from workbench.store.process import environment
from workbench.values import (
    LESSON_TAG,
    Bias,
    FileSource,
    Filled,
    GenerationResult,
    GridCellDone,
    GridCellFailed,
    LessonCell,
    LessonResult,
    Likelihood,
    MapFrame,
    MapRequest,
    MapStarted,
    ModelInfo,
    OwnAxes,
    PatchedLayer,
    PatchMap,
    PatchStarted,
    Pca,
    Progress,
    PromptGridRequest,
    RunStarted,
    Subject,
    TokenStep,
    TraceSummary,
    TrainRequest,
    TrainResult,
    TrainStep,
    TrainTokenizerRequest,
    Tsne,
    Umap,
    run_and_step,
)

MAX_EVENT_BYTES = 4 << 20
HEAD_CHARACTERS = 60
_NOT_KEPT = (Progress, RunStarted, PatchStarted, PatchedLayer, MapStarted, MapFrame)  # what came of it holds what it started with
MAP_NAMES: dict[type, str] = {Pca: "PCA", OwnAxes: "Own axes", Tsne: "t-SNE", Umap: "UMAP"}
_STEP_BYTES, _TOP_BYTES = 600, 80


def kind_of(request: object) -> str:
    """`GenerateRequest` is of kind `generate`, `RunGridRequest` of kind `run-grid`."""
    if isinstance(request, PromptGridRequest):
        return "grid"  # a GridRequest is something else: a view of a trace
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(request).__name__.removesuffix("Request")).lower()


def subject_of(request: object) -> tuple[str, str]:
    """The model's reference and the text a request is about; empty where it names none."""
    for holder in (request, getattr(request, "trace", None)):
        subject = getattr(holder, "subject", None)
        if isinstance(subject, Subject):
            return subject.model, subject.text
    source = getattr(request, "source", None)  # of vectors
    model = getattr(request, "model", None) or getattr(request, "name", None) or getattr(source, "model", None)
    texts = [getattr(request, "text", None), *(getattr(request, "texts", None) or getattr(source, "texts", None) or ())]
    return model if isinstance(model, str) else "", "\n".join(text for text in texts if isinstance(text, str))


def summary_of(request: object, text: str) -> str:
    """What a run is called in a list before it has written anything: its text, or the files it learns from."""
    if isinstance(request, TrainTokenizerRequest):
        files = ", ".join(Path(file).name for file in request.files)
        return head(f"{request.name} ← {files}")
    if isinstance(request, TrainRequest):
        return head(request.name)
    if isinstance(request, MapRequest):
        file = Path(request.source.path).name if isinstance(request.source, FileSource) else ""
        return head(f"{MAP_NAMES[type(request.method)]} {file or text}".rstrip())
    return head(text)


def parent_of(request: object) -> tuple[int | None, int | None]:
    """The run a request branched from, was forked from or goes on with, and the step at which it left it."""
    if isinstance(request, TrainRequest):
        forked = run_and_step(request.fork) if request.resume is None else None
        return forked or (request.resume or request.lesson, None)
    parent = getattr(request, "parent_run", None)
    if not isinstance(parent, int):
        return None, None
    return parent, max(len(getattr(request, "forced_ids", ())) - 1, 0)


def tag_of(request: object) -> str:
    """What a run is tagged with from its beginning: the recipe it was set up by, or that it belongs to a lesson; empty for none."""
    if isinstance(request, TrainRequest) and request.lesson is not None:
        return LESSON_TAG
    recipe = getattr(request, "recipe", "")
    return recipe if isinstance(recipe, str) else ""


def kept(event: object) -> object | None:
    """The event as it is to be remembered, or None. What can be computed again from the request is left out."""
    if isinstance(event, _NOT_KEPT):
        return None
    if isinstance(event, TraceSummary):
        return dataclasses.replace(event, sink_share=np.zeros((0, 0), dtype=np.float32), sink_shares={})
    return event


def size_bytes_of(event: object) -> int:
    """Roughly how much memory an event holds while it waits to be written."""
    if isinstance(event, TrainStep):
        return _STEP_BYTES
    if isinstance(event, TokenStep):
        return _STEP_BYTES + _TOP_BYTES * len(event.top_texts)
    return 500 + sum(part.nbytes if isinstance(part, np.ndarray) else 4 * len(part) for part in _parts(event))


def _parts(item: object) -> Iterator[np.ndarray | str]:
    if isinstance(item, np.ndarray | str):
        yield item
    elif isinstance(item, dict):
        for part in item.values():
            yield from _parts(part)
    elif isinstance(item, list | tuple):
        for part in item:
            yield from _parts(part)
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            yield from _parts(getattr(item, field.name))


def told_environment(event: object) -> dict[str, object]:
    """What an event says about how it was computed."""
    found: dict[str, object] = {}
    model = getattr(event, "model", None)
    if isinstance(model, ModelInfo):
        found |= {"device": model.device, "dtype": model.dtype, "profile": model.profile, "kernels": model.kernels}
    for name in ("kernels", "seed", "n_threads"):
        said = getattr(event, name, None)
        if isinstance(said, str | int) and (said or name == "seed"):
            found[name] = said
    return found


def environment_of(event: object) -> dict[str, object]:
    """What a run that starts with this event would remember of where and how it was computed."""
    return {**environment(), **told_environment(event)}


def continuation_of(event: object) -> str:
    """The text a result wrote, or found the most probable."""
    if isinstance(event, Bias):
        between = "" if math.isnan(event.low) else f" ({event.low:+.2f} to {event.high:+.2f})"
        return f"{' - '.join(event.request.table.sides)}: {event.mean:+.2f} nats{between}"
    if isinstance(event, PatchMap):
        return event.started.corrupt.text
    if isinstance(event, Likelihood):
        return event.scores[int(event.shares.argmax())].text
    return event.text if isinstance(event, GenerationResult | Filled) else ""


def head(text: str) -> str:
    """The first words of a text on one line."""
    line = " ".join(text[: 4 * HEAD_CHARACTERS].split())
    return line if len(line) <= HEAD_CHARACTERS else line[: HEAD_CHARACTERS - 1].rstrip() + "…"


def is_whole(event: object) -> bool:
    """Whether an event is a result also of a run that was told to end early."""
    return isinstance(event, TrainResult | LessonResult)


def is_step(event: object) -> bool:
    """Whether an event is a step or a cell, which is never a result."""
    return isinstance(event, TokenStep | TrainStep | GridCellDone | GridCellFailed | LessonCell)


def is_dear(event: object) -> bool:
    """Whether an event is written at once rather than with those of half a second: it took long, and must outlast a crash."""
    return isinstance(event, GridCellDone | LessonCell)
