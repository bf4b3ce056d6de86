"""Print every table. Each module beside this one measures one thing in its `main`; one after the other, ratios within one run."""

from __future__ import annotations

import os
import pkgutil
from importlib import import_module

import benchmarks


def main() -> None:
    """Run what there is, in the order of the names."""
    if hasattr(os, "getloadavg"):
        print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    for module in sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__) if not found.name.startswith("_")):
        import_module(f"benchmarks.{module}").main()


if __name__ == "__main__":
    main()
