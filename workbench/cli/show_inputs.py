"""How the attribution to input tokens looks on the command line. No work is done here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from workbench.cli.output import plain, table, visible
from workbench.values import Contrasted, Encoding, Inputs

WIDTH = 24
"""Characters of the longest bar."""
LARGE = 0.1
"""A gap from this share of the change on is warned of."""


def document(found: Inputs, model: str, read: Sequence[Encoding], shown: Sequence[Sequence[str]]) -> dict[str, object]:
    """`read`: the text, or an answer and its source; `shown`: their tokens."""
    names = ("scores", "source_scores")
    return {
        "model": model,
        "method": found.request.method,
        "baseline": found.request.baseline,
        "rows": [
            {
                "position": one.contrast.position,
                "token_id": one.contrast.token_id,
                "token": one.token,
                "against_id": one.contrast.against_id,
                "against": one.against or None,
                "value": one.value,
                "baseline_value": plain(found.baseline_values[row]),
                "sum": plain(found.sums[row]),
                "gap": plain(found.gaps[row]),
                "n_passes": plain(found.n_passes[row]),
                **{name: plain(getattr(found, name)[row]) for name in names[: len(read)]},
            }
            for row, one in enumerate(found.contrasts)
        ],
        **{
            name: [{"position": at, "id": int(encoding.ids[at]), "token": text} for at, text in enumerate(words)]
            for name, encoding, words in zip(("tokens", "source_tokens"), read, shown, strict=False)
        },
    }


def lines(found: Inputs, shown: Sequence[Sequence[str]]) -> Iterator[str]:
    for row, one in enumerate(found.contrasts):
        if row:
            yield ""
        yield asked(one)
        parts = [("answer", found.scores, shown[0]), *[("source", found.source_scores, words) for words in shown[1:]]]
        rows = [
            (part, at, visible(word), float(scores[row, at])) for part, scores, words in reversed(parts) for at, word in enumerate(words)
        ]
        most = max((abs(score) for *_, score in rows), default=0.0) or 1.0
        cells = [(*([part] if len(shown) > 1 else []), at, token, f"{score:+.4f}", _bar(score / most)) for part, at, token, score in rows]
        first = len(shown) > 1
        yield from table((*(["of"] if first else []), "at", "token", "logits", ""), cells, right=(int(first), int(first) + 2))
        yield together(found, row)
    if found.request.method == "integrated_gradients" and (found.gaps > LARGE * np.abs(found.changes)).any():
        yield "the gap is large: these numbers say little. Take more --steps, another --baseline, or occlusion"


def _bar(share: float) -> str:
    return ("+" if share > 0 else "-") * round(WIDTH * abs(share))


def asked(one: Contrasted) -> str:
    against = f" - logit({one.against!r})" if one.contrast.against_id is not None else ""
    return f"logit({one.token!r}){against} = {one.value:+.4f} at position {one.contrast.position}"


def together(found: Inputs, row: int) -> str:
    """What all tokens add together, and how far that is from what they should."""
    change = float(found.changes[row])
    share = f", {100 * float(found.gaps[row]) / abs(change):.1f} % of it" if np.isfinite(change) and change else ""
    return (
        f"all tokens {found.sums[row]:+.4f}; without any {found.baseline_values[row]:+.4f}, so they should add {change:+.4f}; "
        f"gap {found.gaps[row]:.4f}{share} ({found.n_passes[row]} passes)"
    )
