"""A trace that goes on with an earlier one is the trace of all of it: the same streams, patterns, shares and logits."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from workbench.engine import capture, open_model
from workbench.engine.capturing import ROOM
from workbench.engine.extending import begins, extended
from workbench.errors import WorkbenchError
from workbench.host.engine_desk import EngineDesk
from workbench.values import Ablation, GenerateRequest, GenerationStarted, Progress, Steering, Subject, TokenStep, TraceRequest

SUBJECT = Subject("starter", "the cat")
CHANGES = (Ablation(0, 1, "mean"), Ablation(1, None, "zero"), Steering(1, 0.5, "good", "bad"))


@pytest.fixture(scope="module")
def ids() -> tuple[int, ...]:
    model = open_model("starter")
    return tuple(model.tokenizer.encode("the cat sat on the mat and looked at the red ball " * 8).ids.tolist())


def traced(model, request):
    *_, trace = capture(model, request)
    return trace


@pytest.mark.parametrize("interventions", [(), CHANGES], ids=["plain", "changed"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_token_by_token_it_is_the_trace_of_all(ids, dtype, interventions):
    model = open_model("starter", dtype)
    whole = TraceRequest(SUBJECT, dtype, ids=ids[:30], interventions=interventions)
    trace = traced(model, dataclasses.replace(whole, ids=ids[:7]))
    for end in (8, 9, 15, 30):
        request = dataclasses.replace(whole, ids=ids[:end])
        assert begins(trace, request)
        trace = extended(trace, request)
    expected, close = traced(model, whole), 1e-11 if dtype == "float64" else 2e-5
    assert np.abs(trace.resid - expected.resid).max() <= max(close, np.finfo(np.float32).eps) * np.abs(expected.resid).max()
    for layer in range(model.spec.n_layers):
        assert np.abs(trace.pattern(layer) - expected.pattern(layer)).max() <= max(close, 2e-7)
    ours, theirs = trace.summary(), expected.summary()
    assert np.abs(ours.sink_share - theirs.sink_share).max() <= 2e-6
    assert ours.encoding.ids.tolist() == list(ids[:30])
    assert ours.next.ids[0] == theirs.next.ids[0]
    assert np.abs(ours.next.logprobs - theirs.next.logprobs).max() <= 1e-4


def test_that_a_text_longer_than_the_room_goes_on(ids):
    model = open_model("starter")
    trace = traced(model, TraceRequest(SUBJECT, ids=ids[:4]))
    assert len(ids) > 4 + ROOM
    trace = extended(trace, TraceRequest(SUBJECT, ids=ids[:10]))
    trace = extended(trace, TraceRequest(SUBJECT, ids=ids))
    expected = traced(model, TraceRequest(SUBJECT, ids=ids))
    assert np.abs(trace.resid - expected.resid).max() <= 2e-5 * np.abs(expected.resid).max()


def test_that_only_the_beginning_of_the_same_is_gone_on_with(ids):
    model = open_model("starter")
    request = TraceRequest(SUBJECT, ids=ids[:5])
    trace = traced(model, request)
    more = dataclasses.replace(request, ids=ids[:6])
    assert begins(trace, more)
    for other in (
        request,
        dataclasses.replace(more, ids=(*ids[1:5], 7, 8)),
        dataclasses.replace(more, ids=ids[:4]),
        dataclasses.replace(more, interventions=(Ablation(0, 0),)),
        dataclasses.replace(more, subject=Subject("starter", "else")),
        TraceRequest(SUBJECT),
    ):
        assert not begins(trace, other)
    assert not begins(traced(model, TraceRequest(SUBJECT)), more)  # of a text nothing is kept to go on with
    extended(trace, more)
    assert not begins(trace, more)  # what was kept has gone over


def test_that_one_that_was_stopped_can_be_gone_on_with(ids):
    model = open_model("starter")
    trace = traced(model, TraceRequest(SUBJECT, ids=ids[:5]))
    with pytest.raises(WorkbenchError) as told:
        extended(trace, TraceRequest(SUBJECT, ids=ids[:9]), stopped=lambda: True)
    assert told.value.code == "cancelled"
    found = extended(trace, TraceRequest(SUBJECT, ids=ids[:7]))
    expected = traced(model, TraceRequest(SUBJECT, ids=ids[:7]))
    assert np.abs(found.resid - expected.resid).max() <= 2e-5 * np.abs(expected.resid).max()


def test_that_the_desk_goes_on_in_one_turn_and_lets_go_of_the_beginning(ids):
    desk = EngineDesk(1 << 30)
    events = list(desk(TraceRequest(SUBJECT, ids=ids[:20]), lambda: False))
    assert [isinstance(event, Progress) and event.what == "forward" for event in events].count(True) == 0
    for end in range(21, 26):
        [summary] = list(desk(TraceRequest(SUBJECT, ids=ids[:end]), lambda: False))
        assert len(summary.encoding.ids) == end
    held = desk._traces.keys()
    assert [len(key.request.ids) for key in held] == [25]


class Written:
    """A generation at a desk, and the traces of what it has written so far."""

    def __init__(self, **settings: object) -> None:
        self.desk, self.request = EngineDesk(1 << 30), GenerateRequest(SUBJECT, max_new_tokens=12, **settings)
        self._events = self.desk(self.request, lambda: False)
        self.ids: list[int] = []

    def write(self, n: int) -> None:
        while n and (event := next(self._events, None)) is not None:
            if isinstance(event, GenerationStarted):
                self.ids = event.prompt.ids.tolist()
            if isinstance(event, TokenStep):
                self.ids.append(event.id)
                n -= 1

    def trace(self, n: int | None = None):
        """As the scheduler would: whoever writes has a turn after each turn of the one that looks."""
        request = TraceRequest(SUBJECT, ids=tuple(self.ids[:n]), interventions=self.request.interventions)
        passes = []
        for event in self.desk(request, lambda: False):
            if isinstance(event, Progress):
                passes.append(event)
                self.write(1)
        return self.desk._traces.get(self.desk._traces.keys()[-1]), event, len(passes)


@pytest.mark.parametrize("interventions", [(), CHANGES], ids=["plain", "changed"])
def test_that_a_trace_of_what_is_written_reads_nothing_anew_and_is_the_trace_of_its_ids(interventions, monkeypatch):
    monkeypatch.setattr("workbench.host.engine_desk.extended", None)
    monkeypatch.setattr("workbench.host.engine_desk.capture", None)
    writing = Written(interventions=interventions)
    writing.write(3)
    for _ in range(4):
        trace, summary, turns = writing.trace()
        assert turns == 1  # whoever writes read the newest token meanwhile
        expected = traced(open_model("starter"), trace.request)
        assert len(trace.request.ids) == len(writing.ids) - 1
        assert np.abs(trace.resid - expected.resid).max() <= 2e-5 * np.abs(expected.resid).max()
        for layer in range(trace.model.spec.n_layers):
            assert np.abs(trace.pattern(layer) - expected.pattern(layer)).max() <= 2e-6
        assert np.abs(summary.sink_share - expected.summary().sink_share).max() <= 2e-6
        assert summary.next.ids[0] == expected.summary().next.ids[0]
        assert "fused" in summary.kernels
    assert len(writing.desk._traces.keys()) == 1


def test_that_the_last_token_is_read_when_nothing_is_written_any_more():
    writing = Written()
    writing.write(99)
    trace, summary, turns = writing.trace()
    expected = traced(open_model("starter"), trace.request)
    assert (len(summary.encoding.ids), turns) == (len(writing.ids), 0)
    assert np.abs(trace.resid - expected.resid).max() <= 2e-5 * np.abs(expected.resid).max()
    assert np.abs(summary.sink_share - expected.summary().sink_share).max() <= 2e-6


def test_that_a_branch_goes_on_with_the_streams_of_what_it_takes_over():
    writing = Written()
    writing.write(6)
    branch = dataclasses.replace(writing.request, forced_ids=tuple(writing.ids[-6:-3]))
    writing.write(99)
    writing._events = writing.desk(branch, lambda: False)
    writing.write(2)
    trace, _, turns = writing.trace()
    assert turns == 1
    expected = traced(open_model("starter"), trace.request)
    assert np.abs(trace.resid - expected.resid).max() <= 2e-5 * np.abs(expected.resid).max()
