"""Arrays of a trace that are kept: what the file holds is the trace, and what differs is found, with its size."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.engine import capture, open_model
from workbench.engine.kept_trace import check_trace, save_trace
from workbench.errors import WorkbenchError
from workbench.values import Ablation, Subject, TraceCheckRequest, TraceRequest, TraceSaveRequest


def traced(model, request: TraceRequest):
    *_, trace = capture(model, request)
    return trace


@pytest.fixture(scope="module", params=["starter", "starter-masked", "starter-seq2seq"])
def model(request):
    return open_model(request.param)


@pytest.fixture
def kept(model, tmp_path):
    """(trace, path of its file)."""
    trace = traced(model, TraceRequest(Subject(model.info.name, "3 4 the cat")))
    path = tmp_path / "kept.npz"
    *_, saved = save_trace(trace, TraceSaveRequest(trace.request, str(path)), stopped=lambda: False)
    assert saved.size_bytes == path.stat().st_size
    assert "logits" not in saved.names
    return trace, path


def checked(trace, path):
    *_, found = check_trace(trace, TraceCheckRequest(trace.request, str(path)), stopped=lambda: False)
    return found


def test_that_numpy_reads_the_trace_itself(kept):
    trace, path = kept
    with np.load(path, allow_pickle=False) as arrays:
        assert arrays["ids"].tolist() == trace.encoding.ids.tolist()
        assert (arrays["resid"] == trace.resid).all()
        last = trace.parts[-1]
        name = next(name for name in arrays if "pattern" in name and arrays[name].shape[2:] == trace.pattern(0, part=last).shape[1:])
        assert arrays[name].shape[0] >= 1


def test_that_the_same_trace_differs_by_nothing(model, kept):
    trace, path = kept
    again = traced(model, trace.request)
    found = checked(again, path)
    assert found.other == ()
    assert set(found.differences.values()) == {0.0}
    assert "resid" in found.differences
    assert sum("pattern" in name for name in found.differences) == len(trace.parts)


def test_that_the_largest_difference_of_each_array_is_found(kept):
    trace, path = kept
    with np.load(path) as arrays:
        changed = dict(arrays)
    changed["resid"] = changed["resid"].copy()
    changed["resid"][1, 1, 3] += 0.25
    changed["resid"][0, 0, 0] -= 0.125
    np.savez(path, **changed)
    found = checked(trace, path)
    assert found.differences["resid"] == pytest.approx(0.25, abs=1e-6)
    assert {value for name, value in found.differences.items() if name != "resid"} == {0.0}


def test_that_another_text_is_told_from_another_number(model, kept):
    _, path = kept
    found = checked(traced(model, TraceRequest(Subject(model.info.name, "5 4 the dog"))), path)
    assert found.differences == {}
    assert "resid" in found.other


def test_that_an_array_of_another_shape_is_named(kept):
    trace, path = kept
    with np.load(path) as arrays:
        changed = dict(arrays)
    changed["resid"] = changed["resid"][:-1]
    np.savez(path, **changed)
    assert checked(trace, path).other == ("resid",)


def test_that_a_change_in_the_model_shows_in_its_size(tmp_path):
    model, subject = open_model("starter"), Subject("starter", "the cat sat")
    trace, path = traced(model, TraceRequest(subject)), tmp_path / "kept.npz"
    list(save_trace(trace, TraceSaveRequest(trace.request, str(path)), stopped=lambda: False))
    changed = traced(model, TraceRequest(subject, interventions=(Ablation(0, 0, "zero"),)))
    expected = float(np.abs(changed.resid - trace.resid).max())
    assert checked(changed, path).differences["resid"] == pytest.approx(expected, rel=1e-6)
    assert expected > 0.01


@pytest.mark.parametrize(("content", "code"), [(None, "file-missing"), (b"no archive", "file-unreadable"), (b"PK\x05\x06" + bytes(18), "")])
def test_that_a_file_that_is_gone_or_broken_is_said(kept, content, code):
    trace, path = kept
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    if code:
        with pytest.raises(WorkbenchError) as told:
            checked(trace, path)
        assert told.value.code == code
    else:
        assert checked(trace, path).differences == {}


def test_that_saving_and_checking_end_when_told(kept):
    trace, path = kept
    for run in (
        lambda: list(save_trace(trace, TraceSaveRequest(trace.request, str(path)), stopped=lambda: True)),
        lambda: list(check_trace(trace, TraceCheckRequest(trace.request, str(path)), stopped=lambda: True)),
    ):
        with pytest.raises(WorkbenchError) as told:
            run()
        assert told.value.code == "cancelled"
    assert not path.with_name(path.name + ".part").exists()
