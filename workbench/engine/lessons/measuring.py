"""From a measure of a lesson to its figures, for one model.

All that is read is held out: documents of the splits that no training sees, always the same ones, whatever the cell's seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from workbench.engine.head_types import head_types
from workbench.engine.lessons.rules import rule_accuracy
from workbench.engine.likelihood import likelihood
from workbench.engine.model import LoadedModel, open_model
from workbench.engine.training.batches import CausalRows, PromptedRows, Rows, padded
from workbench.engine.training.measures import mean_loss
from workbench.engine.training.objectives import OWN_CLASSES, VALID_SEED
from workbench.engine.training.sources import CorpusTexts, own_record
from workbench.engine.virtual import n_virtual
from workbench.errors import WorkbenchError
from workbench.values import (
    AnswerShare,
    HeadTypes,
    HeadTypesRequest,
    InductionScore,
    LessonMeasure,
    LikelierAnswer,
    Likelihood,
    LikelihoodRequest,
    RuleClassifier,
    Subject,
    TextLoss,
)

ROWS_AT_ONCE = 16
_Score = Callable[[LoadedModel], float]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a cell has: its model's reference ("": none), that of the model it began as, and those of its checkpoints by step."""

    model: str = ""
    before: str = ""
    checkpoints: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Figures by name, and of those that were followed over the checkpoints, steps and values."""

    figures: dict[str, float]
    curves: dict[str, tuple[list[int], list[float]]] = field(default_factory=dict)


def measure(what: LessonMeasure, learned: Learned, *, seed: int) -> Found:
    """Measure one thing. `seed`: the cell's, by which examples are drawn.

    Raises WorkbenchError: those of opening a model, of likelihoods and of scoring heads.
    """
    match what:
        case RuleClassifier():
            return Found({"accuracy": rule_accuracy(what, seed=seed)})
        case LikelierAnswer():
            return Found({"accuracy": _likelier(open_model(learned.model, kernels="plain"), what, seed)})
        case TextLoss():
            after = _text_loss(learned.model, what)
            before = _text_loss(learned.before, what) if learned.before else after
            return Found({"text_loss": after, "forgotten": after - before})
        case InductionScore():
            return _followed("induction", learned, lambda model: _induction(model, what))
        case AnswerShare():
            return _followed("share", learned, lambda model: _share(model, what))


def _followed(name: str, learned: Learned, score: _Score) -> Found:
    """A score at each checkpoint, and at the end."""
    places = [(step, score(open_model(reference, kernels="plain"))) for step, reference in learned.checkpoints]
    last = places[-1][1] if places else score(open_model(learned.model, kernels="plain"))
    steps, values = [step for step, _ in places], [value for _, value in places]
    return Found({name: last}, {name: (steps, values)} if places else {})


def _likelier(model: LoadedModel, what: LikelierAnswer, seed: int) -> float:
    """How often the likeliest answer is the right one."""
    classes = OWN_CLASSES[what.data]
    words = what.words or classes
    drawn = [own_record(what.data, seed, number, "train") for number in range(what.shots)]
    shots = [(text, words[classes.index(label)]) for text, label in drawn]
    asked = [own_record(what.data, VALID_SEED, number, "test") for number in range(what.n)]
    logits = np.concatenate([_answers(model, [_prompt(what, text, shots) for text, _ in some], words) for some in _some(asked)])  # [n, m]
    right = [classes.index(label) for _, label in asked]
    return float((logits.argmax(1) == right).mean())


@torch.inference_mode()
def _answers(model: LoadedModel, prompts: Sequence[str], words: Sequence[str]) -> np.ndarray:
    """The logit of the first token of each answer behind each prompt, float64 [rows, m].

    Raises WorkbenchError('bad-value') for answers that begin alike: what greedy decoding would write is then not told by one token.
    """
    rows, firsts = [], []
    for prompt in prompts:
        own = model.tokenizer.encode(prompt).ids.tolist()
        wholes = [model.tokenizer.encode(prompt + word).ids.tolist() for word in words]
        start = min(_in_common(whole, own) for whole in wholes)  # an answer may merge with the prompt's end
        rows.append(wholes[0][:start])
        firsts.append([whole[start] for whole in wholes])
        if len(set(firsts[-1])) < len(words):
            raise WorkbenchError("bad-value", name="words", value=", ".join(words), limit="answers whose first tokens differ")
    resid = model.transformer(padded(rows, 0))  # [rows, pos, d_model]; padding is behind, where nothing before it looks
    last = resid[torch.arange(len(rows)), torch.tensor([len(row) - 1 for row in rows])]  # [rows, d_model]
    found: np.ndarray = model.transformer.logits(last).gather(1, torch.tensor(firsts)).double().numpy()
    return found


def _some(records: Sequence[tuple[str, ...]]) -> Iterator[Sequence[tuple[str, ...]]]:
    for first in range(0, len(records), ROWS_AT_ONCE):
        yield records[first : first + ROWS_AT_ONCE]


def _in_common(row: Sequence[int], prompt: Sequence[int]) -> int:
    """How many ids a prompt with its answer begins with that are the prompt's own; one is, at the least."""
    return max(1, next((n for n, (a, b) in enumerate(zip(row, prompt, strict=False)) if a != b), min(len(row), len(prompt))))


def _prompt(what: LikelierAnswer, text: str, shots: Sequence[tuple[str, str]]) -> str:
    """The question about one text, behind the examples."""
    shown = [what.template.replace("{text}", one) + answer for one, answer in shots]
    return what.between.join([*shown, what.template.replace("{text}", text)])


@torch.inference_mode()
def _text_loss(reference: str, what: TextLoss) -> float:
    """Mean nats per token on the validation rows of a text, with a soft prompt before each row where there is one."""
    model = open_model(reference, kernels="plain")
    texts = CorpusTexts(model.tokenizer, data=what.data, seed=VALID_SEED, split="valid")
    n_before = n_virtual(model.transformer)
    rows: Rows = CausalRows(texts, model.tokenizer, row_tokens=min(what.row_tokens, model.spec.n_ctx - n_before))
    if n_before:
        rows = PromptedRows(rows, n_before)
    starts = range(0, what.n_rows, ROWS_AT_ONCE)
    return mean_loss(model.transformer, [rows.batch(first, min(ROWS_AT_ONCE, what.n_rows - first)) for first in starts])


def _induction(model: LoadedModel, what: InductionScore) -> float:
    """The highest score of any head."""
    request = HeadTypesRequest(model.info.path, n_sequences=what.n_sequences, length=what.length)
    *_, found = head_types(model, request)
    assert isinstance(found, HeadTypes), "the last is the answer"
    return float(found.scores["induction"].max())


def _share(model: LoadedModel, what: AnswerShare) -> float:
    """p(first) / (p(first) + p(second)), averaged over the prompts."""
    total = 0.0
    for prompt in what.prompts:
        *_, found = likelihood(model, LikelihoodRequest(Subject(model.info.path, prompt), (what.first, what.second)))
        assert isinstance(found, Likelihood), "the last is the answer"
        total += float(found.shares[0])
    return total / len(what.prompts)
