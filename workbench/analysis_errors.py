"""The part of the catalogue in `workbench.errors` that is about looking into a model and changing it: what, why, remedy."""

from __future__ import annotations

ANALYSES: dict[str, tuple[str, str, str]] = {
    "direction-none": (
        "There is no direction from {away!r} to {towards!r}.",
        "Both texts give the same stream at this layer.",
        "Choose two texts that differ in what matters.",
    ),
}
