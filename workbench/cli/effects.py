"""`ablate` and `effects`: what heads and MLPs do for a prediction, found out by replacing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import asking, changing, options

if TYPE_CHECKING:
    from workbench.engine import LoadedModel, Trace
    from workbench.values import Bos, Dtype, Form, Replacement, TraceRequest

Place = tuple[str, int, int | None]


@click.command()
@options.subject
@changing.parts
@asking.contrast
@click.option("--top", type=click.IntRange(1, 200), default=20, show_default=True, metavar="K", help="Tokens told of each pass.")
@options.dtype
@options.as_json
def ablate(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    heads: tuple[Place, ...],
    mlps: tuple[Place, ...],
    by: Replacement,
    reference_text: str,
    seed: int,
    position: int | None,
    token: str | None,
    against: str | None,
    top: int,
    dtype: Dtype,
    as_json: bool,
) -> None:
    """What changes when these heads and MLPs are replaced, all at once: the next tokens, one token's logit less another's, the loss."""
    from workbench.cli import output, show_effects
    from workbench.engine import open_model
    from workbench.engine.effects import ablate as compare
    from workbench.values import Ablated, AblateRequest, Ablation, Subject, TraceRequest

    model = open_model(reference, dtype)
    contrast = asking.contrast_of(model.tokenizer, position=position, token=token, against=against)
    where = options.read_text(reference_text)
    changed = tuple(Ablation(layer, head, by, part, where, seed) for part, layer, head in (*heads, *mlps))  # type: ignore[arg-type]
    trace = _traced(model, TraceRequest(Subject(reference, options.read_text(text), bos, form), dtype))
    found = output.last_of(compare(trace, AblateRequest(trace.request, changed, contrast, top)))
    assert isinstance(found, Ablated)
    if as_json:
        output.document(show_effects.ablated_document(found))
        return
    for line in show_effects.ablated_lines(found):
        click.echo(line)


@click.command()
@options.subject
@changing.by
@changing.reference_text
@changing.seed
@asking.contrast
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, metavar="K", help="Parts told, the strongest first.")
@options.dtype
@options.as_json
def effects(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    by: Replacement,
    reference_text: str,
    seed: int,
    position: int | None,
    token: str | None,
    against: str | None,
    top: int,
    dtype: Dtype,
    as_json: bool,
) -> None:
    """What every head and every MLP does for a prediction: each is replaced alone, and what changes is measured.

    --json tells all of them.
    """
    from workbench.cli import output, show_effects
    from workbench.engine import open_model
    from workbench.engine.effects import effects as measure
    from workbench.values import Effects, EffectsRequest, Subject, TraceRequest

    model = open_model(reference, dtype)
    contrast = asking.contrast_of(model.tokenizer, position=position, token=token, against=against)
    trace = _traced(model, TraceRequest(Subject(reference, options.read_text(text), bos, form), dtype))
    request = EffectsRequest(trace.request, contrast, by, options.read_text(reference_text), seed)
    found = output.last_of(measure(trace, request))
    assert isinstance(found, Effects)
    if as_json:
        output.document(show_effects.effects_document(found))
        return
    for line in show_effects.effects_lines(found, top):
        click.echo(line)


def _traced(model: LoadedModel, request: TraceRequest) -> Trace:
    from workbench.cli import output
    from workbench.engine import Trace, capture

    trace = output.last_of(capture(model, request))
    assert isinstance(trace, Trace)
    return trace
