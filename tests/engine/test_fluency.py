"""Whether a model knows a script: the real one hardly knows Korean, and says nothing of English."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path

import pytest
from made_kinds import make_bert, save_kind

from workbench.engine import LoadedModel, fluency, open_model, score
from workbench.engine.fluency import ENGLISH, HARDLY, script_of
from workbench.errors import WorkbenchError
from workbench.values import Fluency, FluencyRequest, ScoreRequest, Subject

KOREAN = "우리 누나는 강가에 있는 작은 도서관에서 일한다. 매일 아침 창문을 열고, 돌아온 책을 책장에 꽂는다."


def told(model: LoadedModel, text: str) -> Fluency:
    (found,) = fluency(model, FluencyRequest(Subject("m", text)))
    return found


@pytest.mark.parametrize("text", [KOREAN, "강아지가 사과를 먹는다.", "안녕하세요. 오늘 날씨가 참 좋네요.", "Translate: " + KOREAN])
def test_that_smollm2_hardly_knows_korean(real: LoadedModel, text: str) -> None:
    found = told(real, text)
    assert found.hardly
    assert found.script == "HANGUL"
    assert found.nats_per_char > HARDLY * found.usual * found.english_nats_per_char


@pytest.mark.parametrize(
    "text", [ENGLISH, "The capital of France is", "The Korean word 사랑 means love, and many songs use it.", "", "1 + 1 ="]
)
def test_that_english_even_with_a_korean_word_is_not_measured(real: LoadedModel, text: str) -> None:
    found = told(real, text)
    assert not found.hardly
    assert found.script == ""
    assert math.isnan(found.nats_per_char)


def test_that_the_models_own_english_is_the_score_of_the_reference(real: LoadedModel) -> None:
    *_, reference = score(real, ScoreRequest(Subject("m", ENGLISH)))
    assert told(real, KOREAN).english_nats_per_char == pytest.approx(reference.nats_per_char)


def test_that_the_korean_number_is_the_mean_over_the_characters_behind_the_first(real: LoadedModel) -> None:
    text = "강아지가 사과를 먹는다."
    *_, scored = score(real, ScoreRequest(Subject("m", text)))
    counted = scored.encoding.byte_spans[:, 0] >= len("강".encode())
    assert told(real, text).n_chars == len(text) - 1
    assert told(real, text).nats_per_char == pytest.approx(-float(scored.logprobs[counted].sum()) / (len(text) - 1), rel=1e-5)


def test_that_decomposed_text_is_measured_as_its_composed_form(real: LoadedModel) -> None:
    assert told(real, unicodedata.normalize("NFD", KOREAN)).nats_per_char == told(real, KOREAN).nats_per_char


def test_that_a_long_text_is_measured_on_its_beginning(real: LoadedModel) -> None:
    assert told(real, KOREAN * 2000).n_chars < 210


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Моя сестра читает", "CYRILLIC"),
        ("我姐姐在图书馆", "CJK"),
        ("한국 사람들", "HANGUL"),
        ("café Größe", ""),
        ("사랑 is love", ""),
        ("… 123", ""),
    ],
)
def test_that_the_script_is_the_one_most_letters_have(text: str, script: str) -> None:
    assert script_of(text)[0] == script


def test_that_a_lone_surrogate_is_named(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="surrogate"):
        told(small, KOREAN + "\ud800")


def test_that_an_encoder_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        told(open_model(save_kind(make_bert(), tmp_path)), KOREAN)
    assert caught.value.code == "kind-unsuited"
