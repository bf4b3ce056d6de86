"""pip's settings, read as pip reads them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_files import written

from workbench.errors import WorkbenchError
from workbench.library.index import index_client
from workbench.library.pip_settings import PipSettings, pip_settings


def test_that_nothing_set_means_the_defaults() -> None:
    assert pip_settings({}, ()) == PipSettings()


def test_that_later_files_download_sections_and_the_environment_win(tmp_path: Path) -> None:
    first = written(
        tmp_path / "a.conf", b"[global]\nindex-url = http://a/simple\ncert = /a.pem\ntimeout = 3\n[install]\nindex-url = http://no\n"
    )
    second = written(
        tmp_path / "b.conf",
        b"[global]\nindex_url = http://b/simple\nextra-index-url = http://x\n    http://y\n[download]\nproxy = http://p\n",
    )
    found = pip_settings({"PIP_CERT": "/env.pem", "PIP_TRUSTED_HOST": "h1 h2:80", "OTHER": "x"}, (first, second))
    assert found == PipSettings(
        index_url="http://b/simple",
        extra_index_urls=("http://x", "http://y"),
        trusted_hosts=("h1", "h2:80"),
        cert="/env.pem",
        proxy="http://p",
        timeout_s=3.0,
    )


@pytest.mark.parametrize("content", [b"no section", b"\xff\xfe", b"[global\nx", b"[other]\nindex-url = x\n"])
def test_that_a_faulty_file_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    assert pip_settings({}, (written(tmp_path / "pip.conf", content), tmp_path / "none.conf")) == PipSettings()


@pytest.mark.parametrize(("text", "no_index"), [("1", True), ("true", True), ("no", False), ("", False)])
def test_that_the_index_can_be_switched_off(text: str, no_index: bool) -> None:
    assert pip_settings({"PIP_NO_INDEX": text}, ()).no_index == no_index


@pytest.mark.parametrize(("text", "timeout_s"), [("60", 60.0), ("0.1", 1.0), ("soon", 15.0)])
def test_that_a_timeout_is_sane(text: str, timeout_s: float) -> None:
    assert pip_settings({"PIP_DEFAULT_TIMEOUT": text}, ()).timeout_s == timeout_s


def test_that_the_files_are_those_pip_itself_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip is asked; every place it would look at in this home is tried."""
    pytest.importorskip("pip")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for number, name in enumerate([".pip/pip.conf", "xdg/pip/pip.conf", "chosen.conf"]):
        written(tmp_path / name, f"[global]\nindex-url = http://place{number}/simple\nproxy = http://proxy{number}\n".encode())
        if name == "chosen.conf":
            monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / name))
        # `list`, for older pips don't find what PIP_CONFIG_FILE says with `get`
        told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
        assert f"global.index-url='http://place{number}/simple'" in told.stdout.splitlines()
        assert pip_settings().index_url == f"http://place{number}/simple"
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert pip_settings() == PipSettings()


@pytest.mark.parametrize(
    "settings", [PipSettings(cert="/nowhere.pem"), PipSettings(proxy="nonsense://x"), PipSettings(client_cert="/nowhere.pem")]
)
def test_that_settings_that_cannot_be_used_are_named(settings: PipSettings) -> None:
    with pytest.raises(WorkbenchError) as caught, index_client(settings):
        pass
    assert caught.value.code == "index-bad-setting"
