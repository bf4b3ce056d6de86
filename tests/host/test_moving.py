"""Jobs that go on in another child, with fakes; and real maps, whose vectors the engine has and whose layout another child makes."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from host_office import Ledger, Office, ask, fake_command, opened

from workbench.host import life
from workbench.values import Clusters, ClustersRequest, FileSource, MapFrame, MapRequest, MapStarted, Progress, Tsne, VectorMap


def laying_out(office: Office, job: int) -> int:
    """The process that lays out, once it does."""
    office.wait(lambda: any(isinstance(one, MapFrame) for one in office.events(job)))
    return next(one.total for one in office.events(job) if isinstance(one, MapFrame))


def test_that_a_job_goes_through_two_children_and_back_and_is_recorded_as_one(office: Office) -> None:
    ledger = Ledger()
    job = office.submit(ask("move"), recording=ledger)
    assert office.end(job).event == 2
    begun, frame, *counted = office.events(job)
    assert begun == Progress("begun", 0, None, "steps")
    assert isinstance(frame, MapFrame)
    assert frame.total == office.pid("map") != office.pid("engine")
    assert counted == [Progress("step", step, 2, "steps") for step in range(2)]
    assert len(ledger.events) == 5
    assert ledger.ends == [("done", "")]


def test_that_each_map_has_a_child_of_its_own_and_one_that_ended_is_used_again(office: Office) -> None:
    first, second = office.submit(ask("move", 1)), office.submit(ask("move", 1))
    pids = {laying_out(office, first), laying_out(office, second)}
    assert pids == {office.pid("map"), office.pid("map-2")}
    office.children.cancel(first)
    office.children.cancel(second)
    assert {office.end(job).error.code for job in (first, second) if office.end(job).error} == {"cancelled"}
    third = office.submit(ask("move"))
    fourth = office.submit(ask("move"))
    office.end(third)
    office.end(fourth)
    kept = office.pid("map")
    office.end(office.submit(ask("move")))
    assert office.pid("map") == kept


def test_that_a_stuck_map_is_cancelled_at_once_and_the_engine_lives_on(office: Office) -> None:
    ledger = Ledger()
    job = office.submit(ask("move", 1), recording=ledger)
    laying_out(office, job)
    engine, asked_at = office.pid("engine"), time.monotonic()
    office.children.cancel(job)
    error = office.end(job).error
    assert time.monotonic() - asked_at < 1.9
    assert error is not None
    assert error.code == "cancelled"
    assert ledger.ends == [("cancelled", "cancelled")]
    assert office.end(office.submit(ask("pid"))).event == engine


def test_that_a_newer_request_of_the_same_key_replaces_one_that_has_moved_on(office: Office) -> None:
    older = office.submit(ask("move", 1), key="map")
    laying_out(office, older)
    newer = office.submit(ask("move"), key="map")
    assert office.end(newer).event == 2
    error = office.end(older).error
    assert error is not None
    assert error.code == "cancelled"


def test_that_a_child_that_lays_out_ends_when_it_has_been_idle_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(life.IDLE_S, "map", 0.05)
    with opened(fake_command()) as office:
        office.end(office.submit(ask("move")))
        office.wait(lambda: office.children.status()["map"].state == "cold")
        assert office.children.status()["map"].pid is None
        assert office.end(office.submit(ask("move"))).event == 2


def test_that_real_maps_and_clusters_come_from_the_children(tmp_path: Path) -> None:
    drawn = np.random.default_rng(0)
    rows = drawn.standard_normal((60, 8)) + 6 * drawn.standard_normal((3, 8))[np.arange(60) % 3]
    np.save(tmp_path / "rows.npy", rows.astype(np.float32))
    source = FileSource(str(tmp_path / "rows.npy"))
    with opened() as office:
        job = office.submit(MapRequest(source, Tsne(perplexity=8, n_iter=60)))
        office.begun(job)
        laying_out(office, job)
        answer, (started, *events) = office.end(job), office.events(job)
        assert isinstance(answer.event, VectorMap), answer.error
        assert isinstance(started, MapStarted)
        frames = [one for one in events if isinstance(one, MapFrame)]
        assert frames[-1].done == frames[-1].total == 60
        assert np.array_equal(frames[-1].places, answer.event.places)
        assert answer.event.quality is not None
        found = office.end(office.submit(ClustersRequest(source, 3))).event
        assert isinstance(found, Clusters)
        assert all(len(set(found.cluster[kind::3].tolist())) == 1 for kind in range(3))
