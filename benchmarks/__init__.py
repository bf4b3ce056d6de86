"""Figures of the workbench on this machine: `python -m benchmarks`."""
