"""What the model in training makes of prompts: the very operations that the finished model will be asked by."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.engine.classifying import classify
from workbench.engine.devices import place_of
from workbench.engine.filling import fill
from workbench.engine.generation import generate
from workbench.engine.model import LoadedModel
from workbench.engine.spec import CLASSES
from workbench.engine.transformer import Transformer
from workbench.engine.virtual import n_virtual
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import Classified, ClassifyRequest, Filled, FillRequest, GenerateRequest, GenerationResult, ModelInfo, Subject

MOST_TOKENS = 32


def sample(transformer: Transformer, tokenizer: Tokenizer, prompt: str) -> str:
    """A greedy continuation, masks filled, an answer, or classes; of a prompt that can't be used, why."""
    was_training = transformer.training
    transformer.eval()
    model = LoadedModel(transformer, tokenizer, info_of(transformer, tokenizer))
    events: Iterator[object]
    if transformer.spec.head in CLASSES:
        events = classify(model, ClassifyRequest(Subject("", prompt)))
    elif transformer.spec.kind == "encoder":
        events = fill(model, FillRequest(Subject("", prompt), top=1))
    else:
        events = generate(model, GenerateRequest(Subject("", prompt), max_new_tokens=MOST_TOKENS, top=0))
    try:
        *_, result = events
    except WorkbenchError as error:
        return f"({error.parts()[0]})"
    finally:
        transformer.train(was_training)
    if isinstance(result, Classified):
        return _classes(result)
    assert isinstance(result, Filled | GenerationResult), "an operation ends with its result"
    return result.text


def _classes(found: Classified) -> str:
    """The class of a text with its share; or each token with its tag."""
    best = found.probabilities.argmax(1).tolist()
    if len(best) == 1:
        return f"{found.labels[best[0]]} {found.probabilities[0, best[0]]:.0%}"
    texts = (found.encoding.text[start:end] for start, end in found.encoding.char_spans[found.positions].tolist())
    return "".join(f"{text}/{found.labels[tag]}" for text, tag in zip(texts, best, strict=True))


def info_of(transformer: Transformer, tokenizer: Tokenizer) -> ModelInfo:
    spec = transformer.spec
    device = str(place_of(transformer))
    size_bytes = sum(parameter.nbytes for parameter in transformer.parameters())
    return ModelInfo(
        name="training", path="", family=spec.family, kind=spec.kind, n_layers=spec.n_layers, n_heads=spec.n_heads,
        n_kv_heads=spec.n_kv_heads, d_model=spec.d_model, d_head=spec.d_head, d_mlp=spec.d_mlp, d_vocab=spec.d_vocab, n_ctx=spec.n_ctx,
        n_parameters=size_bytes // 4, dtype="float32", stored_type="F32", source="training", sha256="", device=device, profile="exact",
        kernels="plain linear, fused attention", bos_policy=tokenizer.bos_policy, has_chat_template=False, size_bytes=size_bytes,
        memory_bytes=size_bytes, n_encoder_layers=spec.n_encoder_layers, n_virtual=n_virtual(transformer),
    )  # fmt: skip
