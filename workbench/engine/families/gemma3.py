"""Gemma 3's text models (arXiv 2503.19786): norms around each part and over each head, windows on most layers; from GGUF and folders.

The idea that is not obvious: a folder holds the weights of its norms less 1, a GGUF file holds them whole.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from workbench.engine.config import Config
from workbench.engine.families.family import MOST_LAYERS, Family, Shapes, Source, in_blocks
from workbench.engine.spec import ModelSpec, RotarySpec
from workbench.errors import WorkbenchError

_EVERY = 6
"""One layer in so many sees the whole text."""
_BASE, _WINDOW_BASE = 1_000_000.0, 10_000.0
_WINDOWED, _WHOLE = "sliding_attention", "full_attention"


def _folder_spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    """Gemma 3 by its config.json."""
    for key in ("attn_logit_softcapping", "final_logit_softcapping", "quantization_config"):
        if config.values.get(key) is not None:
            raise config.bad(key, "null")
    if config.text("hidden_activation", "gelu_pytorch_tanh") != "gelu_pytorch_tanh":
        raise config.bad("hidden_activation", "the activation gelu_pytorch_tanh")
    if config.flag("use_bidirectional_attention", False):
        raise config.bad("use_bidirectional_attention", "false: a decoder")
    n_layers, d_model = config.integer("num_hidden_layers", most=MOST_LAYERS), config.integer("hidden_size")
    d_head = config.integer("head_dim", 256)
    bias = config.flag("attention_bias", False)
    whole, windowed = _folder_rotary(config, d_head)
    return _checked(config, "num_key_value_heads", ModelSpec(
        family="gemma3_text",
        n_layers=n_layers,
        n_heads=config.integer("num_attention_heads"),
        n_kv_heads=config.integer("num_key_value_heads"),
        d_model=d_model,
        d_head=d_head,
        d_mlp=config.integer("intermediate_size"),
        d_vocab=config.integer("vocab_size"),
        n_ctx=config.integer("max_position_embeddings", 131_072),
        norm_eps=config.number("rms_norm_eps", 1e-6),
        positions=whole,
        window_positions=windowed,
        windows=_folder_windows(config, n_layers),
        tied=config.flag("tie_word_embeddings", True),
        sandwich=True,
        qk_norm=True,
        activation="gelu_tanh",
        qkv_bias=bias,
        out_bias=bias,
        attn_scale=config.number("query_pre_attn_scalar", 256) ** -0.5,
        embed_scale=d_model**0.5,
    ))  # fmt: skip


def _folder_windows(config: Config, n_layers: int) -> tuple[int, ...]:
    """By `layer_types` (newer files) or `sliding_window_pattern` (older ones)."""
    kinds = config.values.get("layer_types")
    if kinds is None:
        every = config.integer("sliding_window_pattern", _EVERY)
        kinds = [_WINDOWED if (layer + 1) % every else _WHOLE for layer in range(n_layers)]
    if not isinstance(kinds, list) or len(kinds) != n_layers or any(kind not in (_WINDOWED, _WHOLE) for kind in kinds):
        raise config.bad("layer_types", f"{n_layers} times {_WINDOWED} or {_WHOLE}")
    return tuple(config.integer("sliding_window") if kind == _WINDOWED else 0 for kind in kinds)


def _folder_rotary(config: Config, d_head: int) -> tuple[RotarySpec, RotarySpec]:
    """Of layers that see all and of those with a window: from `rope_parameters` (newer files) or three keys (older ones)."""
    both = config.section("rope_parameters")
    if both.values:
        return _rotary(both.section(_WHOLE), _BASE, d_head), _rotary(both.section(_WINDOWED), _WINDOW_BASE, d_head)
    whole = _rotary(config.section("rope_scaling"), config.number("rope_theta", _BASE), d_head)
    return whole, RotarySpec(config.number("rope_local_base_freq", _WINDOW_BASE))


def _rotary(rope: Config, base: float, d_head: int) -> RotarySpec:
    kind = rope.text("rope_type", rope.values.get("type", "default"))
    if kind not in ("default", "linear"):
        raise WorkbenchError("rope-unknown", path=rope.path, scaling=kind, known="default, linear")
    return _stretched(rope.number("rope_theta", base), rope.number("factor") if kind == "linear" else 1.0, d_head)


def _stretched(base: float, factor: float, d_head: int) -> RotarySpec:
    return RotarySpec(base, (factor,) * (d_head // 2) if factor != 1.0 else ())


def _gguf_spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    """Gemma 3 by its GGUF metadata. What is the same for the whole family is not in the file."""
    n_layers, d_model = config.integer("gemma3.block_count", most=MOST_LAYERS), config.integer("gemma3.embedding_length")
    n_heads, d_head = config.integer("gemma3.attention.head_count"), config.integer("gemma3.attention.key_length", 256)
    if config.integer("gemma3.attention.value_length", d_head) != d_head:
        raise config.bad("gemma3.attention.value_length", f"the size of a head, {d_head}")
    for key in ("gemma3.attn_logit_softcapping", "gemma3.final_logit_softcapping"):
        if config.values.get(key):
            raise config.bad(key, "0: logits as they are")
    kind = config.text("gemma3.rope.scaling.type", "none")
    if kind not in ("none", "linear"):
        raise WorkbenchError("rope-unknown", path=config.path, scaling=kind, known="none, linear")
    window = config.integer("gemma3.attention.sliding_window")
    factor = config.number("gemma3.rope.scaling.factor") if kind == "linear" else 1.0
    return _checked(config, "gemma3.attention.head_count_kv", ModelSpec(
        family="gemma3_text",
        n_layers=n_layers,
        n_heads=n_heads,
        n_kv_heads=config.integer("gemma3.attention.head_count_kv", n_heads),
        d_model=d_model,
        d_head=d_head,
        d_mlp=config.integer("gemma3.feed_forward_length"),
        d_vocab=shapes["token_embd.weight"][0] if "token_embd.weight" in shapes else config.integer("gemma3.vocab_size"),
        n_ctx=config.integer("gemma3.context_length"),
        norm_eps=config.number("gemma3.attention.layer_norm_rms_epsilon"),
        positions=_stretched(config.number("gemma3.rope.freq_base", _BASE), factor, d_head),
        window_positions=RotarySpec(config.number("gemma3.rope.freq_base_swa", _WINDOW_BASE)),
        windows=tuple(window if (layer + 1) % _EVERY else 0 for layer in range(n_layers)),
        tied="output.weight" not in shapes,
        sandwich=True,
        qk_norm=True,
        activation="gelu_tanh",
        attn_scale=(d_model / n_heads if n_layers == _LARGEST_LAYERS else d_head) ** -0.5,
        embed_scale=d_model**0.5,
    ))  # fmt: skip


_LARGEST_LAYERS = 62
"""The 27B model alone scales its scores by the stream's width shared among the heads; files do not say so."""


def _checked(config: Config, kv_key: str, spec: ModelSpec) -> ModelSpec:
    """The spec, if its sizes fit each other."""
    if spec.n_heads % spec.n_kv_heads:
        raise config.bad(kv_key, f"a divisor of {spec.n_heads}, the number of query heads")
    if spec.d_head % 2:
        raise WorkbenchError("config-bad", path=config.path, key="head size", value=spec.d_head, limit="an even number")
    return spec


_FOLDER = {
    "embed": "model.embed_tokens", "stack.final_norm": "model.norm", "unembed": "lm_head", "stack.blocks": "model.layers",
    "attn_norm": "input_layernorm", "attn_out_norm": "post_attention_layernorm",
    "mlp_norm": "pre_feedforward_layernorm", "mlp_out_norm": "post_feedforward_layernorm",
    "attn.q": "self_attn.q_proj", "attn.k": "self_attn.k_proj", "attn.v": "self_attn.v_proj", "attn.o": "self_attn.o_proj",
    "attn.q_norm": "self_attn.q_norm", "attn.k_norm": "self_attn.k_norm",
    "mlp.gate": "mlp.gate_proj", "mlp.up": "mlp.up_proj", "mlp.down": "mlp.down_proj",
}  # fmt: skip
_GGUF = {
    "embed": "token_embd", "stack.final_norm": "output_norm", "unembed": "output", "stack.blocks": "blk",
    "attn_norm": "attn_norm", "attn_out_norm": "post_attention_norm", "mlp_norm": "ffn_norm", "mlp_out_norm": "post_ffw_norm",
    "attn.q": "attn_q", "attn.k": "attn_k", "attn.v": "attn_v", "attn.o": "attn_output",
    "attn.q_norm": "attn_q_norm", "attn.k_norm": "attn_k_norm",
    "mlp.gate": "ffn_gate", "mlp.up": "ffn_up", "mlp.down": "ffn_down",
}  # fmt: skip


def _folder_source(parameter: str, spec: ModelSpec) -> Source:
    name = in_blocks(parameter, _FOLDER)
    if parameter.endswith("norm.weight"):
        return Source(name, lambda weight: weight + 1.0, lambda weight: weight - 1.0)
    return Source(name)


def _gguf_source(parameter: str, spec: ModelSpec) -> Source:
    return Source(in_blocks(parameter, _GGUF))


def _folder_config(spec: ModelSpec) -> dict[str, object]:
    """The config.json of a model of ours."""
    assert isinstance(spec.positions, RotarySpec), "the family's positions"
    assert spec.window_positions is not None, "and those of its windows"
    return {
        "architectures": ["Gemma3ForCausalLM"], "model_type": "gemma3_text", "hidden_activation": "gelu_pytorch_tanh",
        "hidden_size": spec.d_model, "intermediate_size": spec.d_mlp, "num_hidden_layers": spec.n_layers,
        "num_attention_heads": spec.n_heads, "num_key_value_heads": spec.n_kv_heads, "head_dim": spec.d_head,
        "vocab_size": spec.d_vocab, "max_position_embeddings": spec.n_ctx, "rms_norm_eps": spec.norm_eps,
        "rope_parameters": {_WHOLE: _written(spec.positions), _WINDOWED: _written(spec.window_positions)},
        "layer_types": [_WINDOWED if window else _WHOLE for window in spec.windows], "sliding_window": max(spec.windows) or None,
        "query_pre_attn_scalar": round(spec.scale**-2), "tie_word_embeddings": spec.tied, "attention_bias": spec.qkv_bias,
    }  # fmt: skip


def _written(rope: RotarySpec) -> dict[str, object]:
    stretch: dict[str, object] = {"rope_type": "linear", "factor": rope.factors[0]} if rope.factors else {"rope_type": "default"}
    return stretch | {"rope_theta": rope.base}


FOLDER = Family(_folder_spec, _folder_source, ignored=(".rotary_emb.inv_freq",), config=_folder_config)
GGUF = Family(_gguf_spec, _gguf_source, ignored=("rope_freqs.weight",))
