"""Models that read a fixed window of tokens, as Bengio et al.'s (A neural probabilistic language model, JMLR 2003); from our own folders.

One block: its heads read at fixed places, so that what they find is the last tokens' vectors behind each other; their way back
into the stream is Bengio's H, the MLP's tanh his hidden layer, and the stream itself his direct connections. Norms are ours.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from workbench.engine.config import Config
from workbench.engine.families.family import Family, Shapes, Source, in_blocks
from workbench.engine.spec import FixedSpec, ModelSpec

MOST_WINDOW = 64


def window_spec(
    *, window: int, d_model: int, d_mlp: int, d_vocab: int, n_ctx: int, norm_eps: float = 1e-5, dropout: float = 0.0
) -> ModelSpec:
    """The family's parts: as many heads as places, one value for all of them."""
    return ModelSpec(
        family="window", n_layers=1, n_heads=window, n_kv_heads=1, d_model=d_model, d_head=d_model, d_mlp=d_mlp, d_vocab=d_vocab,
        n_ctx=n_ctx, norm_eps=norm_eps, positions=FixedSpec(window), tied=True, activation="tanh", gated=False, mlp_bias=True,
        dropout=dropout,
    )  # fmt: skip


def _spec(config: Config, shapes: Shapes, read: Callable[[str], Tensor]) -> ModelSpec:
    return window_spec(
        window=config.integer("window", most=MOST_WINDOW),
        d_model=config.integer("hidden_size"),
        d_mlp=config.integer("intermediate_size"),
        d_vocab=config.integer("vocab_size"),
        n_ctx=config.integer("max_position_embeddings"),
        norm_eps=config.number("rms_norm_eps", 1e-5),
    )


_NAMES = {
    "embed": "embed", "stack.final_norm": "final_norm", "unembed": "unembed", "stack.blocks": "blocks", "attn_norm": "window_norm",
    "attn.v": "window.value", "attn.o": "window.hidden", "mlp_norm": "mlp_norm", "mlp.up": "mlp.up", "mlp.down": "mlp.down",
}  # fmt: skip


def _source(parameter: str, spec: ModelSpec) -> Source:
    return Source(in_blocks(parameter, _NAMES))


def _config(spec: ModelSpec) -> dict[str, object]:
    assert isinstance(spec.positions, FixedSpec), "the family's positions"
    return {
        "architectures": ["WindowForCausalLM"], "model_type": "window", "window": spec.positions.window, "hidden_act": "tanh",
        "hidden_size": spec.d_model, "intermediate_size": spec.d_mlp, "num_hidden_layers": 1, "vocab_size": spec.d_vocab,
        "max_position_embeddings": spec.n_ctx, "rms_norm_eps": spec.norm_eps, "tie_word_embeddings": True,
    }  # fmt: skip


FOLDER = Family(_spec, _source, ignored=(), config=_config)
