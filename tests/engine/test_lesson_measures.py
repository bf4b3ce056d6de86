"""What lessons measure of models, and the text that they learn from."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from workbench.engine import open_model
from workbench.engine.lessons import Learned, measure
from workbench.engine.training.batches import NOT_COUNTED
from workbench.engine.training.setup import set_up
from workbench.engine.training.sources import own_record
from workbench.errors import WorkbenchError
from workbench.library import read_recipe
from workbench.text.corpus import HE_SHARES, pronoun_line
from workbench.values import AnswerShare, InductionScore, LikelierAnswer, RuleClassifier, TextLoss, TrainRequest

VALID_SEED = 1_000_003


def made(*changes: str) -> TrainRequest:
    return read_recipe("transformer", ["valid_rows=2", *changes])


@pytest.mark.parametrize("template", ["<|user|>{text}<|assistant|>", "{text} It was "])
def test_that_the_likelier_answer_is_told_by_the_most_probable_of_their_first_tokens(template: str) -> None:
    model, words = open_model("starter"), ("bad", "good")
    right = 0
    for number in range(12):
        text, label = own_record("sentiment", VALID_SEED, number, "test")
        prompt = template.replace("{text}", text)
        ids = [model.tokenizer.encode(prompt + word).ids.tolist() for word in words]
        own = model.tokenizer.encode(prompt).ids.tolist()
        start = next(at for at in range(len(own) + 1) if at == len(own) or any(one[at] != own[at] for one in ids))
        logits = model.logits(ids[0][:start])[-1]
        right += (logits[ids[1][start]] > logits[ids[0][start]]) == (label == "positive")
    found = measure(LikelierAnswer(template, n=12, words=words), Learned("starter"), seed=1)
    assert found.figures == {"accuracy": right / 12}


def test_that_answers_that_begin_alike_are_refused() -> None:
    with pytest.raises(WorkbenchError, match="first tokens differ"):
        measure(LikelierAnswer("{text}", n=2, words=("good", "good")), Learned("starter"), seed=1)


def test_that_what_was_forgotten_is_the_rise_of_the_loss() -> None:
    what = TextLoss(n_rows=4, row_tokens=32)
    alone, same = (measure(what, Learned("starter", before), seed=1).figures for before in ("", "starter"))
    assert alone == same
    assert alone["forgotten"] == 0.0
    assert 0 < alone["text_loss"] < np.log(open_model("starter").spec.d_vocab)


def test_that_scores_are_followed_over_the_checkpoints_and_end_with_the_last() -> None:
    places = [(5, "starter"), (9, "starter")]
    for what, name in ((AnswerShare(("The", "A"), " dog", " cat"), "share"), (InductionScore(2, 16), "induction")):
        found = measure(what, Learned("starter", checkpoints=places), seed=1)
        steps, values = found.curves[name]
        assert steps == [5, 9]
        assert values[0] == values[1] == found.figures[name]
        assert 0 <= values[0] <= 1


def test_that_always_naming_the_more_frequent_class_is_right_as_often_as_it_comes() -> None:
    positive = sum(own_record("sentiment", VALID_SEED, number, "test")[1] == "positive" for number in range(50)) / 50
    assert measure(RuleClassifier("majority", n=50), Learned(), seed=1).figures["accuracy"] == max(positive, 1 - positive)


def test_that_a_list_of_words_misses_what_a_not_turns_round_and_counts_of_words_in_a_row_do_not() -> None:
    words, counts = (measure(RuleClassifier(rule, n=100), Learned(), seed=1).figures["accuracy"] for rule in ("words", "counts"))
    assert words < 0.8 < 0.9 < counts


@pytest.mark.parametrize(("name", "share"), HE_SHARES.items())
def test_that_people_are_called_he_in_the_known_share(name: str, share: float) -> None:
    lines = [pronoun_line(random.Random(f"{name}:{number}"), he_share=share) for number in range(4000)]
    assert abs(sum(" he " in line for line in lines) / len(lines) - share) < 0.02
    assert own_record(name, 1, 0, "train")[0].startswith("The ")


def test_that_letters_come_again_in_the_same_order_and_only_what_can_be_known_is_told() -> None:
    batch = set_up(made("data=repeats", "tokenizer=characters", "architecture.n_ctx=48")).rows.batch(0, 32)
    periods = set()
    for read, told in zip(batch.tokens[:, 1:].numpy(), batch.targets.numpy(), strict=True):  # read: without the start
        first = int(np.argmax(told != NOT_COUNTED))
        periods.add(period := first - 1)
        assert (told[:first] == NOT_COUNTED).all()
        assert (read[period:] == read[: len(read) - period]).all()
        assert (told[first:] == [*read[first:], read[47 - period]]).all()
    assert 4 <= min(periods) < max(periods) <= 14


def test_that_the_shortest_row_of_letters_has_something_to_tell() -> None:
    batch = set_up(made("data=repeats", "tokenizer=characters", "architecture.n_ctx=8")).rows.batch(0, 64)
    assert ((batch.targets != NOT_COUNTED).sum(1) >= 3).all()


def test_that_few_rows_come_again_and_again_and_end_with_a_batch() -> None:
    request = made("data_rows=8", "micro_rows=4", "architecture.n_ctx=32")
    rows, all_rows = set_up(request).rows, set_up(dataclasses.replace(request, data_rows=0)).rows
    assert rows.batch(4, 4).tokens.equal(all_rows.batch(4, 4).tokens)
    assert rows.batch(804, 4).tokens.equal(all_rows.batch(4, 4).tokens)
    with pytest.raises(WorkbenchError, match="a multiple of micro_rows"):
        set_up(dataclasses.replace(request, data_rows=6))


def test_that_sentences_alone_hold_no_other_kind_of_text() -> None:
    texts = [own_record("corpus-sentences", 1, number, "train")[0] for number in range(300)]
    assert not any("<|user|>" in text or any(character.isdigit() for character in text) for text in texts)
