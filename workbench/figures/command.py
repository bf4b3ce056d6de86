"""The command line that computes what a request asked for."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from workbench.values import GenerateRequest, SamplerSettings, ScoreRequest, Subject, TokenizeRequest, TraceRequest

_NUMBERS = ("temperature", "top_k", "top_p", "min_p", "repetition_penalty")


def command_of(request: object) -> str:
    """`workbench trace --model M …`; "" for a request that no command makes."""
    make = _COMMANDS.get(type(request))
    words = make(request) if make is not None else []
    return shlex.join(["workbench", *words]) if words else ""


def _of_subject(verb: str, subject: Subject, *more: str) -> list[str]:
    said = [verb, "--model", subject.model]
    said += ["--bos", subject.bos] if subject.bos != "auto" else []
    said += ["--as", subject.form] if subject.form != "raw" else []
    return [*said, *more, "--", subject.text]


def _trace(request: TraceRequest) -> list[str]:
    plain = request.ids is None and request.target is None and request.target_ids is None and not request.interventions
    return _of_subject("trace", request.subject, "--dtype", request.dtype, "--out", "trace.npz") if plain else []


def _generate(request: GenerateRequest) -> list[str]:
    if request.messages or request.forced_ids or request.interventions or request.template is not None:
        return []
    numbers = {name: getattr(request.sampler, name) for name in _NUMBERS}
    if request.sampler != SamplerSettings(**numbers):
        return []
    plain = SamplerSettings()
    said = ["--max-new-tokens", str(request.max_new_tokens), "--dtype", request.dtype]
    for name, number in numbers.items():
        said += [f"--{name.replace('_', '-')}", repr(number)] if number != getattr(plain, name) else []
    said += ["--seed", str(request.seed)] if request.seed is not None else []
    said += [word for text in request.stop for word in ("--stop", text)]
    return _of_subject("generate", request.subject, *said)


_COMMANDS: dict[type, Callable[..., list[str]]] = {
    TraceRequest: _trace,
    TokenizeRequest: lambda request: _of_subject("tokenize", request.subject),
    ScoreRequest: lambda request: _of_subject("score", request.subject),
    GenerateRequest: _generate,
}
