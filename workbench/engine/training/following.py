"""What of a network in training is followed at each validation: pinned texts token by token, and the words nearest to a soft prompt.

The idea that is not obvious: a pinned text is scored by the very operation that the finished model will be asked by, so the same text
has the same numbers in the Playground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.engine.model import LoadedModel
from workbench.engine.scoring import score
from workbench.engine.spec import CLASSES
from workbench.engine.subjects import read_subject
from workbench.engine.training.samples import info_of
from workbench.engine.transformer import Transformer
from workbench.engine.vectors.nearest import Nearest
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.virtual import VirtualEmbedding
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import MOST_PINNED, Score, ScoreRequest, Subject, TrainPinned, TrainRequest, TrainVirtual

NEAREST = 5


@dataclass
class Followed:
    """A network with its tokenizer, and the texts that are pinned."""

    transformer: Transformer
    tokenizer: Tokenizer
    texts: Sequence[str]

    def check(self, request: TrainRequest) -> None:
        """Raise WorkbenchError for a text that can't be followed: bad-value, training-unfit, empty-text, text-too-long."""
        check_count(self.texts)
        spec = self.transformer.spec
        scored = spec.kind == "decoder" or (spec.kind == "encoder" and self.tokenizer.mask_id is not None)
        if self.texts and (spec.head in CLASSES or not scored):
            kind = f"{spec.kind} of {spec.head}" if spec.head in CLASSES else spec.kind
            needed = "a decoder or a masked encoder, to follow pinned texts,"
            raise WorkbenchError("training-unfit", objective=request.objective, needed=needed, kind=kind)
        for text in self.texts:
            read_subject(info_of(self.transformer, self.tokenizer), self.tokenizer, subject=Subject("", text))

    def seen(self, step: int) -> Iterator[TrainPinned | TrainVirtual]:
        """What there is to see after a step."""
        was_training = self.transformer.training
        self.transformer.eval()
        try:
            for number, text in enumerate(self.texts):
                yield self._scored(step, number, text)
            if isinstance(self.transformer.embed, VirtualEmbedding):
                yield self._near(step, self.transformer.embed)
        finally:
            self.transformer.train(was_training)

    def _scored(self, step: int, number: int, text: str) -> TrainPinned:
        model = LoadedModel(self.transformer, self.tokenizer, info_of(self.transformer, self.tokenizer))
        try:
            *_, found = score(model, ScoreRequest(Subject("", text)))
        except WorkbenchError as error:
            if error.code != "logits-not-finite":
                raise
            ids = read_subject(model.info, self.tokenizer, subject=Subject("", text)).ids
            return pinned(step, number, ids, np.full(len(ids), np.nan), self.tokenizer)
        assert isinstance(found, Score), "an operation ends with its result"
        return pinned(step, number, found.encoding.ids, -found.logprobs, self.tokenizer)

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


def pinned(step: int, number: int, ids: np.ndarray, nats: np.ndarray, tokenizer: Tokenizer) -> TrainPinned:
    """nats [n] of the ids [n] of a pinned text."""
    return TrainPinned(step, number, tokens=tuple(tokenizer.shown(int(token)) for token in ids), nats=tuple(nats.tolist()))
