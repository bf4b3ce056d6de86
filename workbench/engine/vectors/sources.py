"""Where vectors come from: a model's tables, its streams over texts, and sentences."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.memory import require
from workbench.engine.positions import LearnedPositions
from workbench.engine.sentences import pooling_named, sentence_vector, unread_share
from workbench.engine.subjects import read_subject
from workbench.engine.vectors.sets import VectorSet
from workbench.engine.virtual import VirtualEmbedding
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import ContextSource, ModelVectorSource, PositionSource, Progress, SentenceSource, Subject, TokenSource

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_TEXTS = 10_000
Stopped = Callable[[], bool]


@torch.inference_mode()
def vectors_of(model: LoadedModel, source: ModelVectorSource, *, stopped: Stopped = lambda: False) -> Iterator[Progress | VectorSet]:
    """The set that a source names; yields Progress in texts, last the VectorSet.

    Raises WorkbenchError: no-logits (no unembedding), no-positions, no-soft-prompt, empty-text, bad-value, trace-too-large,
    cancelled, and the tokenizer's.
    """
    match source:
        case TokenSource():
            yield _tokens(model, source)
        case PositionSource():
            yield _positions(model)
        case ContextSource():
            yield from _in_context(model, source, stopped)
        case SentenceSource():
            yield from _sentences(model, source, stopped)


def _tokens(model: LoadedModel, source: TokenSource) -> VectorSet:
    table = model.transformer.embed.weight
    if source.table == "prompt":
        embed = model.transformer.embed
        if not isinstance(embed, VirtualEmbedding):
            raise WorkbenchError("no-soft-prompt", model=model.info.name)
        table = torch.cat((table, embed.virtual))
    if source.table == "unembed":
        model.require_logits()
        assert model.transformer.unembed is not None, "a model with logits has one"
        table = table if model.spec.tied else model.transformer.unembed.table
    require(4 * table.numel(), what="The table", n_tokens=len(table), plan="Close a model")
    rows = np.ascontiguousarray(table.detach().float().cpu().numpy())
    labels = [model.tokenizer.shown(token) if token < model.tokenizer.n_ids else f"[{token}]" for token in range(model.spec.d_vocab)]
    labels += map(model.tokenizer.shown, model.tokenizer.virtual[: len(rows) - len(labels)])
    return VectorSet(rows, labels, sha256=model.info.sha256)


def _positions(model: LoadedModel) -> VectorSet:
    place = model.transformer.place
    if not isinstance(place, LearnedPositions):
        raise WorkbenchError("no-positions", model=model.info.name, family=model.info.family)
    rows = np.ascontiguousarray(place.positions.weight.detach().float().cpu().numpy())
    return VectorSet(rows, [str(position) for position in range(len(rows))], sha256=model.info.sha256)


def _in_context(model: LoadedModel, source: ContextSource, stopped: Stopped) -> Iterator[Progress | VectorSet]:
    _check_texts(source.texts)
    check_range("layer", source.layer, -1, n_streams(model) - 1)
    rows, labels, texts, spans = [], [], [], []
    for number, text in enumerate(source.texts):
        encoding = read_subject(model.info, model.tokenizer, subject=Subject(source.model, text))
        rows.append(_states(model, encoding.ids, source.layer, stopped))
        labels += [model.tokenizer.shown(int(token)) for token in encoding.ids]
        texts += [number] * len(encoding.ids)
        spans.append(encoding.byte_spans)
        yield Progress("read", number + 1, len(source.texts), "texts")
    yield VectorSet(
        np.concatenate(rows), labels, sha256=model.info.sha256, texts=np.array(texts, np.int32), spans=np.concatenate(spans)
    )  # fmt: skip


def _states(model: LoadedModel, ids: np.ndarray, layer: int, stopped: Stopped) -> np.ndarray:
    """The stream before a block, or after the last and normed: float32 [n, d_model]."""
    wanted = layer % n_streams(model)
    *_, found = itertools.islice(streams(model, ids, stopped), wanted + 1)
    return np.ascontiguousarray(found.float().cpu().numpy())


def n_streams(model: LoadedModel) -> int:
    """How many `streams` there are: one more than blocks, of an encoder-decoder those of its encoder."""
    return 1 + (model.spec.n_layers if model.transformer.encoder is None else model.spec.n_encoder_layers)


def streams(model: LoadedModel, ids: np.ndarray, stopped: Stopped) -> Iterator[torch.Tensor]:
    """The stream before each block, then after the last and normed: tensors [n, d_model]. Of an encoder-decoder: its encoder's.

    Raises WorkbenchError('cancelled') between two layers.
    """
    transformer, batch = model.transformer, model.batch_of(ids)
    found = transformer.residuals(batch) if transformer.encoder is None else transformer.source_residuals(batch)
    last = n_streams(model) - 1
    for number, resid in enumerate(found):
        if stopped():
            raise WorkbenchError("cancelled")
        yield (transformer.encoder or transformer.stack).final_norm(resid[0]) if number == last else resid[0]


def _sentences(model: LoadedModel, source: SentenceSource, stopped: Stopped) -> Iterator[Progress | VectorSet]:
    _check_texts(source.texts)
    pooling, rows, unread = pooling_named(model, source.pooling), [], []
    for number, text in enumerate(source.texts):
        if stopped():
            raise WorkbenchError("cancelled")
        encoding = read_subject(model.info, model.tokenizer, subject=Subject(source.model, text))
        rows.append(sentence_vector(model, encoding, pooling).float().cpu().numpy())
        unread.append(unread_share(encoding))
        yield Progress("read", number + 1, len(source.texts), "texts")
    numbers = np.arange(len(rows), dtype=np.int32)
    spans = np.array([(0, len(text.encode())) for text in source.texts], np.int64)
    yield VectorSet(
        np.stack(rows),
        source.texts,
        sha256=model.info.sha256,
        pooling=pooling.words,
        texts=numbers,
        spans=spans,
        unread=np.array(unread, np.float32),
    )


def _check_texts(texts: tuple[str, ...]) -> None:
    if not texts:
        raise WorkbenchError("empty-text")
    check_range("number of texts", len(texts), 1, MOST_TEXTS)
