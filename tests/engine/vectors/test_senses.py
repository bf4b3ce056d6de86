"""A word through the layers: its vectors against transformers' hidden states, the measures against plain loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from scipy.spatial.distance import cosine
from sklearn.decomposition import PCA

from workbench.engine import LoadedModel
from workbench.engine.vectors.backdrop import reference_sentences
from workbench.engine.vectors.senses import senses
from workbench.errors import WorkbenchError
from workbench.values import Occurrence, Progress, Senses, SensesRequest

TEXTS = ("the bank of a river", "a bank, and a bank", "nothing here", "Bank!")


def follow(model: LoadedModel, texts: tuple[str, ...] = TEXTS, word: str = "bank", **changes: Any) -> Senses:
    *_, found = senses(model, SensesRequest("made", texts, word, **changes))
    assert isinstance(found, Senses)
    return found


def states(oracle: Any, text: str) -> np.ndarray:
    """transformers' own, [rows, n, d]; a byte is a token here."""
    ids = torch.tensor([list(text.encode())])
    with torch.no_grad():
        return torch.cat(oracle(ids, output_hidden_states=True).hidden_states).double().numpy()


def test_that_occurrences_are_transformers_hidden_states_over_their_tokens(small: LoadedModel, oracle: Any) -> None:
    found = follow(small)
    assert found.texts.tolist() == [0, 1, 1, 3]
    assert found.spans.tolist() == [[4, 8], [2, 6], [14, 18], [0, 4]]
    assert found.missing.tolist() == [2]
    assert found.n_tokens.tolist() == [4] * 4
    for item, (text, (start, end)) in enumerate(zip(found.texts, found.spans, strict=True)):
        wanted = states(oracle, TEXTS[text])[:, start:end].mean(1)
        assert np.allclose(found.vectors[:, item], wanted, atol=1e-4 * np.abs(wanted).max())


def test_that_an_encoder_and_the_encoder_of_an_encoder_decoder_are_followed(bert: LoadedModel, t5: LoadedModel) -> None:
    for model, rows in ((bert, 4), (t5, 3)):
        found = follow(model, ("the bank",))
        hidden = model.hidden(model.tokenizer.encode("the bank").ids)
        assert found.vectors.shape == (rows, 1, 48)
        assert np.allclose(found.vectors[:, 0], hidden[:, 4:8].mean(1), atol=1e-5)


def test_that_likeness_and_chance_are_those_of_plain_loops(small: LoadedModel, oracle: Any) -> None:
    found, sentences = follow(small), reference_sentences(TEXTS)
    assert all(sentence.isascii() for sentence in sentences)
    tokens = [(number, byte, states(oracle, text)[:, at]) for number, text in enumerate(sentences)
              for at, byte in enumerate(text.encode()) if at and at < small.spec.n_ctx]  # fmt: skip
    assert found.n_reference == len(tokens)
    numbers, kinds = np.array([number for number, _, _ in tokens]), np.array([kind for _, kind, _ in tokens])
    for row in (0, 3):
        mean = np.mean([vectors[row] for _, _, vectors in tokens], 0)
        for metric, centre in (("centered", mean), ("cosine", np.zeros_like(mean))):
            wanted = [[1 - cosine(a - centre, b - centre) for a in found.vectors[row]] for b in found.vectors[row]]
            assert np.allclose(found.alike[metric][row], wanted, atol=2e-5)
            unit = np.array([(v[row] - centre) / np.linalg.norm(v[row] - centre) for _, _, v in tokens])
            likeness = unit @ unit.T
            counted = np.not_equal.outer(numbers, numbers) & np.not_equal.outer(kinds, kinds)
            pairs = likeness[counted]
            assert np.allclose(found.chance[metric][row], [np.mean(pairs), np.quantile(pairs, 0.95)], atol=1e-4)


def test_that_paths_lie_on_the_axes_in_which_occurrences_differ_most(small: LoadedModel) -> None:
    found = follow(small)
    encodings = [small.tokenizer.encode(sentence).ids[: small.spec.n_ctx] for sentence in reference_sentences(TEXTS)]
    mean = np.concatenate([small.hidden(ids)[:, 1:] for ids in encodings], 1)
    directions = found.vectors - mean.mean(1, keepdims=True)
    directions /= np.linalg.norm(directions, axis=2, keepdims=True)
    parted = (directions - directions.mean(1, keepdims=True)).astype(np.float64)
    oracle = PCA(2, svd_solver="full").fit_transform(parted.reshape(-1, 48)).reshape(4, -1, 2)
    assert np.allclose(np.abs(found.paths), np.abs(oracle), atol=1e-3)
    assert np.allclose(found.kept, (oracle**2).sum((1, 2)) / (parted**2).sum((1, 2)), atol=1e-3)


def test_that_one_token_is_the_same_everywhere_before_the_first_block(small: LoadedModel) -> None:
    found = follow(small, ("a bank", "the bank", "her bank, his bank"))
    assert np.allclose(found.alike["centered"][0], 1, atol=1e-5)
    assert np.allclose(found.paths[0], 0, atol=1e-5)
    assert np.isnan(found.kept[0])
    assert (found.alike["centered"][-1][np.triu_indices(4, 1)] < 0.999).all()


def test_that_another_sentence_changes_nothing_about_the_others(small: LoadedModel) -> None:
    few, more = follow(small), follow(small, (*TEXTS, "one more bank"))
    assert np.array_equal(few.alike["centered"], more.alike["centered"][:, :4, :4])
    assert np.array_equal(few.chance["centered"], more.chance["centered"])


def test_that_occurrences_may_be_named(small: LoadedModel) -> None:
    found = follow(small, word="", occurrences=(Occurrence(0, 4, 8), Occurrence(2, 0, 7)))
    assert found.spans.tolist() == [[4, 8], [0, 7]]
    assert np.array_equal(found.vectors[:, 0], follow(small).vectors[:, 0])
    assert found.labels[1] == "n o t h i n g"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"word": "nowhere"}, "word-not-found"),
        ({"texts": ()}, "bad-value"),
        ({"texts": ("bank", "")}, "empty-text"),
        ({"occurrences": (Occurrence(0, 40, 44),)}, "occurrence-empty"),
    ],
)
def test_that_a_question_without_an_answer_is_refused(small: LoadedModel, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        follow(small, **changes)
    assert caught.value.code == code


def test_that_it_tells_how_far_it_is_and_stops_when_asked(small: LoadedModel) -> None:
    events = list(senses(small, SensesRequest("made", TEXTS, "bank")))
    assert [event.done for event in events[:4] if isinstance(event, Progress)] == [1, 2, 3, 4]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(senses(small, SensesRequest("made", TEXTS, "bank"), stopped=lambda: True))
