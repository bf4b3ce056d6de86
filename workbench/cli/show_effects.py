"""How measured effects look on the command line."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.cli.output import plain, table, visible
from workbench.cli.show_changes import changes
from workbench.values import Ablated, Contrasted, Effects


def ablated_document(found: Ablated) -> dict[str, object]:
    """contrast, changes, value and loss {before, after}, tokens[].{id, text, logprob_before, logprob_after}, kl."""
    rows = zip(found.ids.tolist(), found.texts, found.logprobs_before.tolist(), found.logprobs_after.tolist(), strict=True)
    return {
        "contrast": plain(found.of),
        "changes": [plain(one) for one in found.request.interventions],
        "value": {"before": found.of.value, "after": found.value_after},
        "loss": plain({"before": found.loss_before, "after": found.loss_after}),
        "kl": found.kl,
        "tokens": [{"id": token, "text": text, "logprob_before": was, "logprob_after": now} for token, text, was, now in rows],
    }


def ablated_lines(found: Ablated) -> Iterator[str]:
    """What was changed, what it did, and the next tokens before and after."""
    yield f"changed   {changes(found.request.interventions) or 'nothing'}"
    yield f"{question(found.of)}   {found.of.value:+.4f} -> {found.value_after:+.4f}   ({found.value_after - found.of.value:+.4f})"
    if not math.isnan(found.loss_before):
        moved = found.loss_after - found.loss_before
        yield f"loss      {found.loss_before:.4f} -> {found.loss_after:.4f} nats per token   ({moved:+.4f})"
    yield f"KL        {found.kl:.4f} nats"
    was, now = (values.tolist() for values in (found.logprobs_before, found.logprobs_after))
    cells = [
        (visible(text), f"{100 * math.exp(a):.2f} %", f"{100 * math.exp(b):.2f} %", f"{b - a:+.3f}")
        for text, a, b in zip(found.texts, was, now, strict=True)
    ]
    yield from table(("token", "before", "after", "ln ratio"), cells, right=(1, 2, 3))


def effects_document(found: Effects) -> dict[str, object]:
    """contrast, loss, by, parts[].{part, layer, head (null: the MLP), change, loss_change}, n_measured, duration_ms."""
    return {
        "contrast": plain(found.of),
        "loss": plain(found.loss_before),
        "by": found.request.by,
        "parts": [
            plain({"part": part, "layer": layer, "head": head, "change": moved, "loss_change": lost})
            for part, layer, head, moved, lost in found.table()
        ],
        "n_measured": found.n_measured,
        "duration_ms": found.duration_ms,
    }


def effects_lines(found: Effects, top: int) -> Iterator[str]:
    """The parts that move the contrast most."""
    yield f"{question(found.of)} = {found.of.value:+.4f}; each part replaced alone ({found.request.by}), after - before:"
    several = len(found.heads) > 1
    rows = sorted(found.table(), key=lambda row: -abs(row.change))
    cells = [
        (
            f"{row.part + ' ' if several else ''}L{row.layer}{' MLP' if row.head is None else f'H{row.head}'}",
            f"{row.change:+.4f}",
            "" if math.isnan(row.loss_change) else f"{row.loss_change:+.4f}",
        )
        for row in rows[:top]
    ]
    yield from table(("part", "contrast", "loss"), cells, right=(1, 2))
    yield f"{found.n_measured} parts in {found.duration_ms / 1e3:.1f} s"


def question(of: Contrasted) -> str:
    """`logit(" Paris") - logit(" the") at position 4`."""
    less = f" - logit({visible(of.against)!r})" if of.against else ""
    return f"logit({visible(of.token)!r}){less} at position {of.contrast.position}"
