"""How results look: the documents of `--json`, and the lines a person reads. No work is done here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.output import plain, size, table, visible
from workbench.values import (
    BeamResult,
    Distribution,
    Encoding,
    FileInfo,
    Filled,
    GenerationResult,
    Installable,
    SamplerSettings,
    Score,
    Similarity,
    TensorInfo,
    TokenStep,
    TraceSummary,
)

if TYPE_CHECKING:
    from workbench.doctor import Finding

KINDS = ("", "special", "unknown", "virtual")
_BLOCK = re.compile(r"\.(\d+)\.")


def _number(value: float, digits: int = 3) -> str:
    return "—" if math.isnan(value) else f"{value:.{digits}f}"


# tokenize


def tokens_document(encoding: Encoding, *, bos_policy: str, lost: str) -> dict[str, object]:
    """ids, tokens, byte_spans, char_spans, kinds, text, bos_policy, lost."""
    document = plain(encoding)
    assert isinstance(document, dict)
    return document | {"kinds": [KINDS[kind] or "ordinary" for kind in encoding.kinds], "bos_policy": bos_policy, "lost": lost}


def tokens_lines(encoding: Encoding, shown: Sequence[str]) -> Iterator[str]:
    """A table of tokens."""
    rows = [
        (position, int(token), visible(text), f"{start}–{end}", f"{first}–{last}", KINDS[kind])
        for position, (token, text, (start, end), (first, last), kind) in enumerate(
            zip(encoding.ids, shown, encoding.byte_spans, encoding.char_spans, encoding.kinds, strict=True)
        )
    ]
    yield from table(("", "id", "token", "bytes", "characters", ""), rows, right=(0, 1))
    yield f"{len(rows)} tokens, {len(encoding.text.encode('utf-8', 'surrogatepass'))} bytes, {len(encoding.text)} characters"


# score


def score_document(score: Score, shown: Sequence[str]) -> dict[str, object]:
    """model, tokens[].{id, text, logprob, entropy, rank}, and totals; null for a token that has no probability."""
    tokens = [
        {"id": int(token), "text": text, "logprob": float(logprob), "entropy": float(entropy), "rank": int(rank) or None}
        for token, text, logprob, entropy, rank in zip(score.encoding.ids, shown, score.logprobs, score.entropy, score.rank, strict=True)
    ]
    names = ("nll", "nats_per_char", "perplexity", "bits_per_byte", "n_scored", "n_chars", "n_bytes", "kernels", "method")
    return {"model": score.model.name, "tokens": tokens, **{name: getattr(score, name) for name in names}}


def score_lines(score: Score, shown: Sequence[str]) -> Iterator[str]:
    """A table of tokens, and the totals: those that can be compared between tokenizers first."""
    rows = [
        (int(token), visible(text), _number(logprob), _number(entropy), int(rank) or "—")
        for token, text, logprob, entropy, rank in zip(score.encoding.ids, shown, score.logprobs, score.entropy, score.rank, strict=True)
    ]
    yield from table(("id", "token", "log-probability", "entropy (nats)", "rank"), rows, right=(0, 2, 3, 4))
    yield f"total {_number(score.nll)} nats over {score.n_scored} tokens, {_number(score.nats_per_char)} nats per character"
    if score.method == "masked":
        yield "pseudo-log-likelihood: each token masked in turn, given all others; no probability of the text, not a decoder's number"
    pseudo = "pseudo-perplexity" if score.method == "masked" else "perplexity"
    yield f"{pseudo} {_number(score.perplexity)}, {_number(score.bits_per_byte)} bits per byte (compare these within one tokenizer only)"


# fill and similarity


def filled_document(filled: Filled, *, run_id: int | None) -> dict[str, object]:
    """run_id, text; candidates of the first mask, and of each in masks[].{position, candidates[].{id, token, prob}}."""
    masks = [{"position": mask.position, "candidates": _candidates(mask.distribution)} for mask in filled.masks]
    return {"run_id": run_id, "text": filled.text, "candidates": masks[0]["candidates"], "masks": masks}


def _candidates(found: Distribution) -> list[dict[str, object]]:
    columns = zip(found.ids.tolist(), found.texts, found.logprobs.tolist(), strict=True)
    return [{"id": token, "token": text, "prob": math.exp(logprob)} for token, text, logprob in columns]


def filled_lines(filled: Filled) -> Iterator[str]:
    """The candidates of each mask, best first."""
    for mask in filled.masks:
        yield f"token {mask.position}: {', '.join(shares(mask.distribution))}"
    yield visible(filled.text)


def similarity_document(found: Similarity, *, run_id: int | None) -> dict[str, object]:
    """run_id, matrix, dim, pooling, unread; null where a text cannot be compared."""
    return {
        "run_id": run_id,
        "matrix": plain(found.matrix),
        "dim": found.vectors.shape[1],
        "pooling": found.pooling,
        "unread": found.unread.tolist(),
    }


def similarity_lines(found: Similarity) -> Iterator[str]:
    """The cosines as a table."""
    yield f"vectors of {found.vectors.shape[1]} numbers, {found.pooling}"
    rows = [(str(number), *(_number(cosine) for cosine in row)) for number, row in enumerate(found.matrix.tolist(), 1)]
    yield from table(("", *map(str, range(1, len(rows) + 1))), rows, right=range(len(rows) + 1))
    for number, (text, cosines) in enumerate(zip(found.request.texts, found.matrix.tolist(), strict=True), 1):
        withheld = "" if any(not math.isnan(cosine) for cosine in cosines) else "  (not compared: the tokenizer cannot read most of it)"
        yield f"{number}  {visible(text)}{withheld}"


# trace and generate


def trace_lines(summary: TraceSummary, out: Path) -> Iterator[str]:
    """Where the arrays are, and what would come next."""
    yield f"{len(summary.encoding.ids)} tokens, {summary.model.n_layers} layers, {summary.duration_ms:.0f} ms, {summary.kernels}"
    yield f"written to {out}"
    if summary.target is not None:
        yield f"target: {len(summary.target.ids)} tokens, {visible(summary.target.text)!r}"
    if summary.next is not None:
        yield "next: " + ", ".join(shares(summary.next)[:5])


def shares(found: Distribution) -> list[str]:
    """Tokens with their probabilities, the most probable first."""
    return [f"{visible(text)!r} {100 * math.exp(logprob):.1f} %" for text, logprob in zip(found.texts, found.logprobs, strict=True)]


def generation_document(
    result: GenerationResult, *, run_id: int | None, sampler: SamplerSettings, steps: Sequence[TokenStep] | None, top: int
) -> dict[str, object]:
    """run_id, prompt_ids, ids, text, finish_reason, tokens_per_second, sampler; steps where they were asked for."""
    document = plain(result)
    assert isinstance(document, dict)
    del document["trailing"]
    document |= {"run_id": run_id, "sampler": plain(sampler)}
    return document if steps is None else {**document, "steps": [step_document(step, top=top) for step in steps]}


def step_document(step: TokenStep, *, top: int | None = None) -> dict[str, object]:
    """One step with its alternatives, or the `top` best of them, best first."""
    names = ("id", "token", "text", "logprob_raw", "logprob_final", "entropy", "draw", "xtc_draw", "tail", "log_normalizer")
    tops = list(zip(step.top_ids, step.top_texts, step.top_logprob_raw, step.top_logprob_final, strict=True))[:top]
    told = [{"id": int(token), "text": text, "logprob_raw": float(raw), "logprob_final": float(final)} for token, text, raw, final in tops]
    return {**{name: getattr(step, name) for name in names}, "top": told}


def steps_lines(steps: Sequence[TokenStep], *, top: int = 5) -> Iterator[str]:
    """A table of steps with the raw probabilities of their best alternatives."""
    rows = []
    for step in steps:
        tops = list(zip(step.top_texts, step.top_logprob_raw, strict=True))[:top]
        others = "  ".join(f"{visible(text)} {100 * math.exp(raw):.1f} %" for text, raw in tops)
        rows.append((step.index, step.id, visible(step.token), _number(step.logprob_raw), _number(step.logprob_final), others))
    yield from table(("", "id", "token", "raw", "final", "alternatives"), rows, right=(0, 1, 3, 4))


def beams_document(result: BeamResult, *, run_id: int | None) -> dict[str, object]:
    """As a generation's of the best beam; beams[].{ids, text, score, total, finish_reason, node}; n_nodes of the tree."""
    best = result.beams[0]
    return {
        "run_id": run_id,
        "prompt_ids": result.prompt_ids.tolist(),
        "ids": best.ids.tolist(),
        "text": best.text,
        "finish_reason": best.finish_reason,
        "tokens_per_second": result.tokens_per_second,
        "n_nodes": result.n_nodes,
        "beams": [plain(beam) for beam in result.beams],
    }


def beams_lines(result: BeamResult) -> Iterator[str]:
    """The beams, best first, with their scores."""
    rows = [(_number(beam.score), _number(beam.total), beam.finish_reason, visible(beam.text)) for beam in result.beams]
    yield from table(("score", "log-probability", "", "text"), rows, right=(0, 1))


def beams_line(result: BeamResult, *, run_id: int | None) -> str:
    """How large the tree was, for standard error."""
    number = "not recorded" if run_id is None else f"run {run_id}"
    return f"[{len(result.beams)} beams of {result.n_nodes} nodes, {result.tokens_per_second:.1f} tokens/s each, {number}]"


def generation_line(result: GenerationResult, *, run_id: int | None) -> str:
    """How it ended, for standard error."""
    number = "not recorded" if run_id is None else f"run {run_id}"
    return f"[{len(result.ids)} tokens, {result.tokens_per_second:.1f} tokens/s, ended by {result.finish_reason}, {number}]"


# models


def models_lines(models: Sequence[Installable]) -> Iterator[str]:
    """A table of models."""
    rows = [(one.name, "installed" if one.installed else "", one.kind, size(one.size_bytes), one.licence, one.note) for one in models]
    yield from table(("name", "", "kind", "size", "licence", ""), rows, right=(3,))


def file_lines(info: FileInfo) -> Iterator[str]:
    """What headers say, one fact a line."""
    facts = (
        ("name", info.name),
        ("path", info.path),
        ("format", info.format),
        ("family", info.family if info.known_family else f"{info.family} (not known to this version)"),
        *_learned(info),
        ("size", f"{size(info.size_bytes)} ({info.size_bytes:,} bytes)"),
        ("context", _context(info)),
        ("vocabulary", f"{info.d_vocab:,} tokens"),
        ("chat template", "yes" if info.has_chat_template else "no"),
        ("licence", info.licence or "not stated"),
        ("sha256", info.sha256),
    )
    yield from (f"{name:16}{visible(str(fact))}" for name, fact in facts)


def _learned(info: FileInfo) -> tuple[tuple[str, str], ...]:
    if info.order:
        return (("counts", f"{info.n_parameters:,}, of runs of up to {info.order} tokens"), ("weights", "none: an n-gram counts"))
    return ("parameters", f"{info.n_parameters:,}"), ("weights", info.stored_type)


def _context(info: FileInfo) -> str:
    if info.order:
        return f"the {info.order - 1} tokens before the next one, in texts of up to {info.n_ctx:,}"
    return f"{info.n_ctx:,} tokens" if info.n_ctx else "not stated"


def architecture_document(info: FileInfo) -> dict[str, object]:
    """The file's facts, n_blocks, and tensors[].{name, block, shape, type, n_parameters, size_bytes}."""
    document = plain(info)
    assert isinstance(document, dict)
    document["n_blocks"] = len({_place(tensor) for tensor in info.tensors} - {None})
    document["tensors"] = [
        {
            "name": tensor.name,
            "block": block_of(tensor),
            "shape": list(tensor.shape),
            "type": tensor.stored_type,
            "n_parameters": math.prod(tensor.shape),
            "size_bytes": tensor.size_bytes,
        }
        for tensor in info.tensors
    ]
    return document


def block_of(tensor: TensorInfo) -> int | None:
    """The number of the block a tensor belongs to, by its name; None outside of blocks."""
    found = _BLOCK.search(tensor.name)
    return int(found[1]) if found else None


def _place(tensor: TensorInfo) -> tuple[str, int] | None:
    """The stack (an encoder-decoder has two) and the number of a tensor's block."""
    found = _BLOCK.search(tensor.name)
    return (tensor.name[: found.start()], int(found[1])) if found else None


def architecture_lines(info: FileInfo) -> Iterator[str]:
    """A table of tensors; blocks that are alike are shown once."""
    rows = []
    for blocks, tensors in _alike(info.tensors):
        for tensor in tensors:
            name = tensor.name if len(blocks) <= 1 else _BLOCK.sub(f".{blocks[0]}…{blocks[-1]}.", tensor.name, count=1)
            shape, count = " × ".join(map(str, tensor.shape)), math.prod(tensor.shape)
            rows.append((name, shape, tensor.stored_type, f"{count:,}", f"× {len(blocks)}" if len(blocks) > 1 else ""))
    yield from table(("tensor", "shape", "stored", "parameters", ""), rows, right=(1, 3))


def _alike(tensors: Sequence[TensorInfo]) -> list[tuple[list[int], list[TensorInfo]]]:
    """Tensors by block, where following blocks with the same tensors are one entry."""
    by_block: dict[tuple[str, int] | None, list[TensorInfo]] = {}
    for tensor in tensors:
        by_block.setdefault(_place(tensor), []).append(tensor)
    outside = by_block.pop(None, [])
    entries: list[tuple[list[int], list[TensorInfo]]] = []
    for place in sorted(place for place in by_block if place is not None):
        if entries and _forms(entries[-1][1]) == _forms(by_block[place]):
            entries[-1][0].append(place[1])
        else:
            entries.append(([place[1]], by_block[place]))
    return [([], outside), *entries]


def _forms(tensors: Sequence[TensorInfo]) -> set[tuple[str, tuple[int, ...], str]]:
    return {(_BLOCK.sub("..", tensor.name, count=1), tensor.shape, tensor.stored_type) for tensor in tensors}


# doctor


def findings_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each finding, with its remedy below where there is one."""
    signs = {"ok": "ok  ", "note": "note", "bad": "BAD "}
    for finding in findings:
        yield f"{signs[finding.state]}  {finding.name}: {finding.found}"
        if finding.remedy:
            yield f"      → {finding.remedy}"
