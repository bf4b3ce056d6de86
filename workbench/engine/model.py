"""A model that is open: weights, tokenizer, device, arithmetic, and what can be asked of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from workbench.engine import checkpoints
from workbench.engine.capturing import capture
from workbench.engine.counted import Counted, is_counted, open_counted
from workbench.engine.devices import device_of
from workbench.engine.generation import generate
from workbench.engine.intervening import touches
from workbench.engine.linear import KERNELS, PackedLinear, faster_kernel, pack
from workbench.engine.memory import require
from workbench.engine.reference import References
from workbench.engine.subjects import check_ids
from workbench.engine.touch import chained
from workbench.engine.trace import Trace
from workbench.engine.transformer import Transformer
from workbench.engine.wanted import want
from workbench.engine.wording import Words
from workbench.errors import WorkbenchError
from workbench.library import Location, locate, open_tokenizer, sha256_of
from workbench.text import Tokenizer
from workbench.values import (
    RECORDED,
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    Intervention,
    ModelInfo,
    SamplerSettings,
    Subject,
    TokenStep,
    TraceRequest,
)

DTYPES = {"float32": torch.float32, "float64": torch.float64, "bfloat16": torch.bfloat16}


class LoadedModel:
    """An open model. `spec` and `info` say what it is; `transformer` is the module itself, frozen. An n-gram has none: it tells what
    comes next by `left_to_right`, which asks either.

    `tokenizer` turns text into ids. Arrays go in and come out as NumPy; errors are WorkbenchErrors.
    """

    def __init__(self, told_by: Transformer | Counted, tokenizer: Tokenizer, info: ModelInfo) -> None:
        self._told_by, self.tokenizer, self.info = told_by, tokenizer, info
        self.spec = told_by.spec
        self.dtype, self.device = DTYPES[info.dtype], torch.device(info.device)
        self.words = Words(tokenizer, self.spec.d_vocab)
        self.references = References(self)
        self.interventions: tuple[Intervention, ...] = ()

    @property
    def transformer(self) -> Transformer:
        """The network. Raises WorkbenchError('ngram-only-counts') where there is none."""
        if isinstance(self._told_by, Counted):
            raise WorkbenchError("ngram-only-counts", path=self.info.name)
        return self._told_by

    def left_to_right(self, ids: np.ndarray, *, stopped: Callable[[], bool] = lambda: False) -> Callable[[int, int], Tensor]:
        """Read ids [n]: what is given tells the logits [end - first, d_vocab] of what follows the positions first … end - 1.

        Raises WorkbenchError('cancelled').
        """
        if isinstance(self._told_by, Counted):
            return partial(self._told_by.logits, ids)
        transformer = self._told_by
        resid = transformer(self.batch_of(ids), stopped=stopped)[0]  # [n, d_model]
        return lambda first, end: transformer.logits(resid[first:end])

    @property
    def is_counted(self) -> bool:
        """Whether it is an n-gram, which keeps nothing of what it has read."""
        return isinstance(self._told_by, Counted)

    def intervened(self, interventions: Sequence[Intervention], *, stopped: Callable[[], bool] = lambda: False) -> LoadedModel:
        """This model with interventions that act in every pass, in order, behind those it has; without any, itself.

        Weights are shared. Raises WorkbenchError: bad-value, direction-none, cancelled, and the tokenizer's for its texts.
        """
        if not interventions:
            return self
        found = touches(self, interventions, stopped)
        made = copy.copy(self)
        made._told_by = self.transformer.with_touch(
            chained(self.transformer.touch, found["encoder" if self.spec.kind == "encoder" else "decoder"]),
            encoder=chained(self.transformer.encoder_touch, found["encoder"]) if self.transformer.encoder is not None else None,
        )
        made.references, made.interventions = References(made), (*self.interventions, *interventions)
        return made

    def token_row(self, token_id: int) -> Tensor:
        """A token's row of the unembedding, or of the embedding where the model predicts no tokens, [d_model]."""
        table = self.transformer.embed.weight
        unembed = self.transformer.unembed
        if unembed is not None and not self.spec.tied:
            table = unembed.table
        return table[token_id].detach()

    @torch.inference_mode()
    def logits(self, ids: Sequence[int], decoder_ids: Sequence[int] | None = None) -> np.ndarray:
        """Logits at each position: [pos, d_vocab], float64 for a float64 model, else float32.

        A decoder's are of the next token, an encoder's of the token at the position. An encoder-decoder's are of the token
        behind each of `decoder_ids`, which begin with its start token (the default is that alone).

        Raises WorkbenchError: empty-text, text-too-long, ids-out-of-range, trace-too-large, bad-value, no-logits.
        """
        self.require_logits()
        if self.is_counted:
            self._checked(ids)
            return self.left_to_right(np.asarray(ids))(0, len(ids)).numpy()
        n = len(ids) if self.transformer.encoder is None else 1 if decoder_ids is None else len(decoder_ids)
        wide = torch.promote_types(self.dtype, torch.float32)
        size_bytes = n * self.spec.d_vocab * (self.dtype.itemsize + wide.itemsize)
        require(size_bytes, what="The logits", n_tokens=n, plan="Ask for fewer positions, by a trace and its `next`")
        *_, resid = self._residuals(self._checked(ids), decoder_ids)  # [1, pos, d_model]
        found = self.transformer.logits(resid[0])  # [pos, d_vocab]
        return found.cpu().to(wide).numpy()

    @torch.inference_mode()
    def hidden(self, ids: Sequence[int], decoder_ids: Sequence[int] | None = None) -> np.ndarray:
        """Hidden states, float32 [n_layers + 1, pos, d_model]: before each block, and after the final norm.

        Of an encoder-decoder: the encoder's, or with `decoder_ids` the decoder's.
        """
        batch = self._checked(ids)
        size_bytes = (self.spec.n_layers + 1) * batch.shape[1] * self.spec.d_model * (2 * self.dtype.itemsize + 4)
        require(size_bytes, what="The hidden states", n_tokens=batch.shape[1], plan="Choose a shorter text")
        if self.transformer.encoder is not None and decoder_ids is None:
            streams, norm = list(self.transformer.source_residuals(batch)), self.transformer.encoder.final_norm
        else:
            streams, norm = list(self._residuals(batch, decoder_ids)), self.transformer.stack.final_norm
        streams[-1] = norm(streams[-1])
        return torch.cat(streams).float().cpu().numpy()

    def trace(
        self,
        text_or_ids: str | Sequence[int],
        *,
        what: Sequence[str] | None = None,
        layers: Sequence[int] | None = None,
        heads: Sequence[int] | None = None,
        target: str | Sequence[int] | None = None,
        interventions: Sequence[Intervention] = (),
    ) -> Trace:
        """Capture a forward pass. `what` (pattern, resid, logits, ...), `layers` and `heads` choose what `save` will write.

        `target`: what an encoder-decoder's decoder reads behind its start token; None: its own answer. `interventions`: what
        is changed in the pass.
        """
        wanted = want(self.spec, what, layers=layers, heads=heads)
        is_text = isinstance(text_or_ids, str)
        subject = Subject(self.info.path, text_or_ids if isinstance(text_or_ids, str) else "")
        ids = None if is_text else tuple(int(token) for token in text_or_ids)
        written = target if isinstance(target, str) else None
        target_ids = None if target is None or isinstance(target, str) else tuple(int(token) for token in target)
        request = TraceRequest(subject, ids=ids, target=written, target_ids=target_ids, interventions=tuple(interventions))
        *_, trace = capture(self, request)
        assert isinstance(trace, Trace), "a capture ends with its trace"
        trace.wanted = wanted
        return trace

    def generate(
        self,
        prompt: str | Sequence[int],
        *,
        max_new_tokens: int = 64,
        sampler: SamplerSettings | None = None,
        seed: int | None = None,
        stop: Sequence[str] = (),
        top: int = RECORDED,
        interventions: Sequence[Intervention] = (),
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[GenerationStarted | TokenStep | GenerationResult]:
        """Continue a text, or ids. Iterate it; the last item is the result. See `generation.generate`."""
        is_text = isinstance(prompt, str)
        request = GenerateRequest(
            Subject(self.info.path, prompt) if isinstance(prompt, str) else Subject(self.info.path, "", bos="no"),
            max_new_tokens=max_new_tokens,
            sampler=sampler or SamplerSettings(),
            seed=seed,
            stop=tuple(stop),
            top=top,
            forced_ids=() if is_text else tuple(int(token) for token in prompt),
            interventions=tuple(interventions),
        )
        return generate(self, request, stopped=stopped)

    def require_logits(self) -> None:
        """Raise WorkbenchError('no-logits') if the model predicts no tokens."""
        if not self.info.has_logits:
            raise WorkbenchError("no-logits", model=self.info.name)

    def kernels(self, attention: str) -> str:
        """The kernels of a pass with this attention ("fused" | "explicit"), in the words of `info.kernels`."""
        return self.info.kernels if self.is_counted else f"{self.info.kernels.split()[0]} linear, {attention} attention"

    def batch_of(self, ids: np.ndarray) -> Tensor:
        """ids [pos] as a batch of one on the model's device, int64 [1, pos]."""
        return torch.from_numpy(ids.astype(np.int64)).to(self.device)[None]

    def check_finite(self, logits: Tensor, first_position: int) -> None:
        """Raise WorkbenchError('logits-not-finite') naming the first bad position of logits [pos, d_vocab]."""
        if not logits.sum().isfinite():  # quick; argmax would silently return a NaN's index
            bad = (~logits.isfinite()).any(-1)
            if bad.any():
                position = first_position + int(bad.nonzero()[0])
                raise WorkbenchError("logits-not-finite", model=self.info.name, position=position, dtype=self.info.dtype)

    def _residuals(self, batch: Tensor, decoder_ids: Sequence[int] | None) -> Iterator[Tensor]:
        """The streams of the stack that predicts, over the ids [1, pos] of a text, or of a source and a target."""
        if self.transformer.encoder is None:
            if decoder_ids is not None:
                raise WorkbenchError("bad-value", name="decoder_ids", value="given", limit="an encoder-decoder's only")
            return self.transformer.residuals(batch)
        target = self._checked([self.spec.start_id] if decoder_ids is None else decoder_ids)
        return self.transformer.residuals(target, source=self.transformer.encode(batch))

    def _checked(self, ids: Sequence[int]) -> Tensor:
        array = np.asarray(ids, np.int64)
        check_ids(self.info, array)
        return self.batch_of(array)


def open_model(path_or_ref: str | Path, dtype: str = "float32", device: str = "cpu", *, kernels: str = "") -> LoadedModel:
    """Open a model: an installed name, a .gguf file, or a Hugging Face folder. An n-gram is always computed in float64.

    dtype    float32, float64 (to tell noise from bugs), bfloat16
    device   cpu, cuda, cuda:1, mps
    kernels  "": measured; else those of a stored run, or just "plain" or "packed"

    Raises WorkbenchError: the library's for what cannot be found or read, family-unknown, config-bad, rope-unknown, tensor-*,
    weights-not-finite, model-too-large, dtype-not-available, device-not-available, kernels-not-available.
    """
    place = device_of(device)
    arithmetic = _dtype(dtype, place)
    location = locate(str(path_or_ref))
    if is_counted(location):
        return LoadedModel(*open_counted(location))
    checkpoint = checkpoints.open_checkpoint(location)
    transformer = checkpoints.load(checkpoint, dtype=arithmetic, device=place, adapter=location.adapter)
    n_parameters = sum(parameter.numel() for parameter in transformer.parameters())
    kernel = _kernel(kernels, transformer, dtype=dtype, device=place)
    if kernel == "packed":
        pack(transformer)
    tokenizer = open_tokenizer(location)
    info = _info(location, checkpoint, transformer, tokenizer, n_parameters=n_parameters, dtype=dtype, device=place, kernel=kernel)
    return LoadedModel(transformer, tokenizer, info)


def _info(
    location: Location,
    checkpoint: checkpoints.Checkpoint,
    transformer: Transformer,
    tokenizer: Tokenizer,
    *,
    n_parameters: int,
    dtype: str,
    device: torch.device,
    kernel: str,
) -> ModelInfo:
    spec = transformer.spec
    packed_bytes = sum(module.size_bytes for module in transformer.modules() if isinstance(module, PackedLinear))
    return ModelInfo(
        name=location.name,
        path=str(location.own),
        family=spec.family,
        kind=spec.kind,
        n_layers=spec.n_layers,
        n_heads=spec.n_heads,
        n_kv_heads=spec.n_kv_heads,
        d_model=spec.d_model,
        d_head=spec.d_head,
        d_mlp=spec.d_mlp,
        d_vocab=spec.d_vocab,
        n_ctx=spec.n_ctx,
        n_parameters=n_parameters,
        dtype=dtype,
        stored_type=checkpoint.stored_type,
        source=location.format,
        sha256=sha256_of(location),
        device=str(device),
        profile="exact" if dtype in ("float32", "float64") else "fast",
        kernels=f"{kernel} linear, fused attention",
        bos_policy=tokenizer.bos_policy,
        has_chat_template=tokenizer.chat_template is not None,
        size_bytes=checkpoint.size_bytes,
        memory_bytes=packed_bytes + sum(parameter.nbytes for parameter in transformer.parameters()),
        n_encoder_layers=spec.n_encoder_layers,
        has_logits=spec.has_logits,
        mask_token=tokenizer.piece(tokenizer.mask_id) if tokenizer.mask_id is not None else "",
        adapter=str(location.adapter or ""),
        n_virtual=location.n_virtual,
        classifies={"labels": "text", "tags": "words"}.get(spec.head, ""),
        labels=spec.labels,
    )


def _dtype(name: str, device: torch.device) -> torch.dtype:
    known = [dtype for dtype in DTYPES if not (device.type == "mps" and dtype == "float64")]
    if name not in known:
        raise WorkbenchError("dtype-not-available", dtype=name, device=device, known=", ".join(known))
    return DTYPES[name]


def _kernel(wanted: str, transformer: Transformer, *, dtype: str, device: torch.device) -> str:
    """The kernel of the matrix products: the one asked for, else the faster one."""
    if not wanted:
        return faster_kernel(transformer.stack)
    kernel = wanted.split()[0]
    known = KERNELS if device.type == "cpu" and dtype in ("float32", "bfloat16") else KERNELS[:1]
    if kernel not in known:
        raise WorkbenchError("kernels-not-available", kernels=wanted, dtype=dtype, device=device, known=", ".join(known))
    return kernel
