"""Stop strings in a stream: text is held back while it may still be the beginning of one, so none is ever shown."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import WorkbenchError


class StopStrings:
    """Passes text on until one of `stops` occurs; `found` then stays true. Raises WorkbenchError for an empty stop string."""

    def __init__(self, stops: Sequence[str]) -> None:
        if "" in stops:
            raise WorkbenchError("bad-value", name="stop", value="empty", limit="a text of one character or more")
        self._stops = tuple(stops)
        self._held = ""
        self.found = False

    def push(self, text: str) -> str:
        """Take in more text; give what may be shown: all before a stop string, and nothing that may yet become one."""
        self._held += text
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.found = True
            shown, self._held = self._held[: min(places)], ""
            return shown
        keep = max((self._overlap(stop) for stop in self._stops), default=0)
        split = len(self._held) - keep
        shown, self._held = self._held[:split], self._held[split:]
        return shown

    def flush(self) -> str:
        """What was held back, now that nothing more comes."""
        shown, self._held = self._held, ""
        return shown

    def _overlap(self, stop: str) -> int:
        """The length of the longest end of the held text that begins `stop`."""
        return next((n for n in range(min(len(stop) - 1, len(self._held)), 0, -1) if self._held.endswith(stop[:n])), 0)
