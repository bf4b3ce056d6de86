"""What pip is set up to use: its index, further ones, certificate, proxy, trusted hosts.

Read from pip's own files and environment variables, in pip's order, for there is no library that does it and pip itself
may be missing (a frozen app). Only what is needed to find and download a wheel.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "pip.ini" if sys.platform == "win32" else "pip.conf"
_SECTIONS = ("global", "download")


@dataclass(frozen=True, slots=True)
class PipSettings:
    """`index_url` None: the client's default index. `no_index`: only `find_links` are looked at."""

    index_url: str | None = None
    extra_index_urls: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    cert: str | None = None
    client_cert: str | None = None
    proxy: str | None = None
    timeout_s: float = 15.0
    no_index: bool = False


def pip_settings(environment: Mapping[str, str] = os.environ, files: tuple[Path, ...] | None = None) -> PipSettings:
    """Read them: later files win over earlier ones, `[download]` over `[global]`, and the environment over all files."""
    found: dict[str, str] = {}
    for section in _SECTIONS:
        for path in _files(environment) if files is None else files:
            found |= _section(path, section)
    for key, text in environment.items():
        if key.upper().startswith("PIP_") and text:
            found[_normal(key[4:])] = text
    return PipSettings(
        index_url=found.get("index-url"),
        extra_index_urls=tuple(found.get("extra-index-url", "").split()),
        find_links=tuple(found.get("find-links", "").split()),
        trusted_hosts=tuple(found.get("trusted-host", "").split()),
        cert=found.get("cert"),
        client_cert=found.get("client-cert"),
        proxy=found.get("proxy"),
        timeout_s=_seconds(found.get("timeout") or found.get("default-timeout")),
        no_index=found.get("no-index", "").lower() in {"1", "true", "yes", "on"},
    )


def _files(environment: Mapping[str, str]) -> Iterator[Path]:
    """pip's configuration files, the one that wins last."""
    chosen = environment.get("PIP_CONFIG_FILE")
    if chosen == os.devnull:
        return
    for folder in reversed(platformdirs.site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep)):
        yield Path(folder) / _NAME
    if sys.platform not in {"win32", "darwin"}:
        yield Path("/etc") / _NAME
    if not (chosen and Path(chosen).exists()):
        yield Path.home() / ("pip" if sys.platform == "win32" else ".pip") / _NAME
        yield Path.home() / ".config" / "pip" / _NAME
        yield Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True)) / _NAME
    yield Path(sys.prefix) / _NAME
    if chosen:
        yield Path(chosen)


def _section(path: Path, section: str) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error):  # pip's own commands complain of it; here it counts as empty
        return {}
    return {_normal(key): text for key, text in parser.items(section)} if parser.has_section(section) else {}


def _normal(key: str) -> str:
    return key.lower().replace("_", "-").removeprefix("--")


def _seconds(text: str | None) -> float:
    try:
        return max(1.0, float(text or 15))
    except ValueError:
        return 15.0
