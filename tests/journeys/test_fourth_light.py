"""Why a model answered: somebody brings a model of their own, and takes a sentence apart with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from driver import App, running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]

SENTENCE = "When Mary and John went to the store, John gave a drink to"


@pytest.fixture
def fine_tuned(tmp_path: Path, smollm2: Path) -> Path:
    """SmolLM2, its last block taught a sentence, as a folder of a name that no list knows."""
    import torch

    from workbench.engine import open_model
    from workbench.engine.saving import write_model

    model = open_model(smollm2, kernels="plain")
    block = model.transformer.stack.blocks[-1].requires_grad_(True)
    optimizer = torch.optim.SGD(block.parameters(), lr=0.01)
    ids = model.batch_of(model.tokenizer.encode(f"{SENTENCE} Mary").ids)
    for _ in range(2):
        optimizer.zero_grad()
        logits = model.transformer.logits(model.transformer(ids))[0, :-1]
        torch.nn.functional.cross_entropy(logits, ids[0, 1:]).backward()
        optimizer.step()
    folder = tmp_path / "my-own-llama"
    folder.mkdir()
    write_model(folder, model.transformer)
    (folder / "tokenizer.json").write_text(model.tokenizer.definition(), "utf-8")
    return folder


def button(app: App, name: str, *, timeout_s: float = 60) -> dict:
    """Wait for the button, tick or choice of exactly this name."""
    return app.find("", name, where=lambda one: one["name"] == name and one["role"] != "label", timeout_s=timeout_s)


def view(app: App, group: str, name: str) -> None:
    """Bring a view of the Attention panel to the front."""
    app.click(button(app, f"View: {group}"))
    app.click(button(app, f"{group}: {name}"))


def save_pdf(app: App, path: Path) -> None:
    """Save the view in front by the fourth entry of its menu, with the keyboard."""
    app.click(button(app, "Save or copy this view"))
    app.keys("Down", "Down", "Down", "Down", "Return")
    app.find("text", "", where=lambda one: "focused" in one["states"] and one["text"].endswith(path.suffix))
    app.keys("ctrl+a")
    app.type(str(path))
    app.keys("Return")
    app.wait(path.is_file, f"{path.name} is not written")


def test_that_a_model_of_ones_own_is_dropped_and_a_sentence_taken_apart(screen, empty_home, fine_tuned, pictures, tmp_path):
    picture = tmp_path / "ablated.pdf"
    with running(screen, empty_home, pictures, "gui", "--panel", "attention", "--text", SENTENCE) as app:
        app.find("label", "engine ready", timeout_s=120)
        app.drop(fine_tuned, app.find("text", "Text under study"))
        app.find("label", "my-own-llama", timeout_s=60)
        app.find("label", "exact profile", where=lambda one: "my-own-llama" in one["name"], timeout_s=60)
        app.picture("1-dropped")

        view(app, "Try", "Ablate")
        app.click(button(app, "Measure all heads"))
        app.click(button(app, "Beside the map: Strongest"))
        app.find("label", "the largest first", timeout_s=120)
        app.wait(lambda: not app.all("label", "Measuring"), "measuring all heads does not end", timeout_s=300)
        app.picture("2-measured")
        parts = app.find("", "Map of layers and heads")
        app.click(parts, at=(0.3, 0.5))
        changed = app.find("label", "The model is changed: ", timeout_s=60)
        app.picture("3-ablated")
        save_pdf(app, picture)

        app.keys("ctrl+z")
        app.wait(lambda: not app.all("label", "The model is changed"), "the change is not undone")

        view(app, "Try", "Patch")
        app.click(button(app, "Patch"))
        app.find("label", "Patching", timeout_s=60)
        app.picture("4-patching")
        app.click(button(app, "Cancel"))
        app.wait(lambda: not app.all("label", "Patching"), "the patch is not cancelled", timeout_s=10)
        button(app, "Patch")
        app.picture("5-cancelled")

        app.study("Something else altogether")
        app.drop(picture, app.find("tree", "Library"))
        app.find("text", "Text under study", where=lambda one: one["text"] == SENTENCE, timeout_s=60)
        app.find("label", changed["name"], timeout_s=60)
        app.find("", "Map of layers and heads", timeout_s=60)
        app.picture("6-reopened")
        app.close()
