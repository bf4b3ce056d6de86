"""PyTorch: models, what happens inside them, and what comes out."""

from workbench.engine.capture import capture
from workbench.engine.generate import generate
from workbench.engine.model import LoadedModel, open_model
from workbench.engine.score import score
from workbench.engine.trace import Trace

__all__ = ["LoadedModel", "Trace", "capture", "generate", "open_model", "score"]
