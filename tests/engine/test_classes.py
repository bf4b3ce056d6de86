"""Heads of classes: files that transformers and peft open and write, and what is said of a text."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import peft
import pytest
import torch
import transformers

from workbench.engine import classify, open_model
from workbench.engine.training import train
from workbench.engine.training.checkpoint import name_of
from workbench.engine.training.setup import set_up
from workbench.errors import WorkbenchError
from workbench.text.corpus import SENTIMENTS, TAGS
from workbench.values import (
    VIRTUAL_FIRST,
    Architecture,
    Classified,
    ClassifyRequest,
    LowRank,
    Method,
    SoftPrompt,
    Subject,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainValidation,
)

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")  # peft asks transformers so
DECODER = Architecture("decoder", 2, 2, 32, 64, 64)
ENCODER = dataclasses.replace(DECODER, kind="encoder")
LABELS = TrainRequest("l", "labels", ENCODER, n_steps=3, data="sentiment", batch_tokens=16, micro_rows=16, warmup_steps=1, valid_rows=32)
REQUESTS = {
    "text, encoder": LABELS,
    "text, decoder": dataclasses.replace(LABELS, architecture=DECODER),
    "words, encoder": dataclasses.replace(LABELS, objective="tags", data="corpus"),
    "words, decoder": dataclasses.replace(LABELS, objective="tags", data="corpus", architecture=DECODER),
}
THEIRS = {"text": transformers.AutoModelForSequenceClassification, "word": transformers.AutoModelForTokenClassification}
METHODS: dict[str, Method] = {"low-rank": LowRank(rank=2, products=("q", "v")), "soft-prompt": SoftPrompt(n_tokens=3)}
TEXT = "나는 사과를 not good."


def trained(request: TrainRequest, folder: Path) -> Path:
    *_, result = train(request, folder)
    assert isinstance(result, TrainResult)
    return Path(result.path)


def said(place: Path | str, text: str = TEXT, **changes: str) -> Classified:
    (found,) = classify(open_model(place, kernels="plain", **changes), ClassifyRequest(Subject(str(place), text)))
    return found


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Models that tell tokens, by kind."""
    causal = TrainRequest("c", "causal", DECODER, n_steps=1, batch_tokens=64, micro_rows=2, warmup_steps=1, valid_rows=2)
    masked = dataclasses.replace(causal, objective="masked", architecture=ENCODER)
    return {kind: trained(one, tmp_path_factory.mktemp(kind)) for kind, one in (("decoder", causal), ("encoder", masked))}


@pytest.mark.parametrize("name", REQUESTS)
def test_that_transformers_says_the_same_of_what_was_trained(name: str, tmp_path: Path, wholly_float64: None) -> None:
    place = trained(REQUESTS[name], tmp_path)
    ours = said(place, dtype="float64")
    theirs = THEIRS[name[:4]].from_pretrained(place, dtype=torch.float64).eval()
    assert tuple(theirs.config.id2label.values()) == ours.labels == (SENTIMENTS if name.startswith("text") else TAGS)
    ids = torch.from_numpy(ours.encoding.ids.astype(np.int64))[None]
    with torch.no_grad():
        expected = theirs(ids).logits[0].softmax(-1).numpy().reshape(-1, len(ours.labels))
    at = ours.positions if name.startswith("word") else [0]
    np.testing.assert_allclose(ours.probabilities, expected[at], rtol=0, atol=1e-7)


@pytest.mark.parametrize("kind", ["bert", "llama"])
@pytest.mark.parametrize("what", ["text", "word"])
def test_that_folders_of_transformers_are_understood(kind: str, what: str, bases: dict[str, Path], tmp_path: Path) -> None:
    torch.manual_seed(0)
    names = {"0": "bad", "1": "good", "2": "so so"}
    base = bases["encoder" if kind == "bert" else "decoder"]
    config = transformers.AutoConfig.from_pretrained(base)
    config.id2label, config.num_labels = {int(number): name for number, name in names.items()}, 3
    theirs = THEIRS[what].from_config(config).eval()
    theirs.save_pretrained(tmp_path)
    for file in base.glob("tokenizer*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    ours = said(tmp_path)
    assert (ours.model.classifies, ours.labels, ours.model.has_logits) == (
        {"text": "text", "word": "words"}[what],
        tuple(names.values()),
        False,
    )
    with torch.no_grad():
        expected = theirs(torch.from_numpy(ours.encoding.ids.astype(np.int64))[None]).logits[0].softmax(-1).numpy().reshape(-1, 3)
    np.testing.assert_allclose(ours.probabilities, expected[ours.positions if what == "word" else [0]], rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", ["encoder", "decoder"])
@pytest.mark.parametrize("method", METHODS)
def test_that_an_adapter_with_a_head_is_pefts(kind: str, method: str, bases: dict[str, Path], tmp_path: Path, wholly_float64: None) -> None:
    request = dataclasses.replace(LABELS, architecture=None, start=str(bases[kind]), method=METHODS[method], learning_rate=1e-2)
    events = list(train(request, tmp_path))
    place = tmp_path / name_of(3)
    assert isinstance(events[0], TrainStarted)
    head = 2 * 32 + (2 + 32 * 32 + 32 if kind == "encoder" else 0)  # an encoder's pooler is new, too
    assert events[0].n_trained == head + (2 * 2 * 2 * (32 + 32) if method == "low-rank" else 3 * 32)
    model = THEIRS["text"].from_pretrained(bases[kind], dtype=torch.float64, num_labels=2)
    theirs = peft.PeftModel.from_pretrained(model, place).double().eval()
    ours = said(place, dtype="float64")
    assert (ours.labels, ours.model.classifies) == (SENTIMENTS, "text")
    ids = torch.from_numpy(ours.encoding.ids.astype(np.int64))
    with torch.no_grad():
        expected = theirs(ids[ids < VIRTUAL_FIRST][None]).logits[0].softmax(-1).numpy()
    np.testing.assert_allclose(ours.probabilities[0], expected, rtol=0, atol=1e-7)
    config = json.loads((place / "adapter_config.json").read_text())
    assert (config["task_type"], config["modules_to_save"]) == ("SEQ_CLS", ["classifier", "pooler"] if kind == "encoder" else ["score"])


def test_that_pefts_own_head_is_understood(bases: dict[str, Path], tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = THEIRS["text"].from_pretrained(bases["decoder"], num_labels=3)
    config = peft.LoraConfig(
        r=2, target_modules=["q_proj"], init_lora_weights=False, task_type="SEQ_CLS", base_model_name_or_path=str(bases["decoder"])
    )
    theirs = peft.get_peft_model(model, config).eval()
    theirs.save_pretrained(tmp_path)
    ours = said(tmp_path)
    assert ours.labels == ("LABEL_0", "LABEL_1", "LABEL_2")
    with torch.no_grad():
        expected = theirs(torch.from_numpy(ours.encoding.ids.astype(np.int64))[None]).logits[0].softmax(-1).numpy()
    np.testing.assert_allclose(ours.probabilities[0], expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_that_an_adapter_with_a_head_is_gone_on_with_to_the_bit(method: str, bases: dict[str, Path], tmp_path: Path) -> None:
    request = dataclasses.replace(LABELS, architecture=None, start=str(bases["encoder"]), method=METHODS[method], checkpoint_every=2)
    list(train(request, tmp_path / "whole"))
    list(train(request, tmp_path / "again", resume_from=tmp_path / "whole" / name_of(2)))
    whole, again = ((tmp_path / one / name_of(3) / "adapter_model.safetensors").read_bytes() for one in ("whole", "again"))
    assert whole == again


def test_that_a_head_that_tells_these_classes_already_is_kept(tmp_path: Path) -> None:
    first = trained(LABELS, tmp_path / "first")
    further = dataclasses.replace(LABELS, architecture=None, start=str(first), n_steps=1, warmup_steps=0, learning_rate=1e-9)
    again = trained(further, tmp_path / "again")
    np.testing.assert_allclose(said(first).probabilities, said(again).probabilities, atol=1e-6)


def test_that_shares_and_accuracy_are_told_from_the_rows_of_the_validation(tmp_path: Path) -> None:
    request = dataclasses.replace(LABELS, prompts=(TEXT,))
    events = list(train(request, tmp_path))
    started = events[0]
    assert isinstance(started, TrainStarted)
    batch = set_up(request).valid.batch(0, 32)
    counted = batch.targets[batch.targets >= 0]
    assert started.labels == SENTIMENTS
    assert started.label_shares == pytest.approx([float((counted == one).double().mean()) for one in (0, 1)])
    model = open_model(tmp_path / name_of(3), kernels="plain")
    right = [
        int(model.transformer.classes(model.transformer(row[keys][None])[0, 0]).argmax()) == int(target)
        for row, keys, target in zip(batch.tokens, batch.keys, counted, strict=True)
    ]
    (validation,) = [event for event in events if isinstance(event, TrainValidation)]
    assert validation.accuracy == pytest.approx(sum(right) / 32)
    (sample,) = [event for event in events if isinstance(event, TrainSample)]
    assert sample.text.split()[0] in SENTIMENTS


def test_that_who_tells_no_classes_says_so_and_who_tells_classes_learns_no_tokens(bases: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        said(bases["encoder"])
    assert caught.value.code == "no-classes"
    place = trained(LABELS, tmp_path / "labels")
    with pytest.raises(WorkbenchError) as caught:
        open_model(place).logits([1, 80])
    assert caught.value.code == "no-logits"
    request = dataclasses.replace(LABELS, objective="masked", data="corpus", architecture=None, start=str(place))
    with pytest.raises(WorkbenchError) as caught:
        list(train(request, tmp_path / "masked"))
    assert caught.value.code == "training-unfit"
