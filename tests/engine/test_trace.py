"""Views of a trace against the exact arrays, and the arrays against the forward pass."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made_models import IDS, N_CTX

from workbench.engine import LoadedModel, Trace, capture, memory
from workbench.engine.patterns import Patterns
from workbench.errors import WorkbenchError
from workbench.values import (
    ArraysRequest,
    CellsRequest,
    GridRequest,
    HeadRequest,
    LinesRequest,
    NextRequest,
    Progress,
    Subject,
    TraceRequest,
    pack,
    unpack,
)


@pytest.fixture(params=["kept", "recomputed", "in slabs"])
def trace(request: pytest.FixtureRequest, small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> Trace:
    """A trace whose patterns are all kept, of which one layer is, or none."""
    layer_bytes = 4 * 100 * 100 * 4
    budget = {"kept": 3 * layer_bytes, "recomputed": layer_bytes, "in slabs": layer_bytes - 1}[request.param]
    defaults = dict(Patterns.__init__.__kwdefaults__ or {}, budget_bytes=budget)
    monkeypatch.setattr(Patterns.__init__, "__kwdefaults__", defaults)
    return small.trace([*IDS, *IDS, 1, 2, 3, 4])


class Slabs:
    """Puts the slabs of a forward pass together."""

    def __init__(self, n: int) -> None:
        self.found = np.zeros((3, 4, n, n), np.float32)

    def pattern(self, layer: int, first_query: int, weights: torch.Tensor) -> None:
        _, _, rows, keys = weights.shape
        self.found[layer, :, first_query : first_query + rows, :keys] = weights[0].numpy()


@pytest.fixture(scope="module")
def exact(small: LoadedModel) -> np.ndarray:
    """The patterns as the forward pass itself used them, [L, H, n, n]."""
    probe = Slabs(100)
    with torch.inference_mode():
        small.transformer(torch.tensor([[*IDS, *IDS, 1, 2, 3, 4]]), probe=probe)
    return probe.found


def test_that_a_recomputed_pattern_is_the_captured_one(trace: Trace, exact: np.ndarray) -> None:
    for layer in (2, 0, 1):
        assert np.abs(trace.pattern(layer) - exact[layer]).max() < 1e-6


def test_that_cells_and_lines_are_exact(trace: Trace, exact: np.ndarray) -> None:
    random = np.random.default_rng(2)
    wanted = tuple((int(l), int(h), int(q), int(k)) for l, h, q, k in random.integers(0, (3, 4, 100, 100), (50, 4)))  # noqa: E741
    cells = trace.cells(CellsRequest(trace.request, wanted))
    assert np.abs(cells.weights - [exact[cell] for cell in wanted]).max() < 1e-6
    lines = trace.lines(LinesRequest(trace.request, 1, 2, (0, 41, 99)))
    assert np.abs(lines.read - exact[1, 2, [0, 41, 99]]).max() < 1e-6
    assert np.abs(lines.read_by - exact[1, 2][:, [0, 41, 99]].T).max() < 1e-6


def reduced(weights: np.ndarray, step: int, how: str) -> np.ndarray:
    """Blocks of [rows, keys] the slow way."""
    rows, keys = (-(-size // step) for size in weights.shape)
    blocks = [[weights[i * step : (i + 1) * step, j * step : (j + 1) * step] for j in range(keys)] for i in range(rows)]
    return np.array([[block.max() if how == "max" else block.mean() for block in line] for line in blocks])


@pytest.mark.parametrize("how", ["max", "mean"])
@pytest.mark.parametrize("size", [100, 64, 33, 7, 1])
def test_that_thumbnails_are_reduced_patterns(trace: Trace, exact: np.ndarray, size: int, how: Any) -> None:
    grid = trace.grid(GridRequest(trace.request, size=size, reduce=how))
    step = -(-100 // size)
    assert grid.images.shape == (3, 4, -(-100 // step), -(-100 // step))
    for layer in range(3):
        for head in range(4):
            expected = reduced(exact[layer, head], step, how)
            low, high = grid.ranges[layer, head]
            shown = low + grid.images[layer, head] / 255 * (high - low)
            assert low == 0
            assert high == pytest.approx(expected.max(), rel=1e-5)
            assert np.abs(shown - expected).max() <= high / 255 / 2 + 1e-6


@pytest.mark.parametrize("how", ["max", "mean"])
def test_that_a_hidden_sink_leaves_the_scale_but_not_the_data(trace: Trace, exact: np.ndarray, how: Any) -> None:
    grid = trace.grid(GridRequest(trace.request, size=25, reduce=how, hide_sink=True))
    for layer in range(3):
        for head in range(4):
            without = exact[layer, head].copy()
            without[:, 0] = 0
            high = float(reduced(without, 4, how).max())
            assert grid.ranges[layer, head, 1] == pytest.approx(high, rel=1e-5)
            expected = np.minimum(reduced(exact[layer, head], 4, how), high)
            assert np.abs(grid.images[layer, head] / 255 * high - expected).max() <= high / 255 / 2 + 1e-6


@pytest.mark.parametrize(
    ("region", "pixels"),
    [(None, 1024), (None, 30), ((10, 90, 0, 50), 1024), ((10, 90, 5, 50), 16), ((0, 5, 60, 100), 8), ((99, 100, 99, 100), 1)],
)
def test_that_a_head_shows_its_region(trace: Trace, exact: np.ndarray, region: Any, pixels: int) -> None:
    view = trace.head(HeadRequest(trace.request, 2, 3, region=region, pixels=pixels, reduce="max"))
    q0, q1, k0, k1 = view.region
    assert view.region == (region or (0, 100, 0, 100))
    expected = reduced(exact[2, 3, q0:q1, k0:k1], view.step, "max")
    assert view.image.shape == expected.shape
    assert max(view.image.shape) <= pixels
    assert np.abs(view.image / 255 * view.high - expected).max() <= view.high / 255 / 2 + 1e-6


@pytest.mark.parametrize(("region", "size"), [((40, 100, 0, 40), 100), ((0, 40, 0, 40), 7), ((40, 100, 40, 100), 16)])
def test_that_thumbnails_show_their_region(trace: Trace, exact: np.ndarray, region: Any, size: int) -> None:
    grid = trace.grid(GridRequest(trace.request, size=size, region=region))
    q0, q1, k0, k1 = region
    step = -(-max(q1 - q0, k1 - k0) // size)
    for layer in range(3):
        for head in range(4):
            expected, high = reduced(exact[layer, head, q0:q1, k0:k1], step, "max"), grid.ranges[layer, head, 1]
            assert grid.images.shape[2:] == expected.shape
            assert np.abs(grid.images[layer, head] / 255 * high - expected).max() <= high / 255 / 2 + 1e-6


def test_that_a_region_is_cut_to_the_text_and_an_empty_one_refused(trace: Trace) -> None:
    assert trace.head(HeadRequest(trace.request, 0, 0, region=(-5, 400, 50, 300))).region == (0, 100, 50, 100)
    with pytest.raises(WorkbenchError, match="region"):
        trace.head(HeadRequest(trace.request, 0, 0, region=(100, 120, 0, 5)))


def test_that_the_sink_share_is_the_mean_weight_on_key_0(trace: Trace, exact: np.ndarray) -> None:
    assert np.abs(trace.summary().sink_share - exact[:, :, 1:, 0].mean(-1)).max() < 1e-6


def test_that_next_is_the_models_distribution(trace: Trace, small: LoadedModel) -> None:
    logprobs = torch.from_numpy(small.logits(trace.encoding.ids.tolist())).double().log_softmax(-1)
    for position in (0, 57, 99):
        found = trace.next(NextRequest(trace.request, position, top=15)).distribution
        best = logprobs[position].sort(descending=True)
        assert found.ids.tolist() == best.indices[:15].tolist()
        assert np.abs(found.logprobs - best.values[:15].numpy()).max() < 1e-5
        assert found.tail == pytest.approx(float(best.values[15:].exp().sum()), rel=1e-4)
    assert trace.summary().next.ids[:15].tolist() == found.ids.tolist()


def test_that_the_trace_file_holds_what_the_arrays_hold(trace: Trace, exact: np.ndarray, small: LoadedModel, tmp_path: Path) -> None:
    trace.wanted = trace.want(layers=(2, 0), heads=(1, 3))
    trace.save(tmp_path / "t.npz")
    with np.load(tmp_path / "t.npz") as file:
        saved = dict(file)
    ids = trace.encoding.ids
    assert sorted(saved) == ["heads", "ids", "layers", "logits", "pattern", "resid"]
    assert (saved["ids"].tolist(), saved["layers"].tolist(), saved["heads"].tolist()) == (ids.tolist(), [2, 0], [1, 3])
    assert np.abs(saved["pattern"] - exact[[2, 0]][:, [1, 3]]).max() < 1e-6
    assert saved["resid"].shape == (4, 100, 48)
    normed = small.transformer.stack.final_norm(torch.from_numpy(saved["resid"][-1])).numpy()
    assert np.abs(normed - small.hidden(ids.tolist())[-1]).max() < 1e-4
    assert np.abs(saved["logits"] - small.logits(ids.tolist())).max() < 1e-4
    arrays = trace.arrays(ArraysRequest(trace.request, ("pattern", "logits", "resid"), layers=(2, 0), heads=(1, 3))).arrays
    assert all(np.array_equal(arrays[name], saved[name]) for name in ("pattern", "logits", "resid"))
    assert [path.name for path in tmp_path.iterdir()] == ["t.npz"]


def test_that_a_trace_file_that_cannot_be_written_leaves_nothing(small: LoadedModel, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        small.trace("abc").save(tmp_path / "absent" / "t.npz")
    assert caught.value.code == "file-not-written"
    assert not list(tmp_path.iterdir())


def test_that_a_trace_file_larger_than_the_disk_is_refused_with_its_size(
    small: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 2048))
    with pytest.raises(WorkbenchError, match=r"it takes .* KiB and 2\.0 KiB are free"):
        small.trace("abc").save(str(tmp_path / "t.npz"))
    assert not list(tmp_path.iterdir())


def test_that_a_trace_grows_with_what_is_looked_at_up_to_its_budget(trace: Trace) -> None:
    assert trace.cache is not None, "ids that were given may be gone on with"
    kept_bytes = 4 * 100 * 48 * 4 + trace.cache.size_bytes  # streams, keys and values
    before = trace.cost_bytes
    for layer in (0, 1, 2):
        trace.head(HeadRequest(trace.request, layer, 0))
    assert kept_bytes <= before <= trace.cost_bytes <= kept_bytes + trace._patterns["decoder"].budget_bytes


@pytest.mark.parametrize(
    "view",
    [
        lambda t: t.head(HeadRequest(t.request, 3, 0)), lambda t: t.head(HeadRequest(t.request, 0, 4)),
        lambda t: t.cells(CellsRequest(t.request, ((0, 0, 100, 0),))), lambda t: t.lines(LinesRequest(t.request, 0, 0, (-1,))),
        lambda t: t.next(NextRequest(t.request, 100)), lambda t: t.grid(GridRequest(t.request, size=0)),
        lambda t: t.arrays(ArraysRequest(t.request, ("scores",))), lambda t: t.arrays(ArraysRequest(t.request, ("pattern",), layers=(7,))),
    ],
)  # fmt: skip
def test_that_indices_out_of_range_are_named(small: LoadedModel, view: Any) -> None:
    with pytest.raises(WorkbenchError) as caught:
        view(small.trace([*IDS, *IDS, 1, 2, 3, 4]))
    assert caught.value.code == "bad-value"


def test_that_one_token_can_be_traced(small: LoadedModel) -> None:
    trace = small.trace([5])
    assert trace.summary().sink_share.tolist() == [[0.0] * 4] * 3
    grid = trace.grid(GridRequest(trace.request, hide_sink=True))
    assert grid.images.tolist() == [[[[255]]] * 4] * 3
    assert grid.ranges.tolist() == [[[0.0, 1.0]] * 4] * 3


def test_that_texts_that_cannot_be_read_are_refused_and_nul_can(small: LoadedModel) -> None:
    for text, code in (("", "empty-text"), ("a" * (N_CTX + 3), "text-too-long"), ("a\ud800", "text-not-unicode")):
        with pytest.raises(WorkbenchError) as caught:
            small.trace(text)
        assert caught.value.code == code
    assert caught.value.values["position"] == 1
    assert small.trace("a\0b").encoding.ids.tolist() == [97, 0, 98]


def test_that_what_would_not_fit_is_refused_before_it_is_computed(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = small.trace(IDS)
    monkeypatch.setattr(memory, "available_bytes", lambda: 10_000)
    with pytest.raises(WorkbenchError) as caught:
        trace.arrays(ArraysRequest(trace.request, ("pattern",)))
    assert (caught.value.code, caught.value.values["size"]) == ("trace-too-large", "108.0 KiB")
    monkeypatch.setattr(small.transformer, "residuals", lambda *args, **settings: pytest.fail("it was computed"))
    with pytest.raises(WorkbenchError) as caught:
        small.trace(IDS)
    assert caught.value.code == "trace-too-large"
    assert "Shorten the text to" in str(caught.value)
    with pytest.raises(WorkbenchError):
        small.logits(IDS)


def test_that_a_capture_tells_its_progress_and_can_be_cancelled(small: LoadedModel) -> None:
    request = TraceRequest(Subject("made", "abc"))
    *progress, trace = capture(small, request)
    assert [event.done for event in progress if isinstance(event, Progress)] == [0, 1, 2, 3]
    assert isinstance(trace, Trace)
    stop = threading.Event()
    events = capture(small, request, stopped=stop.is_set)
    next(events)
    stop.set()
    with pytest.raises(WorkbenchError) as caught:
        next(events)
    assert caught.value.code == "cancelled"


@pytest.mark.parametrize(
    "view",
    [
        lambda t: t.grid(GridRequest(t.request), stopped=lambda: True),
        lambda t: t.head(HeadRequest(t.request, 0, 0), stopped=lambda: True),
        lambda t: t.lines(LinesRequest(t.request, 0, 0, (1,)), stopped=lambda: True),
        lambda t: t.arrays(ArraysRequest(t.request, ("pattern",)), stopped=lambda: True),
    ],
)  # fmt: skip
def test_that_a_view_can_be_cancelled(small: LoadedModel, view: Any) -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        view(small.trace(IDS))


def test_that_ids_stand_in_for_the_text(small: LoadedModel) -> None:
    *_, trace = capture(small, TraceRequest(Subject("made", "ignored"), ids=tuple("é한".encode())))
    assert isinstance(trace, Trace)
    assert trace.encoding.text == "é한"
    assert trace.encoding.byte_spans.tolist() == [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]
    assert trace.encoding.char_spans.tolist() == [[0, 1], [0, 1], [1, 2], [1, 2], [1, 2]]


def test_that_views_travel(trace: Trace) -> None:
    views = [
        trace.summary(), trace.grid(GridRequest(trace.request)), trace.head(HeadRequest(trace.request, 0, 0)),
        trace.lines(LinesRequest(trace.request, 0, 0, (1,))), trace.next(NextRequest(trace.request, 1)),
    ]  # fmt: skip
    assert [type(unpack(*pack(view))) for view in views] == [type(view) for view in views]
