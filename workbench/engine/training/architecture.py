"""From an architecture in a person's words to the spec of a model: one family for each kind."""

from __future__ import annotations

from workbench.engine.families.window import window_spec
from workbench.engine.ngram_files import ngram_spec
from workbench.engine.spec import LearnedSpec, ModelSpec, RelativeSpec, RotarySpec
from workbench.errors import WorkbenchError
from workbench.values import LIMITS, AnyArchitecture, Architecture, NgramArchitecture, WindowArchitecture


def spec_of(architecture: AnyArchitecture, *, d_vocab: int, start_id: int) -> ModelSpec:
    """The spec of a new model; of an n-gram, that of a network of nothing. Raises WorkbenchError('bad-value')."""
    if isinstance(architecture, NgramArchitecture):
        _check(n_ctx=architecture.n_ctx)
        return ngram_spec(d_vocab=d_vocab, n_ctx=architecture.n_ctx)
    if isinstance(architecture, WindowArchitecture):
        return _window(architecture, d_vocab)
    return _transformer(architecture, d_vocab, start_id)


def _window(a: WindowArchitecture, d_vocab: int) -> ModelSpec:
    _check(window=a.window, d_model=a.d_model, d_mlp=a.d_mlp, n_ctx=a.n_ctx, dropout=a.dropout)
    return window_spec(window=a.window, d_model=a.d_model, d_mlp=a.d_mlp, d_vocab=d_vocab, n_ctx=a.n_ctx, dropout=a.dropout)


def _check(**settings: float) -> None:
    """Raise WorkbenchError('bad-value') for a setting of an architecture beyond its limits."""
    for name, value in settings.items():
        least, most = LIMITS[f"architecture.{name}"]
        if not least <= value <= most:
            raise WorkbenchError("bad-value", name=f"architecture.{name}", value=value, limit=f"{least:,} to {most:,}")


def _transformer(a: Architecture, d_vocab: int, start_id: int) -> ModelSpec:
    for name, value, least, most in (
        ("architecture.n_layers", a.n_layers, 1, 200),
        ("architecture.n_heads", a.n_heads, 1, 512),
        ("architecture.d_model", a.d_model, 2, 1 << 15),
        ("architecture.d_mlp", a.d_mlp, 1, 1 << 17),
        ("architecture.n_ctx", a.n_ctx, 8, 1 << 16),
    ):
        if not least <= value <= most:
            raise WorkbenchError("bad-value", name=name, value=value, limit=f"{least} to {most:,}")
    if a.d_model % (2 * a.n_heads):
        limit = f"a multiple of twice the number of heads, {2 * a.n_heads}"
        raise WorkbenchError("bad-value", name="architecture.d_model", value=a.d_model, limit=limit)
    if a.n_kv_heads and (a.n_heads % a.n_kv_heads or a.kind != "decoder"):
        limit = "0, or for a decoder a divisor of n_heads"
        raise WorkbenchError("bad-value", name="architecture.n_kv_heads", value=a.n_kv_heads, limit=limit)
    if not 0 <= a.dropout < 1:
        raise WorkbenchError("bad-value", name="architecture.dropout", value=a.dropout, limit="0 to below 1")
    makers = {"decoder": _decoder, "encoder": _encoder, "encoder-decoder": _encoder_decoder}
    return makers[a.kind](a, d_vocab, start_id)


def _decoder(a: Architecture, d_vocab: int, start_id: int) -> ModelSpec:
    """Llama's parts."""
    return ModelSpec(
        family="llama", n_layers=a.n_layers, n_heads=a.n_heads, n_kv_heads=a.n_kv_heads or a.n_heads, d_model=a.d_model,
        d_head=a.d_model // a.n_heads, d_mlp=a.d_mlp, d_vocab=d_vocab, n_ctx=a.n_ctx, norm_eps=1e-5, positions=RotarySpec(10_000.0),
        tied=True, dropout=a.dropout,
    )  # fmt: skip


def _encoder(a: Architecture, d_vocab: int, start_id: int) -> ModelSpec:
    """BERT's parts."""
    return ModelSpec(
        family="bert", kind="encoder", n_layers=a.n_layers, n_heads=a.n_heads, n_kv_heads=a.n_heads, d_model=a.d_model,
        d_head=a.d_model // a.n_heads, d_mlp=a.d_mlp, d_vocab=d_vocab, n_ctx=a.n_ctx, norm_eps=1e-12, positions=LearnedSpec(2), tied=True,
        norm="layer", post_norm=True, activation="gelu", gated=False, qkv_bias=True, out_bias=True, mlp_bias=True, head="masked",
        dropout=a.dropout,
    )  # fmt: skip


def _encoder_decoder(a: Architecture, d_vocab: int, start_id: int) -> ModelSpec:
    """T5's parts."""
    return ModelSpec(
        family="t5", kind="encoder-decoder", n_layers=a.n_layers, n_encoder_layers=a.n_layers, n_heads=a.n_heads, n_kv_heads=a.n_heads,
        d_model=a.d_model, d_head=a.d_model // a.n_heads, d_mlp=a.d_mlp, d_vocab=d_vocab, n_ctx=a.n_ctx, norm_eps=1e-6,
        positions=RelativeSpec(32, 128), tied=True, activation="relu", gated=False, attn_scale=1.0, logit_scale=a.d_model**-0.5,
        start_id=start_id, dropout=a.dropout,
    )  # fmt: skip
