"""Progress in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.gui.widgets.rate import Rate
from workbench.gui.widgets.units import duration, size
from workbench.values import Progress


def progress_words(progress: Progress, rate: Rate) -> str:
    """`41 MB of 93 MB · 12 MB/s · 4 s left`, in the units of the operation."""
    translate = QCoreApplication.translate
    sized = progress.unit == "bytes"
    done = size(progress.done) if sized else f"{progress.done:,.0f}"
    total = None if progress.total is None else size(progress.total) if sized else f"{progress.total:,.0f}"
    parts = [translate("progress", "{done} of {total}").format(done=done, total=total) if total else done]
    if rate.per_second > 0:
        units = {"tokens": translate("progress", "tok/s"), "layers": translate("progress", "layers/s")}
        parts.append(f"{size(rate.per_second)}/s" if sized else f"{rate.per_second:,.0f} {units.get(progress.unit, '/s')}")
    if rate.left_s is not None and rate.left_s >= 1:
        parts.append(translate("progress", "{time} left").format(time=duration(rate.left_s)))
    return " · ".join(parts)
