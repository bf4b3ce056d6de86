"""Adapters as peft's files have them: what was trained of a model, without the model.

Legend: r rank, d_in and d_out a product's widths, n virtual tokens.

The idea that is not obvious: a file names products as Hugging Face does, whatever file the model itself was read from; the table
of the family's folders translates.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from workbench.engine.classes import put_classes, with_classes
from workbench.engine.families import FOLDER_FAMILIES
from workbench.engine.linear import Linear
from workbench.engine.low_rank import LowRankLinear, low_rank_parts, replace_module
from workbench.engine.spec import CLASSES, Head, ModelSpec
from workbench.engine.transformer import Transformer, has_bias
from workbench.engine.virtual import VirtualEmbedding, add_virtual
from workbench.errors import WorkbenchError
from workbench.library import locate, sha256_of
from workbench.text.bounded import endless
from workbench.text.json_files import read_json

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
PROMPT = "prompt_embeddings"
_BEFORE = "base_model.model."
_SHOWN = 12
TASKS = {
    "decoder": "CAUSAL_LM", "encoder-decoder": "SEQ_2_SEQ_LM", "encoder": "FEATURE_EXTRACTION", "labels": "SEQ_CLS", "tags": "TOKEN_CLS",
}  # fmt: skip
"""What peft calls the task of a model, by its head of classes, or else its kind."""
HEADS: dict[str, Head] = {"SEQ_CLS": "labels", "TOKEN_CLS": "tags"}
CHANGING = ("pissa", "olora", "corda", "loftq", "lora_ga")
"""Ways to begin a LoRA that take what it begins with out of the model's own weights, which an adapter's folder does not hold."""
LABELS = "labels.json"
"""The names of the classes, for which peft has no place."""
BASE = "base.json"
"""Which weights it was added to, for which peft has no place: a name alone may be another model's tomorrow."""


class _Place(NamedTuple):
    """A product's name in our transformer, and as a file has it."""

    ours: str
    theirs: str


def write_adapter(folder: Path, transformer: Transformer, *, base: str, base_sha256: str = "", dropout: float = 0.0) -> None:
    """Write what was added to a model (low-rank parts, or virtual tokens) into `folder`, which exists. `base`: the model's reference,
    `base_sha256` the hash of its weights; "": it isn't kept, and no other model will be told from it.

    Raises WorkbenchError('file-not-written').
    """
    spec = transformer.spec
    task = {"base_model_name_or_path": base, "task_type": TASKS.get(spec.head, TASKS[spec.kind]), "inference_mode": True}
    parts = low_rank_parts(transformer)
    if parts:
        config, tensors = _low_rank_files(transformer, parts, dropout)
    else:
        config, tensors = _prompt_files(transformer)
    head = {place.theirs: transformer.get_parameter(place.ours) for place in _head_places(spec)}
    if head:
        # peft stores what is saved besides a prompt under one name less than what is saved besides products
        before = _BEFORE if parts else _BEFORE.removesuffix("model.")
        tensors |= {f"{before}{name}": one.detach().float().cpu().contiguous() for name, one in head.items()}
        config["modules_to_save"] = sorted({_module(name) for name in head})
    try:
        if head:
            (folder / LABELS).write_text(json.dumps(spec.labels, ensure_ascii=False) + "\n", "utf-8")
        if base_sha256:
            (folder / BASE).write_text(json.dumps({"sha256": base_sha256}) + "\n", "utf-8")
        (folder / CONFIG).write_text(json.dumps(config | task, indent=2, allow_nan=False) + "\n", "utf-8")
        (folder / WEIGHTS).write_bytes(safetensors.torch.save(tensors, {"format": "pt"}))
    except OSError as error:
        raise WorkbenchError("file-not-written", path=folder, reason=error.strerror or error) from error


def _low_rank_files(transformer: Transformer, parts: dict[str, LowRankLinear], dropout: float) -> tuple[dict[str, Any], dict[str, Tensor]]:
    names = {place.ours: place.theirs for place in _places(transformer)}
    tensors = {}
    for name, part in parts.items():
        tensors[f"{_BEFORE}{names[name]}.lora_A.weight"] = part.a.detach().float().cpu().contiguous()
        tensors[f"{_BEFORE}{names[name]}.lora_B.weight"] = part.b.detach().float().cpu().contiguous()
    one = next(iter(parts.values()))
    rank = len(one.a)
    config = {
        "peft_type": "LORA",
        "r": rank,
        "lora_alpha": one.scale * rank,
        "lora_dropout": dropout,
        "bias": "none",
        "fan_in_fan_out": False,
        "target_modules": sorted({names[name].rpartition(".")[2] for name in parts}),
    }
    return config, tensors


def _prompt_files(transformer: Transformer) -> tuple[dict[str, Any], dict[str, Tensor]]:
    assert isinstance(transformer.embed, VirtualEmbedding), "an adapter has low-rank parts or virtual tokens"
    virtual = transformer.embed.virtual.detach().float().cpu()
    config = {
        "peft_type": "PROMPT_TUNING",
        "num_virtual_tokens": len(virtual),
        "token_dim": virtual.shape[1],
        "num_transformer_submodules": 1,
        "num_layers": transformer.spec.n_layers,
        "num_attention_heads": transformer.spec.n_heads,
    }
    return config, {PROMPT: transformer.scaled(virtual).contiguous()}  # theirs stand behind the embedding's scale


def add_adapter(folder: Path, transformer: Transformer) -> None:
    """Add what an adapter's folder holds to its model, in place; unmerged.

    Raises WorkbenchError: adapter-bad, adapter-unfit, adapter-other-model, file-unreadable, those of finding its model.
    """
    config, tensors = _read(folder)
    _check_base(folder, config)
    tensors = _add_head(folder, transformer, config, tensors)
    kind = config.get("peft_type")
    if kind == "PROMPT_TUNING":
        _add_prompt(folder, transformer, tensors)
    elif kind == "LORA":
        _add_low_rank(folder, transformer, config, tensors)
    else:
        raise WorkbenchError("adapter-bad", path=folder, reason=f"its peft_type is {kind!r}; LORA and PROMPT_TUNING are understood")


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        tensors = safetensors.torch.load((folder / WEIGHTS).read_bytes())
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=folder, reason=error.strerror or error) from error
    except (ValueError, safetensors.SafetensorError, RecursionError) as error:
        raise WorkbenchError("adapter-bad", path=folder, reason=str(error)[:200]) from error
    if not isinstance(config, dict):
        raise WorkbenchError("adapter-bad", path=folder, reason=f"{CONFIG} is no object")
    for name, tensor in tensors.items():
        if not tensor.is_floating_point() or not bool(tensor.isfinite().all()):
            raise WorkbenchError("adapter-bad", path=folder, reason=f"{name} has numbers that are not finite")
    return config, tensors


def _check_base(folder: Path, config: dict[str, Any]) -> None:
    """Raise WorkbenchError('adapter-other-model') where the model that an adapter names has other weights than it was made for."""
    if not (folder / BASE).is_file():
        return
    wanted = read_json(folder / BASE).get("sha256")
    base = config.get("base_model_name_or_path")
    found = sha256_of(locate(base)) if isinstance(base, str) else wanted
    if found != wanted:
        raise WorkbenchError(
            "adapter-other-model", path=folder, model=base, found=str(found)[:_SHOWN], wanted=str(wanted)[:_SHOWN], file=BASE
        )


def adapted_spec(folder: Path, spec: ModelSpec) -> ModelSpec:
    """The spec of a model with what an adapter's folder adds: another head, where it brings one. Raises as `add_adapter`."""
    config, tensors = _read(folder)
    return _spec_with_head(folder, spec, config, tensors)


def _spec_with_head(folder: Path, spec: ModelSpec, config: dict[str, Any], tensors: dict[str, Tensor]) -> ModelSpec:
    head, saved = HEADS.get(str(config.get("task_type"))), config.get("modules_to_save")
    if head is None:
        if saved:
            raise WorkbenchError("adapter-bad", path=folder, reason=f"its modules_to_save is {saved!r}; heads of classes are understood")
        return spec
    weight = next((one for name, one in tensors.items() if name.endswith(("classifier.weight", "score.weight"))), None)
    if weight is None or weight.ndim != 2:
        raise WorkbenchError("adapter-unfit", path=folder, tensor="classifier", shape="missing", needed=f"[n, {spec.d_model}]")
    return with_classes(spec, head, _labels(folder, len(weight)))


def _labels(folder: Path, count: int) -> tuple[str, ...]:
    """The names of so many classes."""
    path = folder / LABELS
    try:
        found = json.loads(path.read_text("utf-8")) if path.is_file() else [f"LABEL_{number}" for number in range(count)]
    except (OSError, ValueError, RecursionError) as error:
        raise WorkbenchError("adapter-bad", path=folder, reason=f"{LABELS}: {error}") from error
    if not isinstance(found, list) or len(found) != count or not all(isinstance(one, str) for one in found):
        raise WorkbenchError("adapter-bad", path=folder, reason=f"{LABELS} names no {count} classes")
    return tuple(found)


def _add_head(folder: Path, transformer: Transformer, config: dict[str, Any], tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Put the head of classes that an adapter brings onto the model; gives the tensors that are left."""
    spec = _spec_with_head(folder, transformer.spec, config, tensors)
    left = dict(tensors)
    if spec.head not in CLASSES:
        return left
    put_classes(transformer, spec, torch.Generator())
    for place in _head_places(spec):
        parameter = transformer.get_parameter(place.ours)
        names = [f"{before}{place.theirs}" for before in (_BEFORE, _BEFORE.removesuffix("model."))]
        found = next((left.pop(name) for name in names if name in left), None)
        if found is None and place.ours.startswith("pooler."):
            continue  # the model's own
        if found is None or found.shape != parameter.shape:
            shape = "missing" if found is None else list(found.shape)
            raise WorkbenchError("adapter-unfit", path=folder, tensor=place.theirs, shape=shape, needed=list(parameter.shape))
        parameter.data = found.to(parameter)
    return left


def _head_places(spec: ModelSpec) -> list[_Place]:
    """The parameters of a head of classes by both their names."""
    if spec.head not in CLASSES:
        return []
    family = FOLDER_FAMILIES[spec.family]
    ours = ["classifier.weight", *["classifier.bias"] * has_bias(spec), *["pooler.weight", "pooler.bias"] * spec.pooler]
    return [_Place(name, family.written(family.source(name, spec).name)) for name in ours]


def _module(name: str) -> str:
    """What peft calls the module of a tensor: `classifier`, `score`, or of `bert.pooler.dense.weight` the pooler."""
    return "pooler" if ".pooler." in name else name.split(".")[0]


def _add_prompt(folder: Path, transformer: Transformer, tensors: dict[str, Tensor]) -> None:
    found = tensors.get(PROMPT)
    d_model = transformer.spec.d_model
    if found is None or found.ndim != 2 or found.shape[1] != d_model or not len(found):
        shape = "missing" if found is None else list(found.shape)
        raise WorkbenchError("adapter-unfit", path=folder, tensor=PROMPT, shape=shape, needed=f"[n, {d_model}]")
    weight = transformer.embed.weight
    add_virtual(transformer, (found.to(weight) / transformer.spec.embed_scale).contiguous())


def _add_low_rank(folder: Path, transformer: Transformer, config: dict[str, Any], tensors: dict[str, Tensor]) -> None:
    for setting, usual in (("bias", "none"), ("use_dora", False), ("fan_in_fan_out", False)):
        if config.get(setting, usual) not in (usual, []):
            raise WorkbenchError("adapter-bad", path=folder, reason=f"its {setting} is {config[setting]!r}; {usual!r} is understood")
    if str(begun := config.get("init_lora_weights", True)).lower().startswith(CHANGING):
        reason = f"its init_lora_weights is {begun!r}, by which the model's own weights were changed, and they are not in it"
        raise WorkbenchError("adapter-bad", path=folder, reason=reason)
    left = dict(tensors)
    for place in _places(transformer):
        a = left.pop(f"{_BEFORE}{place.theirs}.lora_A.weight", None)
        b = left.pop(f"{_BEFORE}{place.theirs}.lora_B.weight", None)
        if a is None or b is None:
            continue
        plain = transformer.get_submodule(place.ours)
        assert isinstance(plain, Linear), "products are found by their class"
        d_out, d_in = plain.weight.shape
        if a.ndim != 2 or b.ndim != 2 or a.shape[1] != d_in or b.shape != (d_out, len(a)):
            shape, needed = f"{list(a.shape)} and {list(b.shape)}", f"[r, {d_in}] and [{d_out}, r]"
            raise WorkbenchError("adapter-unfit", path=folder, tensor=place.theirs, shape=shape, needed=needed)
        made = LowRankLinear(plain, rank=len(a), scale=_scale(folder, config, place.theirs, len(a)))
        made.a, made.b = torch.nn.Parameter(a.to(plain.weight)), torch.nn.Parameter(b.to(plain.weight))
        replace_module(transformer, place.ours, made)
    if left or len(tensors) == 0:
        name = next(iter(left), "lora_A")
        raise WorkbenchError(
            "adapter-unfit", path=folder, tensor=name, shape="there" if left else "missing", needed="products of this model"
        )


def _scale(folder: Path, config: dict[str, Any], name: str, rank: int) -> float:
    """alpha / r, or with rsLoRA (arXiv 2312.03732) alpha / sqrt(r); some products may have an alpha of their own."""
    own = config.get("alpha_pattern") or {}
    if not isinstance(own, dict):
        raise WorkbenchError("adapter-bad", path=folder, reason=f"its alpha_pattern is {str(own)[:80]}, no object")
    alpha = next((value for pattern, value in own.items() if _names(folder, pattern, name)), config.get("lora_alpha", 8))
    if not isinstance(alpha, int | float) or isinstance(alpha, bool) or not math.isfinite(alpha):
        raise WorkbenchError("adapter-bad", path=folder, reason=f"its lora_alpha is {alpha!r}")
    return float(alpha) / (rank**0.5 if config.get("use_rslora") else rank)


def _names(folder: Path, pattern: str, name: str) -> bool:
    """Whether an expression means this product, as peft has it: all of its name, or all behind a dot."""
    try:
        if reason := endless(pattern):
            raise WorkbenchError("adapter-bad", path=folder, reason=f"its alpha_pattern {pattern[:80]} {reason}")
        return re.match(rf"(.*\.)?({pattern})$", name) is not None
    except (re.error, OverflowError, RecursionError) as error:
        raise WorkbenchError("adapter-bad", path=folder, reason=f"its alpha_pattern {pattern[:80]} is no expression: {error}") from error


def _places(transformer: Transformer) -> list[_Place]:
    """Every product of every block by both its names."""
    family, spec = FOLDER_FAMILIES[transformer.spec.family], transformer.spec
    found = []
    for name, module in transformer.named_modules():
        if ".blocks." in name and isinstance(module, Linear | LowRankLinear) and not name.endswith(".plain"):
            written = family.written(family.source(f"{name}.weight", spec).name)
            found.append(_Place(name, written.removesuffix(".weight")))
    return found
