"""The main job, from outside: open the model, type, look, continue, stop, come back to it."""

from __future__ import annotations

import os
import signal

import psutil
import pytest
from driver import App, running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


ENDLESS = "1, 2, 3, 4, 5, 6, 7, 8,"
"""What the model goes on with for as long as it may."""


def says(app: App, words: str, *, timeout_s: float = 60) -> dict:
    """Wait for a label that contains some words."""
    return app.find("label", words, timeout_s=timeout_s)


def test_that_a_person_can_look_at_a_text_and_continue_it(screen, home, pictures):
    with running(screen, home, pictures) as app:
        app.find("text", "Text under study")
        says(app, "tokens ·")
        app.find("label", "engine ready", timeout_s=120)
        app.picture("1-start")

        app.study("안녕하세요, 세계")
        says(app, "9 characters")
        app.picture("2-korean")

        app.study("The capital of France is")
        says(app, "5 tokens · 24 characters")
        app.click(app.find(name="View: Table"))
        row = app.find("table cell", "France", where=lambda one: one["name"] == "·France")
        app.click(row)
        app.keys("ctrl+2")
        says(app, "France (3) reads", timeout_s=60)
        app.picture("3-attention")

        app.keys("ctrl+4")
        app.click(app.find("push button", "Generate"))
        says(app, "tokens/s", timeout_s=120)
        app.find("label", "ended", timeout_s=120)
        app.picture("4-continued")

        app.study(ENDLESS)
        fields = app.find("spin button", "New tokens")
        app.click(fields)
        app.keys("ctrl+a")
        app.type("900")
        app.keys("Tab")
        app.click(app.find("push button", "Generate"))
        stop = app.find("push button", "Stop")
        app.wait(lambda: app.all("label", "Generating"), "the status bar names no generation")
        app.click(stop)
        app.find("push button", "Generate", timeout_s=10)
        app.picture("5-stopped")

        app.keys("ctrl+6")
        app.find("table cell", "cancelled")
        app.picture("6-runs")
        continued = app.find("table cell", "The capital of France is →", where=lambda one: one["width"] > 300 and "12:12:53" in one["name"])
        app.click(continued, double=True)
        says(app, "Stored run")
        app.picture("7-reopened")
        children = app.children()
        app.close()
        _gone, alive = psutil.wait_procs(children, timeout=5)
        assert not alive


def test_that_an_engine_that_dies_is_named_and_replaced(screen, home, pictures):
    with running(screen, home, pictures, "gui", "--panel", "playground", "--text", ENDLESS) as app:
        app.find("label", "engine ready", timeout_s=120)
        fields = app.find("spin button", "New tokens")
        app.click(fields)
        app.keys("ctrl+a")
        app.type("900")
        app.keys("Tab")
        app.click(app.find("push button", "Generate"))
        app.find("label", "Generating", where=lambda one: " of 900" in one["name"])  # some tokens are out
        (engine,) = [child for child in app.children() if "_engine" in child.cmdline()]
        os.kill(engine.pid, signal.SIGKILL)
        app.find("label", "SIGKILL", timeout_s=10)
        app.picture("1-killed")
        app.click(app.find("push button", "Generate"))
        app.wait(lambda: app.all("label", "Generating"), "the next request does not work", timeout_s=60)
        app.click(app.find("push button", "Stop"))
        app.find("push button", "Generate")
        app.keys("ctrl+6")
        app.find("table cell", "interrupted")
        app.close()


def test_that_the_first_start_has_a_model_and_offers_a_larger_one(screen, empty_home, pictures):
    with running(screen, empty_home, pictures) as app:
        app.find("label", "weights F16", timeout_s=120)
        app.click(app.find("", "Fetch or open a model"))
        app.find("push button", "Fetch SmolLM2-135M-Instruct")
        app.find("label", "98 MB")
        app.find("label", "Apache-2.0")
        app.picture("1-first-start")
        app.keys("Escape")
        app.close()
