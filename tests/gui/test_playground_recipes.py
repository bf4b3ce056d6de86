"""The gallery of recipes: what each says of itself, what it puts into the playground, and what is remembered of it."""

from __future__ import annotations

import dataclasses

import made_steps as made
import pytest
from answering import Answering
from made_tasks import TASKS
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui import i18n
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import DescribeRequest, GenerateRequest, LikelihoodRequest, OpenRequest, RunRecord, RunRow, TasksRequest

FEW = "Judge.\n\nQ: a\nA: yes\n\nQ: b\nA: no\n\nQ: "


@pytest.fixture
def answering():
    built = Answering()
    built.answers[OpenRequest] = lambda request: dataclasses.replace(made.INFO, has_chat_template=request.model == "m")
    built.answers[DescribeRequest] = lambda request: made.INFO
    built.answers[TasksRequest] = lambda request: TASKS
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text="A text of mine")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session, wait_until):
    built = PlaygroundPanel(session)
    built.resize(1200, 640)
    built.show()
    wait_until(lambda: built._kinds.info is not None)
    yield built
    built.close()
    built.deleteLater()


@pytest.fixture
def gallery(panel, session):
    QTest.mouseClick(panel.recipes.button, Qt.MouseButton.LeftButton)
    session.deliver()
    yield panel.recipes.gallery
    panel.recipes.gallery.close()


def use(gallery, name: str) -> None:
    look_at(gallery, name)
    QTest.mouseClick(gallery.use, Qt.MouseButton.LeftButton)


def look_at(gallery, name: str) -> None:
    gallery.list.setCurrentRow(next(row for row, one in enumerate(TASKS.recipes) if one.name == name))


def test_that_a_recipe_says_what_it_does_and_what_not_to_expect(gallery):
    assert gallery.title.text() == "Title of ask"
    assert gallery.about.text() == "About ask."
    assert "Limits of ask." in gallery.limits.text()
    assert gallery.suits.text() == "Suits the open model."
    assert not gallery.open_model.isVisible()
    look_at(gallery, "number")
    assert "starter-seq2seq" in gallery.suits.text()
    assert gallery.open_model.isVisible()
    assert not gallery.shots.isVisible()


def test_that_the_number_of_examples_and_the_text_make_the_prompt(gallery):
    assert gallery.prompt.toPlainText() == FEW + "input of ask\nA:"
    QTest.mouseClick(gallery.shots.button("one"), Qt.MouseButton.LeftButton)
    assert gallery.prompt.toPlainText() == "Judge.\n\nQ: a\nA: yes\n\nQ: input of ask\nA:"
    QTest.mouseClick(gallery.shots.button("zero"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(gallery.input, "!")
    assert gallery.prompt.toPlainText().startswith("Judge.\n\nQ: ")
    assert "!" in gallery.prompt.toPlainText()


def test_that_what_was_typed_outlives_another_model_and_another_language(gallery, session, wait_until):
    gallery.input.set_text("")
    QTest.keyClicks(gallery.input, "mine")
    QTest.mouseClick(gallery.shots.button("one"), Qt.MouseButton.LeftButton)
    session.change_subject(model="other")
    i18n.use("ko")
    wait_until(lambda: gallery.title.text() == "ask의 제목")
    assert (gallery.input.text, gallery.n_shots) == ("mine", 1)


def test_that_a_recipe_sets_up_prompt_settings_and_stop_texts_and_runs_nothing(panel, gallery, session, answering):
    use(gallery, "ask")
    assert not gallery.isVisible()
    assert (panel.mode, session.subject.text) == ("complete", FEW + "input of ask\nA:")
    assert answering.asked_of(GenerateRequest) == []
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    request = answering.asked_of(GenerateRequest)[-1]
    assert (request.recipe, request.stop, request.max_new_tokens, request.sampler.temperature) == ("ask", ("\n",), 24, 0.0)


def test_that_the_recipe_is_remembered_with_another_input_and_not_with_another_prompt(panel, gallery, session):
    use(gallery, "ask")
    session.change_subject(text=FEW + "something else\nA:")
    assert panel.common.request().recipe == "ask"
    session.change_subject(text="A text of mine")
    assert panel.common.request().recipe == ""


def test_that_a_chat_template_is_used_where_there_is_one(panel, gallery, session, answering):
    look_at(gallery, "talk")
    assert "chat template" in gallery.where.text()
    use(gallery, "talk")
    assert (panel.mode, panel.chat.composer.text) == ("chat", "Q: input of talk\nA:")
    assert session.subject.text == "A text of mine"
    QTest.keyClick(panel.chat.composer, Qt.Key.Key_Return)
    request = answering.asked_of(GenerateRequest)[-1]
    assert request.messages == (("user", "Q: input of talk\nA:"),)
    assert (request.recipe, request.sampler.temperature, request.sampler.top_p) == ("talk", 0.7, 0.9)
    assert request.stop == ()


def test_that_a_model_without_template_continues_the_same_prompt(panel, gallery, session):
    session.change_subject(model="base")
    session.submit(OpenRequest("base"), key="open")
    session.deliver()
    use(gallery, "talk")
    assert (panel.mode, session.subject.text) == ("complete", "Q: input of talk\nA:")


def test_that_a_recipe_for_another_kind_of_model_is_set_up_and_offers_one(panel, gallery, session):
    use(gallery, "number")
    assert (panel.mode, session.subject.text) == ("answer", "en>ko: input of number")
    assert panel.hint.isVisible()
    wanted = []
    panel.model_chosen.connect(wanted.append)
    panel.hint.asked.emit()
    assert wanted == ["starter-seq2seq"]


def test_that_a_model_that_suits_can_be_opened_from_the_gallery(panel, gallery):
    wanted = []
    panel.model_chosen.connect(wanted.append)
    look_at(gallery, "number")
    QTest.mouseClick(gallery.open_model, Qt.MouseButton.LeftButton)
    assert wanted == ["starter-seq2seq"]
    assert gallery.isVisible()


def test_that_a_recipe_of_labels_fills_in_labels_and_what_calibrates_them(panel, gallery, answering):
    use(gallery, "judge")
    assert panel.mode == "classify"
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    request = answering.asked_of(LikelihoodRequest)[-1]
    assert (request.recipe, request.continuations) == ("judge", (" yes", " no"))
    assert request.content_free == (FEW + "N/A\nA:",)


def test_that_a_stored_run_names_its_recipe_and_gives_it_back(panel, session, answering):
    request = GenerateRequest(dataclasses.replace(session.subject, text="Q: x\nA:"), recipe="ask", stop=("\n",), seed=3)
    steps = [made.step(0, " y")]
    row = RunRow(31, "01T", "generate", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, ("ask",), "")
    session.open_run(RunRecord(row, request, (made.started(request), *steps), made.result(steps), "", {}, {}))
    assert "recipe ask" in panel.notes.notes[0].text
    panel.notes.notes[0].act()
    assert (session.subject.text, panel.common.request().recipe) == ("Q: x\nA:", "ask")
