"""The libraries of the `maps` extra, which whoever draws no such maps need not have.

The idea that is not obvious: UMAP is compiled by numba when it first runs, for tens of seconds. What was compiled is kept in the
person's cache folder, also of those functions that umap-learn itself would compile again in each process.
"""

from __future__ import annotations

import importlib
import os
import warnings
from typing import Any

from workbench import paths
from workbench.errors import WorkbenchError

CACHE = "NUMBA_CACHE_DIR"


def library(module: str, *, package: str) -> Any:
    """A module of the extra. Raises WorkbenchError('extra-missing')."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise WorkbenchError("extra-missing", package=package, module=error.name) from error


def umap_library(module: str) -> Any:
    """A module of umap-learn, with a place for what is compiled. Raises WorkbenchError('extra-missing')."""
    os.environ.setdefault(CACHE, str(paths.cache() / "numba"))  # numba reads it when it is imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)  # of umap, that it lacks TensorFlow
        return library(module, package="umap-learn")


def keep_compiled(*functions: Any) -> None:
    """Let numba store what it compiles of these. They are plain functions where NUMBA_DISABLE_JIT is set."""
    for function in functions:
        if hasattr(function, "enable_caching"):
            function.enable_caching()
