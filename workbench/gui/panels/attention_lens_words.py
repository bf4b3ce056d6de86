"""What the Lens says: the names of its rows, a cell in words, its data as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.models.contrast import Token
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.widgets.lens_cells import KL_FAR, RANK_FAR, LensCells, Tint
from workbench.gui.widgets.numbers import count, percent
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.visible import visible_token
from workbench.values import Lens, Progress


class LensWords(QObject):
    """Sentences only; holds no state."""

    def need(self, shown: Shown) -> Need | None:
        """What keeps the view from showing a trace."""
        if shown.trace.model.has_logits:
            return None
        body = self.tr("The lens reads each stream through the model's own last step to its vocabulary, which this one doesn't have.")
        return Need(self.tr("This model predicts no tokens"), body)

    def note(self, step: int) -> str:
        """What the numbers are, and what not. Every `step`-th row is shown."""
        every = {
            2: self.tr("Every second row is shown: a higher window shows all."),
            3: self.tr("Every third row is shown: a higher window shows all."),
            4: self.tr("Every fourth row is shown: a higher window shows all."),
        }
        return " ".join(part for part in (every.get(step, ""), self._note()) if part)

    def _note(self) -> str:
        return self.tr(
            "Each stream goes through the final norm and the unembedding, as if it were the last (logit lens). Early layers need not speak "
            "the output vocabulary: what they show is a projection, not a thought. Bold: already the final token."
        )

    def waiting(self, progress: Progress) -> str:
        """What is being waited for."""
        return self.tr("Opening the model…") if progress.what == "load" else self.tr("Reading the streams…")

    def rows(self, shown: Shown | None, *, mid: bool) -> tuple[str, ...]:
        """A name for each stream: before a block, behind its attention, and the model's own prediction."""
        if shown is None:
            return ()
        made = []
        for layer in range(shown.trace.model.n_layers):
            made.append(self.tr("before {layer}").format(layer=layer))
            if mid:
                made.append(self.tr("in {layer}").format(layer=layer))
        return (*made, self.tr("model"))

    def ends(self, tint: Tint, token: Token | None) -> tuple[str, str]:
        """What the two ends of the colours mean."""
        match tint:
            case "probability":
                return self.tr("best token 0 %"), "100 %"
            case "kl":
                return self.tr("KL ≥ {far} nats").format(far=f"{KL_FAR:.0f}"), "0"
            case "rank":
                tracked = visible_token(token.text) if token is not None else self.tr("what is predicted")
                return self.tr("{token}: rank ≥ {far}").format(token=tracked, far=count(RANK_FAR)), "1"

    def cell(self, cells: LensCells, rows: Sequence[str], axis: TokenAxis | None, row: int, position: int) -> str:
        """A cell in full."""
        if axis is None or not 0 <= position < len(axis.tokens):
            return ""
        place = axis.named(position)
        cell = cells.cell(row, position) if row >= 0 else None
        if cell is None:
            return place if row < 0 else self.tr("{place}: not read yet").format(place=place)
        best = [f"{percent(probability):>9}  {text}" for text, probability in cell.best]
        tracked = self.tr("“{token}”: rank {rank}, {probability}")
        return "\n".join(
            (
                f"{rows[row]} · {place}",
                *best,
                tracked.format(token=cell.target, rank=count(cell.rank), probability=percent(cell.target_probability)),
                self.tr("KL to the model's own {kl} nats · entropy {entropy} nats").format(
                    kl=f"{cell.kl:.3f}", entropy=f"{cell.entropy:.3f}"
                ),
            )
        )


def rows_of(lenses: Sequence[Lens], names: Sequence[str], axis: TokenAxis | None) -> Iterator[Sequence[object]]:
    """What was read as a table: a line a cell."""
    yield (
        "stream",
        "position",
        "token",
        "best",
        "best_id",
        "probability",
        "tracked",
        "rank",
        "tracked_probability",
        "kl_nats",
        "entropy_nats",
    )
    for lens in lenses:
        first = lens.request.positions[0] if lens.request.positions is not None else 0
        for row, name in enumerate(names):
            for at in range(lens.rank.shape[1]):
                best, target = int(lens.ids[row, at, 0]), int(lens.targets[at])
                token = axis.label(first + at) if axis is not None else ""
                chances = (np.exp(found[row, at]) for found in (lens.logprobs[:, :, 0], lens.target_logprobs))
                best_chance, chance, kl, entropy = (f"{one:.9g}" for one in (*chances, lens.kl[row, at], lens.entropy[row, at]))
                tracked = lens.texts[str(target)], int(lens.rank[row, at]), chance
                yield (name, first + at, token, lens.texts[str(best)], best, best_chance, *tracked, kl, entropy)


def arrays_of(lenses: Sequence[Lens]) -> dict[str, np.ndarray]:
    """The same as arrays, streams before positions; `positions` says which these are."""
    if not lenses:
        return {}
    names = ("ids", "logprobs", "rank", "target_logprobs", "entropy", "kl")
    spans = [lens.request.positions or (0, len(lens.targets)) for lens in lenses]
    return {
        "layers": lenses[0].layers,
        "middle": lenses[0].middle,
        "positions": np.concatenate([np.arange(first, end, dtype=np.int32) for first, end in spans]),
        "targets": np.concatenate([lens.targets for lens in lenses]),
        **{name: np.concatenate([getattr(lens, name) for lens in lenses], axis=1) for name in names},
    }
