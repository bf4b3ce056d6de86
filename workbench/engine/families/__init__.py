"""The families of models that can be read: for each, what its configuration means and what its tensors are called.

Foreign names are translated here and nowhere else. A family is a reader of Hugging Face's config.json or of GGUF metadata,
and a table of names; the model itself is always the Transformer.
"""

from __future__ import annotations

from pathlib import Path

from workbench.engine.families import bert, gemma3, llama, t5, window
from workbench.engine.families.family import Family, Source
from workbench.errors import WorkbenchError
from workbench.library import NGRAM_FAMILY

FOLDER_FAMILIES: dict[str, Family] = {
    "llama": llama.FOLDER,
    "gemma3_text": gemma3.FOLDER,
    "bert": bert.FOLDER,
    "t5": t5.FOLDER,
    "window": window.FOLDER,
}
GGUF_FAMILIES: dict[str, Family] = {"llama": llama.GGUF, "gemma3": gemma3.GGUF}

__all__ = ["FOLDER_FAMILIES", "GGUF_FAMILIES", "Family", "Source", "family_of"]


def family_of(name: str, *, file_format: str, path: Path) -> Family:
    """The family of this name as `file_format` (gguf | folder) stores it. Raises WorkbenchError: family-unknown, ngram-only-counts."""
    if name == NGRAM_FAMILY:
        raise WorkbenchError("ngram-only-counts", path=path)
    families = {"gguf": GGUF_FAMILIES, "folder": FOLDER_FAMILIES}[file_format]
    if name not in families:
        raise WorkbenchError("family-unknown", path=path, family=name, known=", ".join(sorted(families)))
    return families[name]
