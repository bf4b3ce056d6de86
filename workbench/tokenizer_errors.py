"""The part of the catalogue in `workbench.errors` that is about tokenizers as such and the text files they are used on."""

from __future__ import annotations

TOKENIZERS: dict[str, tuple[str, str, str]] = {
    "tokenizer-missing": (
        "{model} holds no tokenizer.",
        "The file has weights, but not the vocabulary they were trained with.",
        "Choose a file that has both, or a folder with tokenizer.json.",
    ),
    "tokenizer-slow": (
        "{model} has a tokenizer that may never end: {reason}.",
        "Such a rule can take minutes, or all memory, on a short text; the tokenizers of published models need none.",
        "Get tokenizer.json from the model's publisher, or choose another model.",
    ),
    "tokenizer-unknown": (
        "{model} has a tokenizer of the kind {kind}, which the workbench does not know.",
        "It reads these kinds: {known}.",
        "Choose a model with one of them.",
    ),
    "pre-tokenizer-unknown": (
        "{model} splits its texts by the rule {pre}, which the workbench does not know.",
        "It knows {known}; a wrong rule would give wrong tokens silently.",
        "Choose a model with one of them, or a folder with tokenizer.json.",
    ),
    "tokenizer-damaged": (
        "The tokenizer of {model} cannot be built: {reason}.",
        "The file is damaged, or describes something that does not fit together.",
        "Fetch or convert the model again.",
    ),
    "tokenizer-failed": (
        "The tokenizer of {model} failed on this text: {reason}.",
        "Its rules may be faulty.",
        "Try a shorter text, or fetch the model again.",
    ),
    "text-file-empty": ("{path} holds no text.", "It has {size_bytes} bytes, none of which is more than a space.", "Choose another file."),
    "text-file-encoding": (
        "{path} is not UTF-8: byte {position} (line {line}) is {byte}.",
        "It reads well as {likely}, which it may be.",
        "Save it as UTF-8 text, or choose another file.",
    ),
    "text-file-no-text": (
        "{path} is not UTF-8: byte {position} (line {line}) is {byte}.",
        "It may be in another encoding, or no text at all.",
        "Save it as UTF-8 text, or choose another file.",
    ),
    "tokenizer-not-found": (
        "There is no tokenizer {tokenizer}.",
        "No installed model, no trained tokenizer and no file has that name.",
        "Choose an installed model, a tokenizer.json, or a file of ranks.",
    ),
    "tokenizers-too-many": (
        "{count} tokenizers were to be compared.",
        "Two to {limit} stand side by side.",
        "Leave some out.",
    ),
    "search-bad": (
        "{query} is not what can be searched for: {reason}.",
        "It can be a part of a token's text, an id such as 12 or 10-20, bytes such as ED 95 9C, or a regular expression.",
        "Correct it, or search for something else.",
    ),
    "search-slow": (
        "The search for {query} took longer than {limit_s} s and was ended.",
        "A pattern that can match in very many ways, such as (a+)+, is tried in all of them.",
        "Write it so that each character can match in one way only.",
    ),
    "tokenizer-unfit": (
        "{kind} does not go with the pre-tokenizer {pre_tokenizer}.",
        "Its tokens would not tell where words begin, so text could not be given back.",
        "Choose one of these: {known}.",
    ),
    "tokenizer-too-small": (
        "A vocabulary of {vocab_size} is too small.",
        "The special tokens and the characters of the files alone take {needed}.",
        "Choose {needed} or more.",
    ),
    "tokenizer-training-failed": (
        "The tokenizer could not be trained: {reason}.",
        "The files may hold too little text for this size, or the settings do not go together.",
        "Choose a smaller vocabulary or a lower minimum frequency, or add text.",
    ),
    "word-too-long": (
        "This word has {n_characters} characters; its cuts are followed up to {limit}.",
        "The tokenizer takes everything between two breaks as one word, here much of the text.",
        "Choose a shorter word, or study a shorter text.",
    ),
}
