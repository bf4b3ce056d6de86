"""A person's regular expression, searched. It may take for ever, so this runs where a process can be killed, or at a prompt."""

from __future__ import annotations

import re

from workbench.errors import WorkbenchError
from workbench.values import Matched, MatchRequest


def search(request: MatchRequest) -> Matched:
    """Search each text. Raises WorkbenchError('pattern-bad')."""
    try:
        pattern = re.compile(request.pattern, re.IGNORECASE if request.ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise WorkbenchError("pattern-bad", pattern=request.pattern, reason=error) from error
    matches = [pattern.search(text) for text in request.texts]
    grouped = pattern.groups > 0
    return Matched(tuple(None if match is None else match[1] or "" if grouped else match[0] for match in matches), grouped)
