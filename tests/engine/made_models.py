"""Small random Llama models on disk, and the same weights in transformers as the oracle.

Weights are drawn wide (attention far from flat) so that a wrong head, rotation or mask shows in the first digits.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import tokenizers
import torch
from transformers import LlamaConfig, LlamaForCausalLM

EOS, D_VOCAB, N_CTX = 256, 300, 128
IDS = [int(token) for token in np.random.default_rng(7).integers(0, 256, 48)]
LLAMA3_ROPE = {
    "rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}  # fmt: skip


def make_llama(*, spread: float = 0.3, **changes: Any) -> LlamaForCausalLM:
    """A random model of 3 layers, 4 heads over 2 key-value heads, unless `changes` to its configuration say otherwise.

    `spread`: standard deviation of the weights.
    """
    settings: dict[str, Any] = {
        "vocab_size": D_VOCAB, "hidden_size": 48, "intermediate_size": 80, "num_hidden_layers": 3, "num_attention_heads": 4,
        "num_key_value_heads": 2, "max_position_embeddings": N_CTX, "rms_norm_eps": 1e-5, "eos_token_id": EOS, "bos_token_id": None,
        "tie_word_embeddings": False, "attn_implementation": "eager",
    }  # fmt: skip
    torch.manual_seed(11)
    model = LlamaForCausalLM(LlamaConfig(**{**settings, **changes})).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.normal_(1.0 if "norm" in name else 0.0, spread)
    return model.requires_grad_(False)


def save_folder(model: LlamaForCausalLM, folder: Path, *, shard: str = "5GB") -> Path:
    """The model as a Hugging Face folder with a byte-level tokenizer: token n is byte n, EOS ends."""
    model.save_pretrained(folder, max_shard_size=shard)
    save_tokenizer(folder, "</s>")
    (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": "</s>"}))
    return folder


def save_tokenizer(folder: Path, *specials: str) -> None:
    """A byte-level tokenizer: token n is byte n, then the specials."""
    alphabet = _alphabet()
    inner = tokenizers.Tokenizer(tokenizers.models.BPE({piece: number for number, piece in enumerate(alphabet)}, []))
    inner.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.decoder = tokenizers.decoders.ByteLevel()
    inner.add_special_tokens(list(specials))
    inner.save(str(folder / "tokenizer.json"))


def save_gguf(model: LlamaForCausalLM, path: Path, *, matrices: str = "F32", extra: dict[str, np.ndarray] | None = None) -> Path:
    """The model as a GGUF file, its matrices stored as `matrices`, q and k rows in pairs as llama.cpp wants them."""
    config = model.config
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("made")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([*_alphabet(), "</s>"])
    writer.add_token_types([1] * 256 + [3])
    writer.add_token_merges([])
    writer.add_eos_token_id(EOS)
    kind = gguf.GGMLQuantizationType[matrices]
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    tensors = model.state_dict()
    if config.tie_word_embeddings:
        del tensors["lm_head.weight"]
    for name, tensor in tensors.items():
        values = tensor.float().numpy()
        if "q_proj" in name or "k_proj" in name:
            values = _paired(values, config.num_attention_heads if "q_proj" in name else config.num_key_value_heads)
        stored = names.get_name(name, try_suffixes=(".weight", ".bias"))
        assert stored is not None, name
        use = kind if values.ndim == 2 else gguf.GGMLQuantizationType.F32
        writer.add_tensor(stored, gguf.quants.quantize(values, use), raw_dtype=use)
    for name, values in (extra or {}).items():
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _paired(rows: np.ndarray, n_heads: int) -> np.ndarray:
    """Rows of each head in pairs (i, i + d_head / 2), the way llama.cpp's converter stores them."""
    d_head = len(rows) // n_heads
    order = np.arange(d_head).reshape(2, d_head // 2).T.ravel()  # 0, d/2, 1, d/2 + 1, ...
    return np.concatenate([head[order] for head in np.split(rows, n_heads)])


def _alphabet() -> list[str]:
    """Byte n as a byte-level vocabulary spells it."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in printable]
    spelled = {byte: chr(byte) for byte in printable} | {byte: chr(256 + number) for number, byte in enumerate(rest)}
    return [spelled[byte] for byte in range(256)]
