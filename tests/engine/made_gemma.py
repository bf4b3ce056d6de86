"""Small random Gemma 3 models on disk, and the same weights in transformers as the oracle. Their windows are shorter than the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import torch
from transformers import Gemma3ForCausalLM, Gemma3TextConfig

WINDOW, N_LAYERS = 7, 4
WINDOWED, WHOLE = "sliding_attention", "full_attention"
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def make_gemma(*, spread: float = 0.3, **changes: Any) -> Gemma3ForCausalLM:
    """A random model of 4 layers, the third without a window, 4 heads of 10 dimensions over 2 key-value heads."""
    settings: dict[str, Any] = {
        "vocab_size": 300, "hidden_size": 48, "intermediate_size": 80, "num_hidden_layers": N_LAYERS, "num_attention_heads": 4,
        "num_key_value_heads": 2, "head_dim": 10, "max_position_embeddings": 128, "sliding_window": WINDOW, "query_pre_attn_scalar": 12,
        "layer_types": [WINDOWED, WINDOWED, WHOLE, WINDOWED], "eos_token_id": 256, "bos_token_id": None, "pad_token_id": None,
        "attn_implementation": "eager",
    }  # fmt: skip
    torch.manual_seed(11)
    model = Gemma3ForCausalLM(Gemma3TextConfig(**{**settings, **changes})).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # norms too: they are stored less 1
            parameter.normal_(0.0, spread)
    return model.requires_grad_(False)


def save_gemma_gguf(model: Gemma3ForCausalLM, path: Path) -> Path:
    """The model as a GGUF file of float32: token n + 4 is byte n. Such files have a window on five layers of six, and norms whole."""
    config = model.config
    writer = gguf.GGUFWriter(path, "gemma3")
    writer.add_name("made")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters[WHOLE]["rope_theta"])
    writer.add_sliding_window(config.sliding_window)
    pieces = ["<pad>", "<eos>", "<bos>", "<unk>", *BYTES]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(pieces + [f"<unused{number}>" for number in range(config.vocab_size - len(pieces))])
    writer.add_token_scores([0.0] * config.vocab_size)
    writer.add_token_types([3] * 4 + [6] * 256 + [3] * (config.vocab_size - len(pieces)))
    writer.add_bos_token_id(2)
    writer.add_eos_token_id(1)
    writer.add_unk_token_id(3)
    writer.add_add_space_prefix(False)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GEMMA3, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        if name != "lm_head.weight" or not config.tie_word_embeddings:
            stored = names.get_name(name, try_suffixes=(".weight",))
            assert stored is not None, name
            writer.add_tensor(stored, (tensor + 1.0 if "norm" in name else tensor).float().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
