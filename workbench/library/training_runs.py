"""The checkpoints of training runs as models: `run:12`, `run:12@500`; and keeping one under a name of its own.

The idea that is not obvious: the number of a run names its folder, so nobody needs the database to open what it left.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.values import KeepRunRequest, Kept

_REFERENCE = re.compile(r"run:(\d{1,15})(?:@(\d{1,12}))?")
_NAME = re.compile(r"[^\W_][\w.\-]{0,63}")
TRAINING = "training"
"""The folder, within a checkpoint, of what only a training needs."""


def checkpoint_folder(reference: str) -> Path:
    """The folder that `run:ID` (the last) or `run:ID@STEP` names. Raises WorkbenchError: model-missing, run-without-checkpoint."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise WorkbenchError("model-missing", model=reference)
    return _checkpoint(int(match[1]), None if match[2] is None else int(match[2]))


def keep(request: KeepRunRequest) -> Kept:
    """Install a checkpoint's model; what only the training needs stays behind. It appears all at once.

    Raises WorkbenchError: run-without-checkpoint, name-bad, name-taken, file-not-written.
    """
    from workbench.library.catalogue import BUILT_IN  # here, for the catalogue's module is imported with this one

    source = _checkpoint(request.run_id, request.step)
    if _NAME.fullmatch(request.name) is None:
        raise WorkbenchError("name-bad", name=request.name)
    place = paths.models() / request.name
    if place.exists() or request.name in BUILT_IN:
        raise WorkbenchError("name-taken", name=request.name)
    aside = paths.models() / f".{request.name}.part"
    try:
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(source, aside, ignore=shutil.ignore_patterns(TRAINING))
        os.rename(aside, place)  # noqa: PTH104 (fails, rather than replaces, where a folder came meanwhile)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise WorkbenchError("file-not-written", path=place, reason=error.strerror or error) from error
    return Kept(request.name, str(place), sum(file.stat().st_size for file in place.rglob("*") if file.is_file()))


def _checkpoint(run_id: int, step: int | None) -> Path:
    folder = paths.training() / str(run_id)
    known = {int(place.name.removeprefix("step-")): place for place in folder.glob("step-*") if place.name[5:].isdigit()}
    if not known or (step is not None and step not in known):
        shown = ", ".join(map(str, sorted(known))) or "none"
        raise WorkbenchError("run-without-checkpoint", id=run_id, step="" if step is None else f" of step {step}", known=shown)
    return known[max(known) if step is None else step]
