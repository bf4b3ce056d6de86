"""`probe`: how differently a model thinks of two texts that differ in whom they are about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import BiasTable, Bos, Dtype


@click.command()
@options.model
@click.option("--pairs", type=click.Path(path_type=Path), metavar="FILE.csv", help="Columns: template, the two sides, continuation.")
@click.option("--table", "name", default="occupations-en", show_default=True, metavar="NAME", help="A table that ships with the app.")
@options.bos
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True, help="Of the bootstrap.")
@options.dtype
@options.as_json
def probe(*, reference: str, pairs: Path | None, name: str, bos: Bos, seed: int, dtype: Dtype, as_json: bool) -> None:
    """Compare the probabilities of paired sentences, over several wordings, with a confidence interval.

    The tables that ship with the app: occupations-en, occupations-ko, countries-en, countries-ko.
    """
    from workbench.cli import output, show_bias
    from workbench.cli.record import recording
    from workbench.engine import bias, open_model
    from workbench.library import built_in_table
    from workbench.values import Bias, BiasRequest

    table = _read(pairs) if pairs is not None else built_in_table(name).table
    request = BiasRequest(reference, table, bos=bos, seed=seed, dtype=dtype, text=table.name)
    model = open_model(reference, dtype)
    with recording(request, bias, model) as (record, events):
        result = output.last_of(events)
    assert isinstance(result, Bias)
    if as_json:
        output.document(show_bias.document(result, run_id=record.run_id))
        return
    for line in show_bias.lines(result):
        click.echo(line)


def _read(path: Path) -> BiasTable:
    from workbench.errors import WorkbenchError
    from workbench.values import table_from_csv

    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror) from error
    return table_from_csv(raw, path.stem)
