"""What the attention panel says: captions, the read-out of a cell, and the Python that gives the same numbers."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.gui.widgets.token_text import TokenText
from workbench.values import HeadImage, Subject, TraceRequest, TraceSummary


class AttentionWords(QObject):
    """Sentences in the language in force."""

    def caption(self, trace: TraceSummary | None, layer: int, head: int) -> str:
        """How much of the head rests on the first token, how it was computed, and what it does not tell."""
        warning = self.tr("Attention shows where a head read, not why the model answered.")
        if trace is None or layer >= trace.sink_share.shape[0] or head >= trace.sink_share.shape[1]:
            return warning
        share = f"{100 * float(trace.sink_share[layer, head]):.0f} %"
        sink = self.tr("{share} of this head's weight rests on the first token.").format(share=share)
        profile = self.tr("{n} tokens · {profile} profile, {dtype} · {kernels} · {ms} ms").format(
            n=len(trace.encoding.ids),
            profile=trace.model.profile,
            dtype=trace.model.dtype,
            kernels=trace.kernels,
            ms=f"{trace.duration_ms:.0f}",
        )
        return f"{sink} {warning}  {profile}"

    def nothing(self, trace: TraceSummary | None) -> str:
        """What the neutral colour of the map means."""
        return self.tr("later token, can't be read") if trace is not None and trace.model.kind == "decoder" else ""

    def scale(self, image: HeadImage) -> str:
        """What the colours leave out, if anything."""
        parts = []
        if image.request.hide_sink:
            parts.append(self.tr("scale without the first token"))
        if image.step > 1:
            block = (
                self.tr("each cell is the strongest of {n} × {n}")
                if image.request.reduce == "max"
                else self.tr("each cell is the mean of {n} × {n}")
            )
            parts.append(block.format(n=image.step))
        return " · ".join(parts)

    def cell(self, tokens: TokenText | None, cell: tuple[int, int], weight: float | None) -> str:
        """`·is (4) reads ·France (3): 0.1234`."""
        query, key = cell
        if tokens is None:
            return ""
        if query < 0 or query >= len(tokens) or key >= len(tokens):
            return self.tr("Point at a cell for its exact weight. Click a row to select its token.")
        names = {"query": f"{tokens.words(query)} ({query})", "key": f"{tokens.words(key)} ({key})"}
        if key > query and weight is None:
            return self.tr("{query} can't read {key}: it comes later").format(**names)
        value = "…" if weight is None else f"{weight:.6f}"
        return self.tr("{query} reads {key}: {weight}").format(weight=value, **names)

    def hint(self, subject: Subject) -> tuple[str, str, str]:
        """Title, body and action of the empty view."""
        title = self.tr("See where every head reads")
        if not subject.model:
            body = self.tr("Each head of a model reads some tokens more than others. Choose a model to see all its heads at once.")
            return title, body, self.tr("Choose a model")
        body = self.tr("Type a text above: the grid shows all heads, one of them large; pick a token to see what it reads.")
        return title, body, ""


def python_snippet(request: TraceRequest, layer: int, head: int) -> str:
    """The same head with the public API."""
    subject = request.subject
    return (
        "from workbench.engine import open_model\n\n"
        f"model = open_model({subject.model!r}, dtype={request.dtype!r})\n"
        f"trace = model.trace({subject.text!r}, what=('pattern',), layers=({layer},), heads=({head},))\n"
        f"trace.save('attention_L{layer}H{head}.npz')  # pattern [1, 1, query_pos, key_pos]\n"
    )
