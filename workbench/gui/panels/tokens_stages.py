"""Stages: the text through the tokenizer's normalizers, pre-tokenizers, model and post-processor, down to its ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.tokens_view import Link, Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.pipeline_map import PipelineMap
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import CHANGES, Pipeline, PipelineRequest

HEADERS = ("stage", "step", "rule", "piece", "spelled", "byte_start", "byte_end", "change")
SNIPPET = """from workbench.library import locate_tokenizer, open_tokenizer

tokenizer = open_tokenizer(locate_tokenizer({model!r}))
for stage in tokenizer.stages({text!r}, bos={bos!r}, form={form!r}):
    print(stage.name, stage.kind, stage.detail, stage.shown)
"""


class StagesView(QWidget):
    """Asks for the pipeline of the present text once it can be seen."""

    key, needs_text, controls = "stages", True, None

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self._shown: Shown | None = None
        self._job: Job | None = None
        self._pipeline: Pipeline | None = None
        self._due = False
        self.map, self.about = PipelineMap(self), WrappedLabel(parent=self)
        self.about.setProperty("role", "caption")
        self._link = Link(session, self.map)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.about)
        column.addWidget(self.map, 1)
        self._say()

    def title(self) -> str:
        return self.tr("Stages")

    def set_answer(self, shown: Shown | None) -> None:
        self._shown, self._due = shown, shown is not None
        if shown is None:
            self._job = None
            self._show(None)
        elif self.isVisible():
            self._ask()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._ask()

    def _ask(self) -> None:
        assert self._shown is not None
        self._due = False
        self._job = job = self._session.submit(PipelineRequest(self._shown.answer.request.subject), key="tokens stages")
        job.done.connect(lambda found: self._show(found) if job is self._job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._show(None)
            self._frame.bar.show_error(error)

    def _show(self, pipeline: Pipeline | None) -> None:
        self._pipeline = pipeline
        self.map.set_stages(pipeline.stages if pipeline else (), pipeline.n_columns if pipeline else 0)
        self._link.set_map(SpanMap(self._studied(pipeline), pipeline.text) if pipeline else None)
        self._say()

    @staticmethod
    def _studied(pipeline: Pipeline) -> str:
        return pipeline.request.subject.text[: pipeline.n_characters]

    def rows(self) -> Iterator[Sequence[object]]:
        """Every piece of every stage."""
        yield HEADERS
        for stage in self._pipeline.stages if self._pipeline else ():
            for piece, shown, span, change in zip(stage.pieces, stage.shown, stage.byte_spans.tolist(), stage.changes, strict=True):
                yield (stage.name, stage.kind, stage.detail, shown, piece, *span, CHANGES[change])

    def snippet(self) -> str:
        if self._pipeline is None:
            return ""
        subject = self._pipeline.request.subject
        return SNIPPET.format(model=subject.model, text=self._studied(self._pipeline), bos=subject.bos, form=subject.form)

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Nothing to restore."""

    def _say(self) -> None:
        found = self._pipeline
        words = [self.tr("Each piece stands under what it came from. Point at one to mark its characters, its word and its tokens.")]
        if found is not None:
            lacking = {
                "normalizer": self.tr("no normalizer"),
                "pre_tokenizer": self.tr("no pre-tokenizer"),
                "post_processor": self.tr("no post-processor"),
            }
            missing = [lacking[stage.name] for stage in found.stages if stage.kind == "none" and stage.name in lacking]
            if missing:
                words.append(self.tr("This tokenizer has {missing}.").format(missing=", ".join(missing)))
            if found.n_characters < len(found.request.subject.text):
                part = self.tr("Shown: the first {n} of {all} characters.")
                words.append(part.format(n=count(found.n_characters), all=count(len(found.request.subject.text))))
        self.about.setText(" ".join(words))

    def retranslate(self) -> None:
        self.map.retranslate()
        self._say()
