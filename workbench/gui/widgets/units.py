"""Sizes, rates and times as people read them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def size(n_bytes: float) -> str:
    """Bytes in the unit that leaves one to three digits: decimal, as downloads and disks are counted."""
    for unit in ("B", "kB", "MB"):
        if n_bytes < 999.5:
            return f"{n_bytes:.0f} {unit}"
        n_bytes /= 1000
    return f"{n_bytes:.1f} GB"


def duration(seconds: float) -> str:
    """`41 s`, `2:05 min`, `1:02 h`, in the language in force."""
    whole = round(seconds)
    if whole < 60:
        return QCoreApplication.translate("units", "{s} s").format(s=whole)
    if whole < 3600:
        return QCoreApplication.translate("units", "{m}:{s:02} min").format(m=whole // 60, s=whole % 60)
    return QCoreApplication.translate("units", "{h}:{m:02} h").format(h=whole // 3600, m=whole % 3600 // 60)
