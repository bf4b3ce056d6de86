"""`map`: a place on a plane for each of a set of vectors, written to a file, and how far the plane can be trusted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.engine.vectors.sets import VectorSet
    from workbench.values import Clusters, Dtype, MapItems, MapMethod, MapMetric, Only, VectorMap, VectorSource


@click.command("map")
@click.option("--model", "-m", "reference", metavar="M", help="A model whose table of tokens is drawn: a name, a folder, or a .gguf file.")
@click.option(
    "--table", type=click.Choice(["embed", "unembed"]), default="embed", show_default=True, help="What tokens are read as, or predicted by."
)
@click.option(
    "--vectors", "path", type=click.Path(), metavar="FILE", help="Instead of a model: .csv, .tsv, .npy, .npz, or word2vec's text."
)
@click.option(
    "--method", type=click.Choice(["pca", "tsne", "umap", "own"]), default="pca", show_default=True, help="own: axes of one's own, see --x."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where the map is written: .csv or .npz.")
@click.option(
    "--only", type=click.Choice(["all", "words", "latin", "hangul"]), default="all", show_default=True, help="Which items are drawn."
)
@click.option("--first", type=click.IntRange(1), metavar="N", help="Draw the first N of them.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Draw N of them, at random.")
@click.option(
    "--metric", type=click.Choice(["centered", "cosine", "euclidean"]), default="centered", show_default=True, help="What is near."
)
@click.option("--perplexity", type=float, default=30.0, show_default=True, help="Of t-SNE.")
@click.option("--neighbors", "n_neighbors", type=int, default=15, show_default=True, metavar="N", help="Of UMAP.")
@click.option("--min-dist", type=float, default=0.1, show_default=True, help="Of UMAP.")
@click.option("--steps", type=int, default=0, metavar="N", help="Iterations of t-SNE, epochs of UMAP. Default: what is usual.")
@click.option("--components", metavar="I,J", callback=options.numbers, default="0,1", show_default=True, help="Of PCA: which two.")
@click.option("--x", "x", metavar="A:B", help='Of own axes: from what to what, for example "man:woman" or "good, fine:bad".')
@click.option("--y", "y", metavar="A:B", help="Likewise, upwards.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the sample, of t-SNE, of UMAP, of the clusters.")
@click.option("--k", type=click.IntRange(1, 200), default=15, show_default=True, help="Neighbours by which the map is judged.")
@click.option("--clusters", "n_clusters", type=click.IntRange(1), metavar="N", help="Also sort the items into N groups (k-means).")
@options.dtype
@options.as_json
def map_command(
    *, reference: str | None, table: Any, path: str | None, method: str, out: Path | None, only: Only, first: int | None,
    sample: int | None, metric: MapMetric, perplexity: float, n_neighbors: int, min_dist: float, steps: int, components: tuple[int, ...],
    x: str | None, y: str | None, seed: int, k: int, n_clusters: int | None, dtype: Dtype, as_json: bool,
) -> None:  # fmt: skip
    """A map of a model's tokens or of vectors from a file, with its trustworthiness and the share of neighbours that it keeps.

    t-SNE and UMAP need the extra `maps`. Of very many vectors they see as many principal components as fit.
    """
    from workbench.cli import output
    from workbench.engine.vectors.maps import vector_map
    from workbench.values import FileSource, MapRequest, Pca, TokenSource, Tsne, Umap, VectorMap

    if (reference is None) == (path is None):
        raise click.UsageError("give either --model or --vectors")
    if out is not None and out.suffix.lower() not in (".csv", ".npz"):
        raise click.UsageError("--out is a .csv or .npz file")
    if len(components) != 2:
        raise click.UsageError("--components are two numbers, for example 0,1")
    source = TokenSource(reference, table, dtype) if reference is not None else FileSource(path or "")
    methods: dict[str, MapMethod] = {
        "pca": Pca((components[0], components[1])),
        "tsne": Tsne(perplexity, n_iter=steps or Tsne().n_iter, seed=seed),
        "umap": Umap(n_neighbors, min_dist, n_epochs=steps, seed=seed),
    }
    chosen = methods[method] if method in methods else _own_axes(x, y)
    request = MapRequest(source, chosen, _items(only, first, sample, seed), metric, k)
    found = _read(source)
    answer = output.last_of(_told(vector_map(found, request)))
    assert isinstance(answer, VectorMap)
    groups = _grouped(found, answer, n_clusters, seed) if n_clusters is not None else None
    if out is not None:
        (_to_csv if out.suffix.lower() == ".csv" else _to_npz)(out, found, answer, groups)
    if as_json:
        output.document(document(answer, groups))
        return
    for line in lines(answer, out):
        click.echo(line)


def _own_axes(x: str | None, y: str | None) -> MapMethod:
    from workbench.values import Axis, OwnAxes, terms_of

    axes = []
    for name, given in (("--x", x), ("--y", y)):
        start, colon, end = (given or "").partition(":")
        if not colon or not start.strip() or not end.strip():
            raise click.UsageError(f'own axes need {name} "from:to"')
        axes.append(Axis(terms_of(start), terms_of(end)))
    return OwnAxes(*axes)


def _items(only: Only, first: int | None, sample: int | None, seed: int) -> MapItems:
    from workbench.values import AllItems, FirstItems, SampledItems

    if first is not None and sample is not None:
        raise click.UsageError("give either --first or --sample")
    if first is not None:
        return FirstItems(first, only)
    return AllItems(only) if sample is None else SampledItems(sample, seed, only)


def _read(source: VectorSource) -> VectorSet:
    from workbench.cli import output
    from workbench.engine import open_model
    from workbench.engine.vectors.files import vectors_in
    from workbench.engine.vectors.sets import VectorSet
    from workbench.engine.vectors.sources import vectors_of
    from workbench.values import FileSource

    events = vectors_in(source) if isinstance(source, FileSource) else vectors_of(open_model(source.model, source.dtype), source)
    found = output.last_of(events)
    assert isinstance(found, VectorSet)
    return found


def _told(events: Iterator[object]) -> Iterator[object]:
    """Frames as what they say of the progress."""
    from workbench.values import MapFrame, Progress

    for event in events:
        yield Progress("lay out", event.done, event.total, "steps") if isinstance(event, MapFrame) else event


def _grouped(found: VectorSet, answer: VectorMap, n_clusters: int, seed: int) -> Clusters:
    from workbench.engine.vectors.maps import grouped
    from workbench.layouts.groups import groups
    from workbench.values import ClustersRequest, GroupRequest

    *_, begun = grouped(found, ClustersRequest(answer.request.source, n_clusters, answer.request.items, answer.request.metric, seed))
    assert isinstance(begun, GroupRequest)
    return groups(begun)


def _to_csv(out: Path, found: VectorSet, answer: VectorMap, groups: Clusters | None) -> None:
    """A row for each item; trustworthiness and kept neighbours stay empty where a point was not measured."""
    quality = answer.quality
    fares = [] if quality is None else zip(quality.points.tolist(), quality.trust_of, quality.preserved_of, strict=True)
    measured = {place: (trust, preserved) for place, trust, preserved in fares}
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["item", "label", "x", "y", "trust", "preserved", *["cluster"] * (groups is not None)])
        for place, (item, (x, y)) in enumerate(zip(answer.items.tolist(), answer.places.tolist(), strict=True)):
            trust, preserved = measured.get(place, ("", ""))
            cluster = [] if groups is None else [int(groups.cluster[place])]
            table.writerow([item, found.labels[item], x, y, trust, preserved, *cluster])


def _to_npz(out: Path, found: VectorSet, answer: VectorMap, groups: Clusters | None) -> None:
    """Named arrays: items, labels, places, explained, and of the points that were measured their number and how they fare."""
    import numpy as np

    arrays = {"items": answer.items, "places": answer.places, "explained": answer.explained}
    arrays["labels"] = np.array([found.labels[item] for item in answer.items.tolist()])
    if answer.quality is not None:
        arrays |= {"measured": answer.quality.points, "trust": answer.quality.trust_of, "preserved": answer.quality.preserved_of}
    if groups is not None:
        arrays["cluster"] = groups.cluster
    np.savez(out, **arrays)  # type: ignore[arg-type]  # a mapping of names


def document(answer: VectorMap, groups: Clusters | None) -> dict[str, object]:
    """The JSON document, without the places."""
    quality = answer.quality
    return {
        "method": type(answer.request.method).__name__.lower(),
        "metric": answer.request.metric,
        "n_items": len(answer.items),
        "explained": answer.explained,
        "kept": answer.kept,
        "loss": answer.loss,
        "slant": answer.slant,
        "quality": None
        if quality is None
        else {
            "k": quality.k,
            "trustworthiness": quality.trust,
            "preserved": quality.preserved,
            "preserved_by_chance": quality.chance,
            "n_measured": len(quality.points),
            "exact": quality.exact,
        },
        "clusters": None if groups is None else {"middle": groups.middle, "cluster": groups.cluster},
    }


def lines(answer: VectorMap, out: Path | None) -> Iterator[str]:
    """The same for people."""
    yield f"{len(answer.items)} items by {type(answer.request.method).__name__}" + (f", written to {out}" if out is not None else "")
    if len(answer.explained):
        yield f"explained variance: {', '.join(f'{100 * share:.1f} %' for share in answer.explained[:10])}"
    if answer.kept < 1:
        yield f"laid out from principal components that keep {100 * answer.kept:.1f} % of the variance"
    if answer.slant:
        yield f"cosine of the two axes: {answer.slant:.2f}"
    quality = answer.quality
    if quality is None:
        yield "too few items to say how far the map can be trusted"
        return
    whole = "" if quality.exact else f", measured at {len(quality.points)} random points"
    yield f"trustworthiness {quality.trust:.4f}, neighbours kept {100 * quality.preserved:.1f} % (by chance {100 * quality.chance:.1f} %)"
    yield f"among {quality.k} neighbours by {answer.request.metric}{whole}"
