"""What the attention panel says: titles, the scale in words, the read-out of a cell, and the Python that gives the same numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.panels.attention_shown import Head, Shown
from workbench.gui.widgets.intervention_words import InterventionWords, python_argument, python_imports
from workbench.gui.widgets.map_view import Region
from workbench.values import PLAIN, Combination, HeadImage, ModelInfo, Progress, RunRecord, Subject, TraceRequest, TraceSummary


class AttentionWords(QObject):
    """Sentences in the language in force."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes = InterventionWords(self)

    def title(self, shown: Shown, head: Head) -> str:
        """Which head it is, and how much of it rests on the first token."""
        share = f"{100 * float(shown.sink_share[head]):.0f} %"
        words = self.tr("Layer {layer} · head {head} — {share} of its weight rests on the first token, {token}")
        said = words.format(layer=head[0], head=head[1], share=share, token=shown.keys.called(0))
        return said if shown.trace.target is None else f"{self.part(shown.part)} · {said}"

    def combined(self, shown: Shown, heads: Sequence[Head], how: Combination) -> str:
        """Which heads they are, each for itself or taken together."""
        if how.plain and len(heads) == 1:
            return self.title(shown, heads[0])
        layer = heads[0][0]
        if how.over == "head" and len(heads) == 1:
            said = self.tr("Layer {layer} · head {head}").format(layer=layer, head=heads[0][1])
        elif how.over == "head":
            numbers = ", ".join(str(head) for _, head in heads)
            said = self.tr("Layer {layer} · heads {heads}").format(layer=layer, heads=numbers)
        else:
            known = {
                ("layer", "mean"): self.tr("Layer {layer} · mean of its {n} heads"),
                ("layer", "max"): self.tr("Layer {layer} · maximum of its {n} heads"),
                ("all", "mean"): self.tr("Mean of all {n} heads"),
                ("all", "max"): self.tr("Maximum of all {n} heads"),
            }
            n = shown.sink_share.shape[1] if how.over == "layer" else shown.sink_share.size
            said = known[how.over, how.reduce].format(layer=layer, n=n)
        return " · ".join([*([self.part(shown.part)] if shown.trace.target is not None else []), said, *self.manner(how)])

    def manner(self, how: Combination) -> list[str]:
        """What was done to the weights besides."""
        words = [self.tr("words: what is read is summed, what reads averaged")] if how.words else []
        return words + ([self.tr("first token taken out, rows renormalised")] if how.renormalise else [])

    def part(self, part: str) -> str:
        """Which attention of an encoder-decoder."""
        return {
            "encoder": self.tr("Source reads source"),
            "cross": self.tr("Answer reads source"),
            "decoder": self.tr("Answer reads answer"),
        }[part]

    def source(self, trace: TraceSummary, run_id: int | None) -> str:
        """What was computed, how; and what it does not tell."""
        return f"{self.warning()}\n{self.settings(trace, run_id)}"

    def settings(self, trace: TraceSummary, run_id: int | None) -> str:
        """The model, its precision and kernels, how much was read, and as which run."""
        model = trace.model
        parts = [
            model.name,
            self.precision(model),
            self.tr("{profile} profile").format(profile=model.profile),
            trace.kernels,
            self.tr("{n} tokens").format(n=f"{len(trace.encoding.ids):,}"),
            *([self.tr("{n} of the answer").format(n=f"{len(trace.target.ids):,}")] if trace.target is not None else []),
            f"{trace.duration_ms:.0f} ms",
        ]
        if trace.request.subject.form == "user":
            parts.insert(4, self.tr("through the chat template"))
        if trace.request.interventions:
            parts.append(self.tr("changed: {changes}").format(changes=self._changes.all(trace.request.interventions)))
        if run_id is not None:
            parts.append(self.tr("run {id}").format(id=run_id))
        return " · ".join(parts)

    def precision(self, model: ModelInfo) -> str:
        """Stored and computed precision: a quantised file is never called exact."""
        bits = model.stored_type.lstrip("IQ")[:1]
        quantised = model.stored_type.startswith(("Q", "IQ", "I8")) and bits.isdigit()
        stored = self.tr("{bits}-bit {stored}").format(bits=bits, stored=model.stored_type) if quantised else model.stored_type
        return self.tr("weights {stored}, computed in {dtype}").format(stored=stored, dtype=model.dtype)

    def warning(self) -> str:
        return self.tr("Attention shows where a head read, not why the model answered.")

    def nothing(self, shown: Shown) -> str:
        """What the neutral colour of the map means."""
        return self.tr("later token, can't be read") if shown.causal else ""

    def remarks(self, image: HeadImage | None, *, cut: bool, scale: str, root: bool) -> list[str]:
        """What is to be known of the colours."""
        if image is None:
            return []
        found = {"all": [self.tr("same scale for all heads")], "view": [self.tr("scale of what is in view")]}.get(scale, [])
        if root:
            found.append(self.tr("colours by square root"))
        if cut:
            found.append(self.tr("scale without the first token"))
        if image.step > 1 and image.request.reduce == "max":
            found.append(self.tr("each cell: strongest of {n} × {n}").format(n=image.step))
        elif image.step > 1:
            found.append(self.tr("each cell: mean of {n} × {n}").format(n=image.step))
        return found

    def cell(self, shown: Shown | None, head: Head, cell: tuple[int, int], weight: float | None, how: Combination = PLAIN) -> str:
        """`L3 · H4   ·is (4) reads ·France (3): 0.1234`."""
        if shown is None:
            return ""
        query, key = cell
        if query < 0 or query >= len(shown.queries.tokens) or key >= len(shown.keys.tokens):
            return self.tr("Point at a cell for its exact weight; click a row to select its token.")
        names = {"query": shown.queries.named(query), "key": shown.keys.named(key)}
        place = {"head": f"L{head[0]} · H{head[1]}   ", "layer": f"L{head[0]}   "}.get(how.over, "")
        if shown.causal and key > query:
            return place + self.tr("{query} can't read {key}: it comes later").format(**names)
        return place + self.tr("{query} reads {key}: {weight}").format(weight="…" if weight is None else f"{weight:.6f}", **names)

    def hint(self, subject: Subject, *, failed: bool, busy: bool) -> tuple[str, str, str]:
        """Title, body and action of the empty view."""
        title = self.tr("See where every head reads")
        if failed:
            return self.tr("This text could not be traced"), self.tr("The message below says why."), self.tr("Try again")
        if not subject.model:
            body = self.tr("Each head of a model reads some tokens more than others. Choose a model to see all its heads at once.")
            return title, body, self.tr("Choose a model")
        if not subject.text:
            return title, self.tr("Type a text above: the grid shows all heads, one of them large; pick a token to see what it reads."), ""
        if busy:
            return title, self.tr("The model is reading the text: each head weighs, for every token, those that it can read."), ""
        return title, self.tr("This text is long and takes a moment."), self.tr("Trace it now")

    def loading(self, progress: Progress | None) -> str:
        """What is being waited for."""
        if progress is not None and progress.what == "load":
            return self.tr("Opening the model…")
        if progress is not None and progress.total:
            return self.tr("Reading the text: layer {done} of {total}").format(done=f"{progress.done:.0f}", total=f"{progress.total:.0f}")
        return self.tr("Reading the text…")

    def reopened(self, record: RunRecord, summary: TraceSummary) -> tuple[str, str]:
        """That a stored run was computed anew, and what is not as it was."""
        said = self.tr("Run {id}, recomputed when opened.").format(id=record.row.id)
        stored, differ = record.result, []
        if isinstance(stored, TraceSummary):
            if stored.encoding.ids.tolist() != summary.encoding.ids.tolist():
                differ.append(self.tr("Its ids differ from the stored ones: the model or its tokenizer has changed."))
            if stored.model.sha256 != summary.model.sha256:
                differ.append(self.tr("The model's file is not the one of that run."))
            if stored.kernels != summary.kernels:
                differ.append(self.tr("Computed with {now}, then with {stored}.").format(now=summary.kernels, stored=stored.kernels))
        return said, " ".join(differ)


def exact_rows(shown: Shown, weights: np.ndarray, region: Region) -> list[list[object]]:
    """The weights float32 [queries, keys] of a region as a table: a row a query, a column a key."""
    q0, q1, k0, k1 = region
    head: list[object] = ["query", "query_token", *(f"{key} {shown.keys.label(key)}" for key in range(k0, k1))]
    return [head, *([q, shown.queries.label(q), *(f"{w:.9g}" for w in weights[q, k0:k1].tolist())] for q in range(q0, q1))]


def exact_arrays(shown: Shown, head: Head, weights: np.ndarray, region: Region) -> dict[str, np.ndarray]:
    """The same as arrays: weights float32 [queries, keys], and which tokens of the text these are, int32."""
    q0, q1, k0, k1 = region
    return {
        "pattern": weights[q0:q1, k0:k1],
        "query_positions": np.arange(q0, q1, dtype=np.int32),
        "query_ids": np.asarray(shown.queries.tokens.encoding.ids[q0:q1], np.int32),
        "key_positions": np.arange(k0, k1, dtype=np.int32),
        "key_ids": np.asarray(shown.keys.tokens.encoding.ids[k0:k1], np.int32),
        "layer_head": np.asarray(head, np.int32),
    }


def map_snippet(shown: Shown, heads: Sequence[Head], how: Combination) -> str:
    """The maps of some heads with the public API."""
    made = f"Combination(over={how.over!r}, reduce={how.reduce!r}, words={how.words}, renormalise={how.renormalise})"
    part = "" if shown.trace.target is None else f", part={shown.part!r}"
    return (
        traced_snippet(shown, imports="from workbench.values import Combination\n") + f"how = {made}\n"
        f"for layer, head in {list(heads)!r}:\n"
        f"    weights = trace.map(layer, head, how{part}).numpy()  # [queries, keys]\n"
        f"    print(layer, head, weights.argsort(-1)[:, ::-1][:, :5])  # what each reads most\n"
    )


def python_snippet(shown: Shown, head: Head) -> str:
    """The same head with the public API."""
    part = "" if shown.trace.target is None else f", part={shown.part!r}"
    return traced_snippet(shown, f"what=({shown.array!r},), layers=({head[0]},), heads=({head[1]},)") + (
        f"weights = trace.pattern({head[0]}{part})[{head[1]}]  # [query_pos, key_pos]; each row sums to 1\n"
    )


def traced_snippet(shown: Shown, choice: str = "", *, imports: str = "") -> str:
    """How the trace on screen is made with the public API, as `trace`; `choice`: further arguments, `imports`: further lines."""
    trace = shown.trace
    request: TraceRequest = trace.request
    subject = request.subject
    plain = subject.bos == "auto" and subject.form == "raw" and request.ids is None
    text = repr(subject.text) if plain else f"{trace.encoding.ids.tolist()}  # the text as {subject.form}, bos {subject.bos}"
    target = "" if trace.target is None else f"target={trace.target.ids.tolist()[1:]}"
    arguments = ", ".join(part for part in ("text", choice, target) if part)
    return (
        f"from workbench.engine import open_model\n{imports}{python_imports(request.interventions)}\n"
        f"model = open_model({subject.model!r}, dtype={request.dtype!r})\n"
        f"text = {text}\n"
        f"trace = model.trace({arguments}{python_argument(request.interventions)})\n"
    )
