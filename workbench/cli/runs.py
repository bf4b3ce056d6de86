"""`runs`: what was done, again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import RunRecord, Verb

VERBS = ("pause", "resume", "stop", "checkpoint", "learning_rate", "eval_every", "go_back")
"""What a training can be told."""


@click.group()
def runs() -> None:
    """List, show, tell, replay, delete and check what was recorded."""


@runs.command("list")
@click.option(
    "--query",
    "-q",
    default="",
    metavar="WORDS",
    help="Words in text, model, tags or note.",
)
@click.option("--kind", default="", metavar="KIND", help="generate, trace, score, tokenize, ...")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, metavar="N")
@options.as_json
def list_command(*, query: str, kind: str, limit: int, as_json: bool) -> None:
    """Runs, newest first."""
    from workbench.cli import output, show_runs
    from workbench.cli.record import open_store
    from workbench.values import RunList, RunListRequest

    with open_store() as store:
        found = store.answer(RunListRequest(query, kind, limit))
    assert isinstance(found, RunList)
    if as_json:
        output.document(found.rows)
        return
    for line in show_runs.run_lines(found.rows, found.total):
        click.echo(line)


@runs.command()
@click.argument("number", metavar="ID", type=int)
@options.as_json
def show(*, number: int, as_json: bool) -> None:
    """One run whole: request, result, steps, environment; the curves of a training."""
    from workbench.cli import output, show_runs
    from workbench.cli.record import open_store
    from workbench.values import Metrics, MetricsRequest

    record = _record(number)
    with open_store() as store:
        curves = store.answer(MetricsRequest(number, n_buckets=0 if as_json else 1))
    assert isinstance(curves, Metrics)
    if as_json:
        output.document(show_runs.record_document(record) | {"curves": show_runs.curves_document(curves)})
        return
    for line in (*show_runs.record_lines(record), *show_runs.curves_lines(curves)):
        click.echo(line)


@runs.command()
@click.argument("number", metavar="ID", type=int)
@options.as_json
def replay(*, number: int, as_json: bool) -> int:
    """Generate again what a run generated; status 1 names the first step that differs, and why it may."""
    from workbench.cli import output, show_runs
    from workbench.cli.replay import replay as replay_run
    from workbench.values import TokenStep

    record = _record(number)
    found = replay_run(record)
    tokens = {place: step.token for place, step in enumerate(event for event in record.events if isinstance(event, TokenStep))}
    if as_json:
        output.document(show_runs.replay_document(found, tokens))
    else:
        for line in show_runs.replay_lines(found, tokens):
            click.echo(line)
    return 0 if found.identical else 1


@runs.command()
@click.argument("run_id", metavar="ID", type=int)
@click.argument("verb", type=click.Choice(VERBS))
@click.argument("number", type=float, required=False)
def tell(*, run_id: int, verb: Verb, number: float | None) -> None:
    """Tell a training what to do after its next step. learning_rate takes the rate, eval_every so many steps, go_back a
    checkpoint's step."""
    from workbench.cli.record import open_store
    from workbench.values import TrainTellRequest

    if (number is None) == (verb in ("learning_rate", "eval_every", "go_back")):
        raise click.UsageError(f"{verb} {'takes a number.' if number is None else 'takes no number.'}")
    with open_store() as store:
        store.answer(TrainTellRequest(run_id, verb, number or 0.0))
    click.echo(f"told run {run_id}: {verb}{'' if number is None else f' {number:g}'}")


@runs.command()
@click.argument("numbers", metavar="ID...", type=int, nargs=-1, required=True)
@options.as_json
def delete(*, numbers: tuple[int, ...], as_json: bool) -> None:
    """Delete runs for good, with what only they needed. If one does not exist, nothing is deleted."""
    from workbench.cli import output
    from workbench.cli.record import open_store
    from workbench.values import RunDeleteRequest

    with open_store() as store:
        changed = store.answer(RunDeleteRequest(tuple(dict.fromkeys(numbers))))
    if as_json:
        output.document(changed)
    else:
        click.echo(f"deleted: {', '.join(map(str, dict.fromkeys(numbers)))}")


@runs.command()
@options.as_json
def check(*, as_json: bool) -> int:
    """Examine the database: damage, references, every text, document and file."""
    from workbench.cli import output
    from workbench.cli.record import open_store
    from workbench.values import StoreCheck, StoreCheckRequest

    with open_store() as store:
        checked = store.answer(StoreCheckRequest())
    assert isinstance(checked, StoreCheck)
    if as_json:
        output.document(checked)
    else:
        for line in checked.problems or ("ok",):
            click.echo(line)
    return 0 if checked.ok else 1


def _record(number: int) -> RunRecord:
    from workbench.cli.record import open_store
    from workbench.values import RunRecord, RunRequest

    with open_store() as store:
        record = store.answer(RunRequest(number))
    assert isinstance(record, RunRecord)
    return record
