"""Llama and what is built like it: RMSNorm, rotary positions, grouped-query attention, gated SiLU MLP; from GGUF and folders."""

from __future__ import annotations

import math
from collections.abc import Callable

from torch import Tensor

from workbench.engine.config import Config
from workbench.engine.families.family import MOST_LAYERS, Family, Shapes, Source, class_names, in_blocks, read_labels
from workbench.engine.spec import ModelSpec, RotarySpec
from workbench.errors import WorkbenchError

MOST_HEAD = 1 << 14
LEAST_STRETCH = 1e-6
"""Less would turn positions by more than float32 can tell."""


def _folder_spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    """Llama by its config.json."""
    d_model, n_heads = config.integer("hidden_size"), config.integer("num_attention_heads")
    d_head = config.integer("head_dim", d_model // n_heads or None, most=MOST_HEAD)
    if config.text("hidden_act", "silu") != "silu":
        raise config.bad("hidden_act", "the activation silu")
    if config.values.get("quantization_config") is not None:
        raise config.bad("quantization_config", "plain, half or bfloat16 weights")
    bias = config.flag("attention_bias", False)
    return _checked(config, "num_key_value_heads", ModelSpec(
        family="llama",
        n_layers=config.integer("num_hidden_layers", most=MOST_LAYERS),
        n_heads=n_heads,
        n_kv_heads=config.integer("num_key_value_heads", n_heads),
        d_model=d_model,
        d_head=d_head,
        d_mlp=config.integer("intermediate_size"),
        d_vocab=config.integer("vocab_size"),
        n_ctx=config.integer("max_position_embeddings", 2048),
        norm_eps=config.number("rms_norm_eps", 1e-6),
        positions=_folder_rotary(config, d_head),
        tied=config.flag("tie_word_embeddings", False),
        qkv_bias=bias,
        out_bias=bias,
        mlp_bias=config.flag("mlp_bias", False),
        head="plain" if "score.weight" not in shapes else "tags" if "score.bias" in shapes else "labels",
        labels=read_labels(config, shapes, "score.weight"),
    ))  # fmt: skip


def _folder_rotary(config: Config, d_head: int) -> RotarySpec:
    """Rotary positions from `rope_parameters` (newer files) or `rope_theta` with `rope_scaling` (older ones)."""
    rope = config.section("rope_parameters", "rope_scaling")
    base = rope.number("rope_theta", config.values.get("rope_theta", 10000.0), least=1.0)
    if rope.number("partial_rotary_factor", 1.0) != 1.0:
        raise rope.bad("partial_rotary_factor", "rotary positions over whole heads")
    kind = rope.text("rope_type", rope.values.get("type", "default"))
    if kind == "default":
        return RotarySpec(base)
    if kind == "linear":
        return RotarySpec(base, (rope.number("factor", least=LEAST_STRETCH),) * (d_head // 2))
    if kind == "llama3":
        return RotarySpec(base, _llama3_factors(rope, base, d_head))
    raise WorkbenchError("rope-unknown", path=config.path, scaling=kind, known="default, linear, llama3")


def _llama3_factors(rope: Config, base: float, d_head: int) -> tuple[float, ...]:
    """Llama 3.1's rule: long wavelengths are stretched by `factor`, short ones left, those between blended."""
    factor, low, high = rope.number("factor", least=LEAST_STRETCH), rope.number("low_freq_factor"), rope.number("high_freq_factor")
    trained_on = rope.integer("original_max_position_embeddings")
    if high <= low:
        raise rope.bad("high_freq_factor", f"a number above low_freq_factor, {low}")
    factors = []
    for i in range(0, d_head, 2):
        turns = trained_on / (2 * math.pi * base ** (i / d_head))  # full turns within the trained context
        kept = min(max((turns - low) / (high - low), 0.0), 1.0)  # 1: a short wave, left as it is
        factors.append(1.0 / (kept + (1.0 - kept) / factor))
    return tuple(factors)


def _gguf_spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    """Llama by its GGUF metadata. Biases and tying are what tensors there are; llama3's scaling is a tensor, too."""
    d_model, n_heads = config.integer("llama.embedding_length"), config.integer("llama.attention.head_count")
    d_head = config.integer("llama.attention.key_length", d_model // n_heads or None, most=MOST_HEAD)
    for key in ("llama.rope.dimension_count", "llama.attention.value_length"):
        if config.integer(key, d_head) != d_head:
            raise config.bad(key, f"the size of a head, {d_head}")
    if config.integer("llama.expert_count", 0, least=0):
        raise config.bad("llama.expert_count", "a model without experts")
    rows = shapes.get("token_embd.weight", ())[:1]
    d_vocab = rows[0] if rows and rows[0] else config.integer("llama.vocab_size")
    return _checked(config, "llama.attention.head_count_kv", ModelSpec(
        family="llama",
        n_layers=config.integer("llama.block_count", most=MOST_LAYERS),
        n_heads=n_heads,
        n_kv_heads=config.integer("llama.attention.head_count_kv", n_heads),
        d_model=d_model,
        d_head=d_head,
        d_mlp=config.integer("llama.feed_forward_length"),
        d_vocab=d_vocab,
        n_ctx=config.integer("llama.context_length"),
        norm_eps=config.number("llama.attention.layer_norm_rms_epsilon"),
        positions=_gguf_rotary(config, d_head, shapes, read),
        tied="output.weight" not in shapes,
        qkv_bias="blk.0.attn_q.bias" in shapes,
        out_bias="blk.0.attn_output.bias" in shapes,
        mlp_bias="blk.0.ffn_down.bias" in shapes,
    ))  # fmt: skip


def _gguf_rotary(config: Config, d_head: int, shapes: Shapes, read: Callable[[str], Tensor]) -> RotarySpec:
    base = config.number("llama.rope.freq_base", 10000.0, least=1.0)
    kind = config.text("llama.rope.scaling.type", "none")
    if kind not in ("none", "linear"):
        raise WorkbenchError("rope-unknown", path=config.path, scaling=kind, known="none, linear, or a tensor of factors")
    stretch = config.number("llama.rope.scaling.factor", least=LEAST_STRETCH) if kind == "linear" else 1.0
    if "rope_freqs.weight" in shapes:
        n_factors = math.prod(shapes["rope_freqs.weight"])
        factors = read("rope_freqs.weight").flatten().tolist() if n_factors == d_head // 2 else []
        if not factors or not all(math.isfinite(factor) and factor >= LEAST_STRETCH for factor in factors):
            raise WorkbenchError("config-bad", path=config.path, key="rope_freqs.weight", value=f"{n_factors} numbers",
                                 limit=f"{d_head // 2} positive factors")  # fmt: skip
        return RotarySpec(base, tuple(stretch * factor for factor in factors))
    return RotarySpec(base, (stretch,) * (d_head // 2) if stretch != 1.0 else ())


def _checked(config: Config, kv_key: str, spec: ModelSpec) -> ModelSpec:
    """The spec, if its sizes fit each other."""
    if spec.n_heads % spec.n_kv_heads:
        raise config.bad(kv_key, f"a divisor of {spec.n_heads}, the number of query heads")
    if spec.d_head % 2:
        raise WorkbenchError("config-bad", path=config.path, key="head size", value=spec.d_head, limit="an even number")
    return spec


_FOLDER = {
    "embed": "model.embed_tokens", "stack.final_norm": "model.norm", "unembed": "lm_head", "stack.blocks": "model.layers",
    "attn_norm": "input_layernorm", "mlp_norm": "post_attention_layernorm",
    "attn.q": "self_attn.q_proj", "attn.k": "self_attn.k_proj", "attn.v": "self_attn.v_proj", "attn.o": "self_attn.o_proj",
    "mlp.gate": "mlp.gate_proj", "mlp.up": "mlp.up_proj", "mlp.down": "mlp.down_proj", "classifier": "score",
}  # fmt: skip
_GGUF = {
    "embed": "token_embd", "stack.final_norm": "output_norm", "unembed": "output", "stack.blocks": "blk",
    "attn_norm": "attn_norm", "mlp_norm": "ffn_norm",
    "attn.q": "attn_q", "attn.k": "attn_k", "attn.v": "attn_v", "attn.o": "attn_output",
    "mlp.gate": "ffn_gate", "mlp.up": "ffn_up", "mlp.down": "ffn_down",
}  # fmt: skip


def _folder_source(parameter: str, spec: ModelSpec) -> Source:
    return Source(in_blocks(parameter, _FOLDER))


def _gguf_source(parameter: str, spec: ModelSpec) -> Source:
    name = in_blocks(parameter, _GGUF)
    n_heads = {"attn.q": spec.n_heads, "attn.k": spec.n_kv_heads}.get(".".join(parameter.split(".")[3:5]))
    return Source(name, lambda rows: _halves(rows, n_heads)) if n_heads else Source(name)


def _halves(rows: Tensor, n_heads: int) -> Tensor:
    """GGUF's Llama files hold a head's rows in pairs (0, d/2, 1, d/2 + 1, ...); give them in halves (0, 1, ..., d/2, ...)."""
    pairs = rows.view(n_heads, -1, 2, *rows.shape[1:])  # [n_heads, d_head / 2, 2, ...]
    return pairs.transpose(1, 2).reshape(rows.shape)


_ARCHITECTURES = {"labels": "LlamaForSequenceClassification", "tags": "LlamaForTokenClassification"}


def _folder_config(spec: ModelSpec) -> dict[str, object]:
    """The config.json of a model of ours."""
    assert isinstance(spec.positions, RotarySpec), "the family's positions"
    return {
        "architectures": [_ARCHITECTURES.get(spec.head, "LlamaForCausalLM")], "model_type": "llama", "hidden_act": "silu",
        **class_names(spec),
        "hidden_size": spec.d_model, "intermediate_size": spec.d_mlp, "num_hidden_layers": spec.n_layers,
        "num_attention_heads": spec.n_heads, "num_key_value_heads": spec.n_kv_heads, "head_dim": spec.d_head,
        "vocab_size": spec.d_vocab, "max_position_embeddings": spec.n_ctx, "rms_norm_eps": spec.norm_eps,
        "rope_theta": spec.positions.base, "tie_word_embeddings": spec.tied, "attention_bias": spec.qkv_bias, "mlp_bias": spec.mlp_bias,
    }  # fmt: skip


FOLDER = Family(_folder_spec, _folder_source, ignored=(".rotary_emb.inv_freq",), config=_folder_config)
GGUF = Family(_gguf_spec, _gguf_source, ignored=("rope_freqs.weight",))
