"""Models on disk: the catalogue, where they are, what their headers say, how they are fetched. No torch here."""

from workbench.library.catalogue import BUILT_IN, CatalogueEntry, list_models
from workbench.library.config import read_config
from workbench.library.describe import COUNTS, KNOWN_FAMILIES, NGRAM_FAMILY, context_length, describe
from workbench.library.fetch import fetch, verify
from workbench.library.gguf import GgufHeader, GgufTensor, read_gguf_header
from workbench.library.hashing import sha256_of
from workbench.library.lessons import list_lessons, read_lesson
from workbench.library.locate import Location, is_there, locate
from workbench.library.own_tokenizers import train_tokenizer
from workbench.library.probes import built_in_table, list_tables
from workbench.library.recipes import list_recipes, read_recipe, with_changes, with_steps
from workbench.library.run_checkpoints import list_checkpoints
from workbench.library.safetensors import SafetensorsTensor, read_index, read_safetensors_header, weight_files
from workbench.library.tasks import list_tasks
from workbench.library.tokenizers import list_tokenizers, locate_tokenizer, open_tokenizer
from workbench.library.training_runs import checkpoint_steps, keep, run_models, training_state, training_states

__all__ = [
    "BUILT_IN", "COUNTS", "KNOWN_FAMILIES", "NGRAM_FAMILY", "CatalogueEntry", "GgufHeader", "GgufTensor", "Location", "SafetensorsTensor",
    "built_in_table", "checkpoint_steps", "context_length", "describe", "fetch", "is_there", "keep", "list_checkpoints", "list_lessons",
    "list_models", "list_recipes", "list_tables", "list_tasks", "list_tokenizers", "locate", "locate_tokenizer", "open_tokenizer",
    "read_config", "read_gguf_header", "read_index", "read_lesson", "read_recipe", "read_safetensors_header", "run_models", "sha256_of",
    "train_tokenizer", "training_state", "training_states", "verify", "weight_files", "with_changes",
    "with_steps",
]  # fmt: skip
