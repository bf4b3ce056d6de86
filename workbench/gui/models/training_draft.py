"""A training as it is being set up: what would be asked for now, and what it began as.

The idea that is not obvious: settings depend on each other, so a choice carries others with it (an objective brings an architecture
that can learn it and data it can be learned from), and everything else stays as it was chosen.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.values import (
    KNOWN_SOURCES,
    OFFERS,
    OWN_TEXTS,
    AnyArchitecture,
    Architecture,
    ChosenLayers,
    Full,
    LowRank,
    Method,
    NgramArchitecture,
    Objective,
    SoftPrompt,
    TrainRequest,
    WindowArchitecture,
    run_and_step,
)

METHODS: dict[str, Method] = {
    "full": Full(),
    "layers": ChosenLayers((0,), embedding=True),
    "low-rank": LowRank(),
    "soft-prompt": SoftPrompt(),
}
"""What can be trained of a model, as one begins with it."""
PLAIN = Architecture("decoder", 2, 4, 96, 256, 128)
"""A new Transformer that two cores train in minutes."""


class Draft(QObject):
    """`changed` when what would be asked for has."""

    changed = Signal()

    def __init__(self, request: TrainRequest, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = self.base = request
        self._warmup = request.warmup_steps

    def take(self, request: TrainRequest, *, base: TrainRequest | None = None) -> None:
        """Set all of it; `base`: what it is held against, else itself."""
        self.base = request if base is None else base
        self._warmup = request.warmup_steps
        self._set(request)

    # one setting, by its name: `n_steps`, `architecture.n_layers`, `method.rank`

    def value(self, name: str) -> Any:
        """What a setting is; None where there is none of this name."""
        return value_of(self.request, name)

    def change(self, name: str, value: Any) -> None:
        """Set one."""
        part, _, field = name.rpartition(".")
        changes = {part: dataclasses.replace(getattr(self.request, part), **{field: value})} if part else {name: value}
        if name == "n_steps":  # as it was chosen, not as a number that was being typed has left it
            changes["warmup_steps"] = min(self._warmup, value // 2)
        elif name == "warmup_steps":
            self._warmup = value
        self._set(dataclasses.replace(self.request, **changes))

    def differs(self, name: str) -> bool:
        """Whether a setting is another one than it began as."""
        return bool(self.value(name) != value_of(self.base, name))

    def reset(self, name: str) -> None:
        """Take a change back."""
        before = value_of(self.base, name)
        if before is not None:
            self.change(name, before)

    # choices that carry others with them

    @property
    def kind(self) -> str:
        """Of a new model; "" where one is gone on from."""
        return kind_of(self.request.architecture)

    @property
    def method(self) -> str:
        """What is trained, by its name in METHODS."""
        return next(name for name, one in METHODS.items() if type(one) is type(self.request.method))

    @property
    def is_file(self) -> bool:
        """Whether the data are one's own."""
        return self.request.data not in OWN_TEXTS

    def kinds(self) -> tuple[str, ...]:
        """Of new models that can learn the objective."""
        counted = ("window", "ngram") if self.request.objective == "causal" else ()
        return (*OFFERS[self.request.objective].kinds, *counted)

    def choose_objective(self, objective: Objective) -> None:
        offer, request = OFFERS[objective], self.request
        shape = request.architecture
        if shape is not None and (shape.kind not in offer.kinds or (not isinstance(shape, Architecture) and objective != "causal")):
            shape = _shaped(offer.kinds[0], shape)
        data = request.data if self.is_file or request.data in offer.own else offer.own[0]
        tokenizer = self._tokenizer_for(data)
        self._set(
            dataclasses.replace(request, objective=objective, architecture=shape, data=data, columns=(), tokenizer=tokenizer, prompts=())
        )

    def choose_data(self, data: str) -> None:
        """Learn from a source of our own, or from a file or folder."""
        tokenizer = self._tokenizer_for(data)
        self._set(dataclasses.replace(self.request, data=data, columns=(), tokenizer=tokenizer, prompts=()))

    def _tokenizer_for(self, data: str) -> str:
        """Sources of known entropy are known by their letters; other data have no need of that."""
        if data in KNOWN_SOURCES:
            return "characters"
        return "starter" if self.request.data in KNOWN_SOURCES else self.request.tokenizer

    def choose_kind(self, kind: str) -> None:
        """Begin with a new model of this kind."""
        shape = _shaped(kind, self.request.architecture)
        method = Full() if isinstance(shape, NgramArchitecture) else self.request.method
        self._set(dataclasses.replace(self.request, architecture=shape, start="", method=method))

    def choose_start(self, reference: str) -> None:
        """Go on from a model."""
        self._set(dataclasses.replace(self.request, architecture=None, start=reference))

    def choose_method(self, name: str) -> None:
        self._set(dataclasses.replace(self.request, method=METHODS[name]))

    @property
    def fork_step(self) -> int:
        """The step from which a fork goes on; 0 for what begins anew."""
        place = run_and_step(self.request.fork)
        return place[1] or 0 if place is not None else 0

    def take_fork(self, parent: TrainRequest) -> None:
        """Set up another way for a run, whose request, with `fork` naming a checkpoint, this is. One that was at its end goes on for
        as many steps again."""
        place = run_and_step(parent.fork)
        step = place[1] or 0 if place is not None else 0
        self.take(parent if parent.n_steps > step else dataclasses.replace(parent, n_steps=2 * step), base=parent)

    def leave_fork(self) -> None:
        """Begin anew with these settings, rather than from another run's checkpoint."""
        self._set(dataclasses.replace(self.request, fork=""))

    def _set(self, request: TrainRequest) -> None:
        if request != self.request:
            self.request = request
        self.changed.emit()


def value_of(request: TrainRequest, name: str) -> Any:
    """A setting by its name; None where the request has none of it."""
    part, _, field = name.rpartition(".")
    return getattr(getattr(request, part) if part else request, field, None)


def kind_of(shape: AnyArchitecture | None) -> str:
    """What an architecture is called."""
    match shape:
        case None:
            return ""
        case NgramArchitecture():
            return "ngram"
        case WindowArchitecture():
            return "window"
        case Architecture():
            return shape.kind


def _shaped(kind: str, like: AnyArchitecture | None) -> AnyArchitecture:
    """An architecture of this kind, as large as another one where that says so."""
    n_ctx = like.n_ctx if like is not None else PLAIN.n_ctx
    if kind == "ngram":
        return NgramArchitecture(n_ctx=n_ctx)
    width = like.d_model if isinstance(like, Architecture | WindowArchitecture) else PLAIN.d_model
    mlp = like.d_mlp if isinstance(like, Architecture | WindowArchitecture) else PLAIN.d_mlp
    if kind == "window":
        return WindowArchitecture(d_model=width, d_mlp=mlp, n_ctx=n_ctx)
    if isinstance(like, Architecture):
        return dataclasses.replace(like, kind=kind, n_kv_heads=like.n_kv_heads if kind == "decoder" else 0)
    return dataclasses.replace(PLAIN, kind=kind, d_model=width, d_mlp=mlp, n_ctx=n_ctx)
