"""What the attention panel has on screen: one attention of one trace, with the tokens that read and those that are read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.gui.session import Job
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_text import TokenText
from workbench.values import PATTERN_NAMES, Encoding, Part, Selection, TraceSummary

Head = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Shown:
    """`queries` read, `keys` are read; the same axis where a text reads itself. `spans`: between the text under study and the
    queries, where these are its tokens. `sink_share`: the mean weight on the first key, float32 [L, H]. `job`: whose answer the
    trace is."""

    trace: TraceSummary
    part: Part
    queries: TokenAxis
    keys: TokenAxis
    spans: SpanMap
    sink_share: np.ndarray
    job: Job | None = None

    @classmethod
    def of(cls, trace: TraceSummary, wanted: str, job: Job | None = None) -> Shown:
        """The wanted attention of a trace, or the first that it has."""
        part = part_of(trace, wanted)
        source = TokenAxis(TokenText(trace.encoding))
        target = source if trace.target is None else TokenAxis(TokenText(trace.target))
        queries = target if part in ("decoder", "cross") else source
        keys = target if part == "decoder" else source
        studied = trace.request.subject.text if queries is source else ""
        return cls(trace, part, queries, keys, SpanMap(studied, _encoding(trace, queries is source).text), shares_of(trace)[part], job)

    @property
    def causal(self) -> bool:
        """Whether later tokens can't be read."""
        return self.part == "decoder"

    @property
    def studies_queries(self) -> bool:
        """Whether the tokens that read are those of the text under study, so that a selection is everybody's."""
        return self.trace.target is None or self.part == "encoder"

    @property
    def predicts(self) -> bool:
        """Whether the model says something of a token behind, or in the place of, a token that reads."""
        return self.trace.model.has_logits and not (self.trace.target is not None and self.part == "encoder")

    @property
    def run_id(self) -> int | None:
        """The number of its run, once it is one."""
        return self.job.run_id if self.job is not None else None

    @property
    def array(self) -> str:
        """What the whole pattern is called among the trace's arrays."""
        return PATTERN_NAMES[self.trace.model.kind, self.part]

    def within(self, head: Head) -> Head:
        """The head, or the nearest that there is."""
        return min(head[0], self.sink_share.shape[0] - 1), min(head[1], self.sink_share.shape[1] - 1)

    def span_of(self, position: int) -> tuple[int, int]:
        """The bytes of the text under study that a token that reads stands for; (0, 0) for one that stands for none."""
        tokens = self.queries.tokens
        return self.spans.to_studied(int(tokens.starts[position]), int(tokens.ends[position]))

    def positions_of(self, selection: Selection) -> list[int]:
        """The tokens that read under a selection; without one, the last."""
        tokens = self.queries.tokens
        return list(tokens.overlapping(*self.spans.to_tokenized(selection.start, selection.end))) or [len(tokens) - 1]

    def label(self, position: int) -> str:
        """A token that reads, with its position."""
        return self.queries.named(position) if 0 <= position < len(self.queries.tokens) else "…"


def shares_of(trace: TraceSummary) -> dict[str, np.ndarray]:
    """The share of the first key, float32 [L, H], of each attention the trace has."""
    return trace.sink_shares or {"encoder" if trace.model.kind == "encoder" else "decoder": trace.sink_share}


def part_of(trace: TraceSummary, wanted: str) -> Part:
    """The attention that was chosen, if the trace has it; else its first."""
    shares = shares_of(trace)
    return wanted if wanted in shares else next(iter(shares))


def _encoding(trace: TraceSummary, of_source: bool) -> Encoding:
    return trace.encoding if of_source or trace.target is None else trace.target
