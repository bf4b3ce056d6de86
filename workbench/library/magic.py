"""What a file is, judged by how it begins: so that a wrong choice is named for what it is."""

from __future__ import annotations

from pathlib import Path

BEGINNING_BYTES = 512
_TABLE_BYTES = 64 << 10

_BEGINNINGS = (
    (b"GGUF", "a GGUF file"),
    (b"ggml", "an old GGML file"),
    (b"ggjt", "an old GGML file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"version https://git-lfs", "a Git LFS pointer, which only names the file"),
)


def kind_of(beginning: bytes) -> str:
    """What a file that begins like this is, with its article. `beginning`: its first BEGINNING_BYTES bytes, or all of them."""
    if not beginning:
        return "an empty file"
    for magic, kind in _BEGINNINGS:
        if beginning.startswith(magic):
            return kind
    if is_pickle(beginning):
        return "a pickle"
    if beginning[257:262] == b"ustar":
        return "a tar archive"
    if beginning[8:10] == b'{"' and beginning[4:8] == bytes(4):
        return "a safetensors file"
    return _text(beginning)


def is_pickle(beginning: bytes) -> bool:
    """Whether it begins as pickles of protocol 2 and later do. So does a safetensors file whose header has 640 bytes."""
    is_safetensors = beginning[4:9] == bytes(4) + b"{"
    return len(beginning) > 1 and beginning[0] == 0x80 and 2 <= beginning[1] <= 5 and not is_safetensors


def holds_pickle(path: Path, beginning: bytes) -> bool:
    """Whether a file that begins like this is a pickle, or a zip archive with one in it, as PyTorch writes them. The archive is not
    opened: its names stand before the entries and once more at its end."""
    if not beginning.startswith(b"PK"):
        return is_pickle(beginning)
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TABLE_BYTES))
        return b".pkl" in beginning or b".pkl" in file.read(_TABLE_BYTES)


def _text(beginning: bytes) -> str:
    try:
        text = beginning[: BEGINNING_BYTES - 3].decode("utf-8").lstrip().lower()
    except UnicodeDecodeError:
        return "a file of an unknown kind"
    if text.startswith(("<!doctype html", "<html")):
        return "a web page"
    return "a JSON file" if text.startswith(("{", "[")) else "a file of an unknown kind" if "\0" in text else "a text file"
