"""Tokens a second in training, against the Hugging Face Trainer and a plain PyTorch loop of the same shape.

All three learn the same bytes with the same rows, AdamW and clipping at 1; each in a process of its own, in turns, the fastest
stretch of steps of each. Ours is the whole operation: rows made, every metric told at every step. In bfloat16 each side does what it
does when it is asked for it: where a processor has no instructions for it, ours computes in float32, and the table says so.
"""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from workbench.engine.training import train
from workbench.engine.training.measures import products_in
from workbench.host.limits import keep_memory
from workbench.host.roles import child_environment
from workbench.values import Architecture, TrainRequest, TrainStep

D_VOCAB = 256
MOST_S = 120.0
"""A stretch that takes longer is not waited for."""


class Shape(NamedTuple):
    """What is trained, at least how much faster than the Trainer and the plain loop, and how many stretches of how many steps say so.
    In bfloat16 few: without instructions for it the Trainer takes half a minute for a step."""

    n_layers: int
    n_heads: int
    d_model: int
    n_ctx: int
    n_rows: int
    dtype: str
    over_trainer: float
    over_plain: float
    stretch: int = 4
    rounds: int = 5


SHAPES = (
    Shape(6, 6, 384, 256, 12, "float32", 1.5, 1.3),
    Shape(6, 6, 384, 256, 12, "bfloat16", 1.0, math.nan, 1, 1),
    Shape(4, 4, 128, 64, 12, "float32", 1.4, 1.0),
)


class PlainBlock(nn.Module):
    """Llama's block as one writes it in PyTorch."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.d_model
        self.n_heads = shape.n_heads
        self.norms = nn.ModuleList([nn.RMSNorm(d, eps=1e-5), nn.RMSNorm(d, eps=1e-5)])
        self.qkv, self.out = nn.Linear(d, 3 * d, bias=False), nn.Linear(d, d, bias=False)
        self.gate, self.up = nn.Linear(d, d_mlp(d), bias=False), nn.Linear(d, d_mlp(d), bias=False)
        self.down = nn.Linear(d_mlp(d), d, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        rows, n, d = x.shape
        q, k, v = self.qkv(self.norms[0](x)).view(rows, n, 3, self.n_heads, -1).permute(2, 0, 3, 1, 4)
        z = F.scaled_dot_product_attention(turned(q, cos, sin), turned(k, cos, sin), v, is_causal=True)
        x = x + self.out(z.transpose(1, 2).reshape(rows, n, d))
        y = self.norms[1](x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Plain(nn.Module):
    """Embedding, blocks, tied unembedding."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embed = nn.Embedding(D_VOCAB, shape.d_model)
        self.blocks = nn.ModuleList(PlainBlock(shape) for _ in range(shape.n_layers))
        self.norm = nn.RMSNorm(shape.d_model, eps=1e-5)
        d_head = shape.d_model // shape.n_heads
        angles = torch.outer(torch.arange(shape.n_ctx).float(), 1e4 ** (-torch.arange(0, d_head, 2) / d_head))
        self.register_buffer("cos", torch.cat((angles, angles), -1).cos())
        self.register_buffer("sin", torch.cat((angles, angles), -1).sin())

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embed(tokens)
        for block in self.blocks:
            x = block(x, self.cos, self.sin)
        return F.linear(self.norm(x), self.embed.weight)


def turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


def d_mlp(d_model: int) -> int:
    return 8 * d_model // 3 // 32 * 32


def text() -> str:
    """Bytes to learn: words of two letters, drawn once."""
    drawn = torch.Generator().manual_seed(0)
    letters = torch.randint(97, 123, (400_000,), generator=drawn)
    letters[::7] = 32
    letters[::91] = 10
    return bytes(letters.tolist()).decode()


def plain_steps(shape: Shape, ids: Tensor) -> Iterator[None]:
    """A step of the plain loop for each `next`."""
    torch.manual_seed(0)
    model = Plain(shape)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1, fused=True)
    drawn = torch.Generator().manual_seed(1)
    while True:
        starts = torch.randint(len(ids) - shape.n_ctx - 1, (shape.n_rows,), generator=drawn)
        rows = torch.stack([ids[start : start + shape.n_ctx + 1] for start in starts.tolist()])
        logits = model(rows[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), rows[:, 1:].flatten())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        loss.item()
        yield


def our_steps(shape: Shape, path: Path, folder: Path) -> Iterator[None]:
    """A step of ours for each `next`."""
    architecture = Architecture("decoder", shape.n_layers, shape.n_heads, shape.d_model, d_mlp(shape.d_model), shape.n_ctx)
    request = TrainRequest(
        "speed", "causal", architecture, 1_000_000, data=str(path), tokenizer="characters", batch_tokens=shape.n_rows * shape.n_ctx,
        micro_rows=shape.n_rows, eval_every=0, checkpoint_every=0, sample_every=0, warmup_steps=10, valid_rows=1,
    )  # fmt: skip
    if shape.dtype == "bfloat16":
        request = replace(request, dtype="bfloat16")
    keep_memory()
    for event in train(request, folder):
        if isinstance(event, TrainStep):
            yield


def trainer_steps(shape: Shape, ids: Tensor, folder: Path) -> Callable[[int], float] | None:
    """Seconds that so many steps of the Trainer take; None where transformers is not installed."""
    try:
        from transformers import LlamaConfig, LlamaForCausalLM, Trainer, TrainerCallback, TrainingArguments
    except ImportError:
        return None
    config = LlamaConfig(
        vocab_size=D_VOCAB, hidden_size=shape.d_model, intermediate_size=d_mlp(shape.d_model), num_hidden_layers=shape.n_layers,
        num_attention_heads=shape.n_heads, max_position_embeddings=shape.n_ctx, tie_word_embeddings=True, use_cache=False,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    drawn = torch.Generator().manual_seed(1)
    starts = torch.randint(len(ids) - shape.n_ctx - 1, (4096,), generator=drawn).tolist()
    rows = [{"input_ids": ids[start : start + shape.n_ctx], "labels": ids[start : start + shape.n_ctx]} for start in starts]

    def seconds(n_steps: int) -> float:
        marks: list[float] = []

        class Marks(TrainerCallback):
            def on_step_end(self, *_: object, **__: object) -> None:
                marks.append(time.perf_counter())

        arguments = TrainingArguments(
            output_dir=str(folder), per_device_train_batch_size=shape.n_rows, max_steps=n_steps + 1, learning_rate=1e-3, weight_decay=0.1,
            max_grad_norm=1.0, save_strategy="no", report_to=[], use_cpu=True, bf16=shape.dtype == "bfloat16", logging_steps=1,
            disable_tqdm=True, dataloader_pin_memory=False, optim="adamw_torch_fused",
        )  # fmt: skip
        trainer = Trainer(model=model, args=arguments, train_dataset=rows, callbacks=[Marks()])
        trainer.log = lambda *_: None  # type: ignore[method-assign]
        trainer.train()
        return marks[-1] - marks[0]

    return seconds


def served(side: str, shape: Shape, folder: Path) -> None:
    """Learn so many steps for each line of standard input, and say how many seconds they took. Says first that it is ready, or can't."""
    ids = torch.frombuffer(bytearray((folder / "text.txt").read_bytes()), dtype=torch.uint8).long()
    if side == "trainer":
        measured = trainer_steps(shape, ids, folder)
    else:
        steps = our_steps(shape, folder / "text.txt", folder / "run") if side == "ours" else plain_steps(shape, ids)
        measured = partial(took, steps)
    print("absent" if measured is None else "ready", flush=True)
    for line in sys.stdin if measured is not None else ():
        print(measured(int(line)), flush=True)
    os._exit(0)  # a training is not waited for


def took(steps: Iterator[None], n_steps: int) -> float:
    begun = time.perf_counter()
    for _ in itertools.islice(steps, n_steps):
        pass
    return time.perf_counter() - begun


class Side:
    """One of the three in a process of its own, as people run it: ours as the app starts its trainers, the others as PyTorch does."""

    def __init__(self, name: str, shape: Shape, folder: Path) -> None:
        code = f"from benchmarks.training import *; served({name!r}, SHAPES[{SHAPES.index(shape)}], Path({str(folder)!r}))"
        environment = child_environment("train") if name == "ours" else None
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", code],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._stretch = shape.stretch
        if not (first := self._told()):
            raise RuntimeError("it ended before it was asked to")
        self.is_there = first == "ready"
        self.best, self.took_too_long = math.inf, False

    def measure(self, *, counts: bool) -> None:
        """A stretch; the fastest that counts is the best. Meanwhile the others wait for a line and take nothing."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._stretch}\n")
        self._process.stdin.flush()
        limit = threading.Timer(MOST_S, self._process.kill)
        limit.start()
        told = self._told()
        limit.cancel()
        self.took_too_long = not told
        self.best = min(self.best, float(told)) if told and counts else self.best

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _told(self) -> str:
        """A line of what it says; the Trainer's own words are passed over. "": it ended."""
        assert self._process.stdout is not None
        lines = (line.strip() for line in self._process.stdout)
        return next((line for line in lines if line in ("ready", "absent") or line[:1].isdigit()), "")


def measure(shape: Shape, folder: Path) -> None:
    """Print one line."""
    (folder / "text.txt").write_text(text(), "utf-8")
    names = ("ours", "plain", "trainer") if shape.dtype == "float32" else ("ours", "trainer")
    sides = {name: Side(name, shape, folder) for name in names}
    for number in range(shape.rounds + 1):
        for side in sides.values():
            if side.is_there and not side.took_too_long:
                side.measure(counts=number > 0)
    tokens, best = shape.stretch * shape.n_rows * shape.n_ctx, sides["ours"].best
    computed = products_in(shape.dtype, torch.device("cpu"))
    name = f"{shape.n_layers} layers, d_model {shape.d_model}, {shape.n_rows} x {shape.n_ctx}, {shape.dtype}"
    own = "workbench" if computed == shape.dtype else f"workbench, which takes {computed} here,"
    print(f"training         {name:50} {own} {tokens / best:7.0f} tok/s", end="")
    for key, title, wanted in (("trainer", "Trainer", shape.over_trainer), ("plain", "plain loop", shape.over_plain)):
        if key in sides and sides[key].took_too_long:
            n_steps = shape.stretch + 1  # the Trainer takes one before it is timed
            least = MOST_S / n_steps / (best / shape.stretch)
            print(
                f"   {title}: more than {MOST_S:g} s for {n_steps} steps, not waited for: at least {least:.0f}x (wanted {wanted})", end=""
            )
        elif key in sides and sides[key].is_there:
            print(f"   {title} {tokens / sides[key].best:7.0f}: {sides[key].best / best:.2f}x (wanted {wanted})", end="")
    print()
    for side in sides.values():
        side.end()


def main() -> None:
    """Print the table."""
    for shape in SHAPES:
        with tempfile.TemporaryDirectory() as name:
            measure(shape, Path(name))


if __name__ == "__main__":
    main()
