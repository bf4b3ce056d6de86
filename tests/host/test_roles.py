from __future__ import annotations

import sys

import pytest

from workbench import values
from workbench.host.roles import ROLES, child_command, child_environment, role_of
from workbench.store import ANSWERED

ANSWERED_ELSEWHERE = {*ANSWERED, values.TrainRequest, values.LessonRequest, values.CellRequest, values.PromptGridRequest}
"""By the store; by a trainer, a lesson or one of its cells, processes of their own; cell by cell, as requests that children answer."""


def test_that_every_request_the_store_does_not_answer_has_a_child() -> None:
    requests = {getattr(values, name) for name in values.__all__ if name.endswith("Request")} - ANSWERED_ELSEWHERE
    roles = {role_of(request.__new__(request)) for request in requests}
    assert roles == set(ROLES)


def test_that_a_frozen_app_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert [child_command(role)[1:] for role in ROLES] == [["_engine"], *[["_text"]] * 4, ["_map"], ["_trial"]]


def test_that_the_persons_own_settings_win(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMP_WAIT_POLICY", "OMP_NUM_THREADS", "GOMP_SPINCOUNT"):
        monkeypatch.delenv(name, raising=False)
    ours = child_environment("train")
    assert int(ours["OMP_NUM_THREADS"]) >= 1
    assert "GOMP_SPINCOUNT" in ours
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    theirs = child_environment("train")
    assert theirs["OMP_NUM_THREADS"] == "7"
    assert "GOMP_SPINCOUNT" not in theirs


def test_that_only_the_engine_is_told_how_many_threads_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert "OMP_NUM_THREADS" not in child_environment("text")
