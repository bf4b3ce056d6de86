"""What is under study: a model, a text, how the text enters the model, and what of it is selected."""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value

Bos = Literal["auto", "yes", "no"]
"""Whether a beginning-of-sequence token is put in front; `auto` does as the model's tokenizer says."""
Form = Literal["raw", "user"]
"""`raw`: the text as it is. `user`: as a user's message through the model's chat template."""
Dtype = Literal["float32", "float64", "bfloat16", "int8", "int4", "auto"]


@value
class Subject:
    """One text as one model is to read it. `model` is a reference: installed name, folder, file, or `run:ID[@STEP]`."""

    model: str
    text: str
    bos: Bos = "auto"
    form: Form = "raw"


@value
class Selection:
    """A byte span [start, end) of the text (UTF-8), plus a layer and a head where one is picked. Empty: start == end."""

    start: int = 0
    end: int = 0
    layer: int | None = None
    head: int | None = None
