"""What of a network in training is followed at each validation: pinned texts token by token, and the words nearest to a soft prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from workbench.engine.model import LoadedModel
from workbench.engine.training.pinned import Surprise, surprise
from workbench.engine.training.samples import info_of
from workbench.engine.transformer import Transformer
from workbench.engine.vectors.nearest import Nearest
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.virtual import VirtualEmbedding
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import MOST_PINNED, TrainPinned, TrainVirtual

NEAREST = 5


@dataclass
class Followed:
    """A network with its tokenizer, and the texts that are pinned."""

    transformer: Transformer
    tokenizer: Tokenizer
    texts: Sequence[str]
    _tokens: list[tuple[str, ...]] = field(default_factory=list)

    def check(self) -> None:
        """Raise WorkbenchError for a text that can't be followed: bad-value, and those of `surprise`."""
        check_count(self.texts)
        with self._asked() as model:
            self._tokens = [surprise(model, text).tokens for text in self.texts]

    def seen(self, step: int) -> Iterator[TrainPinned | TrainVirtual]:
        """What there is to see after a step."""
        with self._asked() as model:
            for number, text in enumerate(self.texts):
                tokens, nats = self._surprise(model, number, text)
                yield TrainPinned(step, number, tokens=tokens, nats=tuple(nats.tolist()))
            if isinstance(self.transformer.embed, VirtualEmbedding):
                yield self._near(step, self.transformer.embed)

    @contextmanager
    def _asked(self) -> Iterator[LoadedModel]:
        """The network as a model that can be asked; then it trains on as before."""
        was_training = self.transformer.training
        self.transformer.eval()
        try:
            yield LoadedModel(self.transformer, self.tokenizer, info_of(self.transformer, self.tokenizer))
        finally:
            self.transformer.train(was_training)

    def _surprise(self, model: LoadedModel, number: int, text: str) -> Surprise:
        try:
            return surprise(model, text)
        except WorkbenchError as error:
            if error.code != "logits-not-finite":
                raise
            return Surprise(self._tokens[number], np.full(len(self._tokens[number]), np.nan))

    def _near(self, step: int, embed: VirtualEmbedding) -> TrainVirtual:
        vectors = np.asarray(embed.virtual.detach().float().cpu().numpy())
        asked = [Nearest(self._vocabulary, vector).of("centered", NEAREST) for vector in vectors]
        return TrainVirtual(
            step,
            tokens=tuple(tuple(self._vocabulary.labels[item] for item in items) for items, _ in asked),
            scores=tuple(tuple(scores.tolist()) for _, scores in asked),
            chance=self._vocabulary.chance("centered"),
        )

    @cached_property
    def _vocabulary(self) -> VectorSet:
        """The vectors of all tokens: a soft prompt is trained with all weights frozen, so they stay."""
        rows = np.ascontiguousarray(self.transformer.embed.weight.detach().float().cpu().numpy())
        known = self.tokenizer.n_ids
        return VectorSet(rows, [self.tokenizer.shown(token) if token < known else f"[{token}]" for token in range(len(rows))])


def check_count(pinned: Sequence[str]) -> None:
    """Raise WorkbenchError('bad-value') for more texts than can be followed."""
    if len(pinned) > MOST_PINNED:
        raise WorkbenchError("bad-value", name="pinned", value=f"{len(pinned)} texts", limit=f"at most {MOST_PINNED}")
