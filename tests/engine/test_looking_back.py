"""Waterfalls and probes of stored steps, against the model asked directly and the stages applied by hand."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
import torch
from made_kinds import make_t5, save_kind
from made_models import IDS

from workbench.engine import LoadedModel, generate, open_model, samplers
from workbench.engine.probing import probe
from workbench.engine.recollection import Recollection
from workbench.engine.stage import Moment
from workbench.engine.waterfall import waterfall
from workbench.errors import WorkbenchError
from workbench.values import (
    Ablation,
    GenerateRequest,
    GenerationStarted,
    Probe,
    ProbeRequest,
    SamplerSettings,
    Subject,
    TokenPath,
    TokenStep,
    Waterfall,
    WaterfallRequest,
    path_of,
)

SAMPLER = SamplerSettings(
    temperature=1.4, top_k=60, top_p=0.95, repetition_penalty=1.2, xtc_probability=0.5, xtc_threshold=0.05, banned=("e",)
)  # fmt: skip


@dataclasses.dataclass
class Ran:
    path: TokenPath
    steps: list[TokenStep]
    recollection: Recollection

    def falls(self, model: LoadedModel, index: int, *, kept: bool = True, **changes: Any) -> Waterfall:
        step = self.steps[index]
        request = WaterfallRequest(self.path, index, SAMPLER, step.draw, step.xtc_draw)
        recollection = self.recollection if kept else None
        return waterfall(model, dataclasses.replace(request, **changes), recollection=recollection)

    def probed(self, model: LoadedModel, texts: tuple[str, ...], *, kept: bool = True, **changes: Any) -> Probe:
        draws = tuple(step.xtc_draw for step in self.steps)
        request = dataclasses.replace(ProbeRequest(self.path, texts, SAMPLER, xtc_draws=draws), **changes)
        *_, found = probe(model, request, recollection=self.recollection if kept else None)
        assert isinstance(found, Probe)
        return found


@pytest.fixture(scope="module")
def t5(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return open_model(save_kind(make_t5(), tmp_path_factory.mktemp("t5") / "made"), kernels="plain")


@pytest.fixture(scope="module")
def ran(small: LoadedModel) -> Ran:
    recollection = Recollection()
    request = GenerateRequest(Subject("made", "", bos="no"), max_new_tokens=20, sampler=SAMPLER, seed=4, forced_ids=tuple(IDS[:12]))
    started, *steps, _ = generate(small, request, recollection=recollection)
    assert isinstance(started, GenerationStarted)
    return Ran(path_of(started, steps), steps, recollection)  # type: ignore[arg-type]


def test_that_a_waterfall_ends_in_the_token_that_was_chosen(small: LoadedModel, ran: Ran) -> None:
    for index, step in enumerate(ran.steps):
        found = ran.falls(small, index)
        assert [stage.name for stage in found.stages] == ["model", *SAMPLER.order]
        assert not found.recomputed
        assert found.draw.id == step.id
        assert found.draw.below <= step.draw < found.draw.above
        assert (found.draw.logprob_raw, found.draw.logprob_final) == (step.logprob_raw, step.logprob_final)


def test_that_every_stage_tells_what_it_removed_moved_and_left(small: LoadedModel, ran: Ran) -> None:
    found = ran.falls(small, 5, top=300)
    raw = torch.from_numpy(small.logits([*ran.path.prompt_ids, *ran.path.ids[:5]])[-1]).double()
    scores, moment = raw, Moment(torch.tensor([*ran.path.prompt_ids, *ran.path.ids[:5]]), 5, ran.steps[5].xtc_draw)
    for (name, stage), told in zip(samplers.named_stages(SAMPLER, small.words), found.stages[1:], strict=True):
        before = scores.softmax(-1)
        if stage is not None:
            scores = stage(scores, moment)
        after = scores.softmax(-1)
        assert (told.name, told.active) == (name, stage is not None)
        assert told.survivors == int((after > 0).sum())
        assert told.removed == int(((before > 0) & (after == 0)).sum())
        assert told.removed_mass == pytest.approx(float(before[after == 0].sum()), abs=1e-5)
        assert told.entropy_before == pytest.approx(-float(before.xlogy(before).sum()), abs=1e-5)
        assert told.entropy == pytest.approx(-float(after.xlogy(after).sum()), abs=1e-5)
        by_rank = [int(token) for token in before.sort(descending=True, stable=True).indices]
        now = [int(token) for token in after.sort(descending=True, stable=True).indices if after[token] > 0]
        assert told.top_ids.tolist() == now
        moves = {token: (by_rank.index(token) + 1, now.index(token) + 1) for token in now if by_rank.index(token) != now.index(token)}
        triples = zip(told.moved_ids.tolist(), told.moved_from.tolist(), told.moved_to.tolist(), strict=True)
        assert {token: (old, new) for token, old, new in triples} == moves
        lengths = [abs(old - new) for old, new in zip(told.moved_from.tolist(), told.moved_to.tolist(), strict=True)]
        assert lengths == sorted(lengths, reverse=True)
        assert np.abs(np.exp(told.top_logprob) - after[now].numpy()).max() < 1e-5
        assert np.abs(np.exp(told.top_logprob_raw) - raw.softmax(-1)[now].numpy()).max() < 1e-5
        assert told.rest == 0.0


def test_that_a_waterfall_of_another_order_needs_no_new_pass(small: LoadedModel, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_arguments: object, **_settings: object) -> torch.Tensor:
        raise AssertionError("a pass")

    monkeypatch.setattr(small.transformer, "forward", never)
    order = ("temperature", "top_p")
    found = ran.falls(small, 3, sampler=dataclasses.replace(SAMPLER, order=order))
    assert [stage.name for stage in found.stages] == ["model", *order]


def test_that_a_greedy_waterfall_takes_the_best_without_a_number(small: LoadedModel, ran: Ran) -> None:
    found = ran.falls(small, 2, sampler=SamplerSettings())
    assert math.isnan(found.draw.number)
    assert (found.draw.rank, found.draw.below, found.draw.above) == (1, 0.0, 1.0)


def test_that_what_is_no_longer_kept_is_computed_again_and_said_so(small: LoadedModel, ran: Ran) -> None:
    kept, again = ran.falls(small, 7), ran.falls(small, 7, kept=False)
    assert again.recomputed
    assert again.draw.id == kept.draw.id
    assert again.draw.logprob_final == pytest.approx(kept.draw.logprob_final, abs=1e-5)
    few = Ran(ran.path, ran.steps, Recollection())
    assert [few.falls(small, 7).recomputed for _ in range(2)] == [True, True]


def test_that_a_step_the_path_does_not_have_is_refused(small: LoadedModel, ran: Ran) -> None:
    for index in (-1, 21):
        request = WaterfallRequest(ran.path, index, SAMPLER, 0.5)
        with pytest.raises(WorkbenchError) as caught:
            waterfall(small, request, recollection=ran.recollection)
        assert caught.value.code == "bad-value"


TEXTS = ("a", "\x07", "hey", "훈민")


@pytest.mark.parametrize("kept", [True, False])
def test_that_a_probe_tells_rank_and_probability_of_any_string_at_every_step(small: LoadedModel, ran: Ran, kept: bool) -> None:
    found = ran.probed(small, TEXTS, kept=kept)
    assert found.recomputed.tolist() == [not kept] * len(ran.steps)
    assert found.ids == tuple(tuple(text.encode()) for text in TEXTS)
    stages = samplers.stages(SAMPLER, small.words)
    for index, step in enumerate(ran.steps):
        before = [*ran.path.prompt_ids, *ran.path.ids[:index]]
        for column, text in enumerate(TEXTS):
            ids = list(text.encode())
            logits = torch.from_numpy(small.logits([*before, *ids])).double()[len(before) - 1 : -1]  # teacher forcing, all in one pass
            raw = logits.log_softmax(-1)
            draws = [one.xtc_draw for one in ran.steps[index : index + len(ids)]]
            final = torch.stack([
                samplers.final_logprobs(row, Moment(torch.tensor([*before, *ids[:at]]), index + at, chance), through=stages)
                for at, (row, chance) in enumerate(zip(logits, [*draws, *[math.nan] * 9], strict=False))
            ])  # fmt: skip
            own, own_final = raw[range(len(ids)), ids], final[range(len(ids)), ids]
            assert found.logprob_raw[index, column] == pytest.approx(float(own[0]), abs=1e-4)
            assert found.logprob_final[index, column] == pytest.approx(float(own_final[0]), abs=1e-4)
            assert found.rank_raw[index, column] == 1 + int((raw[0] > own[0]).sum())
            assert found.rank_final[index, column] == (1 + int((final[0] > own_final[0]).sum()) if own_final[0].isfinite() else 0)
            assert found.whole_raw[index, column] == pytest.approx(float(own.sum()), abs=1e-4)
            assert found.whole_final[index, column] == pytest.approx(float(own_final.sum()), abs=1e-4)
        assert step.index == index


def test_that_a_probe_of_some_steps_reads_no_more_than_it_needs(small: LoadedModel, ran: Ran) -> None:
    whole, part = ran.probed(small, TEXTS), ran.probed(small, TEXTS, first=4, end=9)
    assert np.allclose(part.whole_raw, whole.whole_raw[4:9], atol=1e-5)
    assert part.rank_raw.shape == (5, len(TEXTS))
    assert ran.probed(small, (), first=4, end=9).rank_raw.shape == (5, 0)


def test_that_a_string_that_does_not_fit_has_no_probability_as_a_whole(small: LoadedModel) -> None:
    path = TokenPath("made", tuple([65] * 120), tuple([65] * 6))
    *_, found = probe(small, ProbeRequest(path, ("a", "abcdef"), SamplerSettings()))
    assert isinstance(found, Probe)
    assert np.isfinite(found.logprob_raw).all()
    assert np.isnan(found.whole_raw[:, 1]).tolist() == [False] * 4 + [True] * 2


def test_that_probing_leaves_what_was_read_as_it_was(small: LoadedModel, ran: Ran) -> None:
    before = ran.probed(small, ("hey",))
    ran.probed(small, ("훈민정음",))
    assert np.array_equal(ran.probed(small, ("hey",)).whole_raw, before.whole_raw)


def test_that_an_encoder_decoders_steps_are_found_by_source_and_answer(t5: LoadedModel) -> None:
    recollection = Recollection()
    request = GenerateRequest(Subject(t5.info.path, "hello"), max_new_tokens=8, sampler=SamplerSettings(temperature=1.0), seed=1)
    started, *steps, _ = generate(t5, request, recollection=recollection)
    assert isinstance(started, GenerationStarted)
    path = path_of(started, steps)  # type: ignore[arg-type]
    for number, step in enumerate(steps):
        assert isinstance(step, TokenStep)
        for kept in (recollection, None):
            asked = WaterfallRequest(path, number, request.sampler, step.draw, step.xtc_draw)
            found = waterfall(t5, asked, recollection=kept)
            assert (found.draw.id, found.recomputed) == (step.id, kept is None)
    branch = dataclasses.replace(request, forced_ids=tuple(step.id for step in steps[:3]))  # type: ignore[union-attr]
    started, *later, _ = generate(t5, branch, recollection=recollection)
    assert isinstance(started, GenerationStarted)
    assert started.n_reused == 3
    found = waterfall(t5, WaterfallRequest(path_of(started, later), 0, request.sampler, later[0].draw), recollection=None)  # type: ignore[arg-type,union-attr]
    assert found.draw.id == later[0].id  # type: ignore[union-attr]


def test_that_a_step_of_a_changed_model_is_looked_back_at_in_the_changed_model(small: LoadedModel) -> None:
    changes = (Ablation(0, 2, by="zero"), Ablation(1, by="zero"))
    request = GenerateRequest(Subject("made", "", bos="no"), max_new_tokens=6, forced_ids=tuple(IDS[:12]), interventions=changes)
    started, *steps, _ = generate(small, request)
    ran = Ran(path_of(started, steps), steps, Recollection())  # type: ignore[arg-type]
    for index, step in enumerate(ran.steps):
        found = ran.falls(small, index, sampler=SamplerSettings(temperature=0))
        assert found.recomputed
        assert found.draw.id == step.id
        assert found.draw.logprob_raw == pytest.approx(step.logprob_raw, abs=1e-5)
    probed = ran.probed(small, ("ab",), sampler=SamplerSettings(temperature=0), xtc_draws=())
    logits = small.intervened(changes).logits([*ran.path.prompt_ids, *ran.path.ids[:5]])
    wanted = torch.from_numpy(logits[-1]).log_softmax(-1)[probed.ids[0][0]]
    assert probed.logprob_raw[5, 0] == pytest.approx(float(wanted), abs=1e-5)
