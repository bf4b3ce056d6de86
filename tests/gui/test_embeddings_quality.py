"""The Quality view of the Embeddings panel: files of pairs and analogies, and word lists whose association is tested."""

from __future__ import annotations

import numpy as np
import pytest
from made_vectors import Placed
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.values import (
    AnalogiesRequest,
    AnalogyQuestion,
    AnalogyResult,
    Association,
    AssociationRequest,
    WordPair,
    WordSimilarity,
    WordSimilarityRequest,
)

PAIRS = (WordPair("the", "cat", 1.0), WordPair("cat", "dog", 9.0), WordPair("king", "queen", 8.0))


def similarity_of(request: WordSimilarityRequest) -> WordSimilarity | WorkbenchError:
    if request.path.endswith("bad.csv"):
        return WorkbenchError("pairs-bad", path=request.path, line=3, text="", reason="two words and a number are needed")
    return WordSimilarity(request, 5, 3, 0.5, PAIRS, np.array([0.1, 0.5, 0.9], np.float32), ("wolf",))


def analogies_of(request: AnalogiesRequest) -> AnalogyResult:
    asked = (AnalogyQuestion("the", "cat", "dog", "ran", "s"), AnalogyQuestion("cat", "dog", "king", "queen", "s"))
    return AnalogyResult(request, 4, 2, 1, asked, ("·king", "·queen"), {"s": (2, 2, 1), "t": (2, 0, 0)}, ("wolf",))


def association_of(request: AssociationRequest) -> Association:
    x, y = np.array([0.3, 0.1], np.float32), np.array([-0.2, -0.1], np.float32)
    return Association(request, 1.5, 0.7, 1 / 6, 6, True, x, y)


@pytest.fixture
def answering():
    made = Placed()
    made.answers |= {WordSimilarityRequest: similarity_of, AnalogiesRequest: analogies_of, AssociationRequest: association_of}
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = EmbeddingsPanel(session)
    made.resize(1100, 700)
    made.switch.choose("quality")
    made.show()
    session.change_subject(model="made", text="the cat ran king")
    made.switch.chosen.emit("quality")
    wait_until(lambda: made.chosen.vectors is not None and not session.jobs)
    return made


@pytest.fixture
def view(panel):
    return panel.view("quality")


@pytest.fixture
def in_front(view, session, wait_until):
    """in_front(key): choose a page as a person does."""

    def act(key: str) -> None:
        QTest.mouseClick(view.page.button(key), Qt.MouseButton.LeftButton)
        wait_until(lambda: not session.jobs)

    return act


def test_that_a_file_of_pairs_is_scored_with_its_coverage(view, session, wait_until) -> None:
    view.pairs.take("/some/pairs.csv")
    wait_until(lambda: not session.jobs)
    assert "+0.50" in view.pairs.result.text()
    assert "3" in view.pairs.result.text()
    assert "5" in view.pairs.result.text()
    assert "wolf" in view.pairs.about.text()
    rows = list(view.rows())[1:]
    assert [row[4] for row in rows] == [-1, 1, 0]  # cosines rank cat and dog second of three, people first
    compile(view.snippet(), "snippet", "exec")


def test_that_a_bad_file_is_said_with_its_line(view, panel, session, wait_until) -> None:
    view.pairs.take("/some/bad.csv")
    wait_until(lambda: not session.jobs)
    assert panel.frame.bar.error.values["line"] == 3
    view.pairs.take("/some/pairs.csv")
    wait_until(lambda: not session.jobs)
    assert panel.frame.bar.error is None


def test_that_analogies_are_counted_by_section(view, session, in_front, wait_until) -> None:
    in_front("analogies")
    view.analogies.take("/some/questions.txt")
    wait_until(lambda: not session.jobs)
    assert view.analogies.table.table.rows == (["s", "2", "2", "1", "50.0 %"], ["t", "2", "0", "0", "—"])
    assert list(view.rows())[1:] == [("s", "the", "cat", "dog", "ran", "·king"), ("s", "cat", "dog", "king", "queen", "·queen")]


def test_that_a_file_is_asked_about_again_when_the_set_changes(view, panel, session, answering, wait_until) -> None:
    view.pairs.take("/some/pairs.csv")
    wait_until(lambda: not session.jobs)
    panel.bar.choose("unembed")
    wait_until(lambda: not session.jobs)
    asked = [request for _, request in answering.asked if isinstance(request, WordSimilarityRequest)]
    assert [request.source.table for request in asked] == ["embed", "unembed"]


def lists(page, x: str, y: str, a: str, b: str) -> None:
    for group, words in zip("xyab", (x, y, a, b), strict=True):
        page.words[group].setText(words)


def test_that_lists_are_tested_without_what_the_set_lacks_and_as_many_of_both(view, session, in_front, answering, wait_until) -> None:
    in_front("association")
    lists(view.association, "cat, dog, wolf, ran", "king, queen", "the, cat", "dog, ran")
    QTest.mouseClick(view.association.test, Qt.MouseButton.LeftButton)
    wait_until(lambda: not session.jobs)
    request = [request for _, request in answering.asked if isinstance(request, AssociationRequest)][-1]
    assert (request.x, request.y) == (("cat", "dog"), ("king", "queen"))
    assert "wolf" in view.association.left_out.text()
    assert "ran" in view.association.left_out.text()
    assert "+1.50" in view.association.result.text()
    assert list(view.rows())[1][1:] == ("cat", pytest.approx(0.3))
    compile(view.snippet(), "snippet", "exec")


def test_that_lists_without_words_say_so(view, in_front) -> None:
    in_front("association")
    lists(view.association, "wolf", "king, queen", "the, cat", "dog, ran")
    QTest.keyClick(view.association.words["x"], Qt.Key.Key_Return)
    assert view.association.result.text()
    assert view.association.found is None


def test_that_a_dot_lies_on_its_attributes_side_and_says_its_word(view, session, in_front, wait_until) -> None:
    in_front("association")
    lists(view.association, "cat, dog", "king, queen", "the, cat", "dog, ran")
    view.association.ask()
    wait_until(lambda: not session.jobs)
    plot = view.association.plot
    assert plot.place(0, 0).x() > plot.width() / 2 > plot.place(1, 0).x()
    assert plot.words_at(plot.place(0, 0)).startswith("cat: +0.3")
    assert not plot.words_at(QPointF(0, 0))


def test_that_files_and_lists_come_back(view, panel, session, qapp, wait_until) -> None:
    view.pairs.take("/some/pairs.csv")
    lists(view.association, "cat, dog", "king, queen", "the, cat", "dog, ran")
    wait_until(lambda: not session.jobs)
    state = view.save_state()
    view.association.words["x"].setText("")
    view.restore_state({**state, "page": "association"})
    assert view.association.words["x"].text() == "cat, dog"
    assert view.page.key == "association"
