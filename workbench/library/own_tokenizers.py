"""Training a tokenizer and keeping it under a name: it appears all at once, or not at all."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.catalogue import BUILT_IN
from workbench.library.tokenizers import locate_tokenizer, open_tokenizer
from workbench.library.training_runs import NAME
from workbench.text import tokenizer_training
from workbench.values import Progress, TrainedTokenizer, TrainTokenizerRequest

ASIDE, LEFT_S = ".train-", 24 * 3600.0
RECIPES_OWN = frozenset({"characters"})
"""Names that recipes give to tokenizers which are made for a training."""


def train_tokenizer(request: TrainTokenizerRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[object]:
    """Train it and keep it. Events: Progress. Last: TrainedTokenizer.

    Raises WorkbenchError: name-bad, name-taken, tokenizer-not-found, file-not-written, and those of `tokenizer_training.train`.
    """
    place = _free(request.name)
    tokenizer_training.check(request)
    yield Progress("read", 0, None, "bytes")
    beside = open_tokenizer(locate_tokenizer(request.beside)) if request.beside else None
    try:
        paths.tokenizers().mkdir(parents=True, exist_ok=True)
        _sweep()
        with tempfile.TemporaryDirectory(prefix=ASIDE, dir=paths.tokenizers()) as aside:
            made = Path(aside) / request.name
            made.mkdir()
            for event in tokenizer_training.train(request, made, beside=beside, stopped=stopped):
                if not isinstance(event, TrainedTokenizer):
                    yield event
                    continue
                made.rename(place)  # fails, rather than replaces, where another came meanwhile
                yield dataclasses.replace(event, path=str(place))
    except OSError as error:
        if place.exists():
            raise WorkbenchError("name-taken", name=request.name) from error
        raise WorkbenchError("file-not-written", path=place, reason=error.strerror or error) from error


def _sweep() -> None:
    """Remove what trainings left that were ended by force. One that still runs is younger than a day."""
    for left in paths.tokenizers().glob(f"{ASIDE}*"):
        if time.time() - left.stat().st_mtime > LEFT_S:
            shutil.rmtree(left, ignore_errors=True)


def _free(name: str) -> Path:
    """Where a tokenizer of this name will be. Raises WorkbenchError: name-bad, name-taken."""
    if NAME.fullmatch(name) is None:
        raise WorkbenchError("name-bad", name=name)
    place = paths.tokenizers() / name
    if place.exists() or name in BUILT_IN or name in RECIPES_OWN or (paths.models() / name).exists():
        raise WorkbenchError("name-taken", name=name)
    return place
