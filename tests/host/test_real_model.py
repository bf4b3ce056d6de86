"""The whole chain with the real SmolLM2: children, wire, text, library and engine. One engine serves most tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from host_office import Ledger, Office, Ticker, opened

from workbench.values import (
    Arrays,
    ArraysRequest,
    CellsRequest,
    CloseRequest,
    CutRequest,
    DescribeRequest,
    FetchRequest,
    FileInfo,
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    Grid,
    GridRequest,
    HeadRequest,
    LinesRequest,
    Merging,
    ModelInfo,
    ModelList,
    ModelListRequest,
    NextRequest,
    OpenRequest,
    Pipeline,
    PipelineRequest,
    Progress,
    Score,
    ScoreRequest,
    Subject,
    Tokenized,
    TokenizeRequest,
    TokenStep,
    TraceRequest,
    TraceSummary,
)

KOREAN = "나는 오늘 아침에 커피를 마셨다."
ENGLISH = "The quick brown fox jumps over the lazy dog."


@pytest.fixture(scope="module")
def real(smollm2: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Real children, with a data folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("OMP_NUM_THREADS", "2")
        with opened() as office:
            for job in [office.submit(OpenRequest(str(smollm2))), office.submit(TokenizeRequest(subject(smollm2)))]:
                office.end(job)
            yield office


def subject(model: Path, text: str = ENGLISH) -> Subject:
    return Subject(str(model), text)


def steps(items: list[object]) -> list[TokenStep]:
    return [item for item in items if isinstance(item, TokenStep)]


def loads(items: list[object]) -> bool:
    return any(isinstance(item, Progress) and item.what == "load" for item in items)


# text and library


def test_that_korean_is_tokenized_and_its_spans_partition_the_text(real: Office, smollm2: Path) -> None:
    result = real.end(real.submit(TokenizeRequest(subject(smollm2, KOREAN)))).event
    assert isinstance(result, Tokenized)
    spans = result.encoding.byte_spans[result.encoding.kinds == 0]
    assert spans[0, 0] == 0
    assert spans[-1, 1] == len(KOREAN.encode())
    assert (spans[1:, 0] == spans[:-1, 1]).all()
    assert result.n_ctx == 8192
    assert result.lost == ""


def test_that_stages_and_cuts_are_answered_by_the_text_child(real: Office, smollm2: Path) -> None:
    pipeline = real.end(real.submit(PipelineRequest(subject(smollm2, KOREAN * 200), most_characters=100))).event
    assert isinstance(pipeline, Pipeline)
    assert pipeline.text == (KOREAN * 200)[: pipeline.n_characters]
    assert 90 <= pipeline.n_characters <= 100
    words = [stage for stage in pipeline.stages if stage.name == "pre_tokenizer"][-1]
    merging = real.end(real.submit(CutRequest(str(smollm2), words.pieces[0]))).event
    assert isinstance(merging, Merging)
    assert merging.text == words.shown[0]


def test_that_a_lone_surrogate_is_answered_with_its_place(real: Office, smollm2: Path) -> None:
    error = real.end(real.submit(TokenizeRequest(subject(smollm2, "ab\ud800c")))).error
    assert error is not None
    assert (error.code, error.values["position"]) == ("text-not-unicode", 2)


def test_that_files_and_models_are_described_without_torch(real: Office, smollm2: Path) -> None:
    info = real.end(real.submit(DescribeRequest(str(smollm2), tensors=True))).event
    assert isinstance(info, FileInfo)
    assert (info.format, len(info.tensors)) == ("gguf", 272)
    listed = real.end(real.submit(ModelListRequest())).event
    assert isinstance(listed, ModelList)
    assert "smollm2-135m-instruct" in [model.name for model in listed.models]
    maps = Path(f"/proc/{real.pid('text')}/maps")
    if maps.exists():
        assert "libtorch" not in maps.read_text()


@pytest.mark.parametrize("request_class", [OpenRequest, DescribeRequest])
def test_that_a_model_that_is_not_there_is_an_error_of_its_own(real: Office, request_class: type, tmp_path: Path) -> None:
    error = real.end(real.submit(request_class(str(tmp_path / "none.gguf")))).error
    assert error is not None
    assert error.code == "model-missing"


def test_that_the_folder_the_app_was_started_in_is_not_imported_from(
    smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("json", "numpy", "tokenizers", "workbench"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('code of a stranger')")
    with opened() as office:
        assert isinstance(office.end(office.submit(TokenizeRequest(subject(smollm2)))).event, Tokenized)


def test_that_a_silent_index_holds_up_no_tokens_and_can_be_cancelled(
    smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as silent, opened() as office:
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{silent.getsockname()[1]}/simple")
        fetch = office.submit(FetchRequest("smollm2-135m-instruct"))
        silent.settimeout(10)
        line, _ = silent.accept()
        assert isinstance(office.end(office.submit(TokenizeRequest(subject(smollm2)))).event, Tokenized)
        pid = office.pid("text")
        asked_at = time.monotonic()
        office.children.cancel(fetch)
        error = office.end(fetch).error
        assert time.monotonic() - asked_at < 3
        assert error is not None
        assert error.code == "cancelled"
        assert office.end(office.submit(TokenizeRequest(subject(smollm2)))).error is None
        assert office.pid("text") == pid
        line.close()


# engine


def test_that_opening_tells_what_was_opened(real: Office, smollm2: Path) -> None:
    info = real.end(real.submit(OpenRequest(str(smollm2)))).event
    assert isinstance(info, ModelInfo)
    assert (info.n_layers, info.n_heads, info.n_kv_heads, info.d_vocab) == (30, 9, 3, 49152)


def test_that_every_view_of_a_trace_comes_through_the_wire(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, KOREAN))
    summary = real.end(real.submit(trace)).event
    assert isinstance(summary, TraceSummary)
    n = len(summary.encoding.ids)
    assert summary.sink_share.shape == (30, 9)
    grid = real.end(real.submit(GridRequest(trace, size=16))).event
    assert isinstance(grid, Grid)
    assert grid.images.shape[:2] == (30, 9)
    lines = real.end(real.submit(LinesRequest(trace, layer=3, head=2, positions=(n - 1,)))).event
    cells = real.end(real.submit(CellsRequest(trace, cells=tuple((3, 2, n - 1, k) for k in range(n))))).event
    np.testing.assert_array_equal(lines.read[0], cells.weights)  # type: ignore[union-attr]
    assert abs(lines.read[0].sum() - 1) < 1e-5  # type: ignore[union-attr]
    head = real.end(real.submit(HeadRequest(trace, layer=3, head=2))).event
    assert head.image.shape == (n, n)  # type: ignore[union-attr]
    following = real.end(real.submit(NextRequest(trace, position=n - 1))).event
    assert following.distribution.ids[0] == summary.next.ids[0]  # type: ignore[union-attr]
    arrays = real.end(real.submit(ArraysRequest(trace, what=("pattern", "resid")))).event
    assert isinstance(arrays, Arrays)
    assert arrays.arrays["pattern"].shape == (30, 9, n, n)
    assert arrays.arrays["resid"].shape == (31, n, 576)


def test_that_a_view_of_a_trace_that_is_not_there_computes_it_first(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, "A text nobody traced before."))
    job = real.submit(GridRequest(trace, size=8))
    assert isinstance(real.end(job).event, Grid)
    assert real.events(job)
    again = real.submit(GridRequest(trace, size=8))
    assert isinstance(real.end(again).event, Grid)
    assert real.events(again) == []


def layers_computed(office: Office, *jobs: int) -> int:
    return sum(isinstance(item, Progress) and item.what == "forward" for job in jobs for item in office.events(job))


def test_that_a_trace_that_two_requests_want_at_once_is_computed_once(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, ENGLISH * 5 + "Both."))
    summary, grid = real.submit(trace), real.submit(GridRequest(trace, size=8))
    assert isinstance(real.end(summary).event, TraceSummary)
    assert isinstance(real.end(grid).event, Grid)
    assert layers_computed(real, summary, grid) == 31


def test_that_a_shared_trace_survives_one_cancel(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, ENGLISH * 40 + "One of both."))
    first, second = real.submit(trace), real.submit(GridRequest(trace, size=8))
    real.begun(first)
    real.begun(second)
    real.children.cancel(first)
    error = real.end(first).error
    assert error is not None
    assert error.code == "cancelled"
    assert isinstance(real.end(second).event, Grid)


def test_that_a_shared_trace_that_fails_fails_for_everyone(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, "cat " * 9000))
    jobs = [real.submit(request) for request in (trace, GridRequest(trace), trace)]
    assert {real.end(job).error.code for job in jobs} == {"text-too-long"}  # type: ignore[union-attr]


def test_that_a_closed_model_is_opened_again_when_it_is_needed(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, "Open, closed, open."))
    real.end(real.submit(trace))
    closed = real.end(real.submit(CloseRequest(str(smollm2))))
    assert (closed.error, closed.event) == (None, None)
    job = real.submit(GridRequest(trace, size=8))
    assert isinstance(real.end(job).event, Grid)
    assert loads(real.events(job))


def test_that_a_generation_streams_its_steps_to_window_and_recording(real: Office, smollm2: Path) -> None:
    ledger = Ledger()
    job = real.submit(GenerateRequest(subject(smollm2), max_new_tokens=12), recording=ledger)
    result = real.end(job).event
    assert isinstance(result, GenerationResult)
    events = real.events(job)
    written = [item for item in events if not isinstance(item, Progress)]
    assert isinstance(written[0], GenerationStarted)
    assert [step.id for step in steps(events)] == result.ids.tolist()
    assert "".join(step.text for step in steps(events)) + result.trailing == result.text
    assert [step.id for step in steps(ledger.events)] == result.ids.tolist()
    assert ledger.ends == [("done", "")]


def test_that_a_score_comes_through_the_wire_with_no_probability_for_the_first_token(real: Office, smollm2: Path) -> None:
    result = real.end(real.submit(ScoreRequest(subject(smollm2, KOREAN)))).event
    assert isinstance(result, Score)
    assert np.isnan(result.logprobs).nonzero()[0].tolist() == [0]
    assert abs(result.nll + np.nansum(result.logprobs)) < 1e-3


def test_that_a_view_is_answered_while_a_generation_goes_on(real: Office, smollm2: Path) -> None:
    trace = TraceRequest(subject(smollm2, "While it writes."))
    real.end(real.submit(trace))
    writing = real.submit(GenerateRequest(subject(smollm2), max_new_tokens=400))
    real.wait(lambda: steps(real.events(writing)))
    view = real.submit(GridRequest(trace, size=8), priority=1)
    assert isinstance(real.end(view).event, Grid)
    assert not real.ended(writing)
    real.children.cancel(writing)
    real.end(writing)


def test_that_cancel_stops_the_decoding_within_200_ms(real: Office, smollm2: Path) -> None:
    job = real.submit(GenerateRequest(subject(smollm2), max_new_tokens=1000))
    real.wait(lambda: len(steps(real.events(job))) > 3)
    asked_at = time.monotonic()
    real.children.cancel(job)
    error = real.end(job).error
    assert time.monotonic() - asked_at < 0.2
    assert error is not None
    assert error.code == "cancelled"


def test_that_cancel_stops_a_long_forward_pass_within_two_seconds_and_spares_the_child(real: Office, smollm2: Path) -> None:
    pid = real.pid()
    job = real.submit(TraceRequest(subject(smollm2, ENGLISH * 180)))
    real.begun(job)
    asked_at = time.monotonic()
    real.children.cancel(job)
    error = real.end(job).error
    assert time.monotonic() - asked_at < 2
    assert error is not None
    assert error.code == "cancelled"
    assert real.pid() == pid


def test_that_typing_on_replaces_the_trace_of_the_older_text(real: Office, smollm2: Path) -> None:
    jobs = [real.submit(TraceRequest(subject(smollm2, ENGLISH * 20 + "x" * count)), key="live") for count in range(5)]
    ends = [real.end(job) for job in jobs]
    assert [end.error.code for end in ends[:-1] if end.error] == ["cancelled"] * 4
    assert isinstance(ends[-1].event, TraceSummary)


# death


def test_that_a_killed_engine_is_named_keeps_what_was_written_and_comes_back(smollm2: Path) -> None:
    trace, ledger = TraceRequest(subject(smollm2, "Before the end.")), Ledger()
    with opened() as real:
        real.end(real.submit(trace))
        job = real.submit(GenerateRequest(subject(smollm2), max_new_tokens=1000), recording=ledger)
        real.wait(lambda: len(steps(real.events(job))) > 5)
        with Ticker() as ticker:
            os.kill(real.pid(), signal.SIGKILL)
            error = real.end(job).error
            view = real.submit(GridRequest(trace, size=8))
            assert isinstance(real.end(view).event, Grid)
    assert error is not None
    assert (error.code, error.values["cause"]) == ("child-died", "SIGKILL")
    assert ledger.ends == [("interrupted", "child-died")]
    assert len(steps(ledger.events)) > 5
    assert [step.id for step in steps(ledger.events)] == [step.id for step in steps(real.events(job))]
    assert loads(real.events(view))
    assert max(ticker.own_gaps_ms) < 50


WINDOW = """
import sys
sys.path.insert(0, sys.argv[1])
from host_office import Office
from workbench.values import *
office = Office()
subject = Subject(sys.argv[2], "hello")
for request in (TokenizeRequest(subject), TraceRequest(subject)):
    assert office.end(office.submit(request)).error is None
print(sorted({name.partition(".")[0] for name in sys.modules} & {"torch", "tokenizers", "transformers", "safetensors", "gguf"}))
print([office.pid(role) for role in ("engine", "text")], flush=True)
sys.stdin.read()
"""


def test_that_the_window_never_has_torch_and_its_death_ends_both_children(smollm2: Path) -> None:
    arguments = [sys.executable, "-c", WINDOW, str(Path(__file__).parent), str(smollm2)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "[]\n"
        children = [psutil.Process(int(pid)) for pid in window.stdout.readline().strip("[]\n").split(",")]
        window.kill()
        _, alive = psutil.wait_procs(children, timeout=3)
        assert [process.status() for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
