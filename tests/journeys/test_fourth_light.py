"""Why a model answered: somebody brings a model of their own, and takes a sentence apart with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from driver import App, running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]

SENTENCE = "When Mary and John went to the store, John gave a drink to"


@pytest.fixture
def fine_tuned(tmp_path: Path) -> Path:
    """The starter, taught some more by transformers and saved by it under a name that no list knows."""
    import torch
    from transformers import LlamaForCausalLM

    from workbench.library import locate, open_tokenizer

    location = locate("starter")
    model = LlamaForCausalLM.from_pretrained(location.path)
    ids = torch.tensor([open_tokenizer(location).encode(f"{SENTENCE} Mary").ids.tolist()])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for _ in range(5):
        optimizer.zero_grad()
        model(ids, labels=ids).loss.backward()
        optimizer.step()
    folder = tmp_path / "my-own-llama"
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (location.path / name).is_file():
            (folder / name).write_bytes((location.path / name).read_bytes())
    return folder


def button(app: App, name: str, *, timeout_s: float = 60) -> dict:
    """Wait for the button of exactly this name."""
    return app.find("", name, where=lambda one: one["name"] == name and "button" in one["role"], timeout_s=timeout_s)


def test_that_a_model_of_ones_own_is_dropped_and_a_sentence_taken_apart(screen, empty_home, fine_tuned, pictures):
    with running(screen, empty_home, pictures, "gui", "--panel", "attention", "--text", SENTENCE) as app:
        app.find("label", "engine ready", timeout_s=120)
        app.drop(fine_tuned, app.find("text", "Text under study"))
        app.find("", "my-own-llama", timeout_s=60)
        app.picture("1-dropped")
        app.close()
