"""What of a model is trained: which parameters get gradients, what is added for it, and what a checkpoint keeps of it."""

from __future__ import annotations

import random
from pathlib import Path

import torch
from torch import Tensor, nn

from workbench.engine.adapters import add_adapter, write_adapter
from workbench.engine.classes import head_parameters
from workbench.engine.low_rank import add_low_rank, low_rank_parts, products
from workbench.engine.saving import write_model
from workbench.engine.transformer import Transformer
from workbench.engine.virtual import add_virtual
from workbench.errors import WorkbenchError
from workbench.library.locate import ADAPTER
from workbench.text import Tokenizer
from workbench.text.json_files import read_json
from workbench.values import ChosenLayers, Full, LowRank, Method, SoftPrompt

MOST_RANK, MOST_VIRTUAL = 1024, 1024


def prepare(transformer: Transformer, method: Method, *, tokenizer: Tokenizer, seed: int) -> None:
    """Say which parameters are trained, and add what the method adds, in place.

    Raises WorkbenchError('bad-value') for what the model doesn't have.
    """
    transformer.requires_grad_(isinstance(method, Full))
    drawn = torch.Generator().manual_seed(seed)
    match method:
        case ChosenLayers():
            _open_layers(transformer, method)
        case LowRank():
            _check_low_rank(transformer, method)
            add_low_rank(transformer, method, drawn)
        case SoftPrompt():
            add_virtual(transformer, _first_prompt(transformer, method, tokenizer, seed))
    open_head(transformer)


def open_head(transformer: Transformer) -> None:
    """A head of classes is trained by every method: it knows nothing of them at first."""
    for parameter in head_parameters(transformer).values():
        parameter.requires_grad_(True)


def _open_layers(transformer: Transformer, method: ChosenLayers) -> None:
    n_layers = max(transformer.spec.n_layers, transformer.spec.n_encoder_layers)
    if bad := [layer for layer in method.layers if not 0 <= layer < n_layers]:
        raise WorkbenchError("bad-value", name="method.layers", value=bad[0], limit=f"0 to {n_layers - 1}")
    if not method.layers and not method.embedding:
        raise WorkbenchError("bad-value", name="method.layers", value="none", limit=f"some of 0 to {n_layers - 1}")
    for stack in transformer.stacks().values():
        for layer in method.layers:
            if layer < len(stack.blocks):
                stack.blocks[layer].requires_grad_(True)
    if method.embedding:
        transformer.embed.weight.requires_grad_(True)


def _check_low_rank(transformer: Transformer, method: LowRank) -> None:
    if not 1 <= method.rank <= MOST_RANK:
        raise WorkbenchError("bad-value", name="method.rank", value=method.rank, limit=f"1 to {MOST_RANK}")
    if not 0 <= method.dropout < 1:
        raise WorkbenchError("bad-value", name="method.dropout", value=method.dropout, limit="0 to below 1")
    known = {name.rpartition(".")[2] for name, _ in products(transformer, ("q", "k", "v", "o", "gate", "up", "down"))}
    if bad := [part for part in method.products if part not in known]:
        raise WorkbenchError("bad-value", name="method.products", value=bad[0], limit=", ".join(sorted(known)))
    if not method.products:
        raise WorkbenchError("bad-value", name="method.products", value="none", limit=f"some of {', '.join(sorted(known))}")


def _first_prompt(transformer: Transformer, method: SoftPrompt, tokenizer: Tokenizer, seed: int) -> Tensor:
    """The vectors that virtual tokens begin as, [n, d_model]: those of a text's tokens, or of some drawn from the vocabulary."""
    n, n_ctx = method.n_tokens, transformer.spec.n_ctx
    if not 1 <= n <= min(MOST_VIRTUAL, n_ctx // 2):
        raise WorkbenchError(
            "bad-value", name="method.n_tokens", value=n, limit=f"1 to {min(MOST_VIRTUAL, n_ctx // 2)}, half of the context"
        )
    ids = tokenizer.encode_many([method.text])[0] if method.text else []
    if not ids:
        drawn = random.Random(seed)
        known = [one for one in range(min(tokenizer.n_ids, transformer.spec.d_vocab)) if one not in tokenizer.special_ids]
        ids = [drawn.choice(known) for _ in range(n)]
    chosen = torch.tensor([ids[at % len(ids)] for at in range(n)])
    return transformer.embed.weight.detach()[chosen].clone()


def write_weights(folder: Path, transformer: Transformer, method: Method, *, base: str, base_sha256: str) -> None:
    """Write what a checkpoint keeps: the whole model, or what was added to the model `base` of this hash.

    Raises WorkbenchError('file-not-written').
    """
    if isinstance(method, LowRank | SoftPrompt):
        dropout = method.dropout if isinstance(method, LowRank) else 0.0
        write_adapter(folder, transformer, base=base, base_sha256=base_sha256, dropout=dropout)
    else:
        write_model(folder, transformer)


def trained(transformer: Transformer) -> list[nn.Parameter]:
    """The parameters that are trained, in the order of their names."""
    return [parameter for parameter in transformer.parameters() if parameter.requires_grad]


def is_whole(method: Method) -> bool:
    """Whether a checkpoint of this method is a model by itself."""
    return isinstance(method, Full | ChosenLayers)


def check_added(place: Path, method: Method, *, base: str) -> None:
    """Raise WorkbenchError('checkpoint-bad') unless a checkpoint is what this method leaves, of the same size, over the same model."""
    if is_whole(method):
        if (place / ADAPTER).is_file():
            raise WorkbenchError("checkpoint-bad", path=place, reason="it is an addition to a model, and all of one is to be trained")
        return
    if not (place / ADAPTER).is_file():
        raise WorkbenchError("checkpoint-bad", path=place, reason="it is a whole model, and an addition to one is to be trained")
    found = read_json(place / ADAPTER)
    asked: dict[str, object] = {"base_model_name_or_path": base}
    if isinstance(method, LowRank):
        asked |= {"peft_type": "LORA", "r": method.rank, "lora_alpha": method.alpha}
    elif isinstance(method, SoftPrompt):
        asked |= {"peft_type": "PROMPT_TUNING", "num_virtual_tokens": method.n_tokens}
    for name, value in asked.items():
        if found.get(name) != value:
            raise WorkbenchError("checkpoint-bad", path=place, reason=f"its {name} is {found.get(name)}, not {value} as asked for")


def read_added(place: Path, transformer: Transformer, method: Method) -> None:
    """Add to a fresh model what a checkpoint of such a method holds, to be trained on. Raises WorkbenchError('checkpoint-bad'), and as
    `adapters.add_adapter`."""
    transformer.requires_grad_(False)
    add_adapter(place, transformer)
    if isinstance(method, LowRank):
        added = low_rank_parts(transformer)
        if (there := {name.rpartition(".")[2] for name in added}) != set(method.products):
            reason = f"it adds to {', '.join(sorted(there))}, not to {', '.join(sorted(method.products))} as asked for"
            raise WorkbenchError("checkpoint-bad", path=place, reason=reason)
        for part in added.values():
            part.dropout.p = method.dropout
    for name, parameter in transformer.named_parameters():
        parameter.requires_grad_(name.endswith((".a", ".b", ".virtual")))
    open_head(transformer)
