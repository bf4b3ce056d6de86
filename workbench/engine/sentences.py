"""One vector for a sentence, pooled as the model's own files say, and how alike sentences are.

The idea that is not obvious: a text that the tokenizer mostly cannot read still gets a vector, and its similarities look
like any others; they are noise, so they are withheld (NaN).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.engine.subjects import read_subject
from workbench.errors import WorkbenchError
from workbench.text.json_files import read_json, read_json_list
from workbench.values import Encoding, Progress, Similarity, SimilarityRequest, Subject

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_UNREAD = 0.5
"""A text of which more cannot be read is not compared."""
UNKNOWN = 2  # in Encoding.kinds


@dataclass(frozen=True, slots=True)
class Pooling:
    """`over`: the mean of all positions, the first (CLS), or the last. `unit`: scaled to length 1."""

    over: Literal["mean", "first", "last"] = "mean"
    unit: bool = False

    @property
    def words(self) -> str:
        return f"{ {'mean': 'mean of all tokens', 'first': 'first token', 'last': 'last token'}[self.over] }{', length 1' * self.unit}"


def pooling_of(path: Path) -> Pooling:
    """The pooling that a sentence-transformers folder declares; elsewhere the mean."""
    try:
        modules = read_json_list(path / "modules.json")
        config = read_json(path / "1_Pooling" / "config.json")
    except WorkbenchError:
        return Pooling()
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules if isinstance(module, dict)]
    over: Literal["mean", "first", "last"] = "mean"
    if config.get("pooling_mode_cls_token") is True:
        over = "first"
    elif config.get("pooling_mode_lasttoken") is True:
        over = "last"
    return Pooling(over, unit="Normalize" in kinds)


def pooling_named(model: LoadedModel, name: str) -> Pooling:
    """The model's own pooling ("own"), or the named one: "mean", "first", "last", as long as they come."""
    own = pooling_of(Path(model.info.path))
    return {"own": own, "mean": Pooling("mean"), "first": Pooling("first"), "last": Pooling("last")}[name]


@torch.inference_mode()
def sentence_vector(model: LoadedModel, encoding: Encoding, pooling: Pooling) -> Tensor:
    """The vector of an encoded text, [d_model]."""
    ids = model.batch_of(encoding.ids)
    if model.transformer.encoder is not None:
        hidden = model.transformer.encode(ids).resid[0]  # [n, d_model]
    else:
        hidden = model.transformer.stack.final_norm(model.transformer(ids))[0]
    vector = {"mean": hidden.mean(0), "first": hidden[0], "last": hidden[-1]}[pooling.over]
    return F.normalize(vector, dim=0) if pooling.unit else vector


def similarity(
    model: LoadedModel, request: SimilarityRequest, *, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Progress | Similarity]:
    """Compare texts; yields Progress in texts, last the Similarity.

    Raises WorkbenchError: empty-text, text-too-long, cancelled, and the tokenizer's.
    """
    pooling = pooling_of(Path(model.info.path))
    vectors, unread = [], []
    for number, text in enumerate(request.texts):
        if stopped():
            raise WorkbenchError("cancelled")
        yield Progress("vectors", number, len(request.texts), "texts")
        encoding = read_subject(model.info, model.tokenizer, subject=Subject(request.model, text))
        vectors.append(sentence_vector(model, encoding, pooling).float().cpu())
        unread.append(unread_share(encoding))
    found = torch.stack(vectors)
    matrix = cosines(found)
    withheld = np.array(unread) > MOST_UNREAD
    matrix[withheld], matrix[:, withheld] = np.nan, np.nan
    yield Similarity(
        request,
        model=model.info,
        vectors=found.numpy(),
        matrix=matrix,
        unread=np.array(unread, np.float32),
        pooling=pooling.words,
    )


def unread_share(encoding: Encoding) -> float:
    """How much of a text the tokenizer cannot read: the share of unknown tokens, and all of it where there are more tokens than
    characters, for then it is spelled in fragments (syllables as jamo, characters as bytes)."""
    kinds = encoding.kinds[encoding.kinds != 1]
    if len(kinds) > len(unicodedata.normalize("NFC", encoding.text)):
        return 1.0
    return float((kinds == UNKNOWN).mean()) if len(kinds) else 0.0


def cosines(vectors: Tensor | Sequence[Tensor]) -> np.ndarray:
    """Cosine of each pair of vectors [m, d]: float32 [m, m]."""
    stacked = vectors if isinstance(vectors, Tensor) else torch.stack(list(vectors))
    unit = F.normalize(stacked.double(), dim=1)
    return (unit @ unit.T).float().numpy()
