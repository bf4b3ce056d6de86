"""What the tests of the command line share: a small random model as a folder, and one call of `workbench`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import tokenizers
from safetensors.numpy import save_file

from workbench.cli import main

D_MODEL, D_MLP, D_VOCAB, N_LAYERS, N_HEADS, N_KV_HEADS = 16, 24, 257, 2, 4, 2


def save_model(folder: Path) -> Path:
    """A Llama of random weights that reads bytes: token n is byte n, the last ends."""
    folder.mkdir(parents=True)
    config = {
        "model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": D_MODEL, "intermediate_size": D_MLP,
        "num_hidden_layers": N_LAYERS, "num_attention_heads": N_HEADS, "num_key_value_heads": N_KV_HEADS, "vocab_size": D_VOCAB,
        "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "tie_word_embeddings": True, "eos_token_id": 256, "hidden_act": "silu",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    shapes = {"model.embed_tokens.weight": (D_VOCAB, D_MODEL), "model.norm.weight": (D_MODEL,)}
    kv = D_MODEL * N_KV_HEADS // N_HEADS
    for layer in range(N_LAYERS):
        parts = {
            "input_layernorm": (D_MODEL,), "post_attention_layernorm": (D_MODEL,), "self_attn.q_proj": (D_MODEL, D_MODEL),
            "self_attn.k_proj": (kv, D_MODEL), "self_attn.v_proj": (kv, D_MODEL), "self_attn.o_proj": (D_MODEL, D_MODEL),
            "mlp.gate_proj": (D_MLP, D_MODEL), "mlp.up_proj": (D_MLP, D_MODEL), "mlp.down_proj": (D_MODEL, D_MLP),
        }  # fmt: skip
        shapes |= {f"model.layers.{layer}.{name}.weight": shape for name, shape in parts.items()}
    random = np.random.default_rng(3)
    save_file({name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}, folder / "model.safetensors")
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    inner = tokenizers.Tokenizer(tokenizers.models.BPE({piece: number for number, piece in enumerate(alphabet)}, []))
    inner.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.decoder = tokenizers.decoders.ByteLevel()
    inner.add_special_tokens(["</s>"])
    inner.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": "</s>"}))
    return folder


class Said(NamedTuple):
    """What one call came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, "one document on one line"
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


class Shell:
    """Calls of the command line in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Said:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self._capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Said(status, *self._capsys.readouterr())

    def ok(self, *arguments: object, stdin: bytes = b"") -> Said:
        said = self(*arguments, stdin=stdin)
        assert said.status == 0, said.err
        return said


Start = Callable[..., subprocess.Popen[bytes]]


def begin(*arguments: object, home: Path, **options: Any) -> subprocess.Popen[bytes]:
    """The same as a process of its own. Tests take the fixture `start`, which ends it."""
    environment = {**os.environ, "WORKBENCH_HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "workbench", *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options)
