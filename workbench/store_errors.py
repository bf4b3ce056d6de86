"""The part of the catalogue in `workbench.errors` that is about the record of runs: what, why, remedy."""

from __future__ import annotations

STORE: dict[str, tuple[str, str, str]] = {
    "store-read-only": (
        "The database {path} cannot be written to: {reason}.",
        "The folder may be read-only, or a file stands where a folder is needed.",
        "Make it writable, or choose another folder with WORKBENCH_HOME. Work goes on, but is not recorded.",
    ),
    "store-locked": (
        "The database {path} has been locked by another program for too long.",
        "Another program holds a transaction open.",
        "Close that program. What can be held in memory until then is written afterwards.",
    ),
    "store-full": (
        "The database {path} cannot grow: {reason}.",
        "The disk is full.",
        "Free some space. What happened meanwhile is held in memory and written afterwards.",
    ),
    "store-disk": (
        "The disk failed under the database {path}: {reason}.",
        "It may be damaged, removed, or full.",
        "Check the disk, then run `workbench runs check`.",
    ),
    "store-corrupt": (
        "The database {path} is damaged: {reason}.",
        "The file was changed from outside, or the disk failed.",
        "Move it away to start a new one; keep it, for much can be recovered with the sqlite3 tool's `.recover`.",
    ),
    "store-not-database": (
        "{path} is no database.",
        "Another file stands in its place, or its beginning was overwritten.",
        "Move it away; a new one is made.",
    ),
    "store-foreign": (
        "{path} is a database of another program.",
        "It holds tables but not the workbench's mark.",
        "Move it away, or choose another folder with WORKBENCH_HOME.",
    ),
    "store-newer": (
        "The database {path} was written by a newer version of the workbench (it has step {version}).",
        "This version does not know its form and leaves it untouched.",
        "Update the workbench, or choose another folder with WORKBENCH_HOME.",
    ),
    "store-old-sqlite": (
        "SQLite {version} is too old; {needed} or newer is needed.",
        "Older ones can damage a database that two programs write to.",
        "Install the package pysqlite3, which brings a current one.",
    ),
    "store-failed": ("The database {path} refused: {reason}.", "This may be a defect of the workbench.", "Run `workbench runs check`."),
    "store-bad-document": (
        "A stored value cannot be read: {reason}.",
        "It was damaged or changed from outside.",
        "Run `workbench runs check`.",
    ),
    "store-overflow": (
        "From now on run {ulid} is not recorded completely.",
        "The database could not be written to for so long that {limit_mib} MiB wait in memory.",
        "Free the database or the disk; the run will say how much it lacks.",
    ),
    "store-unwritten": (
        "The last {n_entries} entries of the record were not written to {path}.",
        "The database stayed locked, or the disk full, until the application ended.",
        "Close the other program or free the disk before the next run.",
    ),
    "store-closed": ("The database is closed already.", "The application is ending.", ""),
    "run-missing": ("There is no run {id}.", "It may have been deleted.", "`workbench runs list` shows those there are."),
}
