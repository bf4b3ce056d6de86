"""The part of the catalogue in `workbench.errors` that is about looking into a model and changing it: what, why, remedy."""

from __future__ import annotations

ANALYSES: dict[str, tuple[str, str, str]] = {
    "contrast-same": (
        "{token!r} (id {id}) is held against itself.",
        "Both texts begin with the same token, so their difference is always 0.",
        "Choose another token to hold it against, or none.",
    ),
    "token-none": (
        "{text!r} is no token of {model}.",
        "Its tokenizer makes nothing of this text.",
        "Type other text, or choose a token from the list of what the model expects.",
    ),
    "direction-none": (
        "There is no direction from {away!r} to {towards!r}.",
        "Both texts give the same stream at this layer.",
        "Choose two texts that differ in what matters.",
    ),
}
