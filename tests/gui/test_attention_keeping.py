"""Arrays are kept only when somebody asks, and held against the trace when their run is opened again."""

from __future__ import annotations

import pytest
from made_attention import Attending

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.values import (
    RunKeepRequest,
    RunKept,
    RunKeptRequest,
    RunRecord,
    RunRow,
    RunStarted,
    Subject,
    TraceCheck,
    TraceCheckRequest,
    TraceRequest,
    TraceSaved,
    TraceSaveRequest,
)

TEXT = "When Mary went"


@pytest.fixture
def answering(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Attending()
    made.answers[TraceSaveRequest] = lambda request: TraceSaved(request, ("pattern", "resid"), 12_300_000)
    made.answers[RunKeepRequest] = lambda request: RunKept(request.id, request.name, "/kept", 12_300_000)
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(text=TEXT)


def open_run(answering: Attending, session, wait_until) -> None:
    request = TraceRequest(Subject("m", "stored text"))
    row = RunRow(7, "01T", "trace", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    session.open_run(RunRecord(row, request, (), answering.trace(request), "", {}, {}))
    wait_until(lambda: not session.jobs)


def test_that_nothing_is_kept_unless_asked_and_every_view_offers_it(panel, answering):
    assert answering.asked_of(TraceSaveRequest) == []
    assert answering.asked_of(RunKeepRequest) == []
    assert all(panel.keeping.action in export.menu.actions() for export in panel.exports.values())


def test_that_keeping_makes_the_trace_a_run_and_gives_its_file_to_the_store(panel, answering, session, wait_until):
    begun = []
    answering.begin_before = answering.begin
    answering.begin = lambda request, *, started: begun.append(request) or answering.begin_before(request, started=started)
    panel.keeping.action.trigger()
    wait_until(lambda: answering.asked_of(RunKeepRequest) and not session.jobs)
    assert begun == [panel.shown.trace.request]
    [saved], [kept] = answering.asked_of(TraceSaveRequest), answering.asked_of(RunKeepRequest)
    assert saved.trace == panel.shown.trace.request
    assert saved.path == kept.path == str(paths.artefacts() / f"run-{kept.id}.npz")
    assert kept.id == panel.shown.run_id
    assert panel.frame.bar.what.text() == f"The arrays of run {kept.id} are kept: 12 MB."


def test_that_a_run_keeps_its_arrays_with_itself(panel, answering, session, wait_until):
    answering.give(session, panel.shown.job.number, RunStarted(41, "01T"))
    panel.keeping.action.trigger()
    wait_until(lambda: not session.jobs)
    assert [request.id for request in answering.asked_of(RunKeepRequest)] == [41]


@pytest.mark.parametrize(
    ("differences", "other", "said"),
    [
        ({"pattern": 0.0, "resid": 0.0}, (), "Its kept arrays are the same to the bit."),
        ({"pattern": 2e-7, "resid": 3.25e-6}, (), "Its kept arrays differ by 3.2e-06 at most (resid)."),
        ({}, ("pattern", "resid"), "Its kept arrays are of another pass: pattern, resid."),
    ],
)
def test_that_an_opened_run_says_how_its_kept_arrays_compare(panel, answering, session, wait_until, differences, other, said):
    answering.answers[RunKeptRequest] = lambda request: RunKept(request.id, request.name, "/kept/file", 5)
    answering.answers[TraceCheckRequest] = lambda request: TraceCheck(request, differences, other)
    open_run(answering, session, wait_until)
    assert panel.frame.bar.what.text() == "Run 7, recomputed when opened."
    assert panel.frame.bar.why.text().endswith(said)
    [asked] = answering.asked_of(TraceCheckRequest)
    assert (asked.path, asked.trace.subject.text) == ("/kept/file", "stored text")


def test_that_a_run_without_kept_arrays_says_nothing_of_them(panel, answering, session, wait_until):
    open_run(answering, session, wait_until)
    assert answering.asked_of(TraceCheckRequest) == []
    assert "kept" not in panel.frame.bar.why.text()


def test_that_a_late_comparison_is_not_said_of_another_trace(panel, answering, session, wait_until):
    answering.answers[RunKeptRequest] = lambda request: RunKept(request.id, request.name, "/kept/file", 5)
    request = TraceRequest(Subject("m", "stored text"))
    row = RunRow(7, "01T", "trace", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    session.open_run(RunRecord(row, request, (), answering.trace(request), "", {}, {}))
    wait_until(lambda: answering.asked_of(TraceCheckRequest))
    [check], number = answering.asked_of(TraceCheckRequest), answering.job_of(TraceCheckRequest)
    session.change_subject(text="typed since")
    wait_until(lambda: panel.shown is not None and panel.shown.trace.request.subject.text == "typed since")
    answering.give(session, number, TraceCheck(check, {"resid": 0.5}), last=True)
    assert panel.keeping.said() == ""
    assert not panel.frame.bar.isVisibleTo(panel)


def test_that_what_keeps_the_arrays_from_being_kept_is_said(panel, answering, session, wait_until):
    answering.answers[TraceSaveRequest] = lambda request: WorkbenchError("file-not-written", path=request.path, reason="no room")
    panel.keeping.action.trigger()
    wait_until(lambda: panel.frame.bar.error is not None)
    assert panel.frame.bar.error.code == "file-not-written"
    assert answering.asked_of(RunKeepRequest) == []
    assert panel.keeping.action.isEnabled()


def test_that_there_is_nothing_to_keep_without_a_trace(panel, session, wait_until):
    session.change_subject(text="")
    wait_until(lambda: panel.shown is None)
    assert not panel.keeping.action.isEnabled()
