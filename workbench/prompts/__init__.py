"""Prompt experiments as plain values in and out: templates, tables of variables, few-shot examples, grids and their scores.

Knows neither models nor windows nor the record, so the window, the command line and the children can all import it.
"""

from workbench.prompts.driver import Ask, GridDriver
from workbench.prompts.layout import Cell, Column, Layout
from workbench.prompts.problems import problem_of
from workbench.prompts.scores import Scorer
from workbench.prompts.summary import Estimate, Line, Summary, mean_of, summarise
from workbench.prompts.template import Piece, pieces, render, variables

__all__ = [
    "Ask", "Cell", "Column", "Estimate", "GridDriver", "Layout", "Line", "Piece", "Scorer", "Summary", "mean_of", "pieces",
    "problem_of", "render", "summarise", "variables",
]  # fmt: skip
