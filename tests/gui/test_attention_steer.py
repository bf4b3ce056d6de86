"""The Steer view with an engine played by a test: two texts with one seed, what the direction speaks for, and who hears of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_attention import Attending
from made_encodings import encode
from made_steps import result, step

from workbench.gui.models.followed import Followed
from workbench.gui.panels.attention import AttentionPanel
from workbench.values import (
    Direction,
    DirectionRequest,
    GenerateRequest,
    Steering,
    Tokenized,
    TokenizeRequest,
)

TEXT = "The weather today is"


def direction(request: DirectionRequest) -> Direction:
    ids, logits = np.array([5, 6], np.int32), np.array([4.0, 2.0], np.float32)
    return Direction(request, 12.5, ids, (" good", " fine"), logits, ids + 2, (" bad", " sad"), -logits)


class Recorded(Attending):
    """Counts the generations that are to be runs."""

    n_recorded = 0

    def begin(self, request, *, started):
        self.n_recorded += isinstance(request, GenerateRequest)
        return super().begin(request, started=started)


@pytest.fixture
def answering():
    made = Recorded()
    made.answers[TokenizeRequest] = lambda request: Tokenized(request, encode(request.subject.text), "", 2048)
    made.answers[DirectionRequest] = direction
    yield made
    made.close()


@pytest.fixture
def panel(open_attention, session, wait_until):
    made = open_attention("steer", TEXT, size=(1200, 760))
    wait_until(lambda: made.view("steer")._direction is not None and not session.jobs)
    return made


@pytest.fixture
def view(panel):
    return panel.view("steer")


def asked(answering: Attending) -> tuple[GenerateRequest, GenerateRequest]:
    plain, steered = answering.asked_of(GenerateRequest)[-2:]
    assert isinstance(plain, GenerateRequest)
    assert isinstance(steered, GenerateRequest)
    return plain, steered


def test_that_what_the_direction_speaks_for_is_told_at_once(view):
    assert [row.text for row in view.lists["high"].rows] == ["·good", "·fine"]
    assert [row.said for row in view.lists["low"].rows] == ["−4.00", "−2.00"]
    assert "12.5" in view.note.text()


def test_that_both_texts_have_one_seed_and_differ_in_the_direction_alone(view, answering, session):
    view.setup.draw.button("sampled").click()
    view.setup.seed_box.setValue(7)
    view.setup.button.click()
    plain, steered = asked(answering)
    assert plain.seed == steered.seed == 7
    assert plain.sampler.temperature > 0
    assert steered == dataclasses.replace(plain, interventions=(Steering(2, 0.5, towards="I love this", away="I hate this"),))
    assert view.setup.button.text() == "Stop"


def test_that_the_texts_grow_side_by_side_and_the_parting_is_marked(view, answering, session):
    view.run()
    jobs = [job for job, request in answering.asked if isinstance(request, GenerateRequest)]
    same, other, third = step(0, " so"), step(1, " good"), dataclasses.replace(step(1, " bad"), id=99)
    answering.give(session, jobs[0], same, other)
    answering.give(session, jobs[1], same, third)
    assert view.flows["plain"].text() == " so good"
    assert view.flows["steered"].text() == " so bad"
    assert set(view.flows["plain"].marks) == set(view.flows["steered"].marks) == {1}
    for job in jobs:
        answering.give(session, job, result((same, other)), last=True)
    assert view.setup.button.text() == "Write both"
    assert [row[0] for row in view.rows()][1:] == ["plain", "plain", "steered", "steered"]


def test_that_another_strength_writes_only_the_steered_text_anew(view, answering, session, wait_until):
    view.run()
    for job, request in list(answering.asked):
        if isinstance(request, GenerateRequest):
            answering.give(session, job, step(0, " so"), result((step(0, " so"),)), last=True)
    recorded = answering.n_recorded
    view.setup.slider.setValue(-40)
    assert view.setup.strength.value() == -2.0
    wait_until(lambda: len(answering.asked_of(GenerateRequest)) == 3)
    assert recorded == 2
    assert answering.n_recorded == recorded
    (one,) = answering.asked_of(GenerateRequest)[-1].interventions
    assert one.strength == -2.0
    assert len(answering.asked_of(DirectionRequest)) == 1


def test_that_a_token_is_read_by_the_models_tokenizer(view, answering, session, wait_until):
    view.setup.kind.button("token").click()
    wait_until(lambda: view.steering is not None and not session.jobs)
    assert view.steering == Steering(2, 0.5, token_id=int(encode(" happy").ids[0]))
    assert not view.setup.towards.isVisible()


def test_that_of_several_tokens_it_is_said_which_one_and_another_can_be_chosen(view, answering, session, wait_until):
    view.setup.kind.button("token").click()
    wait_until(lambda: view.steering is not None and not session.jobs)
    assert not view.setup.which.isVisible()
    view.setup.token.setText(" happy sad")
    view.setup.token.textEdited.emit(" happy sad")
    wait_until(lambda: view.setup.which.isVisible() and not session.jobs)
    ids = encode(" happy sad").ids.tolist()
    assert [view.setup.which.itemText(row) for row in range(2)] == ["·happy · 1 of 2 tokens", "·sad · 2 of 2 tokens"]
    assert view.steering.token_id == ids[0]
    view.setup.which.setCurrentIndex(1)
    view.setup.which.activated.emit(1)
    assert view.steering.token_id == ids[1]
    view.setup.kind.button("texts").click()
    assert not view.setup.which.isVisible()


def test_that_the_direction_can_stand_in_the_model(view, session):
    view.setup.add.click()
    assert session.interventions == (view.steering,)


def test_that_the_chosen_layer_is_steered(view, panel, session):
    assert view.steering.layer == 2
    panel.choice.choose_head(3, 1)
    assert view.steering.layer == 3
    assert "L3" in view.headings["steered"].text()


def test_that_the_settings_come_back(view, qapp):
    view.setup.strength.setValue(-3.5)
    view.setup.towards.setText("warm")
    state = view.save_state()
    view.setup.strength.setValue(1.0)
    view.setup.towards.setText("cold")
    view.restore_state(state)
    assert (view.setup.strength.value(), view.setup.towards.text()) == (-3.5, "warm")


def test_that_only_the_text_of_the_model_as_it_is_is_followed(view, answering, session):
    followed = Followed(session)
    view.run()
    plain, steered = (job for job, request in answering.asked if isinstance(request, GenerateRequest))
    answering.give(session, steered, step(0, " bad"))
    answering.give(session, plain, step(0, " good"), step(1, " day"))
    assert followed.texts == [" good", " day"]


def test_that_an_encoder_is_refused_with_the_reason(qapp, wait_until):
    answering = Attending(causal=False)
    session = answering.session()
    panel = AttentionPanel(session)
    panel.restore_state({"view": "steer"})
    panel.show()
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: panel.shown is not None and not session.jobs)
    assert panel.hint.isVisible()
    assert not panel.view("steer").isVisible()
    panel.deleteLater()
    session.deleteLater()
    answering.close()
