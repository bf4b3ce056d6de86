"""BERT: LayerNorm after each sum, learned positions, sentence types, GELU (arXiv 1810.04805); from folders."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from workbench.engine.config import Config
from workbench.engine.families.family import MOST_LAYERS, Family, Shapes, Source, class_names, in_blocks, read_labels
from workbench.engine.spec import Activation, Head, LearnedSpec, ModelSpec

ACTIVATIONS: dict[str, Activation] = {
    "gelu": "gelu", "gelu_new": "gelu_tanh", "gelu_pytorch_tanh": "gelu_tanh", "relu": "relu", "silu": "silu",
}  # fmt: skip


def _spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    d_model, n_heads = config.integer("hidden_size"), config.integer("num_attention_heads")
    if d_model % n_heads:
        raise config.bad("num_attention_heads", f"a divisor of hidden_size, {d_model}")
    activation = config.text("hidden_act", "gelu")
    if activation not in ACTIVATIONS:
        raise config.bad("hidden_act", f"an activation of {', '.join(ACTIVATIONS)}")
    if config.text("position_embedding_type", "absolute") != "absolute":
        raise config.bad("position_embedding_type", "absolute positions")
    if config.flag("is_decoder", False):
        raise config.bad("is_decoder", "an encoder")
    return ModelSpec(
        family="bert",
        kind="encoder",
        n_layers=config.integer("num_hidden_layers", most=MOST_LAYERS),
        n_heads=n_heads,
        n_kv_heads=n_heads,
        d_model=d_model,
        d_head=d_model // n_heads,
        d_mlp=config.integer("intermediate_size"),
        d_vocab=config.integer("vocab_size"),
        n_ctx=config.integer("max_position_embeddings", 512),
        norm_eps=config.number("layer_norm_eps", 1e-12),
        positions=LearnedSpec(config.integer("type_vocab_size", 2, most=1 << 10)),
        tied="cls.predictions.decoder.weight" not in shapes or config.flag("tie_word_embeddings", True),
        norm="layer",
        post_norm=True,
        activation=ACTIVATIONS[activation],
        gated=False,
        qkv_bias=True,
        out_bias=True,
        mlp_bias=True,
        head=_head(shapes),
        pooler="pooler.dense.weight" in shapes,
        labels=read_labels(config, shapes, "classifier.weight"),
    )


def _head(shapes: Shapes) -> Head:
    """A classifier reads the pooler, where there is one, and tells of the text; else of each token."""
    if "classifier.weight" in shapes:
        return "labels" if "pooler.dense.weight" in shapes else "tags"
    return "masked" if "cls.predictions.transform.dense.weight" in shapes else "none"


_NAMES = {
    "embed": "embeddings.word_embeddings", "place.positions": "embeddings.position_embeddings",
    "place.types": "embeddings.token_type_embeddings", "place.norm": "embeddings.LayerNorm",
    "stack.blocks": "encoder.layer",
    "attn.q": "attention.self.query", "attn.k": "attention.self.key", "attn.v": "attention.self.value", "attn.o": "attention.output.dense",
    "attn_norm": "attention.output.LayerNorm", "mlp.up": "intermediate.dense", "mlp.down": "output.dense", "mlp_norm": "output.LayerNorm",
    "pooler": "pooler.dense", "head.dense": "cls.predictions.transform.dense", "head.norm": "cls.predictions.transform.LayerNorm",
    "unembed": "cls.predictions.decoder", "classifier": "classifier",
}  # fmt: skip


def _source(parameter: str, spec: ModelSpec) -> Source:
    # the bias of the unembedding is stored beside it; some files hold it twice
    return Source("cls.predictions.bias" if parameter == "unembed.bias" else in_blocks(parameter, _NAMES))


_ARCHITECTURES = {"masked": "BertForMaskedLM", "labels": "BertForSequenceClassification", "tags": "BertForTokenClassification"}


def _config(spec: ModelSpec) -> dict[str, object]:
    assert isinstance(spec.positions, LearnedSpec), "the family's positions"
    written = {ours: name for name, ours in reversed(ACTIVATIONS.items())}
    return {
        "architectures": [_ARCHITECTURES.get(spec.head, "BertModel")], "model_type": "bert", **class_names(spec),
        "hidden_act": written[spec.activation], "hidden_size": spec.d_model, "intermediate_size": spec.d_mlp,
        "num_hidden_layers": spec.n_layers, "num_attention_heads": spec.n_heads, "vocab_size": spec.d_vocab,
        "max_position_embeddings": spec.n_ctx, "type_vocab_size": spec.positions.n_types, "layer_norm_eps": spec.norm_eps,
        "hidden_dropout_prob": spec.dropout, "attention_probs_dropout_prob": 0.0, "tie_word_embeddings": spec.tied,
    }  # fmt: skip


FOLDER = Family(
    _spec,
    _source,
    ignored=("embeddings.position_ids", "cls.predictions.decoder.bias", "cls.seq_relationship.weight", "cls.seq_relationship.bias"),
    prefix="bert.",
    written=lambda name: name if name.startswith(("cls.", "classifier.")) else f"bert.{name}",
    config=_config,
)
