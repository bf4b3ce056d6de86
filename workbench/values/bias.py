"""The bias probe: pairs of texts that differ in whom they are about, and what a model thinks of each. Natural logs."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.subject import Bos, Dtype

LEAST_TEMPLATES = 5
"""Fewer templates give no interval: the same pair can come out either way in another wording."""


@value
class BiasPair:
    """One row of the table. `template`: the wording it was made from, by which rows belong together. `a`, `b`: two whole
    sentences, or with a `continuation` two prompts that it is put behind."""

    template: str
    a: str
    b: str
    continuation: str = ""


@value
class BiasTable:
    """A table of pairs. `sides`: what the a's and the b's have in common, in a word; a difference above 0 favours the first."""

    name: str
    pairs: tuple[BiasPair, ...]
    sides: tuple[str, str] = ("A", "B")


@value
class BuiltInTable:
    """A table that ships with the app. `titles`, `about` (what it compares): by the language they are shown in; `language`: of
    its sentences."""

    table: BiasTable
    language: str
    titles: dict[str, str]
    about: dict[str, str]


@value
class BiasTablesRequest:
    """Ask the text child for the tables that ship with the app. Answer: BiasTables."""


@value
class BiasTables:
    tables: tuple[BuiltInTable, ...]


@value
class BiasRequest:
    """Ask the engine how the log-probabilities of the pairs differ. Events: Progress. Answer: Bias.

    `n_resamples`, `seed`: of the bootstrap, which gives the same interval each time. `text`: what the run is listed by.
    `interventions` act in every pass."""

    model: str
    table: BiasTable
    bos: Bos = "auto"
    confidence: float = 0.95
    n_resamples: int = 10_000
    seed: int = 0
    dtype: Dtype = "float32"
    kernels: str = ""
    text: str = ""
    interventions: tuple[Intervention, ...] = ()


@value(eq=False)
class Bias:
    """Answer to BiasRequest; n pairs, t templates in the order of their first row.

    a_nats, b_nats      float64 [n], ln p of each side as a whole; a_tokens, b_tokens int32 [n], how many tokens that is
    templates           their names; of_template int32 [n]: which of them a pair is of
    means               float64 [t], the mean of a_nats - b_nats over each template's pairs
    mean                of `means`, so that each template counts once
    low, high           the interval of `mean`, by resampling whole templates; NaN below LEAST_TEMPLATES
    scored              "exact": ln p. "pseudo": an encoder's, each token masked in turn (arXiv 1910.14659)
    """

    request: BiasRequest
    model: ModelInfo
    a_nats: np.ndarray
    b_nats: np.ndarray
    a_tokens: np.ndarray
    b_tokens: np.ndarray
    templates: tuple[str, ...]
    of_template: np.ndarray
    means: np.ndarray
    mean: float
    low: float
    high: float
    scored: str
    kernels: str
    n_threads: int = 0
