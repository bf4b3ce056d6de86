"""A process that records: `recorder_process.py DATABASE N_RUNS N_STEPS`. N_RUNS 0: one run, for ever.

Says `<run> <committed>` on standard output after each commit: from then on so many steps of that run must be on disk.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from store_samples import request, result, started, step

from workbench.store import Store
from workbench.values import RunListRequest


def record(store: Store, number: int, steps: range | itertools.count) -> None:
    recording = store.begin(request(f"글 {number}"))
    recording.see(started())
    for index in steps:
        recording.see(step(index))
        if index % 50 == 49:
            store.answer(RunListRequest(limit=0))  # a question is answered after what was seen before it is on disk
            print(recording.run_id, index + 1, flush=True)  # noqa: T201 - its one output
    recording.see(result())
    recording.finish("done")


def main() -> None:
    database, n_runs, n_steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    store = Store(database)
    if n_runs == 0:
        record(store, 0, itertools.count())
    for number in range(n_runs):
        record(store, number, range(n_steps))
    store.close()


if __name__ == "__main__":
    main()
