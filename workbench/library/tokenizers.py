"""Tokenizers by reference: a model's own, one that was trained here, a tokenizer.json, or a file of ranks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.catalogue import list_models
from workbench.library.gguf import read_gguf_header
from workbench.library.locate import Location, locate
from workbench.text import Tokenizer, tokenizer_from_folder, tokenizer_from_gguf, tokenizer_from_ranks
from workbench.values import TokenizerChoice, TokenizerList

RANK_ENDING = ".tiktoken"


def locate_tokenizer(reference: str) -> Location:
    """Find what a reference to a tokenizer names. A model comes before a trained tokenizer of the same name.

    Raises WorkbenchError: tokenizer-not-found, and those of `locate`.
    """
    try:
        path = Path(reference).expanduser()
        if path.suffix == RANK_ENDING and path.is_file():
            return Location(path.stem, path.resolve(), "ranks")
        return locate(reference)
    except (OSError, ValueError, RuntimeError) as error:  # a NUL in it; a home folder nobody has
        raise WorkbenchError("tokenizer-not-found", tokenizer=reference) from error
    except WorkbenchError as error:
        found = _alone(path, named=path.name == reference)
        if found is not None:
            return found
        if error.code == "model-missing":
            raise WorkbenchError("tokenizer-not-found", tokenizer=reference) from error
        raise


def open_tokenizer(location: Location) -> Tokenizer:
    """Build it. Raises WorkbenchError as `text` and the header readers do."""
    if location.n_virtual:
        return open_tokenizer(replace(location, n_virtual=0)).prompted(location.n_virtual)
    if location.format == "gguf":
        return tokenizer_from_gguf(read_gguf_header(location.path).metadata)
    if location.format == "ranks":
        return tokenizer_from_ranks(location.path)
    return tokenizer_from_folder(location.path)


def list_tokenizers() -> TokenizerList:
    """The installed models, then the tokenizers that were trained here."""
    models = [TokenizerChoice(one.name, False, path=one.path) for one in list_models().models if one.installed]
    return TokenizerList((*models, *map(_trained, _trained_folders())))


def _alone(path: Path, *, named: bool) -> Location | None:
    """A folder or file that is a tokenizer and no model. `named`: the path is a name, which may be that of a trained one."""
    for place in (path, path.parent if path.name == "tokenizer.json" else path, *([paths.tokenizers() / path] if named else [])):
        if place.is_dir() and (place / "tokenizer.json").is_file():
            return Location(place.resolve().name, place.resolve(), "tokenizer")
    return None


def _trained_folders() -> list[Path]:
    try:
        return sorted(one for one in paths.tokenizers().iterdir() if (one / "tokenizer.json").is_file() and not one.name.startswith("."))
    except OSError:  # none was trained yet, or the folder may not be read
        return []


def _trained(folder: Path) -> TokenizerChoice:
    size_bytes = sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
    return TokenizerChoice(folder.name, True, size_bytes, str(folder))
