from __future__ import annotations

from pathlib import Path

import pytest

from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer


@pytest.fixture(scope="session")
def smol(smollm2: Path) -> Tokenizer:
    """SmolLM2's tokenizer, from its GGUF."""
    return open_tokenizer(locate(str(smollm2)))
