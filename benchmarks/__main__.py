"""Print every table. One process at a time, ratios within one run; say what else runs on the machine."""

from __future__ import annotations

import os

from benchmarks import event_loop, first_paint


def main() -> None:
    if hasattr(os, "getloadavg"):
        print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    first_paint.main()
    event_loop.main()


main()
