"""How well a model knows the script of a text, beside its own English. Natural logs."""

from __future__ import annotations

from workbench.values.codec import value
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject


@value
class FluencyRequest:
    """Ask the engine whether `subject`'s model was trained on the script of its text. Answer: Fluency."""

    subject: Subject
    dtype: Dtype = "float32"


@value
class Fluency:
    """Answer to FluencyRequest.

    script         Unicode's name of the script that was measured (HANGUL, CYRILLIC, ...); empty when the text is mostly Latin
                   or too short to say: the numbers are then NaN
    n_chars        characters measured, in NFC
    nats_per_char  of the text; `english_nats_per_char` of plain English sentences, by the same model
    usual          how many times the nats of an English letter one character of the script holds when a model knows both
    hardly         nats_per_char is so far above that, that the model hardly knows the script
    """

    request: FluencyRequest
    model: ModelInfo
    script: str
    n_chars: int
    nats_per_char: float
    english_nats_per_char: float
    usual: float
    hardly: bool
