"""What is known of a model: its file before it is opened, and its shape and arithmetic once it is open."""

from __future__ import annotations

from workbench.values.codec import value
from workbench.values.subject import Dtype


@value
class TensorInfo:
    """One stored tensor. `stored_type` as the file names it (F32, BF16, Q4_1, ...)."""

    name: str
    shape: tuple[int, ...]
    stored_type: str
    size_bytes: int


@value
class ModelInfo:
    """An open model. Sizes in the field's names; `size_bytes` on disk, `memory_bytes` of the weights in memory.

    `kind`: decoder | encoder | encoder-decoder. `stored_type`: the type most weights have in the file. `dtype`: what
    is computed in. `profile`: exact | fast. `kernels`: the matrix-product and attention kernels in use.
    `n_encoder_layers`: of an encoder-decoder, whose n_layers are the decoder's. `has_logits`: whether it predicts tokens.
    `bos_policy`: in words, what precedes a raw text. `has_chat_template`: whether `form="user"` is possible.
    `mask_token`: how its mask is written in a text; empty where it has none.
    `classifies`: what it tells the class of, with a head made for it: text | words; empty for others. `labels`: these classes.
    `adapter`: the folder of what was added to it, with `n_virtual` tokens of a soft prompt; empty where nothing was.
    `order`: of an n-gram, which has no weights: how many tokens it has counted together; n_parameters are these counts. 0: a network.
    """

    name: str
    path: str
    family: str
    kind: str
    n_layers: int
    n_heads: int
    n_kv_heads: int
    d_model: int
    d_head: int
    d_mlp: int
    d_vocab: int
    n_ctx: int
    n_parameters: int
    dtype: str
    stored_type: str
    source: str
    sha256: str
    device: str
    profile: str
    kernels: str
    bos_policy: str
    has_chat_template: bool
    size_bytes: int
    memory_bytes: int
    n_encoder_layers: int = 0
    has_logits: bool = True
    mask_token: str = ""
    adapter: str = ""
    n_virtual: int = 0
    classifies: str = ""
    labels: tuple[str, ...] = ()
    order: int = 0


@value
class OpenRequest:
    """Ask the engine to hold a model ready. Answer: ModelInfo."""

    model: str
    dtype: Dtype = "float32"


@value
class CloseRequest:
    """Ask the engine to let go of a model and its traces. Answer: None."""

    model: str


@value
class FileInfo:
    """A model's file or folder as its headers describe it, without opening it in the engine. `order`: as in ModelInfo."""

    name: str
    path: str
    format: str
    family: str
    known_family: bool
    n_parameters: int
    stored_type: str
    size_bytes: int
    sha256: str
    licence: str
    n_ctx: int
    d_vocab: int
    has_chat_template: bool
    tensors: tuple[TensorInfo, ...] = ()
    order: int = 0


@value
class DescribeRequest:
    """Ask the text child what a model reference points at. Answer: FileInfo. `tensors` adds the tensor table."""

    model: str
    tensors: bool = False


@value
class Installable:
    """A model the app knows by name: installed or to be fetched. `path` is empty until it is installed."""

    name: str
    title: str
    kind: str
    licence: str
    must_accept: bool
    size_bytes: int
    sha256: str
    note: str
    installed: bool
    path: str


@value
class ModelListRequest:
    """Ask the text child for the known and installed models. Answer: ModelList."""


@value
class ModelList:
    models: tuple[Installable, ...]


@value
class FetchRequest:
    """Ask the text child to fetch a known model. Events: Progress. Answer: Fetched."""

    name: str
    accept_licence: bool = False


@value
class Fetched:
    name: str
    path: str
    size_bytes: int
    sha256: str


MODEL_GONE = frozenset({"model-none", "model-missing", "model-not-installed", "run-without-checkpoint"})
"""Codes of the errors which say that a reference leads nowhere now; others say that what is there can't be opened."""


@value
class WhereaboutsRequest:
    """Ask the text child which of some model references lead nowhere now. Answer: Whereabouts."""

    references: tuple[str, ...]


@value
class Whereabouts:
    """`gone`: those that are neither installed nor on this disk, nor a checkpoint that is kept."""

    request: WhereaboutsRequest
    gone: tuple[str, ...]
