"""Comparisons, reports on files and trained tokenizers as lines and as JSON documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.cli.output import plain, size, table, visible
from workbench.values import Comparison, FileReport, Lane, LineReport, ScriptCost, TrainedTokenizer

COSTS = ("script", "characters", "words", "bytes", "tokens", "per character", "per word", "per byte")
SHOWN_CHARACTERS = 48


def comparison_document(found: Comparison) -> object:
    lanes = []
    for lane in found.lanes:
        pieces = [lane.pieces[one] for one in lane.which.tolist()]
        names = {"ids": lane.ids, "tokens": pieces, "byte_spans": lane.spans, "fates": lane.fates, "lost": lane.lost}
        lanes.append({"tokenizer": lane.reference, **names, "costs": cost_document(lane.costs), "problem": plain(lane.problem)})
    return {"lanes": lanes, "places": found.places, "cuts": found.cuts}


def comparison_lines(found: Comparison) -> Iterator[str]:
    raw = found.request.text.encode("utf-8")
    for lane in found.lanes:
        yield f"{lane.name}: " + (_why_not(lane) if lane.problem else f"{len(lane.ids):,} tokens")
        if not lane.problem:
            yield "  " + "|".join(visible(raw[first:last].decode("utf-8", "backslashreplace")) for first, last in lane.spans.tolist())
            if lane.lost:
                yield f"  not given back: {lane.lost}"
    yield ""
    rows = [(lane.name, *row) for lane in found.lanes for row in cost_rows(lane.costs) if not lane.problem]
    yield from table(("tokenizer", *COSTS), rows, right=range(2, 2 + len(COSTS)))


def cost_rows(costs: Iterable[ScriptCost]) -> Iterator[tuple[object, ...]]:
    """What each script with any characters costs, then all together."""
    known = [one for one in costs if one.characters]
    for one in known:
        yield one.script, *_cost(one.characters, one.words, one.size_bytes, one.tokens)
    sums = [sum(getattr(one, name) for one in known) for name in ("characters", "words", "size_bytes", "tokens")]
    yield "all", *_cost(*sums)


def cost_document(costs: Iterable[ScriptCost]) -> list[object]:
    return [
        {**_plain(one), "per_character": _ratio(one.tokens, one.characters), "per_word": _ratio(one.tokens, one.words),
         "per_byte": _ratio(one.tokens, one.size_bytes), "per_syllable": _ratio(one.tokens, one.syllables)}
        for one in costs
    ]  # fmt: skip


def report_document(found: FileReport) -> dict[str, object]:
    return {**_plain(found), "lossy_rate": found.lossy / max(1, found.lines - found.empty), "costs": cost_document(found.costs)}


def report_lines(found: FileReport) -> Iterator[str]:
    filled = found.lines - found.empty
    yield f"{found.request.path}: {size(found.size_bytes)}, {found.lines:,} lines ({found.empty:,} empty), {found.tokens:,} tokens"
    for words, amount in (
        ("lines that don't come back", found.lossy),
        ("lines not in NFC", found.decomposed),
        ("lines with invisible characters", found.invisible),
    ):
        yield f"{words}: {amount:,} ({100 * amount / max(1, filled):.2f} %)"
    if found.unknown:
        yield f"unknown tokens: {found.unknown:,}"
    hangul = next(one for one in found.costs if one.script == "hangul")
    if hangul.syllables:
        yield f"tokens per Hangul syllable: {hangul.tokens / hangul.syllables:.3f}"
    yield ""
    yield from table(COSTS, list(cost_rows(found.costs)), right=range(1, len(COSTS)))
    for title, lines in (("costliest lines", found.costly), ("lines that don't come back", found.lossy_lines)):
        if lines:
            yield ""
            yield from _line_table(title, lines)


def trained_document(found: TrainedTokenizer) -> dict[str, object]:
    measures = [
        {"tokenizer": one.tokenizer, "tokens": one.tokens, "lossy": one.lossy, "costs": cost_document(one.costs)} for one in found.measures
    ]
    return {**_plain(found), "measures": measures}


def trained_lines(found: TrainedTokenizer) -> Iterator[str]:
    read = f"{found.lines:,} lines ({size(found.size_bytes)})"
    yield f"{found.request.name}: {found.d_vocab:,} tokens from {read} in {found.seconds:.1f} s"
    yield found.path
    kept = (
        f"{found.held_out_lines:,} lines kept apart"
        if found.held_out_lines
        else "lines it was trained on, as there are too few to keep apart"
    )
    yield f"measured on {kept}:"
    rows = [(one.tokenizer, *row) for one in found.measures for row in cost_rows(one.costs)]
    yield from table(("tokenizer", *COSTS), rows, right=range(2, 2 + len(COSTS)))


def _line_table(title: str, lines: Iterable[LineReport]) -> Iterator[str]:
    rows = [
        (
            one.number,
            one.tokens,
            one.characters,
            f"{one.tokens / max(1, one.characters):.2f}",
            one.lost,
            visible(one.text[:SHOWN_CHARACTERS]),
        )
        for one in lines
    ]
    yield from table(("line", "tokens", "characters", "per character", "lost", title), rows, right=(0, 1, 2, 3))


def _cut(text: str) -> str:
    return visible(text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…")


def _cost(characters: float, words: float, size_bytes: float, tokens: float) -> tuple[str, ...]:
    ratios = (f"{tokens / whole:.3f}" if whole else "—" for whole in (characters, words, size_bytes))
    return f"{characters:,}", f"{words:,}", f"{size_bytes:,}", f"{tokens:,.1f}", *ratios


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _why_not(lane: Lane) -> str:
    from workbench.errors import WorkbenchError

    return str(WorkbenchError(lane.problem.code, **lane.problem.values)) if lane.problem else ""


def _plain(item: object) -> dict[str, object]:
    made = plain(item)
    assert isinstance(made, dict)
    return made
