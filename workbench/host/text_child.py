"""The child of text and library: tokens, file headers, the list of models, fetches. It never imports torch and is ready at once.

The tokenizers in use stay open; a file that was replaced is read again. Fetches run in a second process of this program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from workbench.errors import WorkbenchError
from workbench.host.child import serve
from workbench.host.scheduler import Handler
from workbench.library import Location, context_length, describe, fetch, is_there, keep, list_models, list_recipes, locate, open_tokenizer
from workbench.library.hashing import sha256_of
from workbench.prompts.searching import search
from workbench.prompts.table import read_table
from workbench.shelf import Shelf
from workbench.text import Tokenizer
from workbench.values import (
    ChatPrompt,
    ChatPromptRequest,
    DescribeRequest,
    FetchRequest,
    GridPrompts,
    GridPromptsRequest,
    KeepRunRequest,
    MatchRequest,
    ModelListRequest,
    Progress,
    RecipeListRequest,
    TableRequest,
    Tokenized,
    TokenizeRequest,
    Whereabouts,
    WhereaboutsRequest,
)

ROLE = "text"
PROMPTS_A_TURN = 32
TOKENIZERS = 6  # the panel compares up to four


class _Open(NamedTuple):
    tokenizer: Tokenizer
    n_ctx: int


class TextDesk:
    """Answers requests; an instance is the child's handler."""

    def __init__(self) -> None:
        self._open: Shelf[tuple[str, int], _Open] = Shelf(TOKENIZERS)

    def __call__(self, request: object, stopped: Callable[[], bool]) -> Iterator[object]:
        match request:
            case TokenizeRequest():
                return iter([self._tokenized(request)])
            case ChatPromptRequest():
                return iter([self._chat_prompt(request)])
            case DescribeRequest():
                return iter([describe(locate(request.model), tensors=request.tensors)])
            case ModelListRequest():
                return iter([list_models()])
            case WhereaboutsRequest():
                return iter([Whereabouts(request, tuple(one for one in request.references if not is_there(one)))])
            case GridPromptsRequest():
                return self._grid_prompts(request, stopped)
            case TableRequest():
                return iter([read_table(request.path)])
            case MatchRequest():
                return iter([search(request)])
            case RecipeListRequest():
                return iter([list_recipes()])
            case KeepRunRequest():
                return iter([keep(request)])
            case FetchRequest():
                return fetch(request.name, accept_licence=request.accept_licence, stopped=stopped)
        raise TypeError(f"the text child does not answer {type(request).__name__}")

    def _tokenized(self, request: TokenizeRequest) -> Tokenized:
        subject = request.subject
        tokenizer, n_ctx = self._tokenizer(locate(subject.model))
        return Tokenized(
            request=request,
            encoding=tokenizer.encode(subject.text, bos=subject.bos, form=subject.form),
            bos_policy=tokenizer.bos_policy,
            n_ctx=n_ctx,
            stages=tokenizer.stages(subject.text) if request.stages else (),
            lost=tokenizer.lost(subject.text),
        )

    def _chat_prompt(self, request: ChatPromptRequest) -> ChatPrompt:
        tokenizer, n_ctx = self._tokenizer(locate(request.model))
        messages = [{"role": role, "content": content} for role, content in request.messages]
        encoding = tokenizer.encode_messages(messages, template=request.template) if messages else None
        return ChatPrompt(request, own_template=tokenizer.chat_template or "", encoding=encoding, n_ctx=n_ctx)

    def _grid_prompts(self, request: GridPromptsRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        location = locate(request.model)
        tokenizer, n_ctx = self._tokenizer(location)
        found: list[np.ndarray] = []
        for number, prompt in enumerate(request.prompts):
            if stopped():
                raise WorkbenchError("cancelled")
            if number % PROMPTS_A_TURN == 0:
                yield Progress("prompts", number, len(request.prompts), "prompts")
            if prompt.form == "user":
                messages = [{"role": role, "content": content} for role, content in prompt.messages()]
                found.append(tokenizer.encode_messages(messages).ids)
            else:
                found.append(tokenizer.encode(prompt.text, bos=request.bos).ids)
        ids = np.concatenate([np.zeros(0, np.int32), *found])
        yield GridPrompts(ids, np.cumsum([len(one) for one in found], dtype=np.int64), sha256_of(location), n_ctx)

    def _tokenizer(self, location: Location) -> _Open:
        key = str(location.path), location.path.stat().st_mtime_ns
        found = self._open.get(key)
        if found is None:
            found = _Open(open_tokenizer(location), context_length(location))
            self._open.put(key, found, cost=1)
        return found


def main() -> None:
    """Serve until the parent goes; does not return."""
    serve(ROLE, _prepare)


def _prepare() -> Handler:
    return TextDesk()


if __name__ == "__main__":
    main()
