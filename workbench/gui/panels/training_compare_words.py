"""What the figures of lessons are called, and how they are written."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject

from workbench.gui import i18n
from workbench.values import AnswerShare, LessonRequest, Spread

SHARES = ("accuracy", "val_accuracy", "induction", "share")
COUNTS = ("n_trained", "n_parameters", "n_examples", "n_tokens")


def titled(titles: dict[str, str], name: str) -> str:
    """Words in the language in force, else in English, else a name."""
    return titles.get(i18n.language(), titles.get("en", name))


class FigureWords(QObject):
    """In the language in force."""

    def name(self, figure: str, request: LessonRequest) -> str:
        """A figure of a lesson with its unit; one that is nobody's is as it is."""
        asked = next((what for arm in request.arms for what in arm.measures if isinstance(what, AnswerShare)), None)
        if figure == "share" and asked is not None:
            words = self.tr("“{first}” rather than “{second}”, %")
            return words.format(first=asked.first.strip(), second=asked.second.strip())
        return {
            "accuracy": self.tr("Right answers, %"),
            "val_accuracy": self.tr("Right on held-out text, %"),
            "val_loss": self.tr("Held-out loss, nats"),
            "text_loss": self.tr("Loss on our text, nats"),
            "forgotten": self.tr("Forgotten, nats"),
            "n_trained": self.tr("Trained numbers"),
            "n_parameters": self.tr("Parameters"),
            "n_examples": self.tr("Examples"),
            "n_tokens": self.tr("Tokens learned from"),
            "seconds": self.tr("Computing, s"),
            "peak_bytes": self.tr("Peak memory, MB"),
            "induction": self.tr("Induction score, %"),
        }.get(figure, figure)

    def about(self, figure: str) -> str:
        """What a figure is, in a line; "" where the name says all."""
        return {
            "forgotten": self.tr("Loss on the old text after the training less that before it; above 0, something was forgotten"),
            "n_trained": self.tr("How many numbers the training could change"),
            "n_examples": self.tr("Different rows that were learned from, or shown; —: never the same twice"),
            "seconds": self.tr("Seconds of one core for the training and its validations; what runs beside does not count"),
            "peak_bytes": self.tr("The most memory the process held, PyTorch itself included"),
            "val_loss": self.tr("Mean loss per token on text that no training sees; lower is better"),
            "induction": self.tr("Attention of the best head to what stood behind the same token before"),
        }.get(figure, "")

    @staticmethod
    def scale(figure: str) -> float:
        """What a value is multiplied by, to be of the unit that its name says."""
        return 100.0 if figure in SHARES else 1e-6 if figure == "peak_bytes" else 1.0

    def number(self, figure: str, number: float) -> str:
        """A value as the table has it."""
        return self.scaled(figure, number * self.scale(figure))

    @staticmethod
    def scaled(figure: str, number: float) -> str:
        """A value of that unit."""
        if not math.isfinite(number):
            return "—"
        if figure in SHARES:
            return f"{number:.1f}"
        if figure in COUNTS:
            return f"{number:,.0f}"
        if figure == "peak_bytes":
            return f"{number:,.0f}"
        return (f"{number:,.1f}" if figure == "seconds" else f"{number:.3f}").replace("-", "−")

    def spread(self, figure: str, found: Spread) -> str:
        """Mean, and from the least to the greatest where they differ."""
        if not found.n:
            return "—"
        mean, least, most = (self.number(figure, one) for one in (found.mean, found.least, found.most))
        return mean if least == most else f"{mean} [{least}…{most}]"
