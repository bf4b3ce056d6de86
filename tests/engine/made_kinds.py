"""Small random BERT and T5 models on disk, and the same weights in transformers as the oracle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from made_models import save_tokenizer
from transformers import BertConfig, BertForMaskedLM, BertModel, PreTrainedModel, T5Config, T5ForConditionalGeneration

N_CTX = 64


def make_bert(*, head: bool = True, spread: float = 0.3, **changes: Any) -> BertForMaskedLM | BertModel:
    """3 layers, 4 heads; with or without the masked-language-model head."""
    settings: dict[str, Any] = {
        "vocab_size": 300, "hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 80,
        "max_position_embeddings": N_CTX, "attn_implementation": "eager", "pad_token_id": 0,
    }  # fmt: skip
    return _drawn((BertForMaskedLM if head else BertModel)(BertConfig(**{**settings, **changes})), spread)


def make_t5(*, spread: float = 0.2, **changes: Any) -> T5ForConditionalGeneration:
    """2 encoder and 3 decoder layers, 4 heads of 10 dimensions."""
    settings: dict[str, Any] = {
        "vocab_size": 300, "d_model": 48, "d_kv": 10, "d_ff": 80, "num_layers": 2, "num_decoder_layers": 3, "num_heads": 4,
        "relative_attention_num_buckets": 8, "relative_attention_max_distance": 20, "decoder_start_token_id": 0,
        "attn_implementation": "eager",
    }  # fmt: skip
    return _drawn(T5ForConditionalGeneration(T5Config(**{**settings, **changes})), spread)


def save_kind(model: PreTrainedModel, folder: Path) -> Path:
    """The model as a Hugging Face folder with a byte-level tokenizer whose ids 256 and 257 are the end and the mask."""
    model.save_pretrained(folder)
    save_tokenizer(folder, "</s>", "[MASK]")
    (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": "</s>", "mask_token": "[MASK]"}))
    return folder


def _drawn(model: Any, spread: float) -> Any:
    torch.manual_seed(11)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            is_norm = "norm" in name.lower() and name.endswith("weight")
            parameter.normal_(1.0 if is_norm else 0.0, spread)
    return model.eval().requires_grad_(False)
