"""Which models a grid asks, and with which settings and seeds."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.gui import theme
from workbench.gui.models.grid_draft import GridDraft, fresh_name
from workbench.gui.session import Session
from workbench.gui.widgets.named_list import NamedList
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import GridSetting, ModelList, ModelListRequest

SHOTS = (0, 1, 4)
MODEL_ROWS = 4
_NAME = Qt.ItemDataRole.UserRole


class GridModels(QWidget):
    """Edits the draft's models, settings and seeds."""

    def __init__(self, draft: GridDraft, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._session = draft, session
        self._row = 0
        self._filling = False
        self._installed: tuple[str, ...] = ()
        self.models, self.folder, self.which = QListWidget(self), QToolButton(self), WrappedLabel(parent=self)
        self.which.setProperty("role", "caption")
        self.models.setFixedHeight(MODEL_ROWS * (self.models.fontMetrics().height() + 2 * theme.S1) + 2 * theme.S1)
        self.list, self.few = NamedList(self, rows=3), QToolButton(self)
        self.name, self.shots, self.most = QLineEdit(self), QSpinBox(self), QSpinBox(self)
        self.temperature, self.top_p, self.stop, self.seeds = QDoubleSpinBox(self), QDoubleSpinBox(self), QLineEdit(self), QLineEdit(self)
        self.shots.setRange(0, 64)
        self.most.setRange(1, 4096)
        self.temperature.setRange(0, 5)
        self.temperature.setSingleStep(0.1)
        self.top_p.setRange(0.01, 1)
        self.top_p.setSingleStep(0.05)
        for spin in (self.shots, self.most, self.temperature, self.top_p):
            theme.pad(spin)
        keys = ("models", "settings", "name", "shots", "most", "temperature", "top_p", "stop", "seeds")
        self.labels = {key: QLabel(self) for key in keys}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one in (self.labels["models"], self.models, self.which):
            column.addWidget(one)
        column.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.labels["settings"])
        column.addWidget(self.list)
        column.addWidget(self.few, 0, Qt.AlignmentFlag.AlignLeft)
        form = QFormLayout()
        form.setSpacing(theme.S2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for key, one in self._fields().items():
            form.addRow(self.labels[key], one)
            self.labels[key].setBuddy(one)
        column.addLayout(form)
        column.addStretch(1)
        self._connect()
        self.retranslate()
        self._fill()

    def _fields(self) -> dict[str, QWidget]:
        return {
            "name": self.name, "shots": self.shots, "most": self.most, "temperature": self.temperature, "top_p": self.top_p,
            "stop": self.stop, "seeds": self.seeds,
        }  # fmt: skip

    def _connect(self) -> None:
        draft = self._draft
        draft.loaded.connect(self._loaded)
        self._session.subject_changed.connect(lambda _subject: self._say_models())
        self.models.itemChanged.connect(lambda _item: self._models_chosen())
        self.folder.clicked.connect(self._choose_folder)
        self.list.chosen.connect(self._choose)
        self.list.added.connect(self._add)
        self.list.duplicated.connect(self._duplicate)
        self.list.deleted.connect(self._delete)
        self.few.clicked.connect(self._make_shots)
        self.name.textEdited.connect(lambda text: self._edit(name=text))
        self.shots.valueChanged.connect(lambda value: self._edit(shots=value))
        self.most.valueChanged.connect(lambda value: self._edit(max_new_tokens=value))
        self.temperature.valueChanged.connect(lambda value: self._sample(temperature=value))
        self.top_p.valueChanged.connect(lambda value: self._sample(top_p=value))
        self.stop.editingFinished.connect(lambda: self._edit(stop=_stops(self.stop.text())))
        self.seeds.editingFinished.connect(self._seeds_typed)

    # models

    def ask(self) -> None:
        """Which models are installed."""
        self._session.submit(ModelListRequest(), key="grid-models").done.connect(self._learn)

    def _learn(self, found: ModelList) -> None:
        self._installed = tuple(one.name for one in found.models if one.installed)
        self._show_models()

    def _show_models(self) -> None:
        chosen = self._draft.request.models
        self._filling = True
        self.models.clear()
        for name in dict.fromkeys((*self._installed, *chosen)):
            item = QListWidgetItem(name if name in self._installed else Path(name).name)
            item.setData(_NAME, name)
            item.setToolTip(name)
            item.setCheckState(Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked)
            self.models.addItem(item)
        self._filling = False
        self._say_models()

    def _models_chosen(self) -> None:
        if self._filling:
            return
        items = [self.models.item(number) for number in range(self.models.count())]
        self._draft.change(models=tuple(item.data(_NAME) for item in items if item.checkState() == Qt.CheckState.Checked))
        self._say_models()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("A model file"), "", self.tr("Models (*.gguf *.safetensors);;All files (*)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.add_model)
        dialog.open()

    def add_model(self, path: str) -> None:
        """Ask this one, too; of a folder's weights, the folder."""
        place = Path(path)
        name = str(place.parent if place.suffix == ".safetensors" else place)
        self._draft.change(models=tuple(dict.fromkeys((*self._draft.request.models, name))))
        self._show_models()

    def _say_models(self) -> None:
        open_model = self._session.subject.model
        if self._draft.request.models:
            self.which.setText("")
        elif open_model:
            self.which.setText(self.tr("None is ticked: the open model is asked, {model}.").format(model=Path(open_model).name))
        else:
            self.which.setText(self.tr("None is ticked and none is open."))
        self.which.setVisible(bool(self.which.text()))

    # settings

    @property
    def setting(self) -> GridSetting | None:
        """The one that is edited."""
        settings = self._draft.request.settings
        return settings[self._row] if self._row < len(settings) else None

    def _edit(self, **parts: object) -> None:
        if self.setting is not None and not self._filling:
            self._put(self._row, (dataclasses.replace(self.setting, **parts),))

    def _sample(self, **parts: float) -> None:
        if self.setting is not None:
            self._edit(sampler=dataclasses.replace(self.setting.sampler, **parts))

    def _put(self, row: int, settings: tuple[GridSetting, ...], *, replaces: int = 1) -> None:
        every = self._draft.request.settings
        self._draft.change(settings=(*every[:row], *settings, *every[row + replaces :]))
        self.list.show_names([one.name for one in self._draft.request.settings], self._row)

    def _add(self) -> None:
        names = tuple(one.name for one in self._draft.request.settings)
        self._row = len(names)
        self._put(self._row, (GridSetting(fresh_name(names, self.tr("setting"))),))
        self._fill()

    def _duplicate(self, row: int) -> None:
        every = self._draft.request.settings
        copied = dataclasses.replace(every[row], name=fresh_name(tuple(one.name for one in every), every[row].name))
        self._row = row + 1
        self._put(self._row, (copied,), replaces=0)
        self._fill()

    def _delete(self, row: int) -> None:
        self._row = max(0, min(row, len(self._draft.request.settings) - 2))
        self._put(row, ())
        self._fill()

    def _make_shots(self) -> None:
        """The chosen setting with no, one and four examples, in the place of all."""
        like = self.setting or GridSetting("greedy")
        names = (self.tr("zero-shot"), self.tr("one-shot"), self.tr("four-shot"))
        self._row = 0
        self._draft.change(
            settings=tuple(dataclasses.replace(like, name=name, shots=shots) for name, shots in zip(names, SHOTS, strict=True))
        )
        self._fill()

    def _choose(self, row: int) -> None:
        self._row = row
        self._fill()

    def _loaded(self) -> None:
        self._row = 0
        self._fill()
        self._show_models()

    def _fill(self) -> None:
        self._filling = True
        request = self._draft.request
        self.list.show_names([one.name for one in request.settings], self._row)
        shown = self.setting or GridSetting("")
        if self.name.text() != shown.name:
            self.name.setText(shown.name)
        self.shots.setValue(shown.shots)
        self.most.setValue(shown.max_new_tokens)
        self.temperature.setValue(shown.sampler.temperature)
        self.top_p.setValue(shown.sampler.top_p)
        self.stop.setText(_spelled(shown.stop))
        self.seeds.setText(", ".join(map(str, request.seeds)))
        for key, one in self._fields().items():
            one.setEnabled(self.setting is not None or key == "seeds")
        self._filling = False

    def _seeds_typed(self) -> None:
        found = tuple(dict.fromkeys(int(part) for part in re.findall(r"\d{1,18}", self.seeds.text())))
        self._draft.change(seeds=found or (0,))
        self.seeds.setText(", ".join(map(str, self._draft.request.seeds)))

    # words

    def retranslate(self) -> None:
        words = {
            "models": self.tr("Models"),
            "settings": self.tr("Settings"),
            "name": self.tr("Name"),
            "shots": self.tr("Examples (shots)"),
            "most": self.tr("New tokens"),
            "temperature": self.tr("Temperature"),
            "top_p": self.tr("Top-p"),
            "stop": self.tr("Stop texts"),
            "seeds": self.tr("Seeds"),
        }
        for key, word in words.items():
            self.labels[key].setText(word)
        for key, one in self._fields().items():
            one.setAccessibleName(words[key])
        self.models.setAccessibleName(words["models"])
        self.list.name(words["settings"])
        self.folder.setText(self.tr("Another model…"))
        self.few.setText(self.tr("Make zero-, one- and four-shot of it"))
        self.few.setToolTip(self.tr("Makes three settings of the chosen one: with no, one and four examples before the question."))
        self.shots.setToolTip(self.tr("So many rows, with their answers, stand before each question; never the row that is asked."))
        self.temperature.setToolTip(self.tr("0 is greedy: the most probable token, without a draw."))
        self.top_p.setToolTip(self.tr("1 is off."))
        self.stop.setPlaceholderText(self.tr("none; \\n is a new line, commas separate"))
        self.seeds.setToolTip(self.tr("Each is asked for. A greedy answer draws nothing and is computed once for all of them."))
        self._say_models()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _stops(typed: str) -> tuple[str, ...]:
    """`\\n, ###` as texts; a comma that is meant is written `\\,`."""
    parts = re.split(r"(?<!\\),", typed)
    meant = {"\\n": "\n", "\\t": "\t", "\\,": ",", "\\\\": "\\"}
    found = (re.sub(r"\\[nt,\\]", lambda match: meant[match[0]], part.strip()) for part in parts)
    return tuple(dict.fromkeys(part for part in found if part))


def _spelled(stops: tuple[str, ...]) -> str:
    table = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", ",": "\\,"}
    return ", ".join("".join(table.get(character, character) for character in stop) for stop in stops)
