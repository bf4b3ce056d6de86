"""LM Workbench: see how a language model reads, attends and writes."""

__version__ = "0.1.0"
