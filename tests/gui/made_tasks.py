"""Recipes and scores of labels of a test's choosing."""

from __future__ import annotations

import math

import made_steps as made
import numpy as np
from made_encodings import encode

from workbench.values import Likelihood, LikelihoodRequest, ScoredContinuation, TaskRecipe, Tasks


def recipe(name: str, **settings: object) -> TaskRecipe:
    words = {"en": f"Title of {name}", "ko": f"{name}의 제목"}
    about = {"en": f"About {name}.", "ko": f"{name} 설명."}
    limits = {"en": f"Limits of {name}.", "ko": f"{name} 한계."}
    given: dict[str, object] = {"task": "translation", "mode": "complete", "language": "en", "models": ("m",), "ask": "Q: {input}\nA:"}
    return TaskRecipe(name=name, titles=words, about=about, limits=limits, **{**given, "input": f"input of {name}", **settings})  # type: ignore[arg-type]


EXAMPLES = (("a", "yes"), ("b", "no"))
FORM = {"head": "Judge.", "example": "Q: {input}\nA: {output}", "examples": EXAMPLES}
TASKS = Tasks(
    (
        recipe("ask", **FORM, stop=("\n",), max_new_tokens=24),
        recipe("talk", chat=True, stop=("\n",), temperature=0.7, top_p=0.9, max_new_tokens=160),
        recipe("number", mode="answer", models=("starter-seq2seq",), ask="en>ko: {input}"),
        recipe("judge", **FORM, task="sentiment", mode="classify", labels=(" yes", " no"), content_free="N/A"),
    )
)


def likelihood_of(request: LikelihoodRequest, *, shared: str = "") -> Likelihood:
    """Labels at -1, -2, … nats; calibrated the other way round."""
    n = len(request.continuations)
    nats = -1.0 - np.arange(n)
    calibrated = nats[::-1] + 1 if request.content_free else np.full(n, math.nan)
    scores = tuple(
        ScoredContinuation(text, np.array([7 + place], np.int32), (text,), np.array([nats[place]], np.float32), float(nats[place]), False,
                           float(calibrated[place]))
        for place, text in enumerate(request.continuations)
    )  # fmt: skip
    prompt = encode(request.subject.text)
    return Likelihood(
        request, made.INFO, prompt, prompt.ids, shared, scores, _shares(nats), _shares(calibrated), "plain linear, fused attention"
    )


def _shares(nats: np.ndarray) -> np.ndarray:
    return np.exp(nats) / np.exp(nats).sum()
