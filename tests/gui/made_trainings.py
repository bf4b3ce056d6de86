"""Training runs of a store that answers as told: what they said, and what was measured of them."""

from __future__ import annotations

import numpy as np
from answering import Answering

from workbench.library import list_recipes
from workbench.values import (
    AlarmRow,
    MetricCurve,
    Metrics,
    MetricsRequest,
    PartNorms,
    RecipeListRequest,
    RunList,
    RunListRequest,
    RunRow,
    RunsChanged,
    TrainAlarm,
    TrainCheckpoint,
    TrainEvents,
    TrainEventsRequest,
    TrainPinned,
    TrainRequest,
    TrainSample,
    TrainStarted,
    TrainTellRequest,
    TrainTold,
    TrainValidation,
    TrainVirtual,
)


class MadeTrainings(Answering):
    """`rows`, newest first; `events` and `points` {name: (steps, values)} of each run."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RunRow] = []
        self.events: dict[int, list[object]] = {}
        self.points: dict[int, dict[str, tuple[list[int], list[float]]]] = {}
        self.answers |= {
            RecipeListRequest: lambda request: list_recipes(),
            RunListRequest: lambda request: RunList(request, tuple(self.rows), len(self.rows)),
            TrainEventsRequest: self._news,
            MetricsRequest: self._metrics,
            TrainTellRequest: lambda request: RunsChanged((request.run_id,)),
        }

    def add(self, row: RunRow, events: list[object], points: dict[str, tuple[list[int], list[float]]]) -> None:
        """One more run, the newest."""
        self.rows.insert(0, row)
        self.events[row.id], self.points[row.id] = events, points

    def _news(self, request: TrainEventsRequest) -> TrainEvents:
        after = self.events[request.run_id][request.after_seq : request.after_seq + request.limit]
        return TrainEvents(request, "running", True, request.after_seq + len(after), tuple(after))

    def _metrics(self, request: MetricsRequest) -> Metrics:
        found = []
        for name, (steps, values) in self.points[request.run_id].items():
            fresh = np.asarray(steps) > request.known.get(name, request.after_step)
            if fresh.any() and name in (request.names or self.points[request.run_id]):
                found.append(MetricCurve(name, np.asarray(steps, np.int64)[fresh], np.asarray(values, np.float64)[fresh]))
        return Metrics(request.run_id, tuple(found))


def row_of(run_id: int, status: str = "running", parent: int | None = None, model: str = "markov") -> RunRow:
    """A line of the list."""
    times = ("2026-01-01T00:00:00Z", "")
    return RunRow(run_id, f"ULID{run_id}", "train", status, model, "", *times, "causal", parent, (), "")  # type: ignore[arg-type]


def started(run_id: int, request: TrainRequest | None = None, first_step: int = 0) -> TrainStarted:
    """The first event."""
    request = request if request is not None else list_recipes().recipes["markov"]
    return TrainStarted(request, run_id, "/x", "llama", 57_800, 26, first_step, 2, floor=1.88, n_trained=57_800)


def measured(first: int, last: int) -> dict[str, tuple[list[int], list[float]]]:
    """All that is measured of steps, the same whatever is asked."""
    steps = np.arange(first, last + 1)
    noise = np.random.default_rng(steps.size).normal(size=steps.size)
    each = {
        "loss": 1.9 + 1.3 * np.exp(-steps / 40) + 0.03 * noise,
        "learning_rate": 3e-3 * np.cos(steps / last * 1.5),
        "grad_norm": 0.4 + 0.2 * np.abs(noise),
        "param_norm": 20 + steps / 50,
        "tokens_per_second": 12_000 + 400 * noise,
        "memory_bytes": 3.8e8 + 1e5 * steps,
        "n_tokens": 2048.0 * steps,
        "seconds": 0.11 * steps,
    }
    found = {name: (steps.tolist(), values.tolist()) for name, values in each.items()}
    at = steps[steps % 20 == 0]
    found["val_loss"] = (at.tolist(), (1.9 + 1.3 * np.exp(-at / 40)).tolist())
    found["val_accuracy"] = (at.tolist(), (0.4 - 0.3 * np.exp(-at / 40)).tolist())
    return found


TOKENS = ("▁The", "▁capital", "▁of", "▁France", "▁is", "▁Par", "is", ".")


def eventful(run_id: int, last: int) -> list[object]:
    """A run to which everything happens."""
    made: list[object] = [started(run_id)]
    for step in range(20, last + 1, 20):
        made.append(TrainValidation(step, 1.9 + 1.3 * float(np.exp(-step / 40)), 0.4))
        surprise = tuple(float("nan") if not at else 9.0 * float(np.exp(-step / (20 + 12 * at))) + 0.2 * at for at in range(len(TOKENS)))
        made.append(TrainPinned(step, 0, TOKENS, surprise))
        near = tuple(
            (("▁answer", "▁question") if step < 60 + 30 * at else ("▁number", "▁seven"), (0.2 + 0.002 * step, 0.1)) for at in range(4)
        )
        made.append(TrainVirtual(step, tuple(tokens for tokens, _ in near), tuple(scores for _, scores in near), 0.32))
        if step % 60 == 0:
            made += [TrainSample(step, "a", f"abc {step}"), TrainSample(step, "b", f"bcd {step}\nand a second line")]
            made.append(TrainCheckpoint(step, f"/x/step-{step}", 710_000))
    made += [TrainTold(100, "learning_rate", 5e-4), TrainTold(130, "pause"), TrainTold(130, "resume")]
    return made


def alarm(step: int, reason: str = "spike", then: str = "pause") -> TrainAlarm:
    """A batch that is not as the others."""
    rows = (AlarmRow(4031, 14.2, "zzzz zzzz zzzz"), AlarmRow(4030, 2.1, "abc abd abc"))
    bad = float("inf") if reason == "not-finite" else 41.0
    norms = (PartNorms("embedding", 0, 8.1, 0.3, 0.9), PartNorms("decoder", 0, 12.4, bad, 1.7), PartNorms("end", 0, 8.0, 2.2, 3.1))
    return TrainAlarm(step, reason, 9.31, 44.0, 2.21, 4.2, 3e-3, then, rows, norms)  # type: ignore[arg-type]
