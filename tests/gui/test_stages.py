"""The sampler's stages as the window holds them: which act, in which order, and how texts are typed."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.widgets import stages
from workbench.gui.widgets.sampler_controls import SamplerControls
from workbench.gui.widgets.stage_words import StageWords
from workbench.values import ALL, PRESETS, SAMPLER_STAGES, SamplerSettings, preset


@pytest.fixture
def controls(qapp):
    built = SamplerControls()
    yield built
    built.deleteLater()


def test_that_every_stage_has_controls_and_words_of_its_own(qapp):
    words = StageWords()
    for stage in SAMPLER_STAGES:
        assert (stage in stages.NUMBERS) != (stage in stages.TEXTS)
        assert words.name(stage)
        assert words.what(stage)
    assert len({words.name(stage) for stage in SAMPLER_STAGES}) == len(SAMPLER_STAGES)


def test_that_untouched_settings_let_only_temperature_act():
    assert stages.acting(SamplerSettings()) == ("temperature",)
    assert stages.acting(SamplerSettings(temperature=1.0)) == ()


@pytest.mark.parametrize("stage", [stage for stage in SAMPLER_STAGES if stage not in stages.TEXTS])
def test_that_a_stage_begins_with_a_number_that_has_an_effect(stage):
    begun = stages.begun(SamplerSettings(temperature=1.0), stage)
    assert stages.has_effect(begun, stage)


def test_that_penalties_without_a_window_have_no_effect():
    settings = SamplerSettings(repetition_penalty=1.3, penalty_last_n=0)
    assert not stages.has_effect(settings, "repetition_penalty")
    assert stages.begun(settings, "repetition_penalty").penalty_last_n == ALL


def test_that_settings_are_the_same_when_the_same_stages_act_alike():
    one = SamplerSettings(temperature=0.8, top_p=0.9, order=("temperature", "top_p"))
    assert stages.same(one, dataclasses.replace(one, order=SAMPLER_STAGES))
    assert stages.same(one, dataclasses.replace(one, top_k=5))  # top-k is not in its order
    assert not stages.same(one, dataclasses.replace(one, order=("top_p", "temperature")))
    assert not stages.same(one, dataclasses.replace(one, top_p=0.95))


def test_that_a_stage_that_is_off_keeps_its_number_and_its_place(controls):
    controls.add("top_p")
    controls.add("top_k")
    assert controls.listed == ("temperature", "top_k", "top_p")
    controls.turn("top_k", False)
    assert controls.settings().order == ("temperature", "top_p")
    assert controls.listed == ("temperature", "top_k", "top_p")
    assert controls.settings().top_k == 40
    controls.turn("top_k", True)
    assert controls.settings().order == ("temperature", "top_k", "top_p")


def test_that_moving_a_stage_changes_the_order_that_is_asked_for(controls):
    controls.add("top_p")
    controls.move("top_p", 0)
    assert controls.settings().order == ("top_p", "temperature")
    controls.move("top_p", 99)
    assert controls.settings().order == ("temperature", "top_p")


def test_that_a_stage_taken_out_is_forgotten(controls):
    controls.add("min_p")
    controls.remove("min_p")
    assert controls.listed == ("temperature",)
    assert controls.settings().min_p == 0


def test_that_the_controls_remember_everything(controls, qapp):
    controls.add("dry")
    controls.add("xtc")
    controls.set_texts("banned", (" Paris", "a|b\n"))
    controls.add("banned")
    controls.turn("xtc", False)
    controls.move("dry", 0)
    other = SamplerControls()
    other.restore_state(controls.state())
    assert (other.settings(), other.listed) == (controls.settings(), controls.listed)
    other.deleteLater()


def test_that_a_preset_gives_its_programs_order_and_names_itself(controls):
    llama = preset("llama.cpp")
    controls.take_preset(llama)
    assert controls.settings().order == ("top_k", "top_p", "min_p", "temperature")
    assert controls.presets.current is llama
    assert "Temperature comes last" in controls.presets.facts()
    controls.add("dry")  # where llama.cpp has it, before its truncations
    assert controls.listed[0] == "dry"
    assert controls.presets.current is None


def test_that_the_facts_of_presets_are_those_of_the_values(qapp):
    words = StageWords()
    for one in PRESETS:
        assert words.differs(one) == one.differs


@pytest.mark.parametrize("stage", ["banned", "logit_bias", "forced"])
@given(texts=st.lists(st.text(min_size=1, max_size=6).filter(lambda text: "=" not in text), max_size=3))
def test_that_typed_texts_come_back_as_they_were(stage, texts):
    made = {
        "banned": tuple(texts),
        "logit_bias": tuple((text, 1.5) for text in texts),
        "forced": tuple((number, text) for number, text in enumerate(texts)),
    }[stage]
    settings = dataclasses.replace(SamplerSettings(), **{stages.TEXTS[stage]: made})
    assert stages.texts_read(stage, stages.texts_typed(settings, stage)) == made


@pytest.mark.parametrize(("stage", "typed"), [("logit_bias", " Paris"), ("logit_bias", "a=b"), ("forced", "x= Paris"), ("forced", "-1=a")])
def test_that_what_cannot_be_read_is_not_taken(stage, typed):
    assert stages.texts_read(stage, typed) is None
