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
    "texts-apart": (
        "The two texts share no place where a token of one stands beside a token of the other.",
        "They differ in length and have no token in common.",
        "Change few words of the clean text, best for others of as many tokens.",
    ),
    "place-unaligned": (
        "Token {position} of the clean text, {token!r}, has no counterpart in the corrupt one.",
        "The texts differ in length, and what stands there was left out.",
        "Ask at another position, or replace words by others of as many tokens.",
    ),
    "direction-none": (
        "There is no direction from {away!r} to {towards!r}.",
        "Both texts give the same stream at this layer.",
        "Choose two texts that differ in what matters.",
    ),
    "no-positions": (
        "{model} has no vectors of positions.",
        "Models of the family {family} turn queries and keys, or add a number to scores, instead.",
        "Open a model that learns its positions, for example starter-masked.",
    ),
    "item-unknown": (
        "No item is called {text!r}.",
        "Tokens are pieces of words, and this one is not among them. Some that contain it: {near}.",
        "Choose one of them, or take the word's vector in a text.",
    ),
    "query-empty": ("Nothing is asked for.", "A query is an item, a word, or a sum such as king - man + woman.", "Type a word."),
}
