"""What a lesson measures of a model when its training has ended."""

from workbench.engine.lessons.measuring import Found, Learned, measure

__all__ = ["Found", "Learned", "measure"]
