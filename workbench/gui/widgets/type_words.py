"""Types of heads in words: names, single letters, and what each score measures."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.values import LOCAL, NAMED_FROM, NAMED_QUERIES, HeadTypes

LETTERS = {
    "induction": "I", "duplicate": "D", "previous": "P", "next": "N", "first": "S", "special": "X", "local": "L", "uniform": "U",
}  # fmt: skip
"""What stands on a thumbnail: colour is never the only sign."""


class TypeWords(QObject):
    """Words in the language in force."""

    def name(self, key: str) -> str:
        return {
            "induction": self.tr("induction"),
            "duplicate": self.tr("duplicate token"),
            "previous": self.tr("previous token"),
            "next": self.tr("next token"),
            "first": self.tr("first token (sink)"),
            "special": self.tr("special tokens"),
            "local": self.tr("local"),
            "uniform": self.tr("uniform"),
        }.get(key, "")

    def column(self, key: str) -> str:
        """A short heading."""
        return {
            "induction": self.tr("Induction"),
            "duplicate": self.tr("Duplicate"),
            "previous": self.tr("Previous"),
            "next": self.tr("Next"),
            "first": self.tr("First"),
            "special": self.tr("Special"),
            "local": self.tr("Local"),
            "uniform": self.tr("Uniform"),
        }[key]

    def meaning(self, key: str) -> str:
        """What a score is, from where, and from when on it names a head."""
        said = {
            "induction": self.tr(
                "Mean weight from a token that was there before to the token behind its earlier occurrence (Olsson et al. 2022, "
                "arXiv 2209.11895)."
            ),
            "duplicate": self.tr("Mean weight on other occurrences of the same token (Wang et al. 2022, arXiv 2211.00593)."),
            "previous": self.tr("Mean weight on the token before (Voita et al. 2019, arXiv 1905.09418)."),
            "next": self.tr("Mean weight on the token behind (Voita et al. 2019, arXiv 1905.09418)."),
            "first": self.tr("Mean weight on the first position: the attention sink (Xiao et al. 2023, arXiv 2309.17453)."),
            "special": self.tr("Mean weight on the tokens put around the text, such as [SEP] (Clark et al. 2019, arXiv 1906.04341)."),
            "local": self.tr("Mean weight on the token itself and the {n} nearest on each side that it sees, where it has a choice."),
            "uniform": self.tr("What the weights share with equal weights on all tokens seen: 1 is a plain average."),
        }[key]
        named = self.tr("A head is named “{type}” from {limit} on, if {n} queries or more were counted.").format(
            type=self.name(key), limit=f"{NAMED_FROM[key]:g}", n=NAMED_QUERIES
        )
        return f"{said.format(n=LOCAL)}\n{named}"

    def badges(self, found: HeadTypes) -> dict[tuple[int, int], tuple[str, str]]:
        """The letter and the name of each head that has a type."""
        n_layers, n_heads = found.entropy.shape
        heads = [(layer, head) for layer in range(n_layers) for head in range(n_heads)]
        return {head: (LETTERS[name], self.name(name)) for head in heads if (name := found.name(*head))}
