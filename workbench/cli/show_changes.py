"""How what is changed in a model looks on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.cli.output import visible
from workbench.values import Ablation, Intervention


def changes(interventions: Sequence[Intervention]) -> str:
    """`L3H1 -> mean, L5 MLP -> zero`; empty for none."""
    return ", ".join(change(one) for one in interventions)


def change(one: Intervention) -> str:
    """One of them."""
    part = f"{one.part} " if one.part else ""
    if isinstance(one, Ablation):
        return f"{part}L{one.layer}{' MLP' if one.head is None else f'H{one.head}'} -> {one.by}"
    towards = f"token {one.token_id}" if one.token_id is not None else f"{visible(one.towards)!r}"
    return f"{part}L{one.layer} {one.strength:+g} x {towards}{f' - {visible(one.away)!r}' if one.away else ''}"
