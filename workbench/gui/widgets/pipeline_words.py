"""What is said of a pipeline's stages: their names, what each changed, and everything of one piece."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from workbench.gui.widgets.visible import name, unseen, visible
from workbench.values import CHANGES, Stage

_SHORT = 120


def stage_name(stage: Stage) -> str:
    """`Normalizer · NFC`."""
    group = {
        "text": QCoreApplication.translate("PipelineWords", "Text"),
        "normalizer": QCoreApplication.translate("PipelineWords", "Normalizer"),
        "pre_tokenizer": QCoreApplication.translate("PipelineWords", "Pre-tokenizer"),
        "model": QCoreApplication.translate("PipelineWords", "Model"),
        "post_processor": QCoreApplication.translate("PipelineWords", "Post-processor"),
        "ids": QCoreApplication.translate("PipelineWords", "Ids"),
    }[stage.name]
    return group if stage.kind == "none" else f"{group} · {stage.kind}"


def change_name(change: str) -> str:
    """One of CHANGES in words."""
    return {
        "": "",
        "dropped": QCoreApplication.translate("PipelineWords", "dropped"),
        "added": QCoreApplication.translate("PipelineWords", "added"),
        "lower": QCoreApplication.translate("PipelineWords", "lower-cased"),
        "composed": QCoreApplication.translate("PipelineWords", "composed (NFC)"),
        "decomposed": QCoreApplication.translate("PipelineWords", "decomposed (NFD)"),
        "compatible": QCoreApplication.translate("PipelineWords", "replaced by its plain form (NFKC)"),
        "accents": QCoreApplication.translate("PipelineWords", "accents taken off"),
        "space": QCoreApplication.translate("PipelineWords", "▁ for a space"),
        "replaced": QCoreApplication.translate("PipelineWords", "replaced"),
        "unknown": QCoreApplication.translate("PipelineWords", "unknown to the vocabulary"),
    }[change]


def changes_of(stage: Stage) -> str:
    """`lower-cased ×3, dropped ×1`; empty where nothing was changed."""
    if stage.name == "ids":
        return ""
    counts = Counter(CHANGES[number] for number in stage.changes.tolist() if number)
    return ", ".join(f"{change_name(change)} ×{times}" for change, times in counts.most_common())


def stage_words(stage: Stage) -> str:
    """The stage's name, its rule, and what it changed in all of the text, a line each."""
    return "\n".join(filter(None, (stage_name(stage), _rule(stage), changes_of(stage))))


def _rule(stage: Stage) -> str:
    if not stage.detail:
        return ""
    return QCoreApplication.translate("PipelineWords", "rule: {rule}").format(rule=visible(stage.detail[:_SHORT]))


def piece_words(stage: Stage, index: int) -> str:
    """Everything known of one piece, a line each."""
    shown, spelled = visible(stage.shown[index])[:_SHORT], visible(stage.pieces[index])[:_SHORT]
    lines = [f"{stage_name(stage)}: {shown or '∅'}"]
    if stage.detail:
        lines.append(_rule(stage))
    if spelled != shown and spelled:
        lines.append(QCoreApplication.translate("PipelineWords", "spelled: {spelling}").format(spelling=spelled))
    start, end = stage.byte_spans[index].tolist()
    if end > start:
        lines.append(QCoreApplication.translate("PipelineWords", "bytes {start} to {end} of the text").format(start=start, end=end))
    change = CHANGES[int(stage.changes[index])]
    if change and stage.name != "ids":
        lines.append(change_name(change))
    lines.extend(name(character) for character in list(unseen(stage.shown[index]))[:4])
    return "\n".join(lines)


def label_of(shown: str, change: str) -> str:
    """A piece in its cell: visible, bytes plain, a sign where nothing is left; what was decomposed in its parts."""
    if change == "decomposed":
        return " ".join(map(visible, shown))
    if shown.startswith("⟨") and shown.endswith("⟩") and shown.count("⟨") == 1:
        return shown[1:-1]
    return visible(shown) or "∅"
