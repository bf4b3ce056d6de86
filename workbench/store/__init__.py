"""The record of runs: SQLite behind one thread. See `workbench.store.store`."""

from workbench.store.keeping import environment_of
from workbench.store.recording import RunRecording
from workbench.store.store import Store

__all__ = ["RunRecording", "Store", "environment_of"]
