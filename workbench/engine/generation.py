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
from workbench.engine.cache import KeyValueCache
from workbench.engine.distribution import best, entropy_nats, log_probabilities, tail_mass
from workbench.engine.stops import StopStrings
from workbench.engine.subjects import check_ids, read_messages, read_subject
from workbench.errors import WorkbenchError
from workbench.values import Encoding, FinishReason, GenerateRequest, GenerationResult, GenerationStarted, TokenStep

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

GenerationEvent = GenerationStarted | TokenStep | GenerationResult
MOST_SEED = 2**63 - 1  # what the store's integers hold


@torch.inference_mode()
def generate(model: LoadedModel, request: GenerateRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[GenerationEvent]:
    """Continue `request.subject`: GenerationStarted, a TokenStep for each token, last the GenerationResult.

    An encoder-decoder reads the text as its source and writes the answer; `forced_ids` then begin the answer. The
    end-of-sequence token is a step of its own and among the ids, without text; a stop string is in the ids but not in the text.
    Raises WorkbenchError: kind-unsuited, bad-value, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled,
    and the tokenizer's.
    """
    if model.spec.kind == "encoder":
        raise WorkbenchError(
            "kind-unsuited", model=model.info.name, kind="encoder", needed="a decoder or an encoder-decoder", example="starter"
        )
    chooser = _Chooser(model, request)
    pair = model.spec.kind == "encoder-decoder"
    prompt = _prompt(model, request, behind=() if pair else request.forced_ids)
    begun = np.array([model.spec.start_id, *request.forced_ids], np.int32) if pair else prompt.ids  # what the answer is written behind
    check_ids(model.info, begun)
    writer = _Writer(model, request)
    n_begun = len(begun)
    n_steps = min(request.max_new_tokens, model.spec.n_ctx - n_begun)
    yield GenerationStarted(
        request, model=model.info, prompt=prompt, seed=chooser.seed, kernels=model.kernels("fused"), n_threads=torch.get_num_threads()
    )

    source = model.transformer.encode(model.batch_of(prompt.ids), stopped=stopped) if pair else None
    cache = KeyValueCache(model.spec, n_begun + n_steps, device=model.device, dtype=model.dtype)
    history = torch.empty(n_begun + n_steps, dtype=torch.int64)
    history[:n_begun] = torch.from_numpy(begun.astype(np.int64))
    read, clock = 0, _Clock()
    for index in range(n_steps):
        clock.start()
        n = n_begun + index
        newest = history[None, read:n].to(model.device)
        resid = model.transformer(newest, cache=cache, source=source, stopped=stopped)  # [1, n - read, d_model]
        read = n
        logits = model.transformer.logits(resid[0, -1:])  # [1, d_vocab]
        model.check_finite(logits, n - 1)
        step = writer.step(index, chooser.choose(logits[0], history[:n]))
        history[n] = step.id
        clock.stop()
        yield step
        if writer.finished:
            break
    reason = writer.finished or ("length" if n_steps == request.max_new_tokens else "context")
    yield writer.result(reason, prompt_ids=prompt.ids, seed=chooser.seed, clock=clock)


def _prompt(model: LoadedModel, request: GenerateRequest, *, behind: tuple[int, ...]) -> Encoding:
    if request.messages:
        return read_messages(model.info, model.tokenizer, messages=request.messages, template=request.template, behind=behind)
    return read_subject(model.info, model.tokenizer, subject=request.subject, behind=behind)


class _Choice:
    """One chosen token and both distributions it was chosen from, float64 [d_vocab]."""

    __slots__ = ("draw", "final", "id", "raw")

    def __init__(self, raw: Tensor, final: Tensor, *, token: int, draw: float) -> None:
        self.raw, self.final, self.id, self.draw = raw, final, token, draw


class _Chooser:
    """The samplers and the random numbers of one generation."""

    def __init__(self, model: LoadedModel, request: GenerateRequest) -> None:
        seed = secrets.randbits(32) if request.seed is None else request.seed
        for name, value, most in (
            ("seed", seed, MOST_SEED),
            ("max_new_tokens", request.max_new_tokens, MOST_SEED),
            ("top", request.top, model.spec.d_vocab),
        ):
            if not 0 <= value <= most:
                raise WorkbenchError("bad-value", name=name, value=value, limit=f"0 to {most}")
        self.seed = seed
        self._stages = samplers.stages(request.sampler)
        self._greedy = samplers.is_greedy(request.sampler)
        self._random = torch.Generator().manual_seed(seed)

    def choose(self, logits: Tensor, history: Tensor) -> _Choice:
        """Choose after the ids of `history` by logits [d_vocab]. One number is drawn for each step, none when greedy."""
        raw = log_probabilities(logits)
        final = samplers.final_logprobs(logits, history, through=self._stages) if self._stages else raw
        if self._greedy:
            return _Choice(raw, final, token=int(final.argmax()), draw=math.nan)
        u = float(torch.rand((), generator=self._random, dtype=torch.float64))
        return _Choice(raw, final, token=samplers.draw(final, u), draw=u)


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
