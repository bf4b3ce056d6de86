"""The one SQLite of this application: the current one that pysqlite3 brings, which sqlite-utils prefers to Python's own."""

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

OLDEST_SQLITE = (3, 51, 3)  # before it, two connections to a WAL file could corrupt it

__all__ = ["OLDEST_SQLITE", "sqlite3"]
