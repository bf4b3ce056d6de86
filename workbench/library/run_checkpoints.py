"""Which checkpoints of a training run are there, as its folder says: a run may have let go of some that it wrote."""

from __future__ import annotations

from workbench.errors import WorkbenchError
from workbench.library.locate import locate
from workbench.library.training_runs import checkpoint_steps
from workbench.values import Checkpoints, CheckpointsRequest


def list_checkpoints(request: CheckpointsRequest) -> Checkpoints:
    """The steps, and whether the last has a soft prompt. A run without checkpoints has none; that is no error."""
    steps = checkpoint_steps(request.run_id)
    try:
        n_virtual = locate(f"run:{request.run_id}").n_virtual if steps else 0
    except WorkbenchError:  # whoever opens it is told
        n_virtual = 0
    return Checkpoints(request, steps, n_virtual)
