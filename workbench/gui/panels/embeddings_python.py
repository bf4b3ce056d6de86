"""Python that makes a set of vectors again, through the public API: what every snippet about one begins with."""

from __future__ import annotations

from workbench.values import FileSource, VectorSource


def python_of_set(source: VectorSource, *, values: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> str:
    """Imports and lines that leave the set as `found` and its source as `source`. `values`: what else is imported from
    workbench.values; `more`: further lines of imports."""
    names = ", ".join(sorted({type(source).__name__, *values}))
    if isinstance(source, FileSource):
        imports = ["from workbench.engine.vectors.files import vectors_in"]
        lines = [f"source = {source!r}", "*_, found = vectors_in(source)"]
    else:
        imports = ["from workbench.engine import open_model", "from workbench.engine.vectors.sources import vectors_of"]
        lines = [f"source = {source!r}", "model = open_model(source.model)", "*_, found = vectors_of(model, source)"]
    return "\n".join([*sorted([*imports, *more]), f"from workbench.values import {names}", "", *lines, ""])
