"""Sources whose entropy is known: that it is known rightly, and that a model reaches it."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workbench.engine.training import train
from workbench.engine.training.grammar import GRAMMAR, RULES, Rules
from workbench.engine.training.known import known_source
from workbench.engine.training.markov import Chain, chain_of, made_chain
from workbench.engine.training.setup import set_up
from workbench.errors import WorkbenchError
from workbench.values import Architecture, TrainRequest, TrainResult, TrainStarted, TrainStep

SMALL = Architecture("decoder", 1, 2, 48, 48, 16)
REQUEST = TrainRequest(
    "m", "causal", SMALL, n_steps=160, data="markov", tokenizer="characters", batch_tokens=512, micro_rows=16, learning_rate=2e-2,
    warmup_steps=10, weight_decay=0.0, valid_rows=128, eval_every=0,
)  # fmt: skip


def block_entropy(chain: Chain, n: int) -> float:
    """Of n letters, by going through all texts of that length from a distribution that was iterated to rest."""
    s, contexts = chain.n_states, np.full(len(chain.table), 1 / len(chain.table))
    for _ in range(2000):
        moved = np.zeros_like(contexts)
        for context, letter in itertools.product(range(len(contexts)), range(s)):
            moved[(context * s + letter) % len(contexts)] += contexts[context] * chain.table[context, letter]
        contexts = moved
    total = 0.0
    for text in itertools.product(range(s), repeat=n):
        context = int(sum(letter * s ** (chain.order - 1 - place) for place, letter in enumerate(text[: chain.order])))
        chance = contexts[context]
        for letter in text[chain.order :]:
            chance *= chain.table[context, letter]
            context = (context * s + letter) % len(contexts)
        total -= chance * math.log(chance)
    return float(total)


@pytest.mark.parametrize("order", [1, 2])
def test_that_the_entropy_of_a_chain_is_that_of_all_its_texts(order: int) -> None:
    chain = made_chain(order, 3, seed=4)
    assert chain.expected_loss(6) == pytest.approx(block_entropy(chain, 6) / 6, rel=1e-9)
    assert chain.entropy_rate() == pytest.approx(block_entropy(chain, 6) - block_entropy(chain, 5), rel=1e-9)


@pytest.mark.parametrize("order", [1, 2])
def test_that_rows_follow_the_table_and_the_stationary_distribution(order: int) -> None:
    chain = chain_of(order)
    rows = chain.rows(0, 3000, 24, seed=7)
    contexts = np.zeros_like(rows[:, 0])
    for place in range(order):
        contexts = contexts * chain.n_states + rows[:, place]
    expected = 3000 * chain.stationary()
    begun = np.bincount(contexts, minlength=len(expected))
    assert ((begun - expected) ** 2 / expected).sum() < 1.6 * len(expected)
    losses = -np.log(chain.stationary()[contexts])
    for place in range(order, 24):
        losses -= np.log(chain.table[contexts, rows[:, place]])
        contexts = (contexts * chain.n_states + rows[:, place]) % len(chain.table)
    error = losses.std() / 24 / math.sqrt(len(rows))
    assert abs(losses.mean() / 24 - chain.expected_loss(24)) < 4 * error


def every_sentence(rules: Rules, symbols: tuple[str, ...]) -> Iterator[tuple[float, str]]:
    """All derivations with their probability."""
    if not symbols:
        yield 1.0, ""
        return
    ways = rules.get(symbols[0], [(1.0, ())])
    for share, way in ways:
        own = every_sentence(rules, tuple(way)) if symbols[0] in rules else iter([(1.0, symbols[0])])
        for (p, text), (q, rest) in itertools.product(own, list(every_sentence(rules, symbols[1:]))):
            yield share * p * q, text + rest


def test_that_the_entropy_of_the_grammar_is_that_of_all_its_sentences() -> None:
    chances: Counter[str] = Counter()
    for chance, text in every_sentence(RULES, ("sentence",)):
        assert text not in chances  # one parse each
        chances[text] = chance
    assert sum(chances.values()) == pytest.approx(1)
    entropy = -sum(p * math.log(p) for p in chances.values())
    length = sum(p * (len(text) + 1) for text, p in chances.items())
    assert GRAMMAR.expected_loss(128) == pytest.approx(entropy / length, rel=1e-9)
    assert max(map(len, chances)) == GRAMMAR.longest


def test_that_sentences_come_as_often_as_the_grammar_says() -> None:
    setup = set_up(dataclasses.replace(REQUEST, data="grammar", architecture=dataclasses.replace(SMALL, n_ctx=64)))
    batch = setup.rows.batch(0, 3000)
    assert batch.n_counted / 3000 == pytest.approx(GRAMMAR.mean_length + 1, rel=0.03)
    text = setup.tokenizer.decode(batch.targets[5][batch.targets[5] >= 0].tolist()[:-1])
    assert text.startswith("the ")
    again = setup.rows.batch(5, 1).targets[0]
    assert again.tolist() == batch.targets[5][: len(again)].tolist()
    with pytest.raises(WorkbenchError, match="whole sentences"):
        set_up(dataclasses.replace(REQUEST, data="grammar"))


def test_that_a_row_of_letters_depends_on_its_number_and_seed_alone() -> None:
    chain = chain_of(2)
    whole = chain.rows(0, 8, 40, seed=1)
    assert (chain.rows(5, 1, 40, seed=1)[0] == whole[5]).all()
    assert (chain.rows(5, 1, 40, seed=2)[0] != whole[5]).any()


def test_that_a_run_says_the_least_loss_there_is_and_a_model_ends_within_two_percent_of_it(tmp_path: Path) -> None:
    events = list(train(REQUEST, tmp_path))
    started, first, result = events[0], events[1], events[-1]
    assert isinstance(started, TrainStarted)
    assert isinstance(first, TrainStep)
    assert isinstance(result, TrainResult)
    assert started.floor == chain_of(1).expected_loss(16)
    assert abs(first.loss - math.log(started.d_vocab)) < 0.3
    assert abs(result.val_loss / started.floor - 1) < 0.02


def test_that_a_text_of_unknown_entropy_has_no_least_loss() -> None:
    assert known_source("corpus") is None
    assert math.isnan(set_up(dataclasses.replace(REQUEST, data="corpus", tokenizer="starter")).floor)


def test_that_letters_of_a_chain_are_for_the_next_letter_alone(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(REQUEST, objective="masked", architecture=dataclasses.replace(SMALL, kind="encoder")), tmp_path))
    assert caught.value.code == "bad-value"
