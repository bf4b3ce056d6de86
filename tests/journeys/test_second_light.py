"""From an empty data folder without network, in Korean: the models that ship with the app, and a training that outlives the window."""

from __future__ import annotations

import os
import re
import signal

import psutil
import pytest
from driver import App, running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]


def open_model(app: App, title: str) -> None:
    app.click(app.find("", title, where=lambda one: one["name"] == title and one["height"] > 0))


def steps_done(app: App) -> int:
    """The step that the training panel says."""
    for one in app.all("label", "단계 중"):
        found = re.search(r"단계 중 ([\d,]+)", one["name"])
        if found:
            return int(found[1].replace(",", ""))
    return 0


def trainers(home: object) -> list[psutil.Process]:
    """The trainers of this data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if "_train" in process.cmdline() and process.environ().get("WORKBENCH_HOME") == str(home):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_that_a_person_meets_the_models_of_the_app_and_trains_one(screen, empty_home, pictures, monkeypatch):
    monkeypatch.setitem(screen.environment, "LANG", "ko_KR.UTF-8")
    monkeypatch.setitem(screen.environment, "LANGUAGE", "ko")
    try:
        with running(screen, empty_home, pictures) as app:
            app.find("label", "엔진 준비됨", timeout_s=120)
            app.find("label", "가중치 F16", timeout_s=60)
            app.find("", "Starter", where=lambda one: one["name"] == "Starter")
            app.picture("1-starter")

            open_model(app, "Starter (masked)")
            app.study("나는 [MASK]를 먹는다.", "살펴볼 텍스트")
            app.keys("ctrl+4")
            app.click(app.find("push button", "채우기", timeout_s=60))
            app.find("table cell", "%", timeout_s=60)
            app.picture("2-filled")

            open_model(app, "Starter (numbers)")
            app.study("en>ko: three hundred and twelve", "살펴볼 텍스트")
            app.click(app.find("push button", "번역", where=lambda one: one["name"] == "번역", timeout_s=60))
            app.find("label", "토큰 5개", timeout_s=60)
            app.picture("3-translated")

            app.keys("ctrl+5")
            app.click(app.find("push button", "시작", where=lambda one: one["name"] == "시작"))
            app.wait(lambda: steps_done(app) >= 3, "the training does not begin", timeout_s=120)
            app.picture("4-training")
            before = steps_done(app)
            app.close()
        assert trainers(empty_home), "closing the window ended the training"
        with running(screen, empty_home, pictures, "gui", "--panel", "training") as app:
            app.wait(lambda: steps_done(app) > before, "the training is not found further on", timeout_s=120)
            app.picture("5-found-again")
            app.click(app.find("push button", "멈추고 남기기"))
            app.find("push button", "이어 가기", timeout_s=120)
            app.wait(lambda: not trainers(empty_home), "the trainer does not end", timeout_s=60)
            app.picture("6-stopped")
            app.close()
    finally:
        for process in trainers(empty_home):
            os.kill(process.pid, signal.SIGKILL)
