"""Where a saved picture comes from: enough to show the same again."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from workbench.values.codec import value
from workbench.values.subject import Selection, Subject


@value(eq=False)
class Figure:
    """version  of the application that saved it
    panel        its name, and `state`: what its `save_state` gave, plain JSON
    subject      model reference and text, with `model_name` and `model_sha256` of the model that answered ("" unknown)
    request      what was asked for, None where nothing was
    ids          int32 [n]: the exact ids the model read; empty where the panel shows none
    run_id, run_ulid  of the run it shows; None and "" where it is none
    command      the command line that computes the same again, and `python` the script; "" where there is none
    """

    version: str
    panel: str
    subject: Subject
    selection: Selection
    state: dict[str, Any] = dataclasses.field(default_factory=dict)
    model_name: str = ""
    model_sha256: str = ""
    request: object | None = None
    ids: np.ndarray = dataclasses.field(default_factory=lambda: np.zeros(0, np.int32))
    run_id: int | None = None
    run_ulid: str = ""
    command: str = ""
    python: str = ""
