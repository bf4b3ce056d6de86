"""Names of scripts and how costs are spelled, the same in every table of costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from workbench.values import SCRIPTS, Script, ScriptCost

COLUMNS: tuple[Script, ...] = SCRIPTS[:-1]
"""Those with a column of their own; spaces have none, for they cost next to nothing by themselves."""
UNITS = ("characters", "words", "size_bytes", "syllables")
EXPORT_HEADERS = (
    "tokenizer", "script", "characters", "syllables", "words", "bytes", "tokens",
    "tokens_per_character", "tokens_per_syllable", "tokens_per_word", "tokens_per_byte",
)  # fmt: skip


def script_name(script: Script) -> str:
    translate = QCoreApplication.translate
    names: dict[Script, str] = {
        "latin": translate("scripts", "Latin"),
        "hangul": translate("scripts", "Hangul"),
        "digit": translate("scripts", "Digits"),
        "symbol": translate("scripts", "Punctuation, code"),
        "other": translate("scripts", "Other"),
        "space": translate("scripts", "Spaces"),
    }
    return names[script]


def ratio(costs: Sequence[ScriptCost], unit: str, script: Script | None) -> float | None:
    """Tokens for one character, word, byte or syllable of a script, None: of all scripts; None where there are none of them."""
    chosen = [one for one in costs if script is None or one.script == script]
    whole = sum(getattr(one, unit) for one in chosen)
    if unit == "syllables" and script is None:
        chosen = [one for one in chosen if one.script == "hangul"]
    return sum(one.tokens for one in chosen) / whole if whole else None


def spelled(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def export_rows(name: str, costs: Sequence[ScriptCost]) -> Iterator[tuple[object, ...]]:
    """Rows for EXPORT_HEADERS: each script that occurs, then all together."""
    known = [one for one in costs if one.characters]
    for one in known:
        yield name, one.script, *_row((one,))
    yield name, "all", *_row(known)


def _row(costs: Sequence[ScriptCost]) -> tuple[object, ...]:
    characters, syllables, words, size_bytes = (
        sum(getattr(one, unit) for one in costs) for unit in ("characters", "syllables", "words", "size_bytes")
    )
    tokens = sum(one.tokens for one in costs)
    of_hangul = sum(one.tokens for one in costs if one.script == "hangul")
    ratios = (
        tokens / characters if characters else "", of_hangul / syllables if syllables else "", tokens / words if words else "",
        tokens / size_bytes if size_bytes else "",
    )  # fmt: skip
    return characters, syllables, words, size_bytes, round(tokens, 6), *ratios
