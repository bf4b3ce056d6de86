"""How a tokenizer's model cuts one word: the library's algorithms once more, with every step kept.

The idea that is not obvious: a replay proves itself by ending at the library's own ids, whatever the word.
"""

from workbench.text.cuts.cutter import Cutter

__all__ = ["Cutter"]
