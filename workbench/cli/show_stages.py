"""A tokenizer's pipeline on a terminal: each stage a line, every piece under what it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from workbench.cli.output import plain, visible, width
from workbench.values import CHANGES, Stage

LINE = 100
"""So many cells are filled before the stages go on below."""
LABEL = 20


def stages_document(stages: Sequence[Stage]) -> list[object]:
    """name, kind, detail, pieces, shown, byte_spans, columns, changes by name, of each stage."""
    found: list[object] = []
    for stage in stages:
        document = plain(stage)
        assert isinstance(document, dict)
        found.append(document | {"changes": [CHANGES[number] for number in stage.changes]})
    return found


def stages_lines(stages: Sequence[Stage], n_columns: int) -> Iterator[str]:
    """The aligned stages, broken into lines between words, and behind them what each stage changed."""
    told = [stage for stage in stages if stage.name in ("text", "ids", "model") or stage.kind != "none"]
    cells = [[visible(shown) or "∅" for shown in stage.shown] for stage in told]
    widths = _widths(told, cells, n_columns)
    for first, last in _lines(widths, stages):
        for stage, texts in zip(told, cells, strict=True):
            yield f"{_label(stage):{LABEL}}{_line(stage, texts, widths, first, last)}".rstrip()
        yield ""
    for stage in stages:
        changes = Counter(CHANGES[number] for number in stage.changes if number)
        if changes:
            yield f"{_label(stage)}: " + ", ".join(f"{name} ×{times}" for name, times in changes.most_common())
    yield ""


def _label(stage: Stage) -> str:
    return stage.name if stage.kind == "none" else stage.kind


def _widths(stages: Sequence[Stage], cells: Sequence[Sequence[str]], n_columns: int) -> list[int]:
    """Cells for each column, so that every piece fits over its own with a bar before it."""
    found = [0] * n_columns
    pieces = [piece for stage, texts in zip(stages, cells, strict=True) for piece in _over(stage, texts)]
    for (first, last), text in sorted(pieces, key=lambda piece: (piece[0][1] - piece[0][0], piece[0][0])):
        n = last - first
        lack = width(text) + 1 - sum(found[first : first + n])
        if lack > 0:
            found[first + n - 1] += lack
    return found


def _lines(widths: Sequence[int], stages: Sequence[Stage]) -> Iterator[tuple[int, int]]:
    """The columns of each line: it ends where no word goes on, or where that would be too late, no token and no character."""
    words = _inside(next(stage for stage in reversed(stages) if stage.name in ("pre_tokenizer", "text")))
    tokens = {column for stage in stages if stage.name in ("text", "model") for column in _inside(stage)}
    begin = used = 0
    ends = {False: 0, True: 0}
    for column, cells in enumerate(widths):
        for within_word, inside in ((False, words), (True, tokens)):
            if column not in inside:
                ends[within_word] = column
        if used + cells > LINE and max(ends.values()) > begin:
            end = ends[False] if ends[False] > begin else ends[True]
            yield begin, end
            used, begin = sum(widths[end:column]), end
        used += cells
    if begin < len(widths):
        yield begin, len(widths)


def _inside(stage: Stage) -> set[int]:
    """The columns at which a piece goes on."""
    return {column for first, last in stage.columns.tolist() for column in range(first + 1, last)}


def _line(stage: Stage, texts: Sequence[str], widths: Sequence[int], begin: int, end: int) -> str:
    made, at = "", begin
    for (first, last), text in _over(stage, texts):
        if last <= begin or first >= end:
            continue
        first, last = max(first, begin), min(last, end)
        room = sum(widths[first:last]) - 1
        made += " " * sum(widths[at:first]) + "│" + _fitted(text, room)
        at = last
    return made


def _fitted(text: str, room: int) -> str:
    """The text in exactly so many cells."""
    if width(text) > room:
        while width(text) > room - 1:
            text = text[:-1]
        text += "…"[:room]
    return text + " " * (room - width(text))


def _over(stage: Stage, texts: Sequence[str]) -> Iterator[tuple[tuple[int, int], str]]:
    yield from zip(map(tuple, stage.columns.tolist()), texts, strict=True)
