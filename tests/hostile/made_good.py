"""The smallest models that open: what a hostile file differs from in one thing."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
from made_files import ARRAY, F32, STRING, gguf, pair, strings, tensor, text
from safetensors.numpy import save

D_VOCAB, N_CTX = 258, 64
CONFIG: dict[str, Any] = {
    "model_type": "llama", "hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
    "num_key_value_heads": 1, "vocab_size": D_VOCAB, "max_position_embeddings": N_CTX, "rms_norm_eps": 1e-5, "eos_token_id": 256,
}  # fmt: skip
_SHAPES: dict[str, tuple[int, ...]] = {
    "model.embed_tokens.weight": (D_VOCAB, 8), "model.norm.weight": (8,), "lm_head.weight": (D_VOCAB, 8),
    "model.layers.0.input_layernorm.weight": (8,), "model.layers.0.post_attention_layernorm.weight": (8,),
    "model.layers.0.self_attn.q_proj.weight": (8, 8), "model.layers.0.self_attn.k_proj.weight": (4, 8),
    "model.layers.0.self_attn.v_proj.weight": (4, 8), "model.layers.0.self_attn.o_proj.weight": (8, 8),
    "model.layers.0.mlp.gate_proj.weight": (16, 8), "model.layers.0.mlp.up_proj.weight": (16, 8),
    "model.layers.0.mlp.down_proj.weight": (8, 16),
}  # fmt: skip
_GGUF_NAMES = {
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output", "model.layers.0": "blk.0",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}  # fmt: skip


def weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    return {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in _SHAPES.items()}


def alphabet() -> list[str]:
    """Byte n as a byte-level vocabulary spells it."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in printable]
    spelled = {byte: chr(byte) for byte in printable} | {byte: chr(256 + number) for number, byte in enumerate(rest)}
    return [spelled[byte] for byte in range(256)]


def tokenizer_json() -> dict[str, Any]:
    """A byte-level tokenizer: token n is byte n, 256 ends a text."""
    inner = tokenizers.Tokenizer(tokenizers.models.BPE({piece: number for number, piece in enumerate(alphabet())}, []))
    inner.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.decoder = tokenizers.decoders.ByteLevel()
    inner.add_special_tokens(["</s>"])
    found: dict[str, Any] = json.loads(inner.to_str())
    return found


def folder(at: Path) -> Path:
    """A model folder of a few kilobytes."""
    at.mkdir(parents=True, exist_ok=True)
    (at / "model.safetensors").write_bytes(save(weights()))
    (at / "config.json").write_text(json.dumps(CONFIG))
    (at / "tokenizer.json").write_text(json.dumps(tokenizer_json()))
    (at / "tokenizer_config.json").write_text(json.dumps({"eos_token": "</s>", "chat_template": "{{ messages[0].content }}"}))
    return at


def integer(key: str, value: int) -> bytes:
    return pair(key, 4, struct.pack("<I", value))


def gguf_pairs() -> dict[str, bytes]:
    """The metadata of a small GGUF file, by key."""
    sizes = {
        "block_count": 1, "context_length": N_CTX, "embedding_length": 8, "feed_forward_length": 16, "attention.head_count": 2,
        "attention.head_count_kv": 1,
    }  # fmt: skip
    made = {
        "general.architecture": pair("general.architecture", STRING, text("llama")),
        "general.name": pair("general.name", STRING, text("made")),
        "llama.attention.layer_norm_rms_epsilon": pair("llama.attention.layer_norm_rms_epsilon", F32, struct.pack("<f", 1e-5)),
        "tokenizer.ggml.model": pair("tokenizer.ggml.model", STRING, text("gpt2")),
        "tokenizer.ggml.pre": pair("tokenizer.ggml.pre", STRING, text("gpt-2")),
        "tokenizer.ggml.tokens": pair("tokenizer.ggml.tokens", ARRAY, strings([*alphabet(), "</s>", "<pad>"])),
        "tokenizer.ggml.merges": pair("tokenizer.ggml.merges", ARRAY, strings([])),
        "tokenizer.ggml.eos_token_id": integer("tokenizer.ggml.eos_token_id", 256),
    }
    return made | {f"llama.{key}": integer(f"llama.{key}", value) for key, value in sizes.items()}


def gguf_file(
    change: Callable[[dict[str, bytes]], object] = lambda _pairs: None,
    spoil: Callable[[dict[str, np.ndarray]], object] = lambda _arrays: None,
) -> bytes:
    """A GGUF file: `change` its metadata, or `spoil` its arrays."""
    pairs = gguf_pairs()
    change(pairs)
    arrays = {_gguf_name(name): array for name, array in weights().items()}
    spoil(arrays)
    table, data = [], b""
    for name, array in arrays.items():
        table.append(tensor(name, tuple(reversed(array.shape)), 0, len(data)))
        data += array.tobytes()
        data += bytes(-len(data) % 32)
    return gguf(list(pairs.values()), table, data)


def _gguf_name(name: str) -> str:
    for theirs, ours in _GGUF_NAMES.items():
        name = name.replace(theirs, ours)
    return name
