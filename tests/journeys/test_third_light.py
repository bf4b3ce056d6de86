"""How text becomes ids, and how the next one is chosen: a lecturer, an engineer, and somebody who wants another token."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from driver import App, running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


def button(app: App, name: str, *, timeout_s: float = 60) -> dict:
    """Wait for the button of exactly this name."""
    return app.find("", name, where=lambda one: one["name"] == name and "button" in one["role"], timeout_s=timeout_s)


def stages(app: App) -> list[str]:
    """The stages of the sampler from top to bottom."""
    return [one["name"].removeprefix("Stage ") for one in sorted(app.all("panel", "Stage "), key=lambda one: one["y"])]


@pytest.fixture
def home_of_two(home: Path, minilm: Path) -> Path:
    """SmolLM2 and MiniLM are installed."""
    (home / "models" / minilm.name).symlink_to(minilm)
    return home


def test_that_a_lecturer_shows_korean_tokens_and_what_a_trailing_space_does(screen, home, pictures, monkeypatch):
    monkeypatch.setitem(screen.environment, "LANG", "ko_KR.UTF-8")
    monkeypatch.setitem(screen.environment, "LANGUAGE", "ko")
    with running(screen, home, pictures, "gui", "--model", "smollm2-135m-instruct", "--panel", "tokens") as app:
        app.find("label", "엔진 준비됨", timeout_s=120)
        app.click(app.find("", "한국어 문장", where=lambda one: one["height"] > 0))
        app.find("label", "바이트로 잘립니다", timeout_s=60)
        app.picture("1-syllables")

        app.click(app.find("", "Starter (masked)", where=lambda one: one["height"] > 0))
        app.click(app.find("", "채워 넣을 낱말", where=lambda one: one["height"] > 0))
        app.keys("ctrl+4")
        app.click(button(app, "채우기"))
        app.find("table cell", "%", timeout_s=60)
        app.picture("2-filled")

        app.click(app.find("", "SmolLM2-135M-Instruct", where=lambda one: one["height"] > 0))
        app.study("The capital of France is ", "살펴볼 텍스트")
        app.find("label", "글이 빈칸으로 끝나", timeout_s=60)
        app.picture("3-trailing-space")
        app.click(button(app, "빈칸 지우기"))
        app.find("text", "살펴볼 텍스트", where=lambda one: one["text"] == "The capital of France is")
        app.close()


def test_that_an_engineer_tells_normal_forms_apart_and_is_told_what_is_lost(screen, home_of_two, pictures):
    text = unicodedata.normalize("NFD", "한국어")
    with running(screen, home_of_two, pictures, "gui", "--model", "smollm2-135m-instruct", "--panel", "tokens", "--text", text) as app:
        app.find("label", "Not in normal form NFC: 8 characters", timeout_s=120)
        app.find("label", "24 tokens")
        app.picture("1-decomposed")
        app.click(button(app, "Normalise to NFC"))
        app.find("label", "8 tokens · 3 characters", timeout_s=60)
        app.picture("2-composed")

        app.click(app.find("", "all-MiniLM-L6-v2", where=lambda one: one["height"] > 0))
        app.study("배를 탔다")
        lost = app.find("label", "This tokenizer loses part of the text", timeout_s=60)
        assert "탔" in lost["name"]
        app.picture("3-lost")
        app.close()


def test_that_a_token_is_exchanged_a_stage_dragged_and_a_run_replayed(screen, home, pictures):
    arguments = ("gui", "--model", "smollm2-135m-instruct", "--panel", "playground", "--text", "The capital of France is")
    with running(screen, home, pictures, *arguments) as app:
        app.find("label", "engine ready", timeout_s=120)
        temperature = app.find("spin button", "Temperature")
        app.click(temperature)
        app.keys("ctrl+a")
        app.type("0.8")
        app.keys("Tab")
        app.click(app.find("text", "Seed"))
        app.type("7")
        app.keys("Tab")
        app.click(button(app, "Generate"))
        app.find("label", "· run 1", where=lambda one: "ended" in one["name"], timeout_s=120)
        app.picture("1-generated")

        app.click(app.find("table cell", "3", where=lambda one: one["name"] == "3"))  # the third best token of the last step
        app.click(app.find("push button", "instead"))
        app.find("label", "· run 2", where=lambda one: "ended" in one["name"], timeout_s=120)
        app.click(app.find("check box", "Beside the text: Tree"))
        app.find("tree", "Tree of branches")
        app.picture("2-tree")

        app.click(app.find("check box", "Beside the text: Samplers"))
        app.click(button(app, "Add a stage"))
        app.keys(*["Down"] * 9, "Return")
        app.find("panel", "Stage top-k")
        app.picture("3-samplers")
        assert stages(app) == ["temperature", "top-k"]
        app.drag(app.find("panel", "Stage top-k"), onto=app.find("panel", "Stage temperature"))
        app.wait(lambda: stages(app) == ["top-k", "temperature"], "the stage is not where it was dropped")
        app.picture("4-dragged")

        app.keys("ctrl+6")
        app.click(app.find("table cell", "The capital of France is →", where=lambda one: one["width"] > 300), double=True)
        app.click(button(app, "Replay"))
        app.find("label", "Reproduced,", timeout_s=120)
        app.picture("5-replayed")
        app.close()
