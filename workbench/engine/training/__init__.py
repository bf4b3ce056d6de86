"""Training: from a request to a model folder, as an operation that can be stopped, resumed and watched."""

from workbench.engine.training.loop import train

__all__ = ["train"]
