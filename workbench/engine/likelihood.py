"""How probable whole continuations are behind one prompt.

The idea that is not obvious: a tokenizer may join the end of the prompt with the beginning of a continuation. So prompt and
continuation are tokenized together, as one text, and everything is scored from the last token that the prompt and *all* of
the continuations have in common. Where nothing was joined, that is the end of the prompt. (Cutting each joint text behind
as many tokens as the prompt alone has, as evaluation harnesses do, scores different stretches of text in that case.)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.continuing import log_probabilities_behind
from workbench.engine.replacing import log_probabilities_at_mask
from workbench.engine.subjects import check_ids
from workbench.errors import WorkbenchError
from workbench.values import Bos, Encoding, Likelihood, LikelihoodRequest, Progress, ScoredContinuation

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is read for one prompt: `given` the ids before, `rests` those scored of each continuation, `after` those behind
    them (of an encoder's text); `shared`: the prompt's own end among what is scored."""

    prompt: Encoding
    given: list[int]
    rests: list[list[int]]
    merged: list[bool]
    shared: str = ""
    after: tuple[int, ...] = ()


@torch.inference_mode()
def likelihood(model: LoadedModel, request: LikelihoodRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Likelihood]:
    """Score every continuation of `request`, and again behind each content-free prompt; yields Progress in tokens, last the Likelihood.

    A decoder's scores are exact: ln p(continuation | prompt), as tokenized. So are an encoder-decoder's, given the source. An
    encoder's are those of the tokens at the mask from left to right, each given the text around the mask, the tokens before
    it, and masks for those after it (arXiv 2305.10588): its number of tokens is given to it.

    Calibrated is ln p(y | prompt) - ln mean p(y | content-free prompt): contextual calibration (arXiv 2102.09690), which for one
    content-free prompt is domain-conditional PMI (arXiv 2104.08315).

    Raises WorkbenchError: bad-value, continuation-empty, text-too-long, ids-out-of-range, no-logits, no-mask, masks-many,
    no-beginning, logits-not-finite, cancelled, the tokenizer's, and those of `LoadedModel.intervened`.
    """
    model.require_logits()
    if not request.continuations:
        raise WorkbenchError("bad-value", name="continuations", value="none", limit="one text or more")
    model = model.intervened(request.interventions, stopped=stopped)
    plans = [_plan(model, request, text) for text in (None, *request.content_free)]
    total, done = sum(len(rest) for plan in plans for rest in plan.rests), 0
    found: list[list[np.ndarray]] = []
    for plan in plans:
        found.append([np.zeros(0)] * len(plan.rests))
        for number, logprobs in _scored(model, plan, stopped):
            found[-1][number] = logprobs
            done += len(logprobs)
            yield Progress("likelihood", done, total, "tokens")
    yield _answer(model, request, plans[0], found)


def _scored(model: LoadedModel, plan: _Plan, stopped: Stopped) -> Iterator[tuple[int, np.ndarray]]:
    """The number of a continuation and ln p of each of its tokens, float64 [n], in any order."""
    if model.spec.kind == "encoder":
        return log_probabilities_at_mask(model, plan.given, plan.rests, after=plan.after, stopped=stopped)
    source = None
    if model.spec.kind == "encoder-decoder":
        source = model.transformer.encode(model.batch_of(plan.prompt.ids), stopped=stopped)
    return log_probabilities_behind(model, plan.given, plan.rests, source=source, stopped=stopped)


def _plan(model: LoadedModel, request: LikelihoodRequest, text: str | None) -> _Plan:
    """Tokenize a prompt with each of the continuations; `text`: what stands in the place of the request's own."""
    match model.spec.kind:
        case "decoder":
            plan = _behind(model, request, text)
        case "encoder":
            plan = _at_mask(model, request, text)
        case _:
            plan = _targets(model, request, text)
    for number, rest in enumerate(plan.rests):
        if not rest:
            raise WorkbenchError("continuation-empty", number=number + 1, text=request.continuations[number])
        check_ids(model.info, np.array([*plan.given, *rest, *plan.after], np.int64))
    return plan


def _behind(model: LoadedModel, request: LikelihoodRequest, text: str | None) -> _Plan:
    prompt, *joint = (_read(model, request, text, answer=answer) for answer in ("", *request.continuations))
    own, wholes = prompt.ids.tolist(), [one.ids.tolist() for one in joint]
    common = [_common(own, whole) for whole in wholes]
    start = min(common)
    merged = [n < len(own) for n in common]
    rest = int(prompt.byte_spans[start, 0]) if start < len(own) else len(prompt.text.encode("utf-8"))
    shared = prompt.text.encode("utf-8")[rest:].decode("utf-8", "replace")
    given = own[:start] or [_beginning(model, request)]
    return _Plan(prompt, given, [whole[start:] for whole in wholes], merged, shared)


def _targets(model: LoadedModel, request: LikelihoodRequest, text: str | None) -> _Plan:
    """An encoder-decoder's: the prompt is its source, and nothing of it can merge with a target."""
    source = _read(model, request, text, answer="")
    check_ids(model.info, source.ids)
    rests = [model.tokenizer.encode(one, bos="no").ids.tolist() for one in request.continuations]
    return _Plan(source, [model.spec.start_id], rests, [False] * len(rests))


def _at_mask(model: LoadedModel, request: LikelihoodRequest, text: str | None) -> _Plan:
    """An encoder's text with the mask replaced; the stretch that is scored is where any of the texts differ from the masked one."""
    mask_id = model.tokenizer.mask_id
    if mask_id is None:
        raise WorkbenchError(
            "kind-unsuited", model=model.info.name, kind="encoder", needed="an encoder with a mask", example="starter-masked"
        )
    mask = model.tokenizer.piece(mask_id)
    masked = _read(model, request, text, answer="")
    own = masked.ids.tolist()
    if own.count(mask_id) != 1:
        code = "masks-many" if mask_id in own else "no-mask"
        raise WorkbenchError(code, model=model.info.name, mask=mask, n_masks=own.count(mask_id))
    place = own.index(mask_id)
    first, end = masked.byte_spans[place].tolist()
    raw = masked.text.encode("utf-8")
    before, behind = raw[:first].decode("utf-8"), raw[end:].decode("utf-8")
    bos: Bos = "no" if request.messages or request.subject.form == "user" else request.subject.bos
    wholes = [model.tokenizer.encode(before + one + behind, bos=bos).ids.tolist() for one in request.continuations]
    heads, tails = own[:place], own[:place:-1]
    n_heads, n_tails = [_common(heads, whole) for whole in wholes], [_common(tails, whole[::-1]) for whole in wholes]
    start, after = min(n_heads), min(n_tails)
    stretch = own[start : len(own) - after]
    return _Plan(
        masked,
        given=own[:start],
        rests=[whole[start : len(whole) - after] for whole in wholes],
        merged=[a < len(heads) or b < len(tails) for a, b in zip(n_heads, n_tails, strict=True)],
        shared="".join(model.tokenizer.shown(token) for token in stretch if token != mask_id),
        after=tuple(own[len(own) - after :]),
    )


def _read(model: LoadedModel, request: LikelihoodRequest, text: str | None, *, answer: str) -> Encoding:
    """The prompt, with `text` in the place of its own, and `answer` behind it; without what the tokenizer puts at an end."""
    subject, tokenizer = request.subject, model.tokenizer
    own = subject.text if text is None else text
    messages = list(request.messages) or [("user", own)] * (subject.form == "user")
    if messages:
        if text is not None:
            messages[-1] = (messages[-1][0], text)
        return tokenizer.encode_messages(
            [{"role": role, "content": content} for role, content in messages], template=request.template, answer=answer
        )
    encoding = tokenizer.encode(own + answer, bos=subject.bos)
    n_after = len(tokenizer.specials.after) if subject.bos != "no" and model.spec.kind == "decoder" else 0
    return _without_last(encoding, n_after)


def _without_last(encoding: Encoding, n: int) -> Encoding:
    end = len(encoding.ids) - n
    return replace(
        encoding,
        ids=encoding.ids[:end],
        tokens=encoding.tokens[:end],
        byte_spans=encoding.byte_spans[:end],
        char_spans=encoding.char_spans[:end],
        kinds=encoding.kinds[:end],
    )


def _beginning(model: LoadedModel, request: LikelihoodRequest) -> int:
    """What stands before a text of which everything is scored: the token that begins texts, else the one that ends them."""
    tokenizer = model.tokenizer
    found = tokenizer.bos_id if tokenizer.bos_id is not None else min(tokenizer.eos_ids, default=None)
    if found is None or request.subject.bos == "no":
        raise WorkbenchError("no-beginning", model=model.info.name)
    return found


def _common(a: Sequence[int], b: Sequence[int]) -> int:
    """How many ids two sequences begin with in common."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _answer(model: LoadedModel, request: LikelihoodRequest, plan: _Plan, found: list[list[np.ndarray]]) -> Likelihood:
    """`found`: for the prompt and then each content-free one, ln p of each token of each continuation."""
    nats = np.array([[logprobs.sum() for logprobs in of_prompt] for of_prompt in found])  # [1 + content-free, m]
    free = nats[1:]
    calibrated = np.full(len(plan.rests), math.nan)
    if len(free):
        calibrated = nats[0] - (np.logaddexp.reduce(free, axis=0) - math.log(len(free)))
    scores = tuple(
        ScoredContinuation(
            text=text,
            ids=np.array(rest, np.int32),
            tokens=tuple(model.tokenizer.shown(token) for token in rest),
            logprobs=logprobs.astype(np.float32),
            nats=float(logprobs.sum()),
            merged=merged,
            calibrated=float(one),
        )
        for text, rest, logprobs, merged, one in zip(request.continuations, plan.rests, found[0], plan.merged, calibrated, strict=True)
    )
    return Likelihood(
        request=request,
        model=model.info,
        prompt=plan.prompt,
        given=np.array(plan.given, np.int32),
        shared=plan.shared,
        scores=scores,
        shares=_shares(nats[0]),
        calibrated_shares=_shares(calibrated) if len(free) else calibrated,
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
    )


def _shares(nats: np.ndarray) -> np.ndarray:
    """exp(nats) [m] over their sum."""
    found: np.ndarray = np.exp(nats - np.logaddexp.reduce(nats))
    return found
