"""The Layers view of the Embeddings panel: sentences that one edits and marks, a layer, an occurrence that is picked everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from made_vectors import Placed
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.gui.panels.embeddings_layers_examples import EXAMPLES
from workbench.gui.widgets.sense_table import SENSE, TEXT
from workbench.values import Selection, Senses, SensesRequest, find_word, parting

ROWS = 5
TEXT_1 = "the bank of the river"


def senses(request: SensesRequest) -> Senses | WorkbenchError:
    """Deeper down, what speaks of a river goes one way and the rest another."""
    places = [(number, span) for number, text in enumerate(request.texts) for span in find_word(text, request.word)]
    if not places:
        return WorkbenchError("word-not-found", word=request.word, n=len(request.texts))
    ways = np.array([[1, 0] if "river" in request.texts[number] else [0, 1] for number, _ in places], np.float32)
    vectors = np.stack([np.concatenate([np.ones((len(places), 1), np.float32), row * ways], 1) for row in range(ROWS)])
    unit = vectors / np.linalg.norm(vectors, axis=2, keepdims=True)
    alike = unit @ unit.transpose(0, 2, 1)
    chance = np.tile(np.float32([0.1, 0.3]), (ROWS, 1))
    missing = [number for number in range(len(request.texts)) if number not in {number for number, _ in places}]
    return Senses(
        request,
        texts=np.array([number for number, _ in places], np.int32),
        spans=np.array([span for _, span in places], np.int64),
        labels=("·bank",) * len(places),
        n_tokens=np.ones(len(places), np.int32),
        vectors=vectors,
        alike={"centered": alike, "cosine": alike / 2},
        chance={"centered": chance, "cosine": chance},
        paths=vectors[:, :, 1:] - vectors[:, :, 1:].mean(1, keepdims=True),
        kept=np.full(ROWS, 0.5, np.float32),
        missing=np.array(missing, np.int32),
        n_reference=80,
        sha256="00",
    )


@pytest.fixture
def answering():
    made = Placed()
    made.answers[SensesRequest] = senses
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = EmbeddingsPanel(session)
    made.resize(1100, 700)
    made.switch.choose("layers")
    made.show()
    session.change_subject(model="made", text=TEXT_1)
    made.switch.chosen.emit("layers")
    view = made.view("layers")
    view.restore_state({"word": "bank", "sentences": [
        {"text": TEXT_1, "sense": "A"}, {"text": "a river, its bank", "sense": "A"},
        {"text": "a loan of a bank", "sense": "B"}, {"text": "my bank is her bank", "sense": "B"},
    ]})  # fmt: skip
    wait_until(lambda: view.followed.shown is not None and not session.jobs)
    return made


@pytest.fixture
def view(panel):
    return panel.view("layers")


def test_that_one_begins_with_an_example(session, wait_until) -> None:
    session.change_subject(model="made", text="x")
    panel = EmbeddingsPanel(session)
    panel.switch.choose("layers")
    panel.show()
    view = panel.view("layers")
    wait_until(lambda: view.followed.shown is not None)
    assert view.word.text() == EXAMPLES[0].word
    assert [one.text for one in view.table.sentences.sentences] == [text for _, text in EXAMPLES[0].sentences]


def test_that_without_a_model_the_view_teaches_and_offers_one(session, qapp) -> None:
    panel = EmbeddingsPanel(session)
    panel.switch.choose("layers")
    panel.switch.chosen.emit("layers")
    panel.show()
    wanted: list[bool] = []
    session.model_wanted.connect(lambda: wanted.append(True))
    view = panel.view("layers")
    assert view.hint.isVisible()
    view.hint.asked.emit()
    assert wanted == [True]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.word)
def test_that_every_sentence_of_the_examples_has_its_word_once(example) -> None:
    assert all(len(find_word(text, example.word)) == 1 for _, text in example.sentences)
    assert len({sense for sense, _ in example.sentences}) >= 2


def test_that_each_layer_is_measured_as_it_is_marked(view) -> None:
    header, *rows = view.rows()
    found = parting(view.followed.shown.senses.alike["centered"], ["A", "A", "B", "B", "B"])
    assert header[:4] == ("layer", "metric", "within_A", "within_B")
    assert [row[header.index("gap")] for row in rows] == pytest.approx(found.gap.tolist())
    assert view.head.text().startswith("From layer 1 of 4 on")
    assert "widest at layer 4" in view.more_said.text()


def test_that_marking_a_sense_asks_nothing_again(view, answering) -> None:
    before, gap = len(answering.asked_of(SensesRequest)), [row[-4] for row in list(view.rows())[1:]]
    QTest.mouseClick(
        view.table.viewport(), Qt.MouseButton.LeftButton, pos=view.table.visualRect(view.table.sentences.index(0, SENSE)).center()
    )
    assert view.table.sentences.sentences[0].sense == "B"
    assert [row[-4] for row in list(view.rows())[1:]] != gap
    QTest.keyClick(view.table, Qt.Key.Key_Backspace)
    assert view.table.sentences.sentences[0].sense == ""
    QTest.keyClick(view.table, "a")
    assert [row[-4] for row in list(view.rows())[1:]] == gap
    assert len(answering.asked_of(SensesRequest)) == before


def test_that_another_sentence_or_word_is_read_anew(view, session, answering, wait_until) -> None:
    view.table.sentences.setData(view.table.sentences.index(2, TEXT), "banks and a  bank")
    wait_until(lambda: answering.asked_of(SensesRequest)[-1].texts[2] == "banks and a bank")
    view.word.textEdited.emit("loan")
    view.word.setText("loan")
    view.word.returnPressed.emit()
    wait_until(lambda: not session.jobs)
    assert view._frame.bar.error.code == "word-not-found"
    assert view.followed.shown is None


def test_that_a_removed_sentence_is_no_longer_asked_about(view, answering, wait_until) -> None:
    view.table.show_row(3)
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    wait_until(lambda: len(answering.asked_of(SensesRequest)[-1].texts) == 3)
    wait_until(lambda: len(view.followed.shown) == 3)


def test_that_an_occurrence_of_the_text_under_study_is_selected_everywhere(view, session) -> None:
    view.pick(2)
    assert session.selection == Selection()
    view.pick(0)
    assert (session.selection.start, session.selection.end) == (4, 8)
    assert view.table.currentIndex().row() == 0


def test_that_what_is_selected_elsewhere_is_marked_here(view, session) -> None:
    session.select(Selection(5, 6))
    assert view._item == 0
    assert view.table.currentIndex().row() == 0


def test_that_whoever_types_is_left_in_the_row(view, session) -> None:
    view.table.setCurrentIndex(view.table.sentences.index(2, TEXT))
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    session.select(Selection(5, 6))
    assert view._item == 0
    assert view.table.currentIndex().row() == 2


def test_that_a_sentence_becomes_the_text_under_study(view, session) -> None:
    view.table.show_row(3)
    view.study.click()
    assert session.subject.text == "my bank is her bank"
    assert session.selection == Selection(3, 7)


def test_that_layers_are_walked_on_the_curves_and_by_the_slider(view) -> None:
    assert view.pictures.slider.value() == 4
    QTest.keyClick(view.curves, Qt.Key.Key_Home)
    assert view.pictures.slider.value() == 0
    view.pictures.slider.setValue(2)
    assert view.curves.row == 2
    assert view.curves.words(2).splitlines()[0] == "layer 2"
    assert "Layer 2 of 4" in view.pictures.layer.text()


def test_that_a_cell_of_the_matrix_names_its_pair(view) -> None:
    matrix = view.pictures.matrix
    matrix.resize(500, 400)
    origin, size = matrix._cell()
    at = QPointF(origin.x() + 1.5 * size, origin.y() + 4.5 * size)
    assert matrix.items_at(at) == (4, 1)
    assert matrix.words(4, 1).splitlines()[0] == "B4b  my bank is her bank"
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert view._item == 4


def test_that_a_path_is_picked_at_its_place_in_the_layer(view) -> None:
    view.pictures.choose("paths")
    paths = view.pictures.paths
    assert paths.item_at(paths.point(4, 0)) in (0, 1)
    assert paths.item_at(QPointF(1, 1)) == -1


def test_that_the_panels_metric_is_followed(panel, view) -> None:
    gap = [row[-4] for row in list(view.rows())[1:]]
    panel.chosen.choose_metric("cosine")
    assert [row[-4] for row in list(view.rows())[1:]] == pytest.approx([value / 2 for value in gap])


def test_that_what_belongs_to_the_set_is_not_shown_with_it(panel) -> None:
    assert panel.bar.isHidden()
    panel.switch.choose("neighbours")
    panel.switch.chosen.emit("neighbours")
    assert not panel.bar.isHidden()


def test_that_arrays_have_all_layers_and_the_snippet_all_sentences(view) -> None:
    arrays = view.arrays()
    assert arrays["alike_centered"].shape == (ROWS, 5, 5)
    assert arrays["senses"].tolist() == ["A", "A", "B", "B", "B"]
    code = view.snippet()
    assert all(repr(one.text) in code for one in view.table.sentences.sentences)
    compile(code, "snippet", "exec")


def test_that_sentences_come_back(panel, session) -> None:
    state = panel.save_state()
    other = EmbeddingsPanel(session)
    other.restore_state(state)
    view = other.view("layers")
    assert view.word.text() == "bank"
    first = view.table.sentences.sentences[0]
    assert (first.text, first.sense) == (TEXT_1, "A")
