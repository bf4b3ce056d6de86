"""T5 and T5 1.1: an encoder and a decoder with relative positions, RMSNorm, unscaled scores (arXiv 1910.10683); from folders."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from workbench.engine.config import Config
from workbench.engine.families.family import MOST_LAYERS, Family, Shapes, Source, in_blocks
from workbench.engine.spec import Activation, ModelSpec, RelativeSpec

ACTIVATIONS: dict[str, tuple[Activation, bool]] = {
    "relu": ("relu", False), "gelu": ("gelu", False), "gelu_new": ("gelu_tanh", False), "silu": ("silu", False),
    "gated-gelu": ("gelu_tanh", True), "gated-silu": ("silu", True), "gated-relu": ("relu", True),
}  # fmt: skip
"""What config.json calls the feed-forward part: activation, and whether it is gated. Its `gated-gelu` is the tanh form."""


def _spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    d_model, n_heads = config.integer("d_model"), config.integer("num_heads")
    projection = config.text("feed_forward_proj", "relu")
    if projection not in ACTIVATIONS:
        raise config.bad("feed_forward_proj", f"one of {', '.join(ACTIVATIONS)}")
    activation, gated = ACTIVATIONS[projection]
    n_encoder_layers = config.integer("num_layers", most=MOST_LAYERS)
    d_vocab = config.integer("vocab_size")
    buckets = config.integer("relative_attention_num_buckets", 32, most=1 << 16)
    distance = config.integer("relative_attention_max_distance", 128)
    if buckets % 4 or distance <= buckets // 2:  # the logarithm of their ratio is divided by
        raise config.bad("relative_attention_num_buckets", f"a multiple of 4, less than twice relative_attention_max_distance, {distance}")
    # Newer files name the scaling; older ones mean it unless the embedding was declared not to be tied.
    scaled = config.flag("scale_decoder_outputs", config.flag("tie_word_embeddings", True))
    return ModelSpec(
        family="t5",
        kind="encoder-decoder",
        n_layers=config.integer("num_decoder_layers", n_encoder_layers, most=MOST_LAYERS),
        n_encoder_layers=n_encoder_layers,
        n_heads=n_heads,
        n_kv_heads=n_heads,
        d_model=d_model,
        d_head=config.integer("d_kv", 64),
        d_mlp=config.integer("d_ff"),
        d_vocab=d_vocab,
        n_ctx=config.integer("n_positions", 512),
        norm_eps=config.number("layer_norm_epsilon", 1e-6),
        positions=RelativeSpec(buckets, distance),
        tied="lm_head.weight" not in shapes,
        activation=activation,
        gated=gated,
        attn_scale=1.0,
        logit_scale=d_model**-0.5 if scaled else 1.0,
        start_id=config.integer("decoder_start_token_id", 0, least=0, most=d_vocab - 1),
    )


_HALF = {"attn.q": "SelfAttention.q", "attn.k": "SelfAttention.k", "attn.v": "SelfAttention.v", "attn.o": "SelfAttention.o"}
_CROSS = {"cross.q": "EncDecAttention.q", "cross.k": "EncDecAttention.k", "cross.v": "EncDecAttention.v", "cross.o": "EncDecAttention.o"}
_MLP = {"mlp.gate": "DenseReluDense.wi_0", "mlp.down": "DenseReluDense.wo"}
_NAMES = {
    "embed": "shared", "unembed": "lm_head",
    "encoder.blocks": "encoder.block", "encoder.final_norm": "encoder.final_layer_norm",
    "stack.blocks": "decoder.block", "stack.final_norm": "decoder.final_layer_norm",
    "attn_norm": "layer.0.layer_norm", "cross_norm": "layer.1.layer_norm",
    "encoder.mlp_norm": "layer.1.layer_norm", "stack.mlp_norm": "layer.2.layer_norm",
    **{ours: f"layer.0.{name}" for ours, name in _HALF.items()},
    **{ours: f"layer.1.{name}" for ours, name in _CROSS.items()},
    **{f"encoder.{ours}": f"layer.1.{name}" for ours, name in _MLP.items()},
    **{f"stack.{ours}": f"layer.2.{name}" for ours, name in _MLP.items()},
}  # fmt: skip
_BIAS = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"


def _source(parameter: str, spec: ModelSpec) -> Source:
    if parameter in ("encoder.bias.weight", "stack.bias.weight"):
        return Source(f"{'encoder' if parameter.startswith('encoder') else 'decoder'}.{_BIAS}")
    up = "DenseReluDense.wi_1" if spec.gated else "DenseReluDense.wi"
    return Source(in_blocks(parameter, _NAMES | {"encoder.mlp.up": f"layer.1.{up}", "stack.mlp.up": f"layer.2.{up}"}))


def _config(spec: ModelSpec) -> dict[str, object]:
    assert isinstance(spec.positions, RelativeSpec), "the family's positions"
    projection = next(name for name, made in ACTIVATIONS.items() if made == (spec.activation, spec.gated))
    return {
        "architectures": ["T5ForConditionalGeneration"], "model_type": "t5", "is_encoder_decoder": True, "feed_forward_proj": projection,
        "d_model": spec.d_model, "d_kv": spec.d_head, "d_ff": spec.d_mlp, "num_heads": spec.n_heads, "num_layers": spec.n_encoder_layers,
        "num_decoder_layers": spec.n_layers, "vocab_size": spec.d_vocab, "n_positions": spec.n_ctx, "layer_norm_epsilon": spec.norm_eps,
        "relative_attention_num_buckets": spec.positions.n_buckets, "relative_attention_max_distance": spec.positions.max_distance,
        "dropout_rate": spec.dropout, "decoder_start_token_id": spec.start_id, "pad_token_id": spec.start_id,
        "tie_word_embeddings": spec.logit_scale != 1.0,
    }  # fmt: skip


FOLDER = Family(_spec, _source, ignored=("encoder.embed_tokens.weight", "decoder.embed_tokens.weight"), config=_config)
