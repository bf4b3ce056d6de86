"""Python that gives a map again, through the public API."""

from __future__ import annotations

import dataclasses
import re

from workbench.values import FileSource, TokenSource, VectorMap

NAMES = re.compile(r"\b([A-Z][A-Za-z]+)\(")


def map_snippet(found: VectorMap | None) -> str:
    """ "" where there is no map."""
    if found is None:
        return ""
    request = dataclasses.replace(found.request, after=None)
    source = request.source
    named = repr(request)
    imports = ", ".join(sorted({*NAMES.findall(named)}))
    opened = (
        "from workbench.engine.vectors.files import vectors_in\n\n*_, vectors = vectors_in(request.source)\n"
        if isinstance(source, FileSource)
        else "from workbench.engine import open_model\nfrom workbench.engine.vectors.sources import vectors_of\n\n"
        f"model = open_model({source.model!r}, dtype={source.dtype!r})\n*_, vectors = vectors_of(model, request.source)\n"
    )
    over = "# the one on screen was laid over the map before it, which is left out here\n" if found.request.after is not None else ""
    words = "words = [vectors.labels[item] for item in found.items]" if isinstance(source, TokenSource) else ""
    return (
        f"{over}from workbench.engine.vectors.maps import vector_map\nfrom workbench.values import {imports}\n"
        f"request = {named}\n{opened}*_, found = vector_map(vectors, request)\n"
        f"places, quality = found.places, found.quality\n{words}\n"
    ).rstrip() + "\n"
