"""How the lens and an attribution look on the command line. No work is done here."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from workbench.cli.output import plain, table, visible
from workbench.values import Attribution, Lens


def lens_document(found: Lens) -> dict[str, object]:
    """targets[], streams[].{layer, middle, positions[].{top[].{id, text, prob}, rank, prob, kl, entropy}}."""
    first = found.request.positions[0] if found.request.positions is not None else 0
    n = len(found.targets)
    return {
        "positions": list(range(first, first + n)),
        "targets": [{"id": int(token), "text": found.texts[str(int(token))]} for token in found.targets],
        "streams": [
            {"layer": int(layer), "middle": bool(middle), "positions": [_cell(found, row, at) for at in range(n)]}
            for row, (layer, middle) in enumerate(zip(found.layers, found.middle, strict=True))
        ],
    }


def _cell(found: Lens, row: int, at: int) -> dict[str, object]:
    pairs = zip(found.ids[row, at].tolist(), found.logprobs[row, at].tolist(), strict=True)
    return {
        "top": [{"id": token, "text": found.texts[str(token)], "prob": math.exp(logprob)} for token, logprob in pairs],
        "rank": int(found.rank[row, at]),
        "prob": math.exp(float(found.target_logprobs[row, at])),
        "kl": float(found.kl[row, at]),
        "entropy": float(found.entropy[row, at]),
    }


def lens_lines(found: Lens) -> Iterator[str]:
    """A table of the streams at the first position that was asked about."""
    target = visible(found.texts[str(int(found.targets[0]))])
    rows = []
    for row, (layer, middle) in enumerate(zip(found.layers.tolist(), found.middle.tolist(), strict=True)):
        last = row == len(found.layers) - 1
        name = "model" if last else f"in {layer}" if middle else f"before {layer}"
        pairs = zip(found.ids[row, 0].tolist(), found.logprobs[row, 0].tolist(), strict=True)
        best = "  ".join(f"{visible(found.texts[str(token)])!r} {math.exp(logprob):.3f}" for token, logprob in pairs)
        rows.append((name, int(found.rank[row, 0]), f"{found.kl[row, 0]:.3f}", best))
    position = found.request.positions[0] if found.request.positions is not None else 0
    yield f"position {position}; rank of {target!r}; KL to the model's own prediction in nats"
    yield from table(("stream", "rank", "KL", "most probable"), rows, right=(1, 2))
    yield "Early layers need not speak the output vocabulary."


def attribution_document(found: Attribution) -> dict[str, object]:
    """position, token{id, text}, against{id, text} or null, value, total, and the parts: arrays by layer, [layer][head]."""
    asked, of = found.of.contrast, found.of
    names = ("embedding", "positions", "heads", "cross_heads", "mlps", "attn_biases", "norm_biases", "final_bias", "steering", "total")
    return {
        "position": asked.position,
        "token": {"id": asked.token_id, "text": of.token},
        "against": {"id": asked.against_id, "text": of.against} if asked.against_id is not None else None,
        "value": of.value,
        **{name: plain(getattr(found, name)) for name in names},
    }


def attribution_lines(found: Attribution, *, top: int) -> Iterator[str]:
    """The strongest parts, then the whole sum."""
    of = found.of
    against = f" - logit({visible(of.against)!r})" if of.contrast.against_id is not None else ""
    parts = sorted(_parts(found), key=lambda part: -abs(part[1]))
    yield from table(("part", "logits"), [(name, f"{value:+.4f}") for name, value in parts[:top]], right=(1,))
    rest = sum(value for _, value in parts[top:])
    if parts[top:]:
        yield f"{len(parts) - top} other parts: {rest:+.4f}"
    kinds = {
        "embedding": found.embedding,
        "positions": found.positions,
        "heads": float(found.heads.sum()),
        "cross heads": float(found.cross_heads.sum()),
        "MLPs": float(found.mlps.sum()),
        "biases": float(np.sum(found.attn_biases + found.norm_biases)) + found.final_bias,
    }
    said = ", ".join(f"{name} {value:+.4f}" for name, value in kinds.items() if value)
    yield f"position {of.contrast.position}: logit({visible(of.token)!r}){against} = {of.value:+.4f}: {said}; together {found.total:+.4f}"


def _parts(found: Attribution) -> Iterator[tuple[str, float]]:
    """Every part by name."""
    yield "embedding", found.embedding
    for name, value in (("positions", found.positions), ("final bias", found.final_bias)):
        if value:
            yield name, value
    for name, heads in (("L{}H{}", found.heads), ("L{}H{} cross", found.cross_heads)):
        for layer, row in enumerate(heads.tolist()):
            yield from ((name.format(layer, head), value) for head, value in enumerate(row))
    for layer, (mlp, attn, norm) in enumerate(zip(found.mlps, found.attn_biases, found.norm_biases, strict=True)):
        yield f"L{layer} MLP", float(mlp)
        if attn + norm:
            yield f"L{layer} biases", float(attn + norm)
