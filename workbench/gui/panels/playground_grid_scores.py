"""What the cells of a grid are worth: the right answer, the labels, the scores, and the rows that are held out."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.grid_draft import GridDraft
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import GridScore, ScoreKind

KINDS: tuple[ScoreKind, ...] = ("exact", "contains", "regex", "label", "nll", "length")


class GridScores(QWidget):
    """Edits the draft's scores, reference, labels and hold-out."""

    def __init__(self, draft: GridDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._filling = False
        self.reference, self.labels_ = QLineEdit(self), QLineEdit(self)
        self.boxes: dict[ScoreKind, QCheckBox] = {kind: QCheckBox(self) for kind in KINDS}
        self.pattern, self.case, self.holdout = QLineEdit(self), QCheckBox(self), QSpinBox(self)
        self.pattern.setFont(theme.mono())
        self.holdout.setRange(0, 90)
        self.holdout.setSuffix(" %")
        theme.pad(self.holdout)
        self.labels = {key: QLabel(self) for key in ("reference", "labels", "scores", "holdout")}
        self.why = WrappedLabel(parent=self)
        self.why.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(self._form(("reference", self.reference), ("labels", self.labels_)))
        column.addWidget(self.labels["scores"])
        for kind, box in self.boxes.items():
            column.addWidget(box)
            if kind == "regex":
                column.addWidget(self.pattern)
        column.addWidget(self.case)
        column.addSpacing(theme.S2)
        column.addLayout(self._form(("holdout", self.holdout)))
        column.addWidget(self.why)
        column.addStretch(1)
        self._connect()
        self.retranslate()
        self._fill()

    def _form(self, *rows: tuple[str, QWidget]) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(theme.S2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for key, one in rows:
            form.addRow(self.labels[key], one)
            self.labels[key].setBuddy(one)
        return form

    def _connect(self) -> None:
        draft = self._draft
        draft.loaded.connect(self._fill)
        self.reference.textEdited.connect(lambda text: draft.change(reference=text))
        self.labels_.textEdited.connect(self._labels_typed)
        for box in (*self.boxes.values(), self.case):
            box.toggled.connect(lambda _on: self._scores_chosen())
        self.pattern.textEdited.connect(lambda _text: self._scores_chosen())
        self.holdout.valueChanged.connect(lambda value: None if self._filling else draft.change(holdout=value / 100))

    def _labels_typed(self, text: str) -> None:
        self._draft.change(labels=tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip())))

    def _scores_chosen(self) -> None:
        if self._filling:
            return
        self.pattern.setVisible(self.boxes["regex"].isChecked())
        case = self.case.isChecked()
        found = []
        for kind, box in self.boxes.items():
            if box.isChecked():
                score = GridScore(kind, self.pattern.text() if kind == "regex" else "")
                found.append(dataclasses.replace(score, ignore_case=case and kind in ("exact", "contains", "regex")))
        self._draft.change(scores=tuple(found))

    def _fill(self) -> None:
        self._filling = True
        request = self._draft.request
        self.reference.setText(request.reference)
        self.labels_.setText(", ".join(request.labels))
        by_kind = {score.kind: score for score in request.scores}
        for kind, box in self.boxes.items():
            box.setChecked(kind in by_kind)
        self.pattern.setText(by_kind["regex"].pattern if "regex" in by_kind else "")
        self.pattern.setVisible("regex" in by_kind)
        self.case.setChecked(any(score.ignore_case for score in request.scores))
        self.holdout.setValue(round(100 * request.holdout))
        self._filling = False

    def retranslate(self) -> None:
        words = {
            "reference": self.tr("Right answer"),
            "labels": self.tr("Labels"),
            "scores": self.tr("Scores"),
            "holdout": self.tr("Rows held out"),
        }
        for key, label in self.labels.items():
            label.setText(words[key])
        for one, word in (
            (self.reference, words["reference"]), (self.labels_, words["labels"]), (self.pattern, self.tr("Regular expression")),
            (self.holdout, words["holdout"]),
        ):  # fmt: skip
            one.setAccessibleName(word)
        self.reference.setPlaceholderText("{label}")
        self.labels_.setPlaceholderText(self.tr("positive, negative"))
        self.pattern.setPlaceholderText(r"answer: (\w+)")
        tip = self.tr("Found anywhere in the answer. If it has a group, what that caught must be the right answer.")
        self.pattern.setToolTip(wrapped(tip))
        names = {
            "exact": (self.tr("Exact match"), self.tr("The answer, without white space around it, is the right answer.")),
            "contains": (self.tr("Contains"), self.tr("The right answer occurs in the answer.")),
            "regex": (self.tr("Regular expression"), self.tr("A pattern is found in the answer.")),
            "label": (self.tr("Most probable label"), self.tr("The right answer is the most probable of the labels behind the prompt.")),
            "nll": (self.tr("NLL of the right answer"), self.tr("How surprising the right answer is behind the prompt, in nats.")),
            "length": (self.tr("Length"), self.tr("Characters of the answer.")),
        }
        for kind, box in self.boxes.items():
            box.setText(names[kind][0])
            box.setToolTip(names[kind][1])
        self.case.setText(self.tr("Upper and lower case are the same"))
        self.why.setText(
            self.tr("The best of a grid was chosen on the rows shown: on rows it was not chosen on, it does worse. So some are held out.")
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
