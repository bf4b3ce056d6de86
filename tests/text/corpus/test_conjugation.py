"""Verb and adjective endings against forms written by hand."""

from __future__ import annotations

import pytest

from workbench.text.corpus.korean import PREDICATES, STYLES, VERBS, adnominal, conjugated

BY_HAND = """
먹 먹어: 먹는다 먹었다 먹어요 먹었어요 먹습니다 먹었습니다
만들 만들어: 만든다 만들었다 만들어요 만들었어요 만듭니다 만들었습니다
굽 구워: 굽는다 구웠다 구워요 구웠어요 굽습니다 구웠습니다
자르 잘라: 자른다 잘랐다 잘라요 잘랐어요 자릅니다 잘랐습니다
맛보 맛봐: 맛본다 맛봤다 맛봐요 맛봤어요 맛봅니다 맛봤습니다
마시 마셔: 마신다 마셨다 마셔요 마셨어요 마십니다 마셨습니다
따르 따라: 따른다 따랐다 따라요 따랐어요 따릅니다 따랐습니다
사 사: 산다 샀다 사요 샀어요 삽니다 샀습니다
팔 팔아: 판다 팔았다 팔아요 팔았어요 팝니다 팔았습니다
놓 놓아: 놓는다 놓았다 놓아요 놓았어요 놓습니다 놓았습니다
열 열어: 연다 열었다 열어요 열었어요 엽니다 열었습니다
돕 도와: 돕는다 도왔다 도와요 도왔어요 돕습니다 도왔습니다
부르 불러: 부른다 불렀다 불러요 불렀어요 부릅니다 불렀습니다
사랑하 사랑해: 사랑한다 사랑했다 사랑해요 사랑했어요 사랑합니다 사랑했습니다
오 와: 온다 왔다 와요 왔어요 옵니다 왔습니다
놀 놀아: 논다 놀았다 놀아요 놀았어요 놉니다 놀았습니다
걷 걸어: 걷는다 걸었다 걸어요 걸었어요 걷습니다 걸었습니다
쉬 쉬어: 쉰다 쉬었다 쉬어요 쉬었어요 쉽니다 쉬었습니다
잃 잃어: 잃는다 잃었다 잃어요 잃었어요 잃습니다 잃었습니다
"""
DESCRIBING = """
귀엽 귀여워: 귀엽다 귀여웠다 귀여워요 귀여웠어요 귀엽습니다 귀여웠습니다
크 커: 크다 컸다 커요 컸어요 큽니다 컸습니다
달 달아: 달다 달았다 달아요 달았어요 답니다 달았습니다
빠르 빨라: 빠르다 빨랐다 빨라요 빨랐어요 빠릅니다 빨랐습니다
슬프 슬퍼: 슬프다 슬펐다 슬퍼요 슬펐어요 슬픕니다 슬펐습니다
좋 좋아: 좋다 좋았다 좋아요 좋았어요 좋습니다 좋았습니다
"""
ADNOMINAL = {"먹": "먹는", "만들": "만드는", "열": "여는", "팔": "파는", "사": "사는", "돕": "돕는", "찾": "찾는", "굽": "굽는"}


def table(text: str) -> list[tuple[str, str, list[str]]]:
    rows = (line.split(": ") for line in text.strip().splitlines())
    return [(*names.split(), forms.split()) for names, forms in rows]


@pytest.mark.parametrize(("stem", "infinitive", "forms"), table(BY_HAND))
def test_that_a_verb_ends_as_written_by_hand(stem, infinitive, forms):
    assert [conjugated(stem, infinitive, style) for style in STYLES] == [forms[i] for i in range(6)]


@pytest.mark.parametrize(("stem", "infinitive", "forms"), table(DESCRIBING))
def test_that_an_adjective_has_no_present_ending_in_the_plain_style(stem, infinitive, forms):
    assert [conjugated(stem, infinitive, style, describes=True) for style in STYLES] == forms


@pytest.mark.parametrize(("stem", "said"), ADNOMINAL.items())
def test_that_a_verb_before_its_noun_ends_in_neun(stem, said):
    assert adnominal(stem) == said


def test_that_the_forms_written_by_hand_are_of_verbs_that_the_grammar_has():
    verbs = {(verb.stem, verb.infinitive) for verb in VERBS}
    adjectives = {one for ones in PREDICATES.values() for one in ones}
    assert {(stem, infinitive) for stem, infinitive, _ in table(BY_HAND)} <= verbs
    assert {(stem, infinitive) for stem, infinitive, _ in table(DESCRIBING)} <= adjectives
