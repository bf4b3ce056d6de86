"""The part of the catalogue in `workbench.errors` that is about saved pictures that are opened again: what, why, remedy."""

from __future__ import annotations

FIGURES: dict[str, tuple[str, str, str]] = {
    "figure-none": (
        "{path} does not say what it was made from.",
        "It was not saved by this application, or another program has left that out when it saved it again.",
        "Open the picture as it was saved here.",
    ),
    "figure-damaged": (
        "{path} can't be read: {reason}.",
        "The file is damaged, or was changed after it was saved.",
        "Open another copy of it.",
    ),
    "figure-too-large": (
        "What {path} was made from takes {size_bytes} bytes; at most {limit} are read.",
        "A picture can claim any size, so that much is not taken on trust.",
        "Open a picture of a shorter text.",
    ),
    "figure-newer": (
        "{path} was saved by version {version}, which writes more than this one ({own}) can read.",
        "It was made by a newer application.",
        "Update this application, or save the picture anew with it.",
    ),
    "figure-model-gone": (
        "The model of this picture, {model}, is not on this computer now.",
        "Nothing is at that place any more, and no installed model has the same file (sha256 {sha256}).",
        "Fetch or open that model: the picture then opens by itself.",
    ),
}
