"""The command line. `main` is all that others need; one module per group of commands, imported with their names alone.

What is heavy (torch, Qt, the database) is imported inside the commands, so that `--help` is quick.
"""

from workbench.cli.main import main

__all__ = ["main"]
