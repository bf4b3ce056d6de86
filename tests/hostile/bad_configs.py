"""Hostile configurations: config.json and what lies beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from case import Case, with_file, with_json
from made_good import folder

from workbench import paths

CONFIG = "config.json"
NAN, INF = float("nan"), float("inf")
LLAMA3 = {"rope_type": "llama3", "rope_theta": 1e4, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}


def config(**changes: Any) -> Callable[[Path], Path]:
    """A good folder whose config.json says something else."""
    return with_json(CONFIG, lambda values: values.update(changes))


def starter(name: str, **changes: Any) -> Callable[[Path], Path]:
    """A copy of a model that ships with the app whose config.json says something else."""

    def make(place: Path) -> Path:
        made = Path(shutil.copytree(paths.resources() / "starters" / name, place / "model"))
        path = made / CONFIG
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))
        return made

    return make


def beside(name: str, content: Any, code: str = "", do: str = "run") -> Case:
    """Another JSON file of the folder."""
    return Case(with_file(name, json.dumps(content)), code, do)


def instead(name: str, target: str) -> Callable[[Path], Path]:
    """A file of the folder is a link."""

    def make(place: Path) -> Path:
        made = folder(place / "model")
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).unlink(missing_ok=True)
        (made / name).symlink_to(target)
        return made

    return make


def rope(**settings: Any) -> Callable[[Path], Path]:
    return config(rope_parameters=settings)


CASES: dict[str, Case] = {
    "empty": Case(with_file(CONFIG, b""), "json-bad"),
    "a list": Case(with_file(CONFIG, b"[]"), "json-bad"),
    "not UTF-8": Case(with_file(CONFIG, b'{"model_type": "\xff"}'), "json-bad"),
    "a mark before it": Case(with_file(CONFIG, b"\xef\xbb\xbf{}"), "json-bad"),
    "a key twice": Case(with_file(CONFIG, b'{"model_type": "llama", "model_type": "bert"}'), "json-bad"),
    "100,000 deep": Case(with_file(CONFIG, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "json-bad"),
    "two megabytes": Case(with_file(CONFIG, b'{"a": "' + b"x" * (2 << 20) + b'"}'), "json-bad"),
    "a number of 5,000 digits": Case(with_file(CONFIG, b'{"a": 1' + b"0" * 5000 + b"}"), "json-bad"),
    "a million numbers as a family": Case(config(model_type=[0] * 300_000), "config-bad"),
    "a family nobody knows": Case(config(model_type="mamba" * 50_000), "family-unknown"),
    "a family with placeholders": Case(config(model_type="{path.__class__.__init__.__globals__}{0}{"), "family-unknown"),
    "no family": Case(config(model_type=None), "config-bad"),
    "a billion layers": Case(config(num_hidden_layers=10**9), "config-bad"),
    "a thousand layers that are not there": Case(config(num_hidden_layers=1000), "tensor-missing"),
    "no layers": Case(config(num_hidden_layers=0), "config-bad"),
    "layers below zero": Case(config(num_hidden_layers=-1), "config-bad"),
    "layers with a point": Case(config(num_hidden_layers=1.5), "config-bad"),
    "layers as text": Case(config(num_hidden_layers="1"), "config-bad"),
    "layers as true": Case(config(num_hidden_layers=True), "config-bad"),
    "layers as nested lists": Case(config(num_hidden_layers=[[[1]]]), "config-bad"),
    "a vocabulary of 2^62": Case(config(vocab_size=2**62), "config-bad"),
    "a vocabulary of 2^24": Case(config(vocab_size=1 << 24), "tensor-misshapen"),
    "a vocabulary of 10^400": Case(config(vocab_size=10**400), "config-bad"),
    "a width that is infinite": Case(config(hidden_size=INF), "config-bad"),
    "a width that is no number": Case(config(hidden_size=NAN), "config-bad"),
    "more heads than dimensions": Case(config(num_attention_heads=64), "config-bad"),
    "heads that do not divide": Case(config(num_key_value_heads=3), "config-bad"),
    "a head of 2^24": Case(config(head_dim=1 << 24), "config-bad"),
    "a head of 2^24 with stretched waves": Case(
        config(head_dim=1 << 24, rope_parameters={**LLAMA3, "original_max_position_embeddings": 32}), "config-bad"
    ),
    "a context of 2^62": Case(config(max_position_embeddings=2**62), "config-bad"),
    "a context of 2^24": Case(config(max_position_embeddings=1 << 24), ""),
    "an epsilon of 10^400": Case(config(rms_norm_eps=10**400), "config-bad"),
    "an epsilon of zero": Case(config(rms_norm_eps=0), "config-bad"),
    "an epsilon of minus infinity": Case(config(rms_norm_eps=-INF), "config-bad"),
    "a rotation base of zero": Case(rope(rope_theta=0), "config-bad"),
    "a rotation base of infinity": Case(rope(rope_theta=INF), "config-bad"),
    "a rotation base of almost nothing": Case(rope(rope_theta=1e-300), "config-bad"),
    "a stretch of zero": Case(rope(rope_type="linear", factor=0), "config-bad"),
    "a stretch of infinity": Case(rope(rope_type="linear", factor=INF), "config-bad"),
    "a stretch of almost nothing": Case(rope(rope_type="linear", factor=1e-320), "config-bad"),
    "a stretch of an unknown kind": Case(rope(rope_type="dynamic", factor=2), "rope-unknown"),
    "a stretch of a kind that is a list": Case(rope(rope_type=["linear"]), "config-bad"),
    "stretched waves without their settings": Case(rope(rope_type="llama3"), "config-bad"),
    "stretched waves, low above high": Case(rope(**{**LLAMA3, "low_freq_factor": 9, "original_max_position_embeddings": 1}), "config-bad"),
    "an activation nobody knows": Case(config(hidden_act="os.system"), "config-bad"),
    "an activation as a list": Case(config(hidden_act=["silu"]), "config-bad"),
    "quantised in another way": Case(config(quantization_config={"bits": 4}), "config-bad"),
    "BERT whose heads do not divide": Case(starter("starter-masked", num_attention_heads=7), "config-bad"),
    "BERT of 2^24 sentence types": Case(starter("starter-masked", type_vocab_size=1 << 24), "config-bad"),
    "BERT that calls itself a decoder": Case(starter("starter-masked", is_decoder=True), "config-bad"),
    "BERT with a context of 2^24": Case(starter("starter-masked", max_position_embeddings=1 << 24), "tensor-misshapen"),
    "BERT with positions nobody knows": Case(starter("starter-masked", position_embedding_type="relative_key"), "config-bad"),
    "T5 of a billion buckets": Case(starter("starter-seq2seq", relative_attention_num_buckets=10**9), "config-bad"),
    "T5 of one bucket": Case(starter("starter-seq2seq", relative_attention_num_buckets=1), "config-bad"),
    "T5 with a distance of 2^24": Case(starter("starter-seq2seq", relative_attention_max_distance=1 << 24), ""),
    "T5 that begins beyond its vocabulary": Case(starter("starter-seq2seq", decoder_start_token_id=10**6), "config-bad"),
    "T5 that begins below zero": Case(starter("starter-seq2seq", decoder_start_token_id=-1), "config-bad"),
    "T5 of a thousand layers": Case(starter("starter-seq2seq", num_layers=1000, num_decoder_layers=1000), "tensor-missing"),
    "T5 with a projection that is a list": Case(starter("starter-seq2seq", feed_forward_proj=["relu"]), "config-bad"),
    "a generation config that is a list": beside("generation_config.json", [1], "json-bad"),
    "a generation config with absurd ends": beside("generation_config.json", {"eos_token_id": [-1, 2**70, "x", None, [1], True, NAN]}),
    "a tokenizer config that is a list": beside("tokenizer_config.json", [], "json-bad"),
    "a tokenizer config with a key twice": Case(with_file("tokenizer_config.json", '{"bos_token": "a", "bos_token": "b"}'), "json-bad"),
    "roles that are numbers and lists": beside("tokenizer_config.json", {"bos_token": 5, "eos_token": [], "unk_token": {"content": 7}}),
    "a length of 10^30": beside("tokenizer_config.json", {"model_max_length": 10**30, "eos_token": "</s>"}),
    "special tokens that are a list": beside("special_tokens_map.json", ["</s>"], "json-bad"),
    "special tokens that are nowhere": beside("special_tokens_map.json", {"mask_token": "<nowhere>", "pad_token": "\ud800"}),
    "modules that lead out": beside("modules.json", [{"type": "os.system", "path": "../../x"}], do="compare"),
    "modules that are a number": beside("modules.json", 5, do="compare"),
    "modules of numbers": beside("modules.json", [5], do="compare"),
    "modules 100,000 deep": Case(with_file("modules.json", "[" * 100_000 + "]" * 100_000), "", "compare"),
    "pooling that is a list": beside("1_Pooling/config.json", [], do="compare"),
    "pooling of everything at once": beside(
        "1_Pooling/config.json", {"pooling_mode_cls_token": "yes", "word_embedding_dimension": 2**62}, do="compare"
    ),
    "modules without end": Case(instead("modules.json", "/dev/zero"), "", "compare"),
    "pooling without end": Case(instead("1_Pooling/config.json", "/dev/zero"), "", "compare"),
    "a configuration without end": Case(instead(CONFIG, "/dev/zero"), "model-unreadable"),
    "a configuration of the machine's": Case(instead(CONFIG, "/etc/passwd"), "json-bad"),
    "a tokenizer without end": Case(instead("tokenizer.json", "/dev/zero"), "tokenizer-missing"),
    "a template without end": Case(instead("chat_template.jinja", "/dev/zero"), "", "converse"),
    "code of its own": beside(
        "config.json", {**json.loads('{"model_type": "own"}'), "auto_map": {"AutoModel": "modeling.Own"}}, "family-unknown"
    ),
}
