"""`neighbors`: what is near to a token in a model's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import Dtype, Metric, Neighbors, Only


@click.command()
@options.model
@click.argument("query", metavar="TOKEN")
@click.option("--metric", type=click.Choice(["cosine", "centered", "dot"]), default="centered", show_default=True)
@click.option("--k", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="Neighbours.")
@click.option(
    "--table", type=click.Choice(["embed", "unembed"]), default="embed", show_default=True, help="What tokens are read as, or predicted by."
)
@click.option(
    "--only",
    type=click.Choice(["all", "words", "latin", "hangul"]),
    default="all",
    show_default=True,
    help="Which tokens may be neighbours.",
)
@options.dtype
@options.as_json
def neighbors(
    *, reference: str, query: str, metric: Metric, k: int, table: Any, only: Only, dtype: Dtype, as_json: bool
) -> None:  # fmt: skip
    """The nearest tokens, exactly. TOKEN is a word or a piece of one, or a sum such as "king - man + woman"."""
    from workbench.cli import output
    from workbench.engine import open_model
    from workbench.engine.vectors.neighbours import neighbours
    from workbench.engine.vectors.sets import VectorSet
    from workbench.engine.vectors.sources import vectors_of
    from workbench.values import NeighborsRequest, TokenSource, terms_of

    source = TokenSource(reference, table, dtype)
    model = open_model(reference, dtype)
    *_, found = vectors_of(model, source)
    assert isinstance(found, VectorSet)
    answer = neighbours(found, NeighborsRequest(source, terms_of(query), k=k, metrics=(metric,), only=only))
    if as_json:
        output.document(document(answer))
        return
    for line in lines(answer):
        click.echo(line)


def document(answer: Neighbors) -> dict[str, object]:
    """The JSON document."""
    ranking = answer.rankings[0]
    return {
        "metric": ranking.metric,
        "used": [{"id": item, "token": answer.labels[str(item)]} for item in answer.used],
        "neighbors": [
            {"id": int(item), "token": answer.labels[str(item)], "score": float(score), "norm": answer.norms[str(item)]}
            for item, score in zip(ranking.items, ranking.scores, strict=True)
        ],
        "chance_95": ranking.chance,
    }


def lines(answer: Neighbors) -> list[str]:
    """The same for people."""
    ranking = answer.rankings[0]
    rows = [
        f"{float(score):9.4f}  {int(item):7d}  {answer.labels[str(item)]}{'  (asked for)' if int(item) in answer.used else ''}"
        for item, score in zip(ranking.items, ranking.scores, strict=True)
    ]
    return [*rows, f"95 % of random pairs score below {ranking.chance:.4f} ({ranking.metric})"]
