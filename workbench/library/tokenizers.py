"""The tokenizer of a located model, whichever format it is stored in."""

from __future__ import annotations

from workbench.library.gguf import read_gguf_header
from workbench.library.locate import Location
from workbench.text import Tokenizer, tokenizer_from_folder, tokenizer_from_gguf


def open_tokenizer(location: Location) -> Tokenizer:
    """Build it. Raises WorkbenchError as `text` and the header readers do."""
    if location.format == "gguf":
        return tokenizer_from_gguf(read_gguf_header(location.path).metadata)
    return tokenizer_from_folder(location.path)
