"""`lens` and `attribute`: how a prediction comes about, layer by layer and part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import asking, changing, options

if TYPE_CHECKING:
    from workbench.engine import LoadedModel, Trace
    from workbench.values import Ablation, Bos, Dtype, Form, Steering, TraceRequest

target = click.option("--target", metavar="TEXT", help="What an encoder-decoder's decoder reads. Default: its own answer.")


@click.command()
@options.subject
@click.option("--position", type=click.IntRange(0), metavar="N", help="Of one position, from 0. Default: the last; with --json all.")
@click.option("--token", metavar="T", help="Whose rank is told, as text or as #id. Default: at each position what is predicted.")
@click.option("--mid", is_flag=True, help="Also read the stream within each block, behind its attention.")
@click.option("--top", type=click.IntRange(1, 50), default=5, show_default=True, metavar="K", help="Candidates of each stream.")
@target
@changing.changes
@options.dtype
@options.as_json
def lens(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    position: int | None,
    token: str | None,
    mid: bool,
    top: int,
    target: str | None,
    ablate: tuple[Ablation, ...],
    steer: tuple[Steering, ...],
    dtype: Dtype,
    as_json: bool,
) -> None:
    """What each layer's stream would predict if it were the last (logit lens). `-` reads standard input.

    Early layers need not speak the output vocabulary.
    """
    from workbench.cli import output, show_explain
    from workbench.engine import open_model
    from workbench.engine.contrast import resolved
    from workbench.engine.lens import lens as read
    from workbench.values import Contrast, Lens, LensRequest, Subject, TraceRequest

    model = open_model(reference, dtype)
    token_id = asking.token_of(model.tokenizer, token) if token is not None else None
    asked = TraceRequest(Subject(reference, options.read_text(text), bos, form), dtype, target=target, interventions=(*ablate, *steer))

    def operate(trace: Trace) -> Iterator[object]:
        at = position if position is not None or as_json else resolved(trace, Contrast()).position
        positions = (at, at + 1) if at is not None else None
        return read(trace, LensRequest(trace.request, token_id, mid, top, positions))

    found = output.last_of(_of_pass(model, asked, operate))
    assert isinstance(found, Lens)
    if as_json:
        output.document(show_explain.lens_document(found))
        return
    for line in show_explain.lens_lines(found):
        click.echo(line)


@click.command()
@options.subject
@asking.contrast
@click.option(
    "--top", type=click.IntRange(1), default=20, show_default=True, metavar="K", help="How many parts are shown, strongest first."
)
@target
@changing.changes
@options.dtype
@options.as_json
def attribute(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    position: int | None,
    token: str | None,
    against: str | None,
    top: int,
    target: str | None,
    ablate: tuple[Ablation, ...],
    steer: tuple[Steering, ...],
    dtype: Dtype,
    as_json: bool,
) -> None:
    """What each head, MLP and bias adds to a token's logit, less another's (direct logit attribution). `-` reads standard input.

    The parts add up to the logit. Only direct effects: what later parts make of a part's output counts as theirs.
    """
    from workbench.cli import output, show_explain
    from workbench.engine import open_model
    from workbench.engine.attribution import attribution
    from workbench.values import Attribution, AttributionRequest, Subject, TraceRequest

    model = open_model(reference, dtype)
    contrast = asking.contrast_of(model.tokenizer, position=position, token=token, against=against)
    asked = TraceRequest(Subject(reference, options.read_text(text), bos, form), dtype, target=target, interventions=(*ablate, *steer))
    found = output.last_of(_of_pass(model, asked, lambda trace: attribution(trace, AttributionRequest(trace.request, contrast))))
    assert isinstance(found, Attribution)
    if as_json:
        output.document(show_explain.attribution_document(found))
        return
    for line in show_explain.attribution_lines(found, top=top):
        click.echo(line)


def _of_pass(model: LoadedModel, request: TraceRequest, operate: Callable[[Trace], Iterator[object]]) -> Iterator[object]:
    """The events of a pass, then of what is made of it."""
    from workbench.engine import Trace, capture

    for item in capture(model, request):
        if isinstance(item, Trace):
            yield from operate(item)
        else:
            yield item
