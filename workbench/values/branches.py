"""The tree that continuations of one prompt form: every branch is a run, and names the run and the tokens it began with."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.runs import RunStatus


@value
class BranchesRequest:
    """Ask the store for the whole tree of a run: where it branched from, and all that branched from any of them. Answer: Branches.

    `limit`: at most so many runs, the newest; `steps_limit`: at most so many tokens of each."""

    id: int
    limit: int = 300
    steps_limit: int = 2000


@value(eq=False)
class Branch:
    """One run of the tree.

    kept          int32 [k]: the ids it began with; those before the last are its parent's
    kept_token    how the last of them is shown, and `kept_text` what it adds to the text; empty where its parent did not record it
    kept_logprob  its log-probability, the model's own, as the parent recorded it; NaN where it did not
    ids           int32 [n]: what it wrote behind them; `tokens` as they are shown, `texts` what each adds, [n] each
    logprobs      float32 [n]: the model's own
    name          what a person called it
    """

    id: int
    parent_id: int | None
    status: RunStatus
    name: str
    model: str
    created_at_utc: str
    kept: np.ndarray
    kept_token: str
    kept_text: str
    kept_logprob: float
    ids: np.ndarray
    tokens: tuple[str, ...]
    texts: tuple[str, ...]
    logprobs: np.ndarray


@value(eq=False)
class Branches:
    """`branches`: oldest first, deleted ones left out; `left_out`: how many there are beyond the limit."""

    request: BranchesRequest
    branches: tuple[Branch, ...]
    left_out: int = 0
