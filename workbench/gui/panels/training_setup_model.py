"""Which model learns: a new one of any shape, or one that there is, and what of it is trained."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.training_draft import METHODS, Draft, value_of
from workbench.gui.panels.training_choices import ChoiceWords
from workbench.gui.panels.training_settings import SHAPES, WAYS, SettingNames
from workbench.gui.session import Session
from workbench.gui.widgets.form_box import FormBox
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.setting_rows import LABEL_WIDTH, SettingRows
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import OFFERS, ModelList, ModelListRequest, RunModels, RunModelsRequest, TokenizerList, TokenizerListRequest

FIRST_START = {"decoder": "starter", "encoder": "starter-masked", "encoder-decoder": "starter-seq2seq"}
"""A model that is always there, by the kind that can learn the objective."""
OWN_TOKENIZERS = ("starter", "characters")
CHECKPOINTS = 40


class ModelSection(QWidget):
    """`ask()` finds out which models and tokenizers there are."""

    def __init__(self, session: Session, draft: Draft, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._draft = session, draft
        self._words, self._names = ChoiceWords(self), SettingNames(self)
        self._models: tuple[tuple[str, str], ...] = ()
        self._checkpoints: tuple[str, ...] = ()
        self._trained: tuple[str, ...] = ()
        self.origin = Segmented(("new", "start"), self)
        self.kind, self.tokenizer, self.start, self.method = (FormBox(self) for _ in range(4))
        self.other, self.about = QToolButton(self), WrappedLabel(parent=self)
        self._labels = {name: QLabel(self) for name in ("kind", "tokenizer", "start", "method")}
        self.shapes = {name: SettingRows(settings, self) for name, settings in SHAPES.items()}
        self.ways = {name: SettingRows(settings, self) for name, settings in WAYS.items()}
        self._build()
        self._connect()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S2)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        line, start = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.origin)
        line.addStretch(1)
        start.addWidget(self.start, 1)
        start.addWidget(self.other)
        self._start_line = QWidget(self)
        self._start_line.setLayout(start)
        start.setContentsMargins(0, 0, 0, 0)
        self.about.setProperty("role", "caption")
        for box in (self.kind, self.tokenizer, self.start, self.method):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        fields = {"kind": self.kind, "tokenizer": self.tokenizer, "start": self._start_line, "method": self.method}
        for row, (name, field) in enumerate(fields.items()):
            grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.about, len(fields), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(line)
        column.addLayout(grid)
        for rows in (*self.shapes.values(), *self.ways.values()):
            column.addWidget(rows)

    def _connect(self) -> None:
        d = self._draft
        self.origin.chosen.connect(
            lambda key: d.choose_kind(d.kinds()[0]) if key == "new" else d.choose_start(FIRST_START[OFFERS[d.request.objective].kinds[0]])
        )
        self.kind.activated.connect(lambda row: d.choose_kind(self.kind.itemData(row)))
        self.tokenizer.activated.connect(lambda row: d.change("tokenizer", self.tokenizer.itemData(row)))
        self.start.activated.connect(lambda row: d.choose_start(self.start.itemData(row)))
        self.method.activated.connect(lambda row: d.choose_method(self.method.itemData(row)))
        self.other.clicked.connect(self._ask_folder)
        for rows in (*self.shapes.values(), *self.ways.values()):
            rows.edited.connect(d.change)
            rows.reset.connect(d.reset)
        d.changed.connect(self._changed)

    def ask(self) -> None:
        """Find out which models, checkpoints and tokenizers there are now."""
        self._session.submit(ModelListRequest(), key="training models").done.connect(self._learn_models)
        self._session.submit(RunModelsRequest(CHECKPOINTS), key="training checkpoints").done.connect(self._learn_checkpoints)
        self._session.submit(TokenizerListRequest(), key="training tokenizers").done.connect(self._learn_tokenizers)

    def _learn_models(self, found: ModelList) -> None:
        self._models = tuple((one.name, one.title) for one in found.models if one.installed)
        self._changed()

    def _learn_checkpoints(self, found: RunModels) -> None:
        self._checkpoints = found.references
        self._changed()

    def _learn_tokenizers(self, found: TokenizerList) -> None:
        self._trained = tuple(one.name for one in found.choices if one.name not in OWN_TOKENIZERS)
        self._changed()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("A model to start from"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._draft.choose_start)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def rows(self) -> tuple[SettingRows, ...]:
        """The settings that are shown now."""
        d = self._draft
        return tuple(one for one in (self.shapes.get(d.kind), self.ways[d.method]) if one is not None)

    def _changed(self) -> None:
        d, request = self._draft, self._draft.request
        new = bool(d.kind)
        self.origin.choose("new" if new else "start")
        _fill(self.kind, [(one, self._words.kind(one)) for one in d.kinds()], d.kind)
        tokenizers = dict.fromkeys((*OWN_TOKENIZERS, *self._trained, request.tokenizer))
        _fill(self.tokenizer, [(one, self._words.tokenizer(one)) for one in tokenizers], request.tokenizer)
        starts = dict((*self._models, *((one, one) for one in self._checkpoints)))
        if not new:
            starts.setdefault(request.start, request.start)
        _fill(self.start, list(starts.items()), request.start)
        _fill(self.method, [(one, self._words.method(one)[0]) for one in METHODS], d.method)
        for name, shown in (("kind", new), ("tokenizer", new), ("start", not new), ("method", d.kind != "ngram")):
            self._labels[name].setVisible(shown)
        for one, shown in ((self.kind, new), (self.tokenizer, new), (self._start_line, not new), (self.method, d.kind != "ngram")):
            one.setVisible(shown)
        fork = self.tr("A fork goes on with the weights of its run, so their shape, their tokenizer and what is trained stay as they are.")
        self.about.setText(fork if request.fork else self._words.method(d.method)[1])
        self.about.setVisible(not new or bool(request.fork))
        for name, rows in (*self.shapes.items(), *self.ways.items()):
            shown = rows in self.rows()
            rows.setVisible(shown)
            if shown:
                rows.show_values(d.value, d.differs, lambda name: self._names.before(value_of(d.base, name)))

    def retranslate(self) -> None:
        self.origin.name((self.tr("A new model"), self.tr("Go on from a model")), self.tr("Model"))
        words = {
            "kind": self.tr("Architecture"),
            "tokenizer": self.tr("Tokenizer"),
            "start": self.tr("Start from"),
            "method": self.tr("Trained"),
        }
        for name, box in (("kind", self.kind), ("tokenizer", self.tokenizer), ("start", self.start), ("method", self.method)):
            self._labels[name].setText(words[name])
            self._labels[name].setBuddy(box)
            box.setAccessibleName(words[name])
        self.other.setText(self.tr("Folder…"))
        for rows in (*self.shapes.values(), *self.ways.values()):
            rows.retranslate(self._names.words)
        self._changed()


def _fill(box: QComboBox, wanted: list[tuple[str, str]], chosen: str) -> None:
    """Offer these (value, words), and show which is chosen. Nothing flickers while nothing changes."""
    if [(box.itemData(row), box.itemText(row)) for row in range(box.count())] != wanted:
        box.clear()
        for one, words in wanted:
            box.addItem(words, one)
    box.setCurrentIndex(box.findData(chosen))
