"""The Embeddings panel: which set is studied, what its views share, and the tie to the text under study."""

from __future__ import annotations

import pytest
from made_vectors import WORDS, Placed
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.values import ContextSource, FileSource, Selection, SentenceSource, TokenSource, VectorsRequest

TEXT = "the cat ran"


@pytest.fixture
def answering():
    made = Placed()
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = EmbeddingsPanel(session)
    made.resize(1100, 700)
    made.show()
    session.change_subject(model="made", text=TEXT)
    wait_until(lambda: made.chosen.vectors is not None and not session.jobs)
    return made


@pytest.fixture
def choose(panel, session, wait_until):
    """choose(kind): as a person does, until it is there."""

    def act(kind: str) -> None:
        panel.bar.choose(kind)
        wait_until(lambda: not session.jobs)

    return act


def test_that_without_a_model_the_panel_says_what_it_shows_and_offers_one(session, answering) -> None:
    panel, asked = EmbeddingsPanel(session), []
    panel.show()
    session.model_wanted.connect(lambda: asked.append(True))
    assert panel._stack.currentWidget() is panel.hint
    panel.hint._button.click()
    assert asked
    assert answering.asked_of(VectorsRequest) == []


def test_that_nothing_is_asked_while_the_panel_cannot_be_seen(session, answering, wait_until) -> None:
    panel = EmbeddingsPanel(session)
    session.change_subject(model="made", text=TEXT)
    wait_until(lambda: not session.jobs)
    assert answering.asked_of(VectorsRequest) == []
    panel.show()
    wait_until(lambda: panel.chosen.vectors is not None)
    assert answering.asked_of(VectorsRequest) == [VectorsRequest(TokenSource("made"))]


def test_that_a_table_is_asked_for_once_whatever_is_typed(panel, session, answering, wait_until) -> None:
    session.change_subject(text="the dog ran")
    wait_until(lambda: not panel._soon.isActive() and not session.jobs)
    assert len(answering.asked_of(VectorsRequest)) == 1


@pytest.mark.parametrize(("kind", "table"), [("unembed", "unembed"), ("prompt", "prompt")])
def test_that_each_table_of_the_model_can_be_chosen(kind, table, choose, answering) -> None:
    choose(kind)
    assert answering.asked_of(VectorsRequest)[-1] == VectorsRequest(TokenSource("made", table))


def test_that_what_is_selected_in_the_text_is_marked_and_the_choice_stays(panel, session) -> None:
    panel.chosen.choose((3, 4))
    session.select(Selection(4, 7))
    assert panel.chosen.marked == (WORDS.index("·cat"),)
    assert panel.chosen.items == (3, 4)


def test_that_an_item_of_the_text_is_selected_there_when_it_is_chosen(panel, session) -> None:
    panel.chosen.choose((WORDS.index("·ran"),))
    assert (session.selection.start, session.selection.end) == (7, 11)
    panel.chosen.choose((WORDS.index("·king"),))
    assert (session.selection.start, session.selection.end) == (7, 11)  # it doesn't stand there


def test_that_a_choice_stays_where_items_are_called_the_same_and_goes_where_not(panel, choose) -> None:
    panel.chosen.choose((1, 2))
    choose("unembed")
    assert panel.chosen.vectors.request.source == TokenSource("made", "unembed")
    assert panel.chosen.items == (1, 2)
    choose("sentences")
    assert panel.chosen.items == ()


def test_that_tokens_in_context_stand_at_their_own_place(panel, session, choose) -> None:
    panel.bar.texts.set_texts(["the dog ran"], own=True)
    choose("context")
    assert panel.chosen.vectors.request.source == ContextSource("made", (TEXT, "the dog ran"))
    session.select(Selection(7, 11))
    assert panel.chosen.marked == (2,)
    panel.chosen.choose((4,))  # of the other text
    assert (session.selection.start, session.selection.end) == (7, 11)
    panel.chosen.choose((4, 1))
    assert (session.selection.start, session.selection.end) == (3, 7)


def test_that_sentences_follow_the_text_that_is_typed(panel, session, choose, wait_until) -> None:
    panel.bar.texts.set_texts(["the dog ran"], own=True)
    choose("sentences")
    session.change_subject(text="the king")
    wait_until(lambda: panel.chosen.vectors.labels == ("the king", "the dog ran"))
    assert panel.chosen.vectors.request.source == SentenceSource("made", ("the king", "the dog ran"))
    panel.chosen.choose((0,))
    assert (session.selection.start, session.selection.end) == (0, 8)


def test_that_a_file_that_is_dropped_is_shown_and_a_bad_one_named(panel, session, wait_until, tmp_path) -> None:
    for name in ("good.tsv", "bad.csv"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        panel.dropEvent(event)
        wait_until(lambda: not session.jobs)
        assert panel.bar.source == FileSource(str(tmp_path / name))
        assert panel.bar.file.text() == name
        assert (panel.frame.bar.error is None) == (name == "good.tsv")
        assert (panel._stack.currentWidget() is panel.hint) == (name == "bad.csv")


def test_that_the_state_comes_back_with_its_choice(panel, session, choose, wait_until) -> None:
    panel.bar.texts.set_texts(["the dog ran"], own=False)
    choose("context")
    panel.chosen.choose((2, 0))
    panel.chosen.choose_metric("dot")
    state = panel.save_state()
    other = EmbeddingsPanel(session)
    other.restore_state(state)
    other.show()
    wait_until(lambda: other.chosen.vectors is not None)
    assert other.chosen.vectors.request.source == ContextSource("made", ("the dog ran",))
    assert other.chosen.items == (2, 0)
    assert other.chosen.metric == "dot"
    assert other.save_state() == state
