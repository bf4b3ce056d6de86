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
    "gradient-not-finite": (
        "A gradient of {model} is not a finite number in {dtype}.",
        "Near a baseline of zeros, norms that divide by a stream's length make its output jump.",
        "Choose the mean embedding as the baseline, or occlusion.",
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
    "no-soft-prompt": (
        "{model} has no soft prompt.",
        "Only a model whose prompt was trained has virtual tokens.",
        "Train one with the method soft prompt, and open its checkpoint.",
    ),
    "item-unknown": (
        "No item is called {text!r}.",
        "Tokens are pieces of words, and this one is not among them. Some that contain it: {near}.",
        "Choose one of them, or take the word's vector in a text.",
    ),
    "word-not-found": (
        "{word!r} stands in none of the {n} texts.",
        "A word is found where no letter goes before it, and, but for Korean and the like, none follows.",
        "Type another form of it, or several with commas between them.",
    ),
    "occurrence-empty": (
        "Bytes {start} to {end} of text {text} hold no token.",
        "The text as the tokenizer reads it has {n_bytes} bytes.",
        "Choose a span within the text.",
    ),
    "sets-apart": (
        "Set {number} has {b} numbers, the first {a}.",
        "Items are followed by number, and only sets of one shape have the same items.",
        "Choose checkpoints of one training.",
    ),
    "query-empty": ("Nothing is asked for.", "A query is an item, a word, or a sum such as king - man + woman.", "Type a word."),
    "query-no-texts": (
        "{text!r} is asked about as a whole text, and these vectors are not those of texts.",
        "Only tokens in context and sentences can be compared with a text of its own.",
        "Choose one of these two, or ask about a word.",
    ),
    "vectors-kind": ("{path} is of no kind that vectors are read from.", "Known are {known}.", "Save the vectors as one of these."),
    "vectors-bad": (
        "{path} cannot be read as vectors: {reason}.",
        "Each item is a row of finite numbers, all of one length; a text before them is its label.",
        "Mend the file, or save the vectors as NPY or CSV again.",
    ),
    "vectors-too-large": (
        "{path} would take {size} of memory; {available} are free.",
        "All of it has to be read, for it is not an NPY file of float32 numbers.",
        "Save it as such a file, which is read piece by piece, or close a model.",
    ),
    "pairs-bad": (
        "{path} cannot be read, line {line}{text}: {reason}.",
        "A file of pairs has two words and a score on each line; one of analogies four words, with “: name” above each section.",
        "Mend that line, or choose another file.",
    ),
    "pairs-unknown": (
        "Of {n} pairs only {known} have two words that are known here.",
        "The words may be in another language, or longer than a token.",
        "Choose a file of words that this set has.",
    ),
    "map-empty": (
        "The map has no items.",
        "The choice leaves none of {n}, for example because no label begins a word.",
        "Choose all items.",
    ),
    "map-too-large": (
        "{n} vectors would take {size}; {available} are free.",
        "The map needs a copy of all that it shows.",
        "Choose fewer items, for example a sample of 10000, or close a model.",
    ),
    "map-axis": (
        "The axis from {start} to {end} leads nowhere.",
        "Both ends are the same point by this metric.",
        "Choose other ends.",
    ),
    "map-too-many": (
        "{n} items are too many for this kind of map; at most {limit} are laid out.",
        "Maps by t-SNE and UMAP compare every item with every other.",
        "Choose fewer items, for example a sample of 10000, or a map of principal components.",
    ),
    "extra-missing": (
        "This needs {package}, which is not installed ({module} was not found).",
        "Clusters and maps by t-SNE and UMAP take libraries that the workbench does without otherwise.",
        "Install them where the workbench runs: pip install scikit-learn openTSNE umap-learn==0.5.12.",
    ),
    "texts-too-long": (
        "The two texts have {n_places} places; at most {most} are compared.",
        "The maps hold the weight of every place on every other.",
        "Compare a shorter part of the texts.",
    ),
    "heads-apart": (
        "The models have other numbers of layers and heads: {a} and {b}.",
        "Heads of the same number are compared, and there is none for each.",
        "Choose one head of each, or a model of the same shape, such as another checkpoint.",
    ),
}
