"""The resources are found, and are the same, wherever the program runs from: a checkout, a wheel, a frozen app."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WHERE = "import sys; {freeze}; import workbench; from workbench import paths; print(workbench.__file__); print(paths.resources())"


def started(home: Path, *, freeze: str = "pass") -> tuple[Path, Path]:
    """The package and its resources as a process sees them that has `home` first on its path."""
    environment = os.environ | {"PYTHONPATH": str(home)}
    command = [sys.executable, "-c", WHERE.format(freeze=freeze)]
    found = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=True)
    package, resources = found.stdout.splitlines()
    return Path(package).parent, Path(resources)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once from a copy: nothing is left in the checkout, and no network is asked."""
    work = tmp_path_factory.mktemp("wheel")
    for name in ("workbench", "resources"):
        shutil.copytree(ROOT / name, work / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, work / "source")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(work / "source")]
    subprocess.run(command, capture_output=True, check=True)
    [made] = work.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    return home


def test_that_a_checkout_finds_its_resources():
    assert started(ROOT) == (ROOT / "workbench", ROOT / "resources")


def test_that_a_wheel_brings_every_resource(unpacked: Path):
    package, resources = started(unpacked)
    assert package == unpacked / "workbench"
    assert resources == unpacked / "workbench" / "_resources"
    assert names(resources) == names(ROOT / "resources")


def test_that_a_wheel_holds_the_program_and_nothing_else(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0].split("-")[0] for name in archive.namelist()}
        assert tops == {"workbench", "lm_workbench"}
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
        [entries] = [archive.read(name).decode() for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "workbench = workbench.__main__:main" in entries


def test_that_a_frozen_app_finds_its_resources_in_the_bundle(tmp_path: Path):
    bundle = tmp_path / "bundle"
    shutil.copytree(ROOT / "resources", bundle / "workbench" / "_resources")
    _package, resources = started(ROOT, freeze=f"sys.frozen = True; sys._MEIPASS = {str(bundle)!r}")
    assert resources == bundle / "workbench" / "_resources"


def test_that_an_incomplete_installation_says_so(tmp_path: Path):
    shutil.copytree(ROOT / "workbench", tmp_path / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.raises(subprocess.CalledProcessError) as failed:
        started(tmp_path)
    assert "the installation is incomplete" in failed.value.stderr
