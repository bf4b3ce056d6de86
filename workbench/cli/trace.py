"""`trace`: one forward pass, written to a file that NumPy reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import changing, options

if TYPE_CHECKING:
    from workbench.engine import LoadedModel, Trace
    from workbench.values import Ablation, Bos, Dtype, Form, Steering, TraceRequest


@click.command()
@options.subject
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The .npz file to write.")
@click.option("--what", metavar="NAMES", help="Which arrays: any of pattern,resid,logits. Default: all.")
@click.option("--layers", callback=options.numbers, metavar="0,5", help="Layers of the pattern. Default: all.")
@click.option("--heads", callback=options.numbers, metavar="2", help="Heads of the pattern. Default: all.")
@changing.changes
@options.dtype
@options.as_json
def trace(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    out: Path,
    what: str | None,
    layers: tuple[int, ...] | None,
    heads: tuple[int, ...] | None,
    ablate: tuple[Ablation, ...],
    steer: tuple[Steering, ...],
    dtype: Dtype,
    as_json: bool,
) -> None:
    """Attention patterns, residual streams and logits of a text. `-` reads standard input.

    resid[-1] is before the final norm. The arrays: ids, layers, heads, pattern [layers, heads, query, key], resid [n_layers + 1, pos,
    d_model], logits [pos, d_vocab].
    """
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import open_model
    from workbench.values import Subject, TraceRequest, TraceSummary

    request = TraceRequest(Subject(reference, options.read_text(text), bos, form), dtype, interventions=(*ablate, *steer))
    model = open_model(reference, dtype)
    names = None if what is None else tuple(name.strip() for name in what.split(","))
    choice = _Choice(out, names, layers, heads)
    choice.check(model)
    with recording(request, choice.saved, model) as (record, events):
        summary = output.last_of(events)
    assert isinstance(summary, TraceSummary)
    if as_json:
        output.document({"run_id": record.run_id, "out": str(out), "ids": summary.encoding.ids, "duration_ms": summary.duration_ms})
        return
    for line in show.trace_lines(summary, out):
        click.echo(line)


class _Choice:
    """Which arrays go into which file."""

    def __init__(self, out: Path, what: tuple[str, ...] | None, layers: tuple[int, ...] | None, heads: tuple[int, ...] | None) -> None:
        self.out, self.what, self.layers, self.heads = out, what, layers, heads

    def check(self, model: LoadedModel) -> None:
        """Raise WorkbenchError('bad-value') before anything is computed."""
        from workbench.engine.wanted import want

        want(model.spec, self.what, layers=self.layers, heads=self.heads)

    def saved(self, model: LoadedModel, request: TraceRequest, *, stopped: Callable[[], bool]) -> Iterator[object]:
        """The operation of the engine, with the file written before it ends with its summary."""
        from workbench.engine import Trace, capture

        for item in capture(model, request, stopped=stopped):
            if isinstance(item, Trace):
                yield self._written(item)
            else:
                yield item

    def _written(self, trace: Trace) -> object:
        trace.wanted = trace.want(self.what, layers=self.layers, heads=self.heads)
        trace.save(self.out)
        return trace.summary()
