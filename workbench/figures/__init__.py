"""Pictures that open again: where a picture comes from, kept in its own file, and read back from it.

Bytes in, values out: it knows neither windows nor engines, and takes nothing in a file on trust.
"""

from workbench.figures.command import command_of
from workbench.figures.files import ENDINGS, read
from workbench.figures.sealing import Seal

__all__ = ["ENDINGS", "Seal", "command_of", "read"]
