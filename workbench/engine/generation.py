"""Continues a text token by token, as an iterator whoever consumes it can leave at any step.

The idea that is not obvious: each step records what the model thought before the samplers touched it, what was left
after, and the random number that chose; with the seed in the first event, a run is reproduced exactly.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine import samplers
from workbench.engine.distribution import best, entropy_nats, log_probabilities, tail_mass
from workbench.engine.drawing import MOST_SEED, Numbers, draw
from workbench.engine.reading import CountedReading, Reading
from workbench.engine.recollection import Recollection
from workbench.engine.stage import moment_behind
from workbench.engine.stops import StopStrings
from workbench.engine.subjects import check_ids, read_messages, read_subject
from workbench.errors import WorkbenchError
from workbench.values import BeamRequest, Encoding, FinishReason, GenerateRequest, GenerationResult, GenerationStarted, TokenStep

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

GenerationEvent = GenerationStarted | TokenStep | GenerationResult


@torch.inference_mode()
def generate(
    model: LoadedModel,
    request: GenerateRequest,
    *,
    recollection: Recollection | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[GenerationEvent]:
    """Continue `request.subject`: GenerationStarted, a TokenStep for each token, last the GenerationResult.

    An encoder-decoder reads the text as its source and writes the answer; `forced_ids` then begin the answer. The
    end-of-sequence token is a step of its own and among the ids, without text; a stop string is in the ids but not in the text.
    With a `recollection`, what an earlier generation read is not read again, and the logits of all steps are left there.
    Raises WorkbenchError: kind-unsuited, bad-value, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled,
    the tokenizer's, and those of `LoadedModel.intervened`.
    """
    require_writer(model)
    model = model.intervened(request.interventions, stopped=stopped)
    chooser = _Chooser(model, request)
    prompt, begun = beginning(model, request)
    writer = _Writer(model, request)
    n_steps = min(request.max_new_tokens, model.spec.n_ctx - len(begun))
    source = prompt.ids if model.spec.kind == "encoder-decoder" else None
    reading: Reading | CountedReading
    if model.is_counted:
        reading = CountedReading(model, begun, recollection=recollection)
    else:
        reading = Reading(model, begun, room=n_steps, source=source, recollection=recollection)
    yield GenerationStarted(
        request,
        model=model.info,
        prompt=prompt,
        seed=chooser.seed,
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
        draw_order=request.draw_order,
        n_reused=reading.n_reused,
        start_id=None if source is None else int(begun[0]),
    )
    clock = _Clock()
    try:
        for index in range(n_steps):
            clock.start()
            step = writer.step(index, chooser.choose(reading.logits(stopped), reading.history, index))
            reading.push(step.id)
            clock.stop()
            yield step
            if writer.finished:
                break
    finally:
        reading.keep()
    reason = writer.finished or ("length" if n_steps == request.max_new_tokens else "context")
    yield writer.result(reason, prompt_ids=prompt.ids, seed=chooser.seed, clock=clock)


def require_writer(model: LoadedModel) -> None:
    """Raise WorkbenchError('kind-unsuited') for a model that writes no text."""
    if model.spec.kind == "encoder":
        raise WorkbenchError(
            "kind-unsuited", model=model.info.name, kind="encoder", needed="a decoder or an encoder-decoder", example="starter"
        )


def beginning(model: LoadedModel, request: GenerateRequest | BeamRequest) -> tuple[Encoding, np.ndarray]:
    """The prompt, and the ids int32 [n] that what is written stands behind. Raises WorkbenchError as `generate` does."""
    pair = model.spec.kind == "encoder-decoder"
    behind = () if pair else request.forced_ids
    if request.messages:
        prompt = read_messages(model.info, model.tokenizer, messages=request.messages, template=request.template, behind=behind)
    else:
        prompt = read_subject(model.info, model.tokenizer, subject=request.subject, behind=behind)
    begun = np.array([model.spec.start_id, *request.forced_ids], np.int32) if pair else prompt.ids
    check_ids(model.info, begun)
    return prompt, begun


class _Choice:
    """One chosen token, both distributions it was chosen from, float64 [d_vocab], and the numbers that decided."""

    __slots__ = ("chance", "draw", "final", "id", "log_normalizer", "raw")

    def __init__(self, raw: Tensor, final: Tensor, *, log_normalizer: float, token: int, draw: float, chance: float) -> None:
        self.raw, self.final, self.log_normalizer = raw, final, log_normalizer
        self.id, self.draw, self.chance = token, draw, chance


class _Chooser:
    """The samplers and the random numbers of one generation."""

    def __init__(self, model: LoadedModel, request: GenerateRequest) -> None:
        seed = secrets.randbits(32) if request.seed is None else request.seed
        for name, value in (("seed", seed), ("max_new_tokens", request.max_new_tokens), ("top", request.top)):
            if not 0 <= value <= MOST_SEED:
                raise WorkbenchError("bad-value", name=name, value=value, limit=f"0 to {MOST_SEED}")
        self.seed = seed
        self._stages = samplers.stages(request.sampler, model.words)
        self._greedy = samplers.is_greedy(request.sampler)
        self._numbers, self._order = Numbers(seed), request.draw_order

    def choose(self, logits: Tensor, history: Tensor, index: int) -> _Choice:
        """Choose after the ids of `history` by logits [d_vocab]. Each step has its two numbers; greedy ones need no draw."""
        raw = log_probabilities(logits)
        chance = self._numbers.chance()
        moment = moment_behind(history, index, chance)
        final = samplers.final_logprobs(logits, moment, through=self._stages) if self._stages else raw
        u = math.nan if self._greedy else self._numbers.draw()
        token = int(final.argmax()) if self._greedy else draw(final, u, order=self._order)
        normalizer = float(logits[0]) - float(raw[0])
        return _Choice(raw, final, log_normalizer=normalizer, token=token, draw=u, chance=chance)


class _Writer:
    """Turns chosen tokens into steps and text, and knows when the text is finished."""

    def __init__(self, model: LoadedModel, request: GenerateRequest) -> None:
        self._tokenizer, self._top = model.tokenizer, request.top
        self._decoder, self._stops = model.tokenizer.stream(), StopStrings(request.stop)
        for token in request.forced_ids:  # a branch may keep the first bytes of a character
            self._decoder.push(token)
        self._ids: list[int] = []
        self._texts: list[str] = []
        self.finished: FinishReason | None = None

    def step(self, index: int, choice: _Choice) -> TokenStep:
        text = ""
        if choice.id in self._tokenizer.eos_ids:
            self.finished = "eos"
        else:
            text = self._stops.push(self._decoder.push(choice.id))
            self.finished = "stop" if self._stops.found else None
        self._ids.append(choice.id)
        self._texts.append(text)
        top = best(choice.raw, self._top)
        return TokenStep(
            index=index,
            id=choice.id,
            token=self._tokenizer.shown(choice.id),
            text=text,
            logprob_raw=float(choice.raw[choice.id]),
            logprob_final=float(choice.final[choice.id]),
            entropy=float(entropy_nats(choice.raw)),
            draw=choice.draw,
            top_ids=top.numpy().astype(np.int32),
            top_texts=tuple(self._tokenizer.shown(token) for token in top.tolist()),
            top_logprob_raw=choice.raw[top].float().numpy(),
            top_logprob_final=choice.final[top].float().numpy(),
            tail=tail_mass(choice.raw, top),
            xtc_draw=choice.chance,
            log_normalizer=choice.log_normalizer,
        )

    def result(self, reason: FinishReason, *, prompt_ids: np.ndarray, seed: int, clock: _Clock) -> GenerationResult:
        trailing = "" if reason == "stop" else self._stops.push(self._decoder.flush()) + self._stops.flush()
        return GenerationResult(
            prompt_ids=prompt_ids,
            ids=np.asarray(self._ids, np.int32),
            text="".join(self._texts) + trailing,
            trailing=trailing,
            finish_reason=reason,
            seed=seed,
            tokens_per_second=clock.tokens_per_second(),
            first_token_ms=clock.first_token_ms(),
        )


class _Clock:
    """Time spent on each step. What the consumer does between two steps is not counted."""

    def __init__(self) -> None:
        self._seconds: list[float] = []
        self._started = 0.0

    def start(self) -> None:
        self._started = time.perf_counter()

    def stop(self) -> None:
        self._seconds.append(time.perf_counter() - self._started)

    def first_token_ms(self) -> float:
        """Reading the prompt included; NaN if there was no token."""
        return self._seconds[0] * 1e3 if self._seconds else math.nan

    def tokens_per_second(self) -> float:
        """Of the tokens after the first; of the first where it is the only one."""
        later = self._seconds[1:] or self._seconds
        return len(later) / sum(later) if later else 0.0
