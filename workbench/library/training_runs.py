"""The checkpoints of training runs as models: `run:12@500`, and the newest, `run:12` or `run:12@last`; and keeping one under a name of
its own.

The idea that is not obvious: the number of a run names its folder, so nobody needs the database to open what it left. A run
that could not be recorded has no number, and its folder the name of its ULID.
"""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
from pathlib import Path

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.catalogue import BUILT_IN
from workbench.values import KeepRunRequest, Kept, RunModels, RunModelsRequest

_REFERENCE = re.compile(r"run:(\d{1,15}|[0-9A-Z]{26})(?:@(\d{1,12}|last))?", re.ASCII)
NAME = re.compile(r"[^\W_](?:[\w.\-]{0,62}[\w\-])?")
"""What a model or tokenizer of one's own may be called."""
_STEP = re.compile(r"step-(\d{1,12})", re.ASCII)
_SHOWN = 20
CONFIGS = ("config.json", "adapter_config.json")
"""Of a model, or of what was added to one."""
TRAINING = "training"
"""The folder, within a checkpoint, of what only a training needs."""


def checkpoint_folder(reference: str) -> Path:
    """The folder that `run:ID@STEP` names, or `run:ID`, `run:ID@last`: the newest.

    Raises WorkbenchError: model-missing, run-without-checkpoint.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise WorkbenchError("model-missing", model=reference)
    return _checkpoint(match[1], None if match[2] in (None, "last") else int(match[2]))


def checkpoint_name(place: Path) -> str:
    """`run:ID@STEP` of a checkpoint's folder."""
    return f"run:{place.parent.name}@{int(place.name.removeprefix('step-'))}"


def training_states(run_id: int) -> list[Path]:
    """The checkpoints of a run that a training can go on from, by their step."""
    return [place for _, place in sorted(_checkpoints(str(run_id)).items()) if _has_state(place)]


def training_state(reference: str) -> Path:
    """The checkpoint that `run:ID@STEP` (or `run:ID`, its last) names, with the state of its training.

    Raises WorkbenchError: model-missing, run-without-checkpoint, fork-without-state.
    """
    place = checkpoint_folder(reference)
    if _has_state(place):
        return place
    steps = [step for step, one in sorted(_checkpoints(place.parent.name).items()) if _has_state(one)]
    known = ", ".join(map(str, steps[-_SHOWN:])) or "none"
    raise WorkbenchError("fork-without-state", fork=reference, known=known)


def _has_state(place: Path) -> bool:
    return (place / TRAINING / "state.json").is_file()


def checkpoint_steps(run_id: int) -> tuple[int, ...]:
    """The steps of a run's checkpoints that are there, ascending."""
    return tuple(sorted(_checkpoints(str(run_id))))


def run_models(request: RunModelsRequest) -> RunModels:
    """The checkpoints of all runs that have a number."""
    runs = sorted((int(place.name) for place in paths.training().glob("*") if place.name.isdecimal()), reverse=True)
    found = (f"run:{run}@{step}" for run in runs for step in reversed(checkpoint_steps(run)))
    return RunModels(tuple(itertools.islice(found, request.limit)))


def keep(request: KeepRunRequest) -> Kept:
    """Install a checkpoint's model; what only the training needs stays behind. It appears all at once.

    Raises WorkbenchError: run-without-checkpoint, name-bad, name-taken, file-not-written.
    """
    source = _checkpoint(str(request.run_id), request.step)
    if NAME.fullmatch(request.name) is None:
        raise WorkbenchError("name-bad", name=request.name)
    place = paths.models() / request.name
    if place.exists() or request.name in BUILT_IN:
        raise WorkbenchError("name-taken", name=request.name)
    try:
        paths.models().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".keep-", dir=paths.models()) as aside:
            made = shutil.copytree(source, Path(aside) / request.name, ignore=shutil.ignore_patterns(TRAINING))
            size_bytes = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
            made.rename(place)  # fails, rather than replaces, where a model came meanwhile
    except OSError as error:
        if place.exists():
            raise WorkbenchError("name-taken", name=request.name) from error
        raise WorkbenchError("file-not-written", path=place, reason=error.strerror or error) from error
    return Kept(request.name, str(place), size_bytes)


def _checkpoint(run: str, step: int | None) -> Path:
    known = _checkpoints(run)
    if not known or (step is not None and step not in known):
        shown = ", ".join(map(str, sorted(known)[-_SHOWN:])) or "none"
        raise WorkbenchError("run-without-checkpoint", id=run, step="" if step is None else f"@{step}", known=shown)
    return known[max(known) if step is None else step]


def _checkpoints(run: str) -> dict[int, Path]:
    """The checkpoints of a run by their step. They are renamed into place, so one that is there is whole."""
    places = (paths.training() / run).glob("step-*")
    whole = [place for place in places if any((place / name).is_file() for name in CONFIGS)]
    return {int(match[1]): place for place in whole if (match := _STEP.fullmatch(place.name))}
