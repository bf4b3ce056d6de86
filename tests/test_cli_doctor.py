"""The doctor names what is missing and how to mend it, and survives what would kill the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_samples import Shell

from workbench import doctor
from workbench.doctor import Finding


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Shell:
    return Shell(capsys, monkeypatch)


def found(findings: list[Finding], name: str) -> Finding:
    return next(finding for finding in findings if finding.name == name)


def test_that_the_doctor_tells_versions_and_what_works(shell: Shell) -> None:
    told = shell("doctor", "--json").json
    by_name = {finding["name"]: finding for finding in told["findings"]}
    assert {"Python", "torch", "PySide6-Essentials", "SQLite", "database", "data folder", "devices", "libraries of Qt"} <= set(by_name)
    assert [by_name[name]["state"] for name in ("SQLite", "torch works", "Qt works", "data folder", "database")] == ["ok"] * 5
    assert told["ok"] is not any(finding["state"] == "bad" for finding in told["findings"])
    assert by_name["models"]["state"] == "ok"
    assert "starter" in str(by_name["models"])


def test_that_missing_libraries_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES_OF_QT", {"libc.so.6": "libc6", "libabsent.so.1": "libabsent1", "libgone.so.2": "libgone2"})
    finding = found(list(doctor._libraries()), "libraries of Qt")
    assert finding == Finding("libraries of Qt", "bad", "missing: libabsent.so.1, libgone.so.2", "apt-get install libabsent1 libgone2")
    assert not doctor.is_well([finding])


def test_that_a_display_that_kills_qt_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    (finding,) = doctor._display(doctor._Probe("display", tmp_path))
    assert finding.state == "bad"
    assert finding.found
    (looked, *_) = doctor._qt(doctor._Probe("qt", tmp_path))
    assert looked.state == "ok"  # without a display it works all the same


def test_that_no_display_is_only_a_note() -> None:
    assert [finding.state for finding in doctor._display(None)] == ["note"]


def test_that_a_data_folder_that_cannot_be_written_to_is_bad(shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write_text("a file stands here")
    (resources, folder) = doctor._folders()
    assert resources.state == "ok"
    assert folder.state == "bad"
    assert "WORKBENCH_HOME" in folder.remedy
    assert shell("doctor").status == 1


def test_that_a_damaged_database_is_bad_and_says_how_to_go_on(home: Path) -> None:
    home.mkdir()
    (home / "workbench.db").write_bytes(b"\xff" * 10_000)
    finding = found(list(doctor._sqlite()), "database")
    assert finding.state == "bad"
    assert "Move it away" in finding.remedy


def test_that_an_old_sqlite_is_bad(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.store.sqlite.OLDEST_SQLITE", (99, 0, 0))
    (finding,) = doctor._sqlite()
    assert (finding.name, finding.state) == ("SQLite", "bad")
    assert "pysqlite3" in finding.remedy
