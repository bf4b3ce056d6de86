"""`inputs`: which tokens of a text a prediction is owed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import asking, options

if TYPE_CHECKING:
    from workbench.engine import LoadedModel
    from workbench.values import Baseline, Bos, Dtype, Encoding, Form, InputsMethod, InputsRequest, TraceRequest

METHODS = ("gradient_x_input", "integrated_gradients", "occlusion", "value_zeroing")


@click.command()
@options.subject
@asking.contrast
@click.option("--method", type=click.Choice(METHODS), default=METHODS[0], show_default=True)
@click.option("--baseline", type=click.Choice(["zero", "mean", "token"]), default="mean", show_default=True, help="What is no input.")
@click.option("--baseline-token", "baseline_text", metavar="B", help="The token of --baseline token, as text or as #id.")
@click.option("--steps", type=click.IntRange(1, 4096), default=128, show_default=True, help="At most so many integrated gradients.")
@click.option("--begin", type=click.IntRange(0), metavar="N", help="Each token from N on, by those before it, not one contrast.")
@click.option("--target", metavar="ANSWER", help="What an encoder-decoder's decoder reads. Default: its own answer.")
@options.dtype
@options.as_json
def inputs(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    position: int | None,
    token: str | None,
    against: str | None,
    method: InputsMethod,
    baseline: Baseline,
    baseline_text: str | None,
    steps: int,
    begin: int | None,
    target: str | None,
    dtype: Dtype,
    as_json: bool,
) -> None:
    """What each input token adds to logit(A) - logit(B), in four ways.

    No way is the truth: the sum of all tokens is held to what the logit loses without them. Integrated gradients close the gap with more
    steps; the others need not.
    """
    from workbench.cli import output, show_inputs
    from workbench.engine import open_model
    from workbench.values import Inputs, InputsRequest, Subject, TraceRequest

    model = open_model(reference, dtype)
    asked = asking.contrast_of(model.tokenizer, position=position, token=token, against=against)
    nothing = None if baseline_text is None else asking.token_of(model.tokenizer, baseline_text)
    trace = TraceRequest(Subject(reference, options.read_text(text), bos, form), dtype, target=target)
    request = InputsRequest(trace, (asked,), method, "token" if nothing is not None else baseline, nothing, steps, begin)
    read: list[Encoding] = []
    found = output.last_of(_events(model, trace, request, read))
    assert isinstance(found, Inputs)
    shown = [[model.tokenizer.shown(int(token)) for token in encoding.ids] for encoding in read]
    if as_json:
        output.document(show_inputs.document(found, model.info.name, read, shown))
        return
    for line in show_inputs.lines(found, shown):
        click.echo(line)


def _events(model: LoadedModel, asked: TraceRequest, request: InputsRequest, read: list[Encoding]) -> Iterator[object]:
    """The text is captured, then attributed; into `read` goes what was read: the text, or an answer and its source."""
    from workbench.engine import Trace, capture
    from workbench.engine.inputs import inputs as attribute

    for item in capture(model, asked):
        if isinstance(item, Trace):
            read.extend([item.encoding] if item.target is None else [item.target, item.encoding])
            yield from attribute(item, request)
        else:
            yield item
