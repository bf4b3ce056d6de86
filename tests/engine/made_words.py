"""Words of a vocabulary whose token n is byte n, without a file or a model."""

from __future__ import annotations

import torch
from torch import Tensor

from workbench.engine.wording import Words
from workbench.errors import WorkbenchError


class MadeWords(Words):
    """Each byte of a text is a token."""

    def __init__(self) -> None:
        """There is nothing to open."""

    def ids(self, text: str, *, name: str) -> tuple[int, ...]:
        if not text:
            raise WorkbenchError("bad-value", name=name, value=repr(text), limit="a text")
        return tuple(text.encode())

    def containing(self, text: str) -> Tensor:
        return torch.tensor(list(text.encode()) if len(text) == 1 else [], dtype=torch.int64)
