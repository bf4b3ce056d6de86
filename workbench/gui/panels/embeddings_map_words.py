"""What the Map view says: of axes, of how far a map can be trusted, and while one is made."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.gui.widgets.numbers import count, percent
from workbench.gui.widgets.visible import visible_token
from workbench.values import (
    Axis,
    MapFrame,
    MapMethod,
    MapMetric,
    MapQuality,
    OwnAxes,
    Pca,
    Progress,
    Tsne,
    VectorMap,
    query_text,
)


class MapWords(QObject):
    """Sentences only; holds no state."""

    def method(self, method: MapMethod) -> str:
        """A method's name."""
        if isinstance(method, Pca):
            return self.tr("PCA")
        if isinstance(method, OwnAxes):
            return self.tr("Own axes")
        return "t-SNE" if isinstance(method, Tsne) else "UMAP"

    def metric(self, metric: MapMetric) -> str:
        return {"centered": self.tr("centred cosine"), "cosine": self.tr("cosine"), "euclidean": self.tr("Euclidean distance")}[metric]

    def axes(self, method: MapMethod, found: VectorMap | None) -> tuple[str, str]:
        """What stands at the axes; nothing where directions mean nothing."""
        if isinstance(method, OwnAxes):
            return self._ends(method.x), self._ends(method.y)
        if not isinstance(method, Pca):
            return "", ""
        first, second = (self._component(axis, found) for axis in method.axes)
        return first, second

    def _component(self, axis: int, found: VectorMap | None) -> str:
        if found is None or axis >= len(found.explained):
            return self.tr("Component {n}").format(n=axis + 1)
        share = percent(float(found.explained[axis]))
        return self.tr("Component {n} · {share} of the spread").format(n=axis + 1, share=share)

    @staticmethod
    def _ends(axis: Axis) -> str:
        return f"{query_text(axis.start)} → {query_text(axis.end)}"

    def quality(self, found: VectorMap, pca: MapQuality | None, *, n_all: int) -> str:
        """How far a map can be trusted, with the PCA's beside it. Always on screen."""
        made, quality, metric = found.request.method, found.quality, self.metric(found.request.metric)
        said = [self.items(len(found.items), n_all)]
        if quality is None:
            return " · ".join([*said, self.tr("too few items to measure how far the map can be trusted")])
        trust = self.tr("trustworthiness {trust}").format(trust=f"{quality.trust:.3f}")
        kept = self.tr("of the {k} nearest by {metric}, {share} are near here too").format(
            k=quality.k, metric=metric, share=percent(quality.preserved)
        )
        if pca is not None and not isinstance(made, Pca):
            trust += " " + self.tr("(PCA {trust})").format(trust=f"{pca.trust:.3f}")
            kept += " " + self.tr("(PCA {share})").format(share=percent(pca.preserved))
        said += [trust, kept + " " + self.tr("(by chance {share})").format(share=percent(quality.chance))]
        if not quality.exact:
            said.append(self.tr("measured on {n} random items").format(n=count(len(quality.points))))
        if isinstance(made, OwnAxes) and abs(found.slant) > 0.3:
            said.append(self.tr("the axes say partly the same: cosine {slant}").format(slant=f"{found.slant:.2f}".replace("-", "−")))
        if not isinstance(made, Pca | OwnAxes):
            said += [self.tr("seed {seed}").format(seed=made.seed), self.tr("what is near is alike; gaps and directions mean little")]
            if found.kept < 0.9995:
                said.append(self.tr("made from principal components with {share} of the spread").format(share=percent(found.kept)))
        return " · ".join(said)

    def items(self, n: int, n_all: int) -> str:
        """How many items a map has."""
        if n == n_all:
            return self.tr("all {n} items").format(n=count(n))
        return self.tr("{n} of {all} items").format(n=count(n), all=count(n_all))

    def stopped(self, method: MapMethod) -> str:
        return self.tr("{method} was stopped here; how far it can be trusted was not measured.").format(method=self.method(method))

    def none(self) -> str:
        """In the place of a map that could not be made; the panel's message says why."""
        return self.tr("There is no map here. Choose a method to try again.")

    def making(self, method: MapMethod, event: object) -> str:
        """What is awaited."""
        name = self.method(method)
        if isinstance(event, MapFrame) and event.total > 1:
            return self.tr("{method} · divergence {loss} · step").format(method=name, loss=f"{event.loss:.2f}") if event.loss else name
        what = event.what if isinstance(event, Progress) else ""
        if what == "quality" or isinstance(event, MapFrame):
            return self.tr("{method}: measuring how far it can be trusted…").format(method=name)
        if what == "compile":
            return self.tr("{method}: getting ready, which takes longest the first time…").format(method=name)
        return self.tr("{method}: looking for neighbours…").format(method=name)

    def before(self, method: MapMethod, n: int, *, many: int) -> str:
        """While a method is chosen and not yet started; a warning where it would take long."""
        said = self.tr("Start lays these points out by {method}.").format(method=self.method(method))
        if n > many:
            said += " " + self.tr("{n} items may take minutes; fewer can be chosen above.").format(n=count(n))
        return said

    def name(self, label: str) -> str:
        """How an item is called: characters that can't be seen as signs."""
        return visible_token(label)
