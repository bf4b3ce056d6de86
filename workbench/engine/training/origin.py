"""Whether a training that goes on has the data that it was begun with.

The idea that is not obvious: a checkpoint says by one digest what all rows are made of. Times and sizes of files are there for people; a
file that was copied or touched is the same data.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from workbench.engine.training.checkpoint import TRAINING
from workbench.errors import WorkbenchError
from workbench.text.dataset import Dataset, Origin
from workbench.values import TrainChanged, TrainRequest

DATA = "data.json"
CHANGED = "training-data-changed"
SHOWN_DIGITS = 12


def origin_file(data: Dataset | None) -> dict[str, bytes]:
    """By its name within a checkpoint, what says of which data the run has learned; of our own nothing needs to be said."""
    return {} if data is None else {f"{TRAINING}/{DATA}": json.dumps(asdict(data.origin)).encode("utf-8")}


def changed_since(request: TrainRequest, now: Origin | None, begun_from: Path | None) -> TrainChanged | None:
    """What to say of data that are no longer those of the checkpoint that is gone on from; None where they are, or were meant to be others:
    of another place, or read by other settings.

    Raises WorkbenchError('training-data-changed') for a run that is resumed, unless its request says that it may have other data.
    """
    then = _origin_in(begun_from) if begun_from is not None else None
    if now is None or then is None or (then.place, then.key) != (now.place, now.key) or then.digest == now.digest:
        return None
    values = {
        "path": now.place,
        "step": str(int(begun_from.name.removeprefix("step-"))) if begun_from is not None else "",
        "bytes_before": f"{then.size_bytes:,}",
        "tokens_before": f"{then.n_tokens:,}",
        "time_before": then.changed_at_utc,
        "digest_before": then.digest[:SHOWN_DIGITS],
        "bytes": f"{now.size_bytes:,}",
        "tokens": f"{now.n_tokens:,}",
        "time": now.changed_at_utc,
        "digest": now.digest[:SHOWN_DIGITS],
    }
    if request.resume is not None and not request.other_data:
        raise WorkbenchError(CHANGED, **values, run=request.resume)
    return TrainChanged(f"{CHANGED}-on", values)


def _origin_in(place: Path) -> Origin | None:
    """That of the data which a checkpoint has learned of; None: it was written by a version that did not say so, or of our own data.

    Raises WorkbenchError('checkpoint-bad').
    """
    try:
        found = json.loads((place / TRAINING / DATA).read_text("utf-8"))
        return Origin(**found)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise WorkbenchError("checkpoint-bad", path=place, reason=f"{DATA}: {error}"[:200]) from error
