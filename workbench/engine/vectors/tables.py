"""Sets of many models in turn, as the checkpoints of a training are: each is opened for its set and let go of.

The idea that is not obvious: for its table of tokens nothing else of a model is read.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import numpy as np

from workbench.engine.checkpoints import open_checkpoint, read_parameter
from workbench.engine.model import open_model
from workbench.engine.vectors.files import vectors_in
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.vectors.sources import vectors_of
from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer, sha256_of
from workbench.values import FileSource, Progress, TokenSource, VectorSource

Stopped = Callable[[], bool]


def vectors_alone(source: VectorSource, *, stopped: Stopped = lambda: False) -> Iterator[Progress | VectorSet]:
    """The set that a source names, whatever it takes to have it; nothing stays open. Yields Progress, last the VectorSet."""
    if isinstance(source, FileSource):
        yield from vectors_in(source, stopped=stopped)
    elif isinstance(source, TokenSource) and source.dtype == "float32" and source.table != "prompt":
        yield table_of(source)
    else:
        yield from vectors_of(open_model(source.model, source.dtype), source, stopped=stopped)


def set_alone(source: VectorSource) -> Generator[object, None, VectorSet]:
    """The same as one returns it to `yield from`."""
    found = None
    for event in vectors_alone(source):
        if isinstance(event, VectorSet):
            found = event
        else:
            yield event
    assert found is not None, "a source ends with its set"
    return found


def table_of(source: TokenSource) -> VectorSet:
    """The set that a source names, in float32, as `vectors_of` the open model gives it.

    Raises WorkbenchError: no-logits (no unembedding), tensor-*, weights-not-finite, and those of finding a model.
    """
    location = locate(source.model)
    checkpoint, tokenizer = open_checkpoint(location), open_tokenizer(location)
    spec = checkpoint.spec
    if source.table == "unembed" and not spec.has_logits:
        raise WorkbenchError("no-logits", model=location.name)
    name = "unembed.weight" if source.table == "unembed" and not spec.tied else "embed.weight"
    rows = np.ascontiguousarray(read_parameter(checkpoint, name).numpy(), np.float32)
    labels = [tokenizer.shown(token) if token < tokenizer.n_ids else f"[{token}]" for token in range(len(rows))]
    return VectorSet(rows, labels, sha256=sha256_of(location))
