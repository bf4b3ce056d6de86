"""Beam search: the most probable continuations as a whole, and the tree that was searched for them."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.generation import FinishReason
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding

NODE_STATES = ("kept", "pruned", "finished")
"""Of a node, by the number in `BeamStep.states`: it is searched on, it was let go of, it ends a beam."""


@value
class BeamRequest:
    """Search for the `width` best continuations of `subject` (or of a conversation, as in GenerateRequest).

    A finished beam's score is its summed log-probability divided by (its number of tokens) ** `length_penalty`: above 0
    favours long ones. `early_stopping`: end as soon as `width` beams are finished, rather than when no better one can come.
    `interventions` act in every pass.
    """

    subject: Subject
    width: int = 4
    max_new_tokens: int = 32
    length_penalty: float = 1.0
    early_stopping: bool = False
    dtype: Dtype = "float32"
    forced_ids: tuple[int, ...] = ()
    kernels: str = ""
    parent_run: int | None = None
    messages: tuple[tuple[str, str], ...] = ()
    template: str | None = None
    interventions: tuple[Intervention, ...] = ()


@value(eq=False)
class BeamStarted:
    """First event: as GenerationStarted. The root of the tree is node 0; it has no token."""

    request: BeamRequest
    model: ModelInfo
    prompt: Encoding
    kernels: str
    n_threads: int = 0


@value(eq=False)
class BeamStep:
    """The nodes of one depth (`index` 0: the first new token), best first: the 2 x width candidates that were looked at.

    nodes       int32 [m]: their numbers, counted through the whole tree
    parents     int32 [m]: the nodes they come after
    ids         int32 [m], with `tokens` as they are shown
    logprobs    float32 [m] of the token after its parent; totals float64 [m]: summed from the root
    states      uint8 [m], places in NODE_STATES
    """

    index: int
    nodes: np.ndarray
    parents: np.ndarray
    ids: np.ndarray
    tokens: tuple[str, ...]
    logprobs: np.ndarray
    totals: np.ndarray
    states: np.ndarray


@value(eq=False)
class Beam:
    """One finished or cut off continuation. `node`: its last. `total`: summed log-probability; `score`: with the length penalty."""

    node: int
    ids: np.ndarray
    text: str
    total: float
    score: float
    finish_reason: FinishReason


@value(eq=False)
class BeamResult:
    """Last: the beams, best score first. `n_nodes`: of the tree without its root."""

    prompt_ids: np.ndarray
    beams: tuple[Beam, ...]
    n_nodes: int
    tokens_per_second: float

    @property
    def text(self) -> str:
        """Of the best beam."""
        return self.beams[0].text if self.beams else ""
