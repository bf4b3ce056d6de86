"""Where on the package index a wheel is: the first place pip is set up to look at that has exactly the pinned file.

Owns the HTTP client. Each place is asked by itself, so one that is out of reach does not hide another.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import httpx2
from unearth import Link, PackageFinder
from unearth.auth import MultiDomainBasicAuth
from unearth.fetchers import Fetcher, PyPIClient

from workbench.errors import WorkbenchError
from workbench.library.catalogue import Wheel
from workbench.library.pip_settings import PipSettings


@contextmanager
def index_client(settings: PipSettings) -> Iterator[PyPIClient]:
    """An HTTP client with pip's certificate, proxy, trusted hosts and stored passwords. Raises WorkbenchError('index-bad-setting')."""
    index_urls = [url for url in (settings.index_url, *settings.extra_index_urls) if url]
    try:
        client = PyPIClient(
            trusted_hosts=settings.trusted_hosts,
            verify=_certificates(settings),
            timeout=settings.timeout_s,
            follow_redirects=True,
            proxy=settings.proxy,
        )
    except (OSError, ValueError, httpx2.InvalidURL) as error:
        raise WorkbenchError("index-bad-setting", reason=error) from error
    client.auth = MultiDomainBasicAuth(prompting=False, index_urls=index_urls)
    with client:
        yield client


def _certificates(settings: PipSettings) -> ssl.SSLContext | bool:
    if not settings.cert and not settings.client_cert:
        return True
    context = ssl.create_default_context(cafile=settings.cert)
    if settings.client_cert:
        context.load_cert_chain(settings.client_cert)
    return context


def find_wheel(wheel: Wheel, settings: PipSettings, client: PyPIClient) -> Link:
    """Its link. Raises WorkbenchError: index-unreachable, package-missing, package-changed (another file under that version)."""
    failures: list[str] = []
    changed = False
    for finder in _places(settings, client):
        try:
            packages = finder.find_matches(f"{wheel.package}=={wheel.version}", allow_yanked=True, allow_prereleases=True)
            for package in packages:
                if package.link.is_wheel and _may_be(package.link, wheel):
                    return package.link
                changed = changed or package.link.is_wheel
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            failures.append(str(error) or type(error).__name__)
    if changed:
        raise WorkbenchError("package-changed", package=wheel.package, version=wheel.version)
    if failures:
        raise WorkbenchError("index-unreachable", package=wheel.package, reason="; ".join(failures)[:300])
    raise WorkbenchError("package-missing", package=wheel.package, version=wheel.version)


def _places(settings: PipSettings, client: PyPIClient) -> Iterator[PackageFinder]:
    """Local folders first: they cost nothing."""
    yield from (_finder(client, find_links=[place]) for place in settings.find_links)
    if settings.no_index:
        return
    near = [url for url in settings.extra_index_urls if url.startswith("file:")]
    far = [url for url in settings.extra_index_urls if url not in near]
    yield from (_finder(client, index_urls=[url]) for url in near)
    yield _finder(client, index_urls=[settings.index_url] if settings.index_url else [])
    yield from (_finder(client, index_urls=[url]) for url in far)


def _finder(client: PyPIClient, *, index_urls: Sequence[str] = (), find_links: Sequence[str] = ()) -> PackageFinder:
    """A finder of one place. Compatibility is not asked for: nothing of the wheel is ever run."""
    return PackageFinder(cast(Fetcher, client), index_urls=index_urls, find_links=find_links, ignore_compatibility=True)


def _may_be(link: Link, wheel: Wheel) -> bool:
    """Whether the index does not claim another sha256 for it."""
    claimed = (link.hash_option or {}).get("sha256", [wheel.sha256])
    return wheel.sha256 in claimed
