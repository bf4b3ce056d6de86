"""The Compare view of the Tokens panel."""

from __future__ import annotations

import pytest
from answering import Answering
from made_lanes import broken, made_comparison, made_lane

from workbench.errors import WorkbenchError
from workbench.gui.panels.tokens import TokensPanel
from workbench.values import (
    CompareRequest,
    Selection,
    TokenizerChoice,
    TokenizerList,
    TokenizerListRequest,
)

TEXT = "abcd 한글"
CHOICES = TokenizerList((TokenizerChoice("starter", False), TokenizerChoice("starter-masked", False), TokenizerChoice("mine", True)))


def compared(request: CompareRequest) -> object:
    size = len(request.text.encode())
    lanes = [
        broken(name) if name == "gone" else made_lane(name, request.text, [size - 3 - at, size])
        for at, name in enumerate(request.tokenizers)
    ]
    return made_comparison(request, lanes)


@pytest.fixture
def answering():
    made = Answering()
    made.answers = {CompareRequest: compared, TokenizerListRequest: lambda _request: CHOICES}
    yield made
    made.close()


@pytest.fixture
def view(qapp, answering):
    session = answering.session()
    panel = TokensPanel(session)
    panel.resize(1000, 700)
    panel.show()
    panel.switch.choose("compare")
    panel._show_view()
    made = panel.view("compare")
    made.panel, made.session = panel, session
    session.change_subject(model="starter", text=TEXT)
    session.deliver()
    session.deliver()
    return made


def test_that_it_proposes_a_tokenizer_that_reads_differently(view, answering) -> None:
    assert answering.asked_of(CompareRequest)[-1] == CompareRequest(TEXT, ("starter", "mine"))
    view.session.deliver()
    assert view.costs.table.rowCount() == 2


def test_that_the_first_follows_the_model_under_study(view, answering) -> None:
    view.set_references(["", "mine"])
    view.session.change_subject(model="other")
    assert answering.asked_of(CompareRequest)[-1].tokenizers == ("other", "mine")


def test_that_it_asks_only_while_it_is_seen(view, answering) -> None:
    view.panel.switch.choose("chips")
    view.panel._show_view()
    before = len(answering.asked_of(CompareRequest))
    view.session.change_subject(text="another")
    assert len(answering.asked_of(CompareRequest)) == before
    view.panel.switch.choose("compare")
    view.panel._show_view()
    assert answering.asked_of(CompareRequest)[-1].text == "another"


def test_that_at_most_four_are_compared_and_a_fifth_is_refused_in_words(view, answering) -> None:
    for name in ("a", "b", "c", "d"):
        view.take(name)
    assert len(view.references) == 4
    assert "Four" in view.panel.frame.bar.what.text()
    view.chips[1].click()
    assert len(view.references) == 3


def test_that_a_tokenizer_that_cannot_be_opened_is_named_beside_the_others(view, answering) -> None:
    view.set_references(["", "gone"])
    view.session.deliver()
    assert view.trouble.text().startswith("gone: There is no tokenizer gone.")
    assert view.costs.table.rowCount() == 1


def test_that_a_token_picked_in_a_lane_is_selected_everywhere(view) -> None:
    view.session.deliver()
    view.lanes.span_selected.emit(5, 8)
    assert (view.session.selection.start, view.session.selection.end) == (5, 8)
    view.session.select(Selection(0, 4))
    assert view.lanes._selected == (0, 4)


def test_that_the_costs_are_saved_as_data(view, tmp_path) -> None:
    view.session.deliver()
    view.panel.export.save_csv(tmp_path / "costs.csv")
    lines = (tmp_path / "costs.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("tokenizer,script,characters,syllables,words,bytes,tokens,tokens_per_character")
    assert len(lines) == 1 + 2 * 7
    compile(view.snippet(), "snippet", "exec")


def test_that_the_least_of_a_column_has_a_mark(view) -> None:
    view.costs.set_rows([("a", 5, made_lane("a", TEXT, [3, 11]).costs), ("b", 9, made_lane("b", TEXT, [3, 4, 11]).costs)])
    assert view.costs.table.item(0, 1).text() == "◂ 5"
    assert view.costs.table.item(1, 1).text() == "9"


def test_that_a_failure_is_said_in_the_panel(view, answering) -> None:
    answering.answers[CompareRequest] = lambda _request: WorkbenchError("text-not-unicode", position=3)
    view.session.change_subject(text="x")
    view.session.deliver()
    assert view.panel.frame.bar.error.code == "text-not-unicode"


def test_that_the_choice_survives_a_restart(view) -> None:
    view.set_references(["", "mine", "/a/b/tokenizer.json"])
    state = view.panel.save_state()
    again = TokensPanel(view.session)
    again.restore_state(state)
    assert again.view("compare").references == ("", "mine", "/a/b/tokenizer.json")
    assert again.switch.key == "compare"
