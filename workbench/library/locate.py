"""From a model reference to a place on disk: an installed name, a folder, or a file.

Nothing is loaded here. What cannot be opened is named for what it is, with what would work instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.catalogue import BUILT_IN
from workbench.library.magic import BEGINNING_BYTES, holds_pickle, kind_of
from workbench.library.training_runs import checkpoint_folder, checkpoint_name
from workbench.text.json_files import read_json
from workbench.values import MODEL_GONE

Format = Literal["gguf", "folder", "tokenizer", "ranks"]

ADAPTER = "adapter_config.json"
MOST_VIRTUAL = 1024
PICKLE_ENDINGS = frozenset({".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt"})


@dataclass(frozen=True, slots=True)
class Location:
    """Where a model is. `path`: the .gguf file, or the folder with config.json and safetensors; of a tokenizer alone, its folder
    with tokenizer.json, or the file of ranks. `adapter`: the folder of what is added to the model, with `n_virtual` tokens of a soft
    prompt."""

    name: str
    path: Path
    format: Format
    adapter: Path | None = None
    n_virtual: int = 0

    @property
    def own(self) -> Path:
        """What makes this model another than its neighbours: the adapter, where there is one."""
        return self.adapter or self.path


def locate(reference: str) -> Location:
    """Find what a reference names; of an adapter, the model that it names itself.

    Raises WorkbenchError: model-none, model-missing, model-not-installed, model-ambiguous, model-unreadable, pickle-refused,
    file-unreadable, run-without-checkpoint.
    """
    if not reference:
        raise WorkbenchError("model-none")
    if reference.startswith("run:"):
        place = checkpoint_folder(reference)
        return replace(_in_folder(place), name=checkpoint_name(place))  # of the newest, too: another may be tomorrow's
    if reference in BUILT_IN:
        entry = BUILT_IN[reference]
        if not entry.installed:
            raise WorkbenchError("model-not-installed", model=reference)
        return Location(reference, entry.path, "folder" if entry.path == entry.folder else "gguf")
    try:
        path = Path(reference).expanduser()
        if not path.exists() and path.name == reference:
            path = paths.models() / reference
        if not path.exists():
            raise WorkbenchError("model-missing", model=reference)
        return _in_folder(path) if path.is_dir() else _file(path)
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=reference, reason=error.strerror or error) from error
    except (ValueError, RuntimeError) as error:  # a NUL in it; a home folder nobody has
        raise WorkbenchError("model-missing", model=reference) from error


def is_there(reference: str) -> bool:
    """Whether a reference leads to something, be it one that can be opened or not."""
    try:
        locate(reference)
    except WorkbenchError as error:
        return error.code not in MODEL_GONE
    return True


def _in_folder(folder: Path) -> Location:
    if (folder / ADAPTER).is_file():
        return _adapted(folder.resolve())
    if (folder / "config.json").is_file():
        if any(folder.glob("*.safetensors")):
            return Location(folder.resolve().name, folder.resolve(), "folder")
        pickled = next((one for one in sorted(folder.iterdir()) if one.suffix in PICKLE_ENDINGS), None)
        if pickled is not None:
            raise WorkbenchError("pickle-refused", path=pickled)
    files = sorted(folder.glob("*.gguf"))
    if len(files) == 1:
        return _file(files[0])
    if files:
        raise WorkbenchError("model-ambiguous", path=folder, files=", ".join(one.name for one in files[:5]))
    missing = "config.json" if not (folder / "config.json").is_file() else "a .safetensors file"
    raise WorkbenchError("model-unreadable", path=folder, kind="a folder", missing=missing)


def _adapted(folder: Path) -> Location:
    """The model that an adapter is for, and the adapter beside it."""
    config = read_json(folder / ADAPTER)
    base, n_virtual = config.get("base_model_name_or_path"), config.get("num_virtual_tokens", 0)
    if not isinstance(n_virtual, int) or not 0 <= n_virtual <= MOST_VIRTUAL:
        raise WorkbenchError("adapter-bad", path=folder, reason=f"it has {n_virtual!r} virtual tokens; at most {MOST_VIRTUAL} are possible")
    try:
        found = locate(base) if isinstance(base, str) else None
    except WorkbenchError as error:
        raise WorkbenchError("adapter-without-model", path=folder, model=base, reason=error.parts()[0]) from error
    if found is None or found.adapter is not None:
        reason = "It names none." if found is None else "That is an adapter itself."
        raise WorkbenchError("adapter-without-model", path=folder, model=base, reason=reason)
    return replace(found, name=folder.name, adapter=folder, n_virtual=n_virtual)


def _file(path: Path) -> Location:
    path = path.resolve()
    if not path.is_file():  # a pipe would never begin, a device never end
        raise WorkbenchError("model-unreadable", path=path, kind="no ordinary file", missing="a file or a folder")
    with path.open("rb") as file:
        beginning = file.read(BEGINNING_BYTES)
    if beginning[:4] != b"GGUF" and (path.suffix in PICKLE_ENDINGS or holds_pickle(path, beginning)):
        raise WorkbenchError("pickle-refused", path=path)
    if beginning[:4] == b"GGUF" or path.suffix == ".gguf":
        return Location(path.stem, path, "gguf")
    if path.suffix in {".safetensors", ".json"} and (path.parent / "config.json").is_file():
        return _in_folder(path.parent)
    missing = "config.json beside it" if path.suffix == ".safetensors" else "the format of a model"
    raise WorkbenchError("model-unreadable", path=path, kind=kind_of(beginning), missing=missing)
