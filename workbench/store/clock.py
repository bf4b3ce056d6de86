"""The time as the record writes it."""

from __future__ import annotations

import datetime


def now_utc(*, ago: datetime.timedelta = datetime.timedelta()) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`, so that texts sort as times do."""
    moment = datetime.datetime.now(datetime.UTC) - ago
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
