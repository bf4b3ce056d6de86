"""The remarks of the playground: where a stored run comes from, what a model hardly knows, what has changed since."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.panels.playground_run import Continuation
from workbench.gui.widgets.fluency_words import FluencyWords
from workbench.gui.widgets.intervention_words import InterventionWords
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.prompt_words import PromptWords
from workbench.values import Fluency, Intervention, PromptCheck, PromptFinding, RunRecord, Subject


class PlaygroundNotes(QObject):
    """Makes the notes; its signals say which of their buttons was pressed."""

    take_over_asked = Signal()
    model_asked = Signal()
    model_chosen = Signal(str)
    text_mended = Signal(str)
    template_wanted = Signal()
    new_tokens_wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fluency, self._prompt, self._changes = FluencyWords(self), PromptWords(self), InterventionWords(self)

    def about_record(self, record: RunRecord, *, model_gone: bool) -> list[Note]:
        """A stored run says its number and time, and whether it can be continued."""
        when = record.row.created_at_utc[:16].replace("T", " ")
        words = self.tr("Stored run {id} · {when} UTC · shown as it was").format(id=record.row.id, when=when)
        if recipe := getattr(record.request, "recipe", ""):
            words += " · " + self.tr("recipe {name}").format(name=recipe)
        offer = self.tr("Use this text and settings") if hasattr(record.request, "subject") else ""
        notes = [Note(words, False, offer, self.take_over_asked.emit)]
        if model_gone:
            gone = self.tr("Its model {model} is not installed now. The run can be read, but not continued.").format(model=record.row.model)
            notes.append(Note(gone, True, self.tr("Get a model"), self.model_asked.emit))
        return notes

    def about_fluency(self, found: Fluency | None) -> list[Note]:
        """Whether the open model was hardly trained on the script at hand."""
        return self._fluency.about(found, self.model_chosen.emit)

    def about_prompt(self, check: PromptCheck | None, *, continues: bool) -> list[Note]:
        """What may mislead the model, before anything is generated. `continues`: the text is gone on with, not answered."""
        if check is None:
            return []
        shown = [one for one in check.findings if continues or one.kind not in ("trailing-space", "template-missing")]
        return [self._prompt_note(check, one) for one in shown]

    def _prompt_note(self, check: PromptCheck, finding: PromptFinding) -> Note:
        warn = finding.kind != "template-missing"
        return Note(self._prompt.why(check, finding), warn, self._prompt.mend(finding), lambda: self._mend(check, finding))

    def _mend(self, check: PromptCheck, finding: PromptFinding) -> None:
        raw = check.request.subject.text.encode("utf-8")
        if finding.kind == "trailing-space":
            self.text_mended.emit(check.request.subject.text.rstrip(" "))
        elif finding.kind in ("special-typed", "special-unknown"):
            self.text_mended.emit((raw[: finding.start] + raw[finding.end :]).decode("utf-8"))
        elif finding.kind == "prompt-too-long":
            self.text_mended.emit(raw[finding.start :].decode("utf-8"))
        elif finding.kind == "template-missing":
            self.template_wanted.emit()
        else:
            self.new_tokens_wanted.emit(finding.number)

    def about_run(self, run: Continuation) -> list[Note]:
        """A branch and a chat template are said."""
        notes = []
        if run.request.forced_ids:
            notes.append(Note(self._kept(run)))
        if run.request.template is not None:
            notes.append(Note(self.tr("Answered through a template that was edited here, not through the model's own.")))
        elif run.request.subject.form == "user" and not run.request.messages:
            notes.append(Note(self.tr("The text went in through the model's chat template; all of what the model read is shown in grey.")))
        return notes

    def about_change(self, run: Continuation, subject: Subject, interventions: tuple[Intervention, ...], *, button: str) -> list[Note]:
        """The text under study, or what is changed in its model, is another than on screen; `button` takes the present one."""
        if not subject.text or (run.request.subject, run.request.interventions) == (subject, interventions):
            return []
        if run.request.subject == subject:
            said = self._changes.all(run.request.interventions) or self.tr("nothing")
            words = self.tr("Written with these changes of the model: {changes}. “{button}” takes those of now.")
            return [Note(words.format(changes=said, button=button), True)]
        return [Note(self.tr("The text or the model has changed since. “{button}” takes the present text.").format(button=button))]

    def _kept(self, run: Continuation) -> str:
        n_kept = count(run.n_kept or len(run.request.forced_ids))
        if run.request.parent_run is None:
            return self.tr("Branch: the first {n} tokens were kept.").format(n=n_kept)
        return self.tr("Branch of run {id}: the first {n} tokens were kept.").format(id=run.request.parent_run, n=n_kept)
