"""From a reference to a place, and what a wrong choice is told."""

from __future__ import annotations

import json
import pickle
import tempfile
import zipfile
from pathlib import Path

import pytest
from made_files import entry, gguf, safetensors, written

from workbench.errors import WorkbenchError
from workbench.library import BUILT_IN, is_there, list_models, locate

NAME = "smollm2-135m-instruct"
PROOF = Path(tempfile.gettempdir()) / "unpickled-by-the-workbench"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def folder(place: Path) -> Path:
    written(place / "config.json", json.dumps({"model_type": "llama"}).encode())
    written(place / "model.safetensors", safetensors({"a": entry(0, 4, shape=[1])}, bytes(4)))
    return place


def code_of(reference: str | Path) -> str:
    with pytest.raises(WorkbenchError) as caught:
        locate(str(reference))
    return caught.value.code


def test_that_a_gguf_file_is_found_under_any_name(tmp_path: Path) -> None:
    for name in ("m.gguf", "model.bin", "noending"):
        found = locate(str(written(tmp_path / name, gguf())))
        assert (found.format, found.path, found.name) == ("gguf", tmp_path / name, Path(name).stem)


def test_that_a_folder_is_found_by_itself_and_by_its_files(tmp_path: Path) -> None:
    place = folder(tmp_path / "tiny")
    for reference in (place, place / "model.safetensors", place / "config.json"):
        assert (locate(str(reference)).path, locate(str(reference)).format, locate(str(reference)).name) == (place, "folder", "tiny")


def test_that_a_folder_with_one_gguf_is_that_file(tmp_path: Path) -> None:
    path = written(tmp_path / "x" / "m.gguf", gguf())
    assert locate(str(tmp_path / "x")).path == path
    written(tmp_path / "x" / "n.gguf", gguf())
    assert code_of(tmp_path / "x") == "model-ambiguous"


def test_that_installed_models_are_found_by_name(home: Path) -> None:
    place = folder(home / "models" / "mine")
    assert locate("mine").path == place
    assert [one.name for one in list_models().models] == [*BUILT_IN, "mine"]
    written(home / "models" / NAME / BUILT_IN[NAME].file, gguf())
    assert locate(NAME).format == "gguf"
    assert locate(NAME).name == NAME
    assert {one.name for one in list_models().models if one.installed and not BUILT_IN.get(one.name, BUILT_IN[NAME]).shipped} == {
        NAME,
        "mine",
    }


def test_that_a_known_model_that_is_not_installed_names_its_fetch_command() -> None:
    with pytest.raises(WorkbenchError, match=f"workbench models fetch {NAME}") as caught:
        locate(NAME)
    assert caught.value.code == "model-not-installed"
    assert {one.name: one.installed for one in list_models().models}[NAME] is False


@pytest.mark.parametrize(
    "reference", ["nowhere", "/nowhere/at/all", "run:7", "run:7@100", "../../nowhere", "x" * 5000, "a\0b", "~nobody-here/x", "org/name"]
)
def test_that_what_is_not_there_is_missing(reference: str) -> None:
    assert code_of(reference) in {"model-missing", "file-unreadable", "run-without-checkpoint"}
    assert code_of("nowhere") == "model-missing"


def test_that_no_reference_at_all_says_so() -> None:
    assert code_of("") == "model-none"


class Mine:
    """Whoever unpickles this has lost."""

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (PROOF,)


def test_that_pickles_are_refused_and_never_loaded(tmp_path: Path) -> None:
    raw = pickle.dumps(Mine())
    for name in ("model.pt", "pytorch_model.bin", "x.pth", "x.pkl", "x.ckpt", "renamed.dat", "noending"):
        assert code_of(written(tmp_path / name, raw)) == "pickle-refused"
    with zipfile.ZipFile(tmp_path / "renamed.zip", "w") as archive:
        archive.writestr("archive/data.pkl", raw)
    assert code_of(tmp_path / "renamed.zip") == "pickle-refused"
    written(tmp_path / "hf" / "config.json", b"{}")
    written(tmp_path / "hf" / "pytorch_model.bin", raw)
    with pytest.raises(WorkbenchError, match=r"pytorch_model\.bin.*safetensors"):
        locate(str(tmp_path / "hf"))
    assert not PROOF.exists()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.zip", b"PK\x03\x04" + bytes(50), "a zip archive"),
        ("x.gz", b"\x1f\x8b" + bytes(50), "a gzip archive"),
        ("x", b"%PDF-1.7", "a PDF document"),
        ("x.png", b"\x89PNG\r\n", "a PNG picture"),
        ("x.h5", b"\x89HDF\r\n", "an HDF5 file"),
        ("x.html", b"\n<!DOCTYPE html>", "a web page"),
        ("x.json", b'{"a": 1}', "a JSON file"),
        ("x.txt", "안녕".encode(), "a text file"),
        ("x", b"", "an empty file"),
        ("x", bytes(range(256)) * 4, "an unknown kind"),
        ("x.safetensors", safetensors({"a": entry(0, 4, shape=[1])}, bytes(4)), "a safetensors file"),
        ("x.tar", bytes(257) + b"ustar" + bytes(300), "a tar archive"),
        ("model", b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\n", "a Git LFS pointer"),
    ],
)
def test_that_other_files_are_named_for_what_they_are(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    with pytest.raises(WorkbenchError, match=kind) as caught:
        locate(str(written(tmp_path / "files" / name, content)))
    assert caught.value.code == "model-unreadable"


def test_that_a_safetensors_file_alone_misses_its_config(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"config\.json beside it"):
        locate(str(written(tmp_path / "x.safetensors", safetensors({"a": entry(0, 4, shape=[1])}, bytes(4)))))


@pytest.mark.parametrize(
    ("names", "missing"), [((), "config.json"), (("config.json",), "a .safetensors file"), (("model.safetensors",), "config.json")]
)
def test_that_an_incomplete_folder_says_what_it_misses(tmp_path: Path, names: tuple[str, ...], missing: str) -> None:
    place = tmp_path / "incomplete"
    place.mkdir()
    for name in names:
        written(place / name, b"{}")
    with pytest.raises(WorkbenchError, match=missing) as caught:
        locate(str(place))
    assert caught.value.code == "model-unreadable"


def test_that_a_reference_is_there_if_it_leads_anywhere(home: Path, tmp_path: Path) -> None:
    folder(tmp_path / "here")
    broken = written(tmp_path / "broken.gguf", b"no header")
    assert is_there(str(tmp_path / "here"))
    assert is_there(str(broken))  # it can't be opened, but it is there
    assert [one for one in ("", NAME, "gone", str(tmp_path / "gone.gguf"), "run:7") if is_there(one)] == []
