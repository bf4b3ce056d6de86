"""PyTorch: models, what happens inside them, and what comes out."""

from workbench.engine.beams import beam_search
from workbench.engine.bias import bias
from workbench.engine.capturing import capture
from workbench.engine.classifying import classify
from workbench.engine.filling import fill
from workbench.engine.fluency import fluency
from workbench.engine.generation import generate
from workbench.engine.head_types import head_types, text_heads
from workbench.engine.likelihood import likelihood
from workbench.engine.model import LoadedModel, open_model
from workbench.engine.norms import token_norms
from workbench.engine.probing import probe
from workbench.engine.replaying import replay
from workbench.engine.scoring import score
from workbench.engine.sentences import similarity
from workbench.engine.trace import Trace
from workbench.engine.waterfall import waterfall
from workbench.engine.whatif import what_if

__all__ = [
    "LoadedModel", "Trace", "beam_search", "bias", "capture", "classify", "fill", "fluency", "generate", "head_types", "likelihood",
    "open_model", "probe", "replay", "score", "similarity", "text_heads", "token_norms", "waterfall", "what_if",
]  # fmt: skip
