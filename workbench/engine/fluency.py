"""Whether a model was trained on the script of a text, told from how it reads it beside its English.

The idea that is not obvious: a Hangul syllable holds about as much as two English letters and a Chinese character as four,
so a model that knows both languages still needs more nats for each of their characters. What counts is how many times the
usual. English is measured on fixed sentences rather than on what the model writes itself, for greedy text repeats itself
and looks ever more fluent; and on sentences of our own, for what the whole web quotes is known by heart.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from workbench.engine.scoring import score
from workbench.errors import WorkbenchError
from workbench.values import Fluency, FluencyRequest, Score, ScoreRequest, Subject

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

ENGLISH = (
    "My sister works in a small library near the river. Every morning she opens the windows, puts the returned books back on the "
    "shelves and makes a pot of tea. In the afternoon the children come after school and ask her for stories about animals. When it "
    "rains, nobody wants to go home, so she reads to them until their parents arrive."
)
"""The model's own English is measured on this."""

USUAL = {"HANGUL": 2.0, "HIRAGANA": 2.4, "KATAKANA": 2.4, "CJK": 4.0, "THAI": 1.1, "DEVANAGARI": 1.1, "HEBREW": 1.3, "ARABIC": 1.2}
"""How many English letters one character of a script holds: lengths of Article 1 of the Universal Declaration of Human Rights
(English 170 characters, Korean 87, Japanese 71, Chinese 43). Alphabets that are not named: 1."""

HARDLY = 1.5
"""Times the usual from which on a model is said to hardly know a script. Measured: a model of ours that was trained on Korean and
English needs 0.3 to 1.2 times the usual for Korean; SmolLM2, trained on English, 2.8 for a Korean paragraph, 3 for short
sentences, 1.9 for Chinese, 4.2 for Greek. The mean must lie above the limit by twice its standard error, for that of a short
text says little."""

FEWEST_LETTERS, LEAST_SHARE = 4, 1 / 3
"""Fewer letters of a script, or a smaller share of all letters, are words in a text of another language."""
MOST_CHARACTERS = 200
"""Of a long text, so many say enough, and before them so many are read as their context."""


def fluency(model: LoadedModel, request: FluencyRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Fluency]:
    """Measure how well a decoder knows the script of `request.subject`'s text; yields the one result.

    The first letter of the script is not counted: that the text would turn to it could not be foreseen.
    Raises WorkbenchError as `score` does.
    """
    if model.spec.kind != "decoder":
        raise WorkbenchError("kind-unsuited", model=model.info.name, kind=model.spec.kind, needed="a decoder", example="starter")
    text = unicodedata.normalize("NFC", request.subject.text)
    script, first = script_of(text)
    if not script:
        yield _unmeasured(model, request)
        return
    before = text[max(0, first - MOST_CHARACTERS) : first]
    sample = replace(request.subject, text=before + text[first : first + MOST_CHARACTERS], form="raw")
    own, error, n_chars = _mean(_scored(model, sample, stopped), len(before) + 1)
    english, usual = _english(model, stopped), USUAL.get(script, 1.0)
    yield Fluency(
        request,
        model=model.info,
        script=script,
        n_chars=n_chars,
        nats_per_char=own,
        english_nats_per_char=english,
        usual=usual,
        hardly=own - 2 * error > HARDLY * usual * english,
    )


def script_of(text: str) -> tuple[str, int]:
    """The script other than Latin that makes up enough of a text, by Unicode's name, and where its first letter stands.

    ("", 0) if there is none.
    """
    letters = [(place, _script(character)) for place, character in enumerate(text) if character.isalpha()]
    counts = Counter(script for _place, script in letters if script != "LATIN")
    if not counts:
        return "", 0
    script, most = counts.most_common(1)[0]
    if most < max(FEWEST_LETTERS, LEAST_SHARE * len(letters)):
        return "", 0
    return script, next(place for place, one in letters if one == script)


def _script(character: str) -> str:
    return unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]


def _scored(model: LoadedModel, subject: Subject, stopped: Callable[[], bool]) -> Score:
    *_, found = score(model, ScoreRequest(subject), stopped=stopped)
    assert isinstance(found, Score), "scoring ends with its score"
    return found


def _mean(scored: Score, head: int) -> tuple[float, float, int]:
    """Nats per character behind the first `head` characters, the standard error of that mean, and how many characters those are."""
    encoding = scored.encoding
    start = len(encoding.text[:head].encode("utf-8"))
    counted = (encoding.byte_spans[:, 0] >= start) & (encoding.byte_spans[:, 1] > encoding.byte_spans[:, 0])
    counted[0] = False
    if counted.sum() < 2:
        return math.nan, math.nan, 0
    begins = int(encoding.byte_spans[counted, 0].min())
    text = encoding.text.encode("utf-8")[begins:].decode("utf-8", "ignore")
    n_chars, nats = len(unicodedata.normalize("NFC", text)), -scored.logprobs[counted].astype(np.float64)
    return float(nats.sum()) / n_chars, float(nats.std(ddof=1)) * math.sqrt(len(nats)) / n_chars, n_chars


_known: WeakKeyDictionary[LoadedModel, float] = WeakKeyDictionary()


def _english(model: LoadedModel, stopped: Callable[[], bool]) -> float:
    """Nats per character of ENGLISH, measured once for each open model."""
    if model not in _known:
        _known[model] = _scored(model, Subject("", ENGLISH), stopped).nats_per_char
    return _known[model]


def _unmeasured(model: LoadedModel, request: FluencyRequest) -> Fluency:
    nan = math.nan
    return Fluency(request, model=model.info, script="", n_chars=0, nats_per_char=nan, english_nats_per_char=nan, usual=nan, hardly=False)
