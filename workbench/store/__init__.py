"""The record of runs: SQLite behind one thread. See `workbench.store.store`."""

from workbench.store.clerk import ANSWERED
from workbench.store.folders import claim_folder
from workbench.store.keeping import environment_of
from workbench.store.recording import RunRecording
from workbench.store.store import Store

__all__ = ["ANSWERED", "RunRecording", "Store", "claim_folder", "environment_of"]
