"""What a window that watches costs a training, and a training the window.

Two trainings of the same shape, in turns, some steps at a time, on all cores: one records every step and all metrics, and a window
shows it; the other records nothing, and while it has its turn the window stands still. The machine's own speed drifts within minutes, so
what counts is the median of the ratios of neighbours; and each turn begins a moment after the window was stopped or let go, for what it
puts off while it stands still is no part of watching. How much of a core the window takes meanwhile can be told apart from that noise.

Then a 5 ms timer within the window is looked at: how late it comes while nothing trains, and while the run that it shows does. It takes
about a hundredth of a core itself, and so begins only now.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from workbench.host.roles import child_environment

WANTED_SHARE, LIMIT_MS = 0.97, 25.0
N_STEPS, ROUNDS, SETTLE_S = 40, 14, 0.5
LATE_STEPS, IDLE_S = 300, 6.0

WINDOW = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from workbench.gui import app as application
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell

app = application.make_application()
preferences = Preferences(Path(sys.argv[1]) / "settings.ini")
application.dress(app, preferences)
shell = Shell()
shell.resize(1280, 720)
shell.show()
from workbench.gui.window import Workspace
workspace = Workspace(shell, preferences)
workspace.begin(model="", text="", panel="training")
workspace.panels["training"].show_view("run")
ticks = []
timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=5)
timer.timeout.connect(lambda: ticks.append(time.monotonic()))
def told():
    sys.stdin.readline()
    app.quit() if timer.isActive() else timer.start()
asked = QSocketNotifier(0, QSocketNotifier.Type.Read)
asked.activated.connect(told)
QTimer.singleShot(0, lambda: print("ready", flush=True))
app.exec()
panel = workspace.panels["training"]
print(json.dumps([ticks, panel.trainings.run_id]), flush=True)
shell.close()
workspace.close()
"""

TRAINING = """
import itertools, os, sys, threading, time
from pathlib import Path
os.nice(10)
from workbench import paths
from workbench.engine.training import train
from workbench.host.limits import keep_memory
from workbench.host.trainer import training
from workbench.store import Store
from workbench.values import Architecture, TrainRequest, TrainStep
home, recorded = Path(sys.argv[1]), sys.argv[2] == "recorded"
keep_memory()
request = TrainRequest(
    "speed", "causal", Architecture("decoder", 4, 4, 128, 320, 64), 1_000_000, data=str(home / "text.txt"), tokenizer="characters",
    batch_tokens=768, micro_rows=12, eval_every=0, checkpoint_every=0, sample_every=0, warmup_steps=10, valid_rows=1,
)
if recorded:
    store = Store(paths.database())
    events = training(request, store, stop=threading.Event())[1]
else:
    events = train(request, home / "run")
steps = (event for event in events if isinstance(event, TrainStep))
for _ in itertools.islice(steps, 20):
    pass
print("ready", flush=True)
for line in sys.stdin:
    begun = time.perf_counter()
    for _ in itertools.islice(steps, int(line)):
        pass
    print(time.perf_counter() - begun, flush=True)
os._exit(0)
"""


@contextmanager
def running(code: str, *arguments: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that has said it is ready."""
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("it ended before it was ready")
        yield process
    finally:
        process.kill()
        process.wait()


def stretch(process: subprocess.Popen[str], n_steps: int) -> float:
    """Seconds that the next steps take."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{n_steps}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def processor_s(process: subprocess.Popen[str]) -> float:
    """The processor time that a process has taken."""
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)


@dataclass
class Turn:
    """Seconds of a turn of each side; processor time of the window and of the watched training in the first, of the other in the second."""

    watched_s: float
    alone_s: float
    window_s: float
    watched_processor_s: float
    alone_processor_s: float


def turn(window: subprocess.Popen[str], watched: subprocess.Popen[str], bare: subprocess.Popen[str]) -> Turn:
    """The same steps of both sides."""
    window.send_signal(signal.SIGCONT)
    time.sleep(SETTLE_S)
    before = [processor_s(one) for one in (window, watched, bare)]
    with_all = stretch(watched, N_STEPS)
    window_s = processor_s(window) - before[0]
    window.send_signal(signal.SIGSTOP)
    time.sleep(SETTLE_S)
    alone = stretch(bare, N_STEPS)
    window.send_signal(signal.SIGCONT)
    return Turn(with_all, alone, window_s, processor_s(watched) - before[1], processor_s(bare) - before[2])


def late_ms(ticks: np.ndarray, begin: float, end: float) -> np.ndarray:
    """How much later than 5 ms after the one before it each tick of a while came."""
    within = ticks[(ticks > begin) & (ticks < end)]
    return 1000 * np.diff(within) - 5


def measure(home: Path) -> None:
    """Print the table."""
    (home / "text.txt").write_text(
        "".join("the cat sat on a mat and " if n % 3 else "a dog ran to the log so " for n in range(8000)), "utf-8"
    )
    environment = child_environment("train") | {"WORKBENCH_HOME": str(home)}
    windowed = os.environ | {"WORKBENCH_HOME": str(home), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    with (
        running(WINDOW, str(home), environment=windowed) as window,
        running(TRAINING, str(home), "bare", environment=environment) as bare,
        running(TRAINING, str(home), "recorded", environment=environment) as watched,
    ):
        turns = [turn(window, watched, bare) for _ in range(ROUNDS + 1)][1:]
        say(window)  # its timer begins
        idle = time.monotonic(), time.monotonic() + IDLE_S
        time.sleep(IDLE_S)
        begun = time.monotonic()
        stretch(watched, LATE_STEPS)
        training = begun, time.monotonic()
        ticks, run_id = told(window)
    assert run_id is not None, "the window shows the run"
    share = statistics.median(one.alone_s / one.watched_s for one in turns)
    print(f"training         all metrics recorded and a window watching: {share:.3f}x without (wanted {WANTED_SHARE})")
    low, high = np.percentile([one.alone_s / one.watched_s for one in turns], (25, 75))
    taken = sum(one.window_s for one in turns) / sum(one.watched_s for one in turns)
    steps = statistics.median(one.watched_processor_s / one.alone_processor_s for one in turns)
    print(f"                 half of {len(turns)} pairs from {low:.3f}x to {high:.3f}x; a step takes {steps:.3f}x the processor time")
    print(f"                 the window, which is stopped beside the other: {taken:.2%} of a core")
    for name, span in (("idle", idle), ("while its run trains on all cores", training)):
        late = late_ms(ticks, *span)
        figures = f"99 % {np.percentile(late, 99):5.1f} ms (at most {LIMIT_MS:g})   worst {late.max():5.1f} ms   of {len(late)}"
        print(f"event loop       {name:33} {figures}")


def say(window: subprocess.Popen[str]) -> None:
    """Have the window's timer begin; when it has, the window end."""
    assert window.stdin is not None
    window.stdin.write("\n")
    window.stdin.flush()


def told(window: subprocess.Popen[str]) -> tuple[np.ndarray, int | None]:
    """When the window's timer came, and which run it shows."""
    say(window)
    assert window.stdout is not None
    ticks, run_id = json.loads(window.stdout.readline())
    return np.asarray(ticks), run_id


def main() -> None:
    """Print the table. Not on Windows, where no process can be made to stand still."""
    if not hasattr(signal, "SIGSTOP"):
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name))


if __name__ == "__main__":
    main()
