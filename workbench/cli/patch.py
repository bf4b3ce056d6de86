"""`patch`: what each part found in the pass over one text, put into the pass over another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import asking, options

if TYPE_CHECKING:
    from workbench.values import Bos, Dtype, Form, PatchMap, PatchPart, PatchWay


@click.command()
@options.model
@click.argument("clean", metavar="CLEAN")
@click.argument("corrupt", metavar="CORRUPT")
@options.bos
@options.form
@click.option(
    "--what", type=click.Choice(["resid", "attn", "mlp", "head"]), default="resid", show_default=True,
    help="The stream before a block, what its attention or its MLP adds to it, or single heads.",
)  # fmt: skip
@click.option(
    "--head", type=click.IntRange(0), metavar="H", help="With --what head: the map of one head by place. Default: all heads, all places."
)
@click.option(
    "--way", type=click.Choice(["denoise", "noise"]), default="denoise", show_default=True,
    help="denoise: from the clean pass into the corrupt one; noise: the other way.",
)  # fmt: skip
@asking.contrast
@click.option("--estimate", is_flag=True, help="Only the estimate by one gradient (attribution patching), which is quick.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the maps to this .npz file.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, metavar="K", help="Cells told, the strongest first.")
@options.dtype
@options.as_json
def patch(
    *,
    reference: str,
    clean: str,
    corrupt: str,
    bos: Bos,
    form: Form,
    what: PatchPart,
    head: int | None,
    way: PatchWay,
    position: int | None,
    token: str | None,
    against: str | None,
    estimate: bool,
    out: Path | None,
    top: int,
    dtype: Dtype,
    as_json: bool,
) -> None:
    """Activation patching between two texts that differ in one thing: which layers and places carry what makes the answer.

    Without --token the clean text's most probable token is held against the corrupt text's. Effects: 1 is the clean answer, 0 the corrupt.
    Of an encoder-decoder CLEAN is the source, whose own answer is the clean text, and CORRUPT is another answer.
    """
    from workbench.cli import output, show_patch
    from workbench.cli.record import recording
    from workbench.engine import Trace, capture, open_model
    from workbench.engine.patching import patch as operation
    from workbench.values import PatchMap, PatchRequest, Subject, TraceRequest

    if head is not None and what != "head":
        raise click.UsageError("--head goes with --what head")
    model = open_model(reference, dtype)
    contrast = asking.contrast_of(model.tokenizer, position=position, token=token, against=against)
    trace = output.last_of(capture(model, TraceRequest(Subject(reference, options.read_text(clean), bos, form), dtype)))
    assert isinstance(trace, Trace)
    request = PatchRequest(trace.request, corrupt, what=what, way=way, head=head, contrast=contrast, measure=not estimate)
    with recording(request, operation, trace) as (record, events):
        found = output.last_of(events)
    assert isinstance(found, PatchMap)
    if out is not None:
        _save(found, out)
    if as_json:
        output.document({"run_id": record.run_id, **show_patch.document(found)})
        return
    for line in show_patch.lines(found, top):
        click.echo(line)


def _save(found: PatchMap, out: Path) -> None:
    """The maps as named arrays: contrast, effect, estimate, and what they are about."""
    import numpy as np

    started = found.started
    np.savez(
        out,
        contrast=found.raw,
        effect=started.scaled(found.raw),
        estimated_contrast=started.estimate,
        estimated_effect=started.scaled(started.estimate),
        places=started.places,
        clean_ids=started.clean.ids,
        corrupt_ids=started.corrupt.ids,
        clean_contrast=started.clean_value.value,
        corrupt_contrast=started.corrupt_value.value,
    )
