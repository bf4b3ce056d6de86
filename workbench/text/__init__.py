"""Text into tokens and back: tokenizers, byte spans, chat templates. No torch here."""

from workbench.text.folder_tokenizer import tokenizer_from_folder
from workbench.text.gguf_tokenizer import tokenizer_from_gguf
from workbench.text.pipeline import beginning
from workbench.text.prompt_check import check_prompt
from workbench.text.rank_file import ENCODINGS, tokenizer_from_ranks
from workbench.text.stream import StreamDecoder
from workbench.text.tokenizer import Specials, Tokenizer

__all__ = [
    "ENCODINGS",
    "Specials",
    "StreamDecoder",
    "Tokenizer",
    "beginning",
    "check_prompt",
    "tokenizer_from_folder",
    "tokenizer_from_gguf",
    "tokenizer_from_ranks",
]
