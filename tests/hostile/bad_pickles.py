"""Pickles and code: each would write a file if it were ever run."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from case import Case
from made_good import folder

CANARY = "canary"


class Bomb:
    """Unpickling this writes the canary."""

    def __init__(self, place: Path) -> None:
        self.path = place / CANARY

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def pickled(place: Path, protocol: int = 4) -> bytes:
    return pickle.dumps(Bomb(place), protocol)


def zipped(place: Path, compression: int = zipfile.ZIP_STORED, name: str = "archive/data.pkl") -> bytes:
    """As torch.save writes it."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", compression) as archive:
        archive.writestr(name, pickled(place))
        archive.writestr("archive/data/0", bytes(1 << 20))
    return raw.getvalue()


def tarred(place: Path) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        entry = tarfile.TarInfo("pickle")
        entry.size = len(pickled(place))
        archive.addfile(entry, io.BytesIO(pickled(place)))
    return raw.getvalue()


def absurd_directory(place: Path) -> bytes:
    """A zip archive whose table of contents is said to be four gigabytes long."""
    good = zipped(place)
    end = good.rindex(b"PK\5\6")
    return good[:end] + b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 0xFFFE, 0xFFFE, 0xFFFFFFF0, 0, 0)


Content = Callable[[Path], bytes]


def file(name: str, content: Content) -> Callable[[Path], Path]:
    """A file by itself."""

    def make(place: Path) -> Path:
        path = place / name
        path.write_bytes(content(place))
        return path

    return make


def hollow_file(name: str, content: Content, size_bytes: int) -> Callable[[Path], Path]:
    def make(place: Path) -> Path:
        path = file(name, content)(place)
        with path.open("r+b") as opened:
            opened.truncate(size_bytes)
        return path

    return make


def weights(name: str, content: Content) -> Callable[[Path], Path]:
    """A model folder whose weights are this."""

    def make(place: Path) -> Path:
        made = folder(place / "model")
        (made / "model.safetensors").unlink()
        (made / name).write_bytes(content(place))
        return made

    return make


def beside(place: Path) -> Path:
    """A good folder with code and pickles in it that some loaders would run."""
    made = folder(place / "model")
    canary = place / CANARY
    for name in (
        "modeling_llama.py",
        "tokenization_llama.py",
        "configuration_llama.py",
        "conftest.py",
        "sitecustomize.py",
        "torch.py",
        "__init__.py",
    ):
        (made / name).write_text(f"import pathlib\npathlib.Path({str(canary)!r}).touch()\n")
    for name in ("pytorch_model.bin", "training_args.bin", "optimizer.pt", "vocab.pkl"):
        (made / name).write_bytes(pickled(place))
    config = made / "config.json"
    own = '"trust_remote_code": true, "auto_map": {"AutoConfig": "configuration_llama.Own", "AutoModelForCausalLM": "modeling_llama.Own"}'
    config.write_text("{" + own + ", " + config.read_text()[1:])
    (made / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "Own", "auto_map": {"AutoTokenizer": ["tokenization_llama.Own", null]}}'
    )
    return made


CASES: dict[str, Case] = {
    "a pickle": Case(file("model.pt", pickled), "pickle-refused"),
    "a pickle of the oldest protocol": Case(file("model.pkl", lambda place: pickled(place, 0)), "pickle-refused"),
    "stored by torch": Case(file("model.pt", zipped), "pickle-refused"),
    "compressed": Case(file("model.pt", lambda place: zipped(place, zipfile.ZIP_DEFLATED)), "pickle-refused"),
    "compressed with LZMA": Case(file("model.pth", lambda place: zipped(place, zipfile.ZIP_LZMA)), "pickle-refused"),
    "packed once more": Case(file("model.bin", lambda place: gzip.compress(pickled(place))), "pickle-refused"),
    "in an old torch's tar": Case(file("model.ckpt", tarred), "pickle-refused"),
    "under no name that tells": Case(file("model", pickled), "pickle-refused"),
    "compressed under no name that tells": Case(file("model", lambda place: zipped(place, zipfile.ZIP_DEFLATED)), "pickle-refused"),
    "called .safetensors": Case(file("model.safetensors", pickled), "pickle-refused"),
    "stored by torch, called .safetensors": Case(file("model.safetensors", zipped), "pickle-refused"),
    "called .gguf": Case(file("model.gguf", pickled), "pickle-refused"),
    "stored by torch, called .gguf": Case(file("model.gguf", zipped), "pickle-refused"),
    "called config.json": Case(file("config.json", pickled), "pickle-refused"),
    "in a folder": Case(weights("pytorch_model.bin", zipped), "pickle-refused"),
    "in a folder, called .safetensors": Case(weights("model.safetensors", pickled), "pickle-refused"),
    "compressed in a folder, called .safetensors": Case(
        weights("model.safetensors", lambda place: zipped(place, zipfile.ZIP_DEFLATED)), "pickle-refused"
    ),
    "a zip archive of something else": Case(file("model.zip", lambda place: zipped(place, name="a.txt")), "model-unreadable"),
    "a zip archive with an absurd table": Case(file("model.zip", absurd_directory), "pickle-refused"),
    "a zip archive of a terabyte, hollow": Case(hollow_file("model.zip", zipped, 1 << 40), "pickle-refused"),
    "a zip archive that ends in its table": Case(file("model.zip", lambda place: zipped(place)[:-30]), "pickle-refused"),
    "code beside good weights": Case(beside, ""),
}
