"""What a training shows of itself beside its losses, in lines that a person reads: alarms, pinned texts, soft prompts, commands."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.cli import output
from workbench.errors import WorkbenchError
from workbench.values import TrainAlarm, TrainPinned, TrainTold, TrainVirtual

MOST_ROWS, MOST_CHARACTERS = 3, 200
REASONS = {"not-finite": "the loss is no number that could be learned from", "spike": "the loss spikes"}
THEN = {
    "pause": "No step is made of this batch; the run is paused.",
    "stop": "No step is made of this batch; the run ends.",
    "go_on": "The run goes on.",
}


def watch_lines(event: TrainPinned | TrainVirtual | TrainAlarm | TrainTold, run_id: int) -> Iterator[str]:
    """What an event says. `run_id`: 0 for one that nobody could tell anything."""
    match event:
        case TrainPinned():
            known = [nats for nats in event.nats if math.isfinite(nats)]
            mean = f"{sum(known) / len(known):.3f}" if known else "no"
            text = output.visible("".join(event.tokens))[:MOST_CHARACTERS]
            yield f"  {mean} nats a token of pinned text {event.number + 1}: {text}"
        case TrainVirtual():
            for number, (tokens, scores) in enumerate(zip(event.tokens, event.scores, strict=True), 1):
                near = ", ".join(f"{output.visible(token)} {score:.2f}" for token, score in zip(tokens, scores, strict=True))
                yield f"  virtual token {number} is near {near} (95 % of random pairs of tokens stay below {event.chance:.2f})"
        case TrainTold():
            with_number = f" {event.number:g}" if event.number else ""
            refused = event.refused and f": {WorkbenchError(event.refused, verb=event.verb, number=f'{event.number:g}')}"
            yield f"step {event.step:,}: told {event.verb}{with_number}{refused}"
        case TrainAlarm():
            yield from _alarm(event, run_id)


def _alarm(event: TrainAlarm, run_id: int) -> Iterator[str]:
    usual = f"; {event.usual:.4g} is usual, and more than {event.limit:.4g} a spike" if math.isfinite(event.usual) else ""
    yield f"step {event.step:,}: {REASONS[event.reason]}: {event.loss:.4g}{usual}. {THEN[event.then]}"
    for row in event.rows[:MOST_ROWS]:
        yield f"  row {row.row:,}, loss {row.loss:.4g}: {output.visible(row.text)[:MOST_CHARACTERS]}"
    if event.norms:
        cells = [
            (part.part if part.part in ("embedding", "end") else f"{part.part} {part.layer}",
             f"{part.weights:.3g}", f"{part.gradients:.3g}", f"{part.activations:.3g}")
            for part in event.norms
        ]  # fmt: skip
        yield from (f"  {line}" for line in output.table(("part", "weights", "gradients", "stream"), cells, right=(1, 2, 3)))
    if event.then == "pause" and run_id:
        tell = f"workbench runs tell {run_id}"
        yield f"  go on behind it: {tell} resume; back to a checkpoint: {tell} go_back STEP; end: {tell} stop"
