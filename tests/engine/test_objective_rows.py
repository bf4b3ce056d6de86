"""What rows of each objective hold, against transformers and what was published."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
import transformers

from workbench.engine.training import train
from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.engine.training.encoders import in_order
from workbench.engine.training.pair_rows import counts_of, lengths_for, without_spans
from workbench.engine.training.setup import Setup, set_up
from workbench.errors import WorkbenchError
from workbench.text.corpus import TAGS, question, review, sentence
from workbench.values import Architecture, TrainRequest, TrainStarted, TrainValidation

DECODER = Architecture("decoder", 1, 2, 16, 32, 64)
ENCODER, PAIR = (dataclasses.replace(DECODER, kind=kind) for kind in ("encoder", "encoder-decoder"))
BASE = TrainRequest("r", "causal", DECODER, n_steps=1, batch_tokens=16, micro_rows=8, warmup_steps=0, valid_rows=64)
ANSWERS = dataclasses.replace(BASE, objective="answers", data="questions")
TAGGED = dataclasses.replace(BASE, objective="tags", architecture=ENCODER)
SPANS = dataclasses.replace(BASE, objective="spans", architecture=PAIR)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


def with_tokenizer(setup: Setup, folder: Path) -> transformers.PreTrainedTokenizerFast:
    """The tokenizer as transformers has it."""
    folder.mkdir(exist_ok=True)
    for name, content in setup.tokenizer_files.items():
        (folder / name).write_bytes(content)
    return transformers.AutoTokenizer.from_pretrained(folder)


# spans


def published_lengths(inputs_length: int, noise_density: float = 0.15, mean_noise_span_length: float = 3.0) -> tuple[int, int]:
    """random_spans_helper of google-research/text-to-text-transfer-transformer, as transformers' examples have it too."""

    def lengths(tokens_length: int) -> tuple[int, int]:
        num_noise_tokens = round(tokens_length * noise_density)
        num_nonnoise_tokens = tokens_length - num_noise_tokens
        num_noise_spans = round(num_noise_tokens / mean_noise_span_length)
        return num_nonnoise_tokens + num_noise_spans + 1, num_noise_tokens + num_noise_spans + 1

    tokens_length = inputs_length
    while lengths(tokens_length + 1)[0] <= inputs_length:
        tokens_length += 1
    return tokens_length, lengths(tokens_length)[1]


def test_that_lengths_are_t5s() -> None:
    assert lengths_for(512) == (568, 114)  # as it was trained
    assert all(lengths_for(n) == published_lengths(n) for n in range(16, 1025, 7))


def test_that_source_and_target_make_the_text_again() -> None:
    sentinels = range(1000, 1100)
    for n in (*range(1, 40), 568):
        tokens = list(range(n))
        source, target = without_spans(tokens, sentinels, random.Random(n))
        spans: dict[int, list[int]] = {}
        for one in target:
            spans.setdefault(one, []) if one >= 1000 else spans[next(reversed(spans))].append(one)
        assert [part for one in source for part in (spans[one] if one >= 1000 else [one])] == tokens
        n_left_out, n_spans = counts_of(n)
        assert (len(source), len(target)) == (n - n_left_out + n_spans, n_left_out + n_spans)
        assert list(spans) == list(sentinels[:n_spans])
        assert all(spans.values())
    assert (n_left_out, n_spans) == (85, 28)  # 15 % of 568, three together


def test_that_spans_are_cut_evenly() -> None:
    """Of 40 tokens six are left out in two spans: five ways to part them. Chi-square, 4 degrees of freedom, 1e-9 at 48."""
    counts = [0] * 5
    for seed in range(2000):
        _, target = without_spans(range(40), (100, 101), random.Random(seed))
        counts[target.index(101) - 2] += 1
    assert sum((one - 400) ** 2 / 400 for one in counts) < 48


def test_that_rows_of_spans_have_their_sentinels_and_their_share() -> None:
    setup = set_up(dataclasses.replace(SPANS, architecture=dataclasses.replace(PAIR, n_ctx=128)))
    first = setup.tokenizer.encode_many(["<extra_id_0>"])[0][0]
    assert setup.spec.d_vocab == 2048 + 100 == first + 100
    n_left_out = n_kept = 0
    for at in range(0, 160, 32):
        batch = setup.rows.batch(at, 32)
        assert batch.source is not None
        assert batch.source_keys is not None
        for source, keys, target in zip(batch.source, batch.source_keys, batch.targets, strict=True):
            read, told = source[keys], target[target != NOT_COUNTED]
            assert len(read) <= 128
            assert (read[-1], told[-1]) == (2, 2)
            assert read[read >= first].tolist() == told[told >= first].tolist() == list(range(first, first + int((read >= first).sum())))
            n_left_out += int((told < first).sum()) - 1
            n_kept += int((read < first).sum()) - 1
    assert n_left_out / (n_left_out + n_kept) == pytest.approx(0.15, abs=0.01)


def test_that_a_tokenizer_without_sentinels_is_named(tmp_path: Path) -> None:
    request = dataclasses.replace(SPANS, objective="seq2seq", data="numbers")
    *_, result = train(request, tmp_path / "base")
    with pytest.raises(WorkbenchError) as caught:
        set_up(dataclasses.replace(SPANS, architecture=None, start=result.path))  # type: ignore[union-attr]
    assert caught.value.code == "training-unfit"
    assert "sentinels" in str(caught.value)


# answers


def test_that_only_the_answer_and_its_end_are_told_behind_the_chat_template(tmp_path: Path) -> None:
    """Against transformers' own template, rendered for each conversation, and masks made by hand."""
    setup = set_up(ANSWERS)
    theirs = with_tokenizer(setup, tmp_path / "tokenizer")
    batch = setup.rows.batch(0, 20)
    for row in range(20):
        asked, answer = question(0, row, split="train")
        prompt = theirs.apply_chat_template([{"role": "user", "content": asked}], add_generation_prompt=True, return_dict=False)
        whole = [*prompt, *theirs(answer, add_special_tokens=False).input_ids, theirs.eos_token_id]
        labels = [*[NOT_COUNTED] * len(prompt), *whole[len(prompt) :]]
        n = len(whole) - 1
        assert batch.tokens[row, :n].tolist() == whole[:-1]
        assert batch.targets[row, :n].tolist() == labels[1:]
        assert (batch.targets[row, n:] == NOT_COUNTED).all()


def test_that_plain_answers_stand_behind_a_line_end(tmp_path: Path) -> None:
    data = tmp_path / "qa.jsonl"
    data.write_text("\n".join(json.dumps({"q": f"what is {n}?", "a": f"it is {n}"}) for n in range(40)), "utf-8")
    setup = set_up(dataclasses.replace(ANSWERS, data=str(data), columns=("q", "a"), frame="plain"))
    batch = setup.valid.batch(0, 1)
    told = batch.targets[0][batch.targets[0] != NOT_COUNTED].tolist()
    whole = setup.tokenizer.decode([*batch.tokens[0].tolist(), told[-1]])
    number = whole.split("what is ")[1].split("?")[0]
    assert whole == f"<s>what is {number}?\nit is {number}</s>"
    assert setup.tokenizer.decode(told) == f"it is {number}</s>"


def test_that_a_prompt_that_is_too_long_loses_its_beginning_and_no_answer_is_lost(tmp_path: Path) -> None:
    data = tmp_path / "qa.csv"
    data.write_text("prompt,answer\n" + "".join(f"{'many words ' * 60}{n},answer {n}\n" for n in range(40)), "utf-8")
    setup = set_up(dataclasses.replace(ANSWERS, data=str(data), row_tokens=32))
    batch = setup.rows.batch(0, 4)
    assert batch.tokens.shape == (4, 32)
    for row in range(4):
        told = batch.targets[row][batch.targets[row] != NOT_COUNTED].tolist()
        assert setup.tokenizer.decode(told).startswith("answer ")
        assert told[-1] == 2


# classes


def test_that_a_texts_class_is_told_where_its_head_reads() -> None:
    for architecture in (ENCODER, DECODER):
        setup = set_up(dataclasses.replace(BASE, objective="labels", data="sentiment", architecture=architecture))
        batch = setup.rows.batch(0, 12)
        for row in range(12):
            text, label = review(0, row, split="train")
            ids = setup.tokenizer.encode(text).ids.tolist()
            assert batch.tokens[row, : len(ids)].tolist() == ids
            at = 0 if architecture.kind == "encoder" else len(ids) - 1
            assert {place: one for place, one in enumerate(batch.targets[row].tolist()) if one != NOT_COUNTED} == {
                at: ("negative", "positive").index(label)
            }


@pytest.mark.parametrize("kind", ["encoder", "decoder"])
def test_that_tags_stand_at_the_first_token_of_their_words_in_a_decoder_at_the_last(kind: str, tmp_path: Path) -> None:
    setup = set_up(dataclasses.replace(TAGGED, architecture=dataclasses.replace(ENCODER, kind=kind)))
    theirs = with_tokenizer(setup, tmp_path / "tokenizer")
    batch = setup.rows.batch(0, 20)
    for row in range(20):
        one = sentence(0, row, split="train")
        offsets = theirs(one.text, return_offsets_mapping=True).offset_mapping
        expected = {}
        for (start, end), tag in zip(one.spans, one.tags, strict=True):
            character = start if kind == "encoder" else end - 1
            at = next(at for at, (first, last) in enumerate(offsets) if first <= character < last)
            expected.setdefault(at, TAGS.index(tag))
        assert {at: tag for at, tag in enumerate(batch.targets[row].tolist()) if tag != NOT_COUNTED} == expected


# files


def columns_of(objective: str) -> tuple[list[Mapping[str, object]], TrainRequest]:
    """Forty records of an objective, and a request for it."""
    match objective:
        case "labels":
            return [{"text": f"text {n}", "label": ("yes", "no", "10", "9")[n % 4]} for n in range(40)], dataclasses.replace(
                BASE, objective="labels", architecture=ENCODER
            )
        case "tags":
            return [{"text": ["one", "word", str(n)], "tags": "DET NOUN NUM"} for n in range(40)], TAGGED
        case "seq2seq":
            return [{"source": f"say {n}", "target": f"{n} said"} for n in range(40)], dataclasses.replace(
                BASE, objective="seq2seq", architecture=PAIR
            )
    return [{"prompt": f"say {n}", "answer": f"{n} said"} for n in range(40)], ANSWERS


@pytest.mark.parametrize("objective", ["labels", "tags", "seq2seq", "answers"])
def test_that_each_objective_learns_from_a_file_of_ones_own(objective: str, tmp_path: Path) -> None:
    items, request = columns_of(objective)
    data = tmp_path / "mine.jsonl"
    data.write_text("\n".join(map(json.dumps, items)), "utf-8")
    request = dataclasses.replace(request, data=str(data), tokenizer="characters")
    events = list(train(request, tmp_path / "run"))
    started = next(event for event in events if isinstance(event, TrainStarted))
    assert started.labels == {"labels": ("10", "9", "no", "yes"), "tags": ("DET", "NOUN", "NUM")}.get(objective, ())
    assert any(isinstance(event, TrainValidation) and 0 <= event.accuracy <= 1 for event in events)
    setup = set_up(request)
    assert 1 <= setup.valid_rows < 10  # never more rows than there are records
    seen = [tuple(one) for one in _inputs(setup.rows.batch(0, 40 - setup.valid_rows))]
    assert len(set(seen)) == 40 - setup.valid_rows  # an epoch meets every record once


def _inputs(batch: Batch) -> list[list[int]]:
    found: list[list[int]] = (batch.tokens if batch.source is None else batch.source).tolist()
    return found


@pytest.mark.parametrize(
    ("items", "code", "told"),
    [
        ([{"text": "a b", "tags": "X"}], "training-row-bad", "2 words and 1 tags"),
        ([{"text": "a", "tags": "X"}, {"text": "b", "tags": "X"}], "training-data-bad", "class X"),
        ([{"text": "a", "tags": f"X{n}"} for n in range(1001)], "training-labels-many", "more than 1000"),
        ([{"words": "a", "tags": "X"}], "training-row-bad", "no field text"),
    ],
)
def test_that_data_without_classes_to_learn_are_named(items: list[dict[str, str]], code: str, told: str, tmp_path: Path) -> None:
    data = tmp_path / "mine.jsonl"
    data.write_text("\n".join(map(json.dumps, items)), "utf-8")
    with pytest.raises(WorkbenchError) as caught:
        set_up(dataclasses.replace(TAGGED, data=str(data)))
    assert caught.value.code == code
    assert told in str(caught.value)


def test_that_columns_must_be_as_many_as_the_objective_reads() -> None:
    with pytest.raises(WorkbenchError) as caught:
        set_up(dataclasses.replace(TAGGED, columns=("text",)))
    assert (caught.value.code, caught.value.values["name"]) == ("bad-value", "columns")


def test_that_a_row_is_right_only_if_all_of_it_is() -> None:
    """By hand: of two rows, the first is told wholly, the second but for one token."""
    from workbench.engine.training.measures import measured

    class Knowing(torch.nn.Module):
        """Tells token 1 everywhere."""

        def __init__(self) -> None:
            super().__init__()
            self.place = torch.nn.Parameter(torch.zeros(1))

        def forward(self, tokens: torch.Tensor, **_: object) -> torch.Tensor:
            return torch.zeros(*tokens.shape, 1)

        def told(self, resid: torch.Tensor) -> torch.Tensor:
            return torch.tensor([0.0, 1.0, 0.0]).expand(len(resid), -1)

    batch = Batch(torch.zeros(2, 3, dtype=torch.long), torch.tensor([[NOT_COUNTED, 1, 1], [1, 2, NOT_COUNTED]]))
    assert measured(Knowing(), [batch]).accuracy == 0.75  # type: ignore[arg-type]
    assert measured(Knowing(), [batch], by_row=True).accuracy == 0.5  # type: ignore[arg-type]


def test_that_only_whole_numbers_of_a_size_are_put_in_order_by_it() -> None:
    assert in_order(["10", "-3", "9"]) == ("-3", "9", "10")
    for names in (["--5", "3"], ["1" * 5000, "3"], ["²", "3"], ["-", "3"]):
        assert in_order(names) == tuple(sorted(names))
