"""The child of text and library: tokens, file headers, the list of models, fetches. It never imports torch and is ready at once.

The tokenizers in use stay open; a file that was replaced is read again. What takes long runs in processes of their own of this same
program: fetches, searches of vocabularies and reports on files, trainings of tokenizers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from workbench.errors import WorkbenchError
from workbench.host.child import serve
from workbench.host.scheduler import Handler
from workbench.library import (
    Location,
    context_length,
    describe,
    fetch,
    is_there,
    keep,
    list_checkpoints,
    list_lessons,
    list_models,
    list_recipes,
    list_tables,
    list_tasks,
    list_tokenizers,
    locate,
    locate_tokenizer,
    open_tokenizer,
    read_recipe,
    run_models,
    train_tokenizer,
)
from workbench.library.hashing import sha256_of
from workbench.library.recipe_writing import save_recipe
from workbench.prompts.searching import search
from workbench.prompts.table import read_table
from workbench.shelf import Shelf
from workbench.text import Tokenizer, beginning, check_prompt
from workbench.text.comparing import broken_lane, cuts_of, lane_of
from workbench.text.fields import fields_of
from workbench.text.file_report import report
from workbench.text.vocabulary import search_vocabulary, vocabulary
from workbench.values import (
    BiasTables,
    BiasTablesRequest,
    ChatPrompt,
    ChatPromptRequest,
    CheckpointsRequest,
    CompareRequest,
    Comparison,
    CutRequest,
    DataFieldsRequest,
    DescribeRequest,
    FetchRequest,
    FileReportRequest,
    GridPrompts,
    GridPromptsRequest,
    KeepRunRequest,
    Lane,
    LessonListRequest,
    Matching,
    MatchRequest,
    Merging,
    ModelListRequest,
    Paths,
    Pipeline,
    PipelineRequest,
    Progress,
    PromptCheck,
    PromptCheckRequest,
    Recipe,
    RecipeListRequest,
    RecipeOpenRequest,
    RecipeSaveRequest,
    RunModelsRequest,
    TableRequest,
    Tasks,
    TasksRequest,
    Tokenized,
    TokenizeRequest,
    TokenizerListRequest,
    TrainTokenizerRequest,
    Vocabulary,
    VocabularyMatches,
    VocabularyRequest,
    VocabularySearchRequest,
    Whereabouts,
    WhereaboutsRequest,
)

ROLE = "text"
BACK = 200
"""Of a text that does not come back whole, so many characters of what does."""
PROMPTS_A_TURN = 32
TOKENIZERS = 6  # the panel compares up to four
COMPARED = 4
VOCABULARIES = 3


class _Open(NamedTuple):
    tokenizer: Tokenizer
    n_ctx: int


class TextDesk:
    """Answers requests; an instance is the child's handler."""

    def __init__(self) -> None:
        self._open: Shelf[tuple[str, int], _Open] = Shelf(TOKENIZERS)
        self._vocabularies: Shelf[tuple[str, int], Vocabulary] = Shelf(VOCABULARIES)

    def __call__(self, request: object, stopped: Callable[[], bool]) -> Iterator[object]:
        match request:
            case TokenizeRequest():
                return iter([self._tokenized(request)])
            case PromptCheckRequest():
                return iter([self._checked(request)])
            case PipelineRequest():
                return iter([self._pipeline(request)])
            case DataFieldsRequest():
                return iter([fields_of(request)])
            case CutRequest():
                return iter([self._cut(request)])
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
            case LessonListRequest():
                return iter([list_lessons()])
            case RecipeOpenRequest():
                return iter([Recipe(request.path, read_recipe(request.path))])
            case RecipeSaveRequest():
                return iter([save_recipe(request)])
            case BiasTablesRequest():
                return iter([BiasTables(list_tables())])
            case TasksRequest():
                return iter([Tasks(list_tasks())])
            case RunModelsRequest():
                return iter([run_models(request)])
            case KeepRunRequest():
                return iter([keep(request)])
            case CheckpointsRequest():
                return iter([list_checkpoints(request)])
            case FetchRequest():
                return fetch(request.name, accept_licence=request.accept_licence, stopped=stopped)
            case TokenizerListRequest():
                return iter([list_tokenizers()])
            case CompareRequest():
                return self._compared(request)
            case VocabularyRequest():
                return self._vocabulary(request, stopped)
            case VocabularySearchRequest():
                found = search_vocabulary(self._tokenizer(locate_tokenizer(request.tokenizer)).tokenizer, request.query, request.mode)
                return iter([VocabularyMatches(request, found)])
            case FileReportRequest():
                location = locate_tokenizer(request.tokenizer)
                return report(self._tokenizer(location).tokenizer, request, name=location.name, stopped=stopped)
            case TrainTokenizerRequest():
                return train_tokenizer(request, stopped=stopped)
        raise TypeError(f"the text child does not answer {type(request).__name__}")

    def _tokenized(self, request: TokenizeRequest) -> Tokenized:
        subject = request.subject
        tokenizer, n_ctx = self._tokenizer(locate_tokenizer(subject.model))
        return Tokenized(
            request=request,
            encoding=tokenizer.encode(subject.text, bos=subject.bos, form=subject.form),
            bos_policy=tokenizer.bos_policy,
            n_ctx=n_ctx,
            lost=(lost := tokenizer.lost(subject.text)),
            back=tokenizer.returned(subject.text)[:BACK] if lost else "",
        )

    def _checked(self, request: PromptCheckRequest) -> PromptCheck:
        tokenizer, n_ctx = self._tokenizer(locate(request.subject.model))
        return check_prompt(tokenizer, request, n_ctx=n_ctx)

    def _pipeline(self, request: PipelineRequest) -> Pipeline:
        subject, text = request.subject, beginning(request.subject.text, request.most_characters)
        tokenizer, _ = self._tokenizer(locate_tokenizer(subject.model))
        given, stages, n_columns = tokenizer.pipeline(text, bos=subject.bos, form=subject.form)
        return Pipeline(request, text=given, n_characters=len(text), stages=stages, n_columns=n_columns)

    def _cut(self, request: CutRequest) -> Merging | Matching | Paths:
        return self._tokenizer(locate_tokenizer(request.model)).tokenizer.cut(request)

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

    def _compared(self, request: CompareRequest) -> Iterator[object]:
        """One that can't be opened is a lane that says why; the others stand. Others have a turn after each."""
        if len(request.tokenizers) > COMPARED:
            raise WorkbenchError("tokenizers-too-many", count=len(request.tokenizers), limit=COMPARED)
        lanes: list[Lane] = []
        for reference in request.tokenizers:
            yield Progress("tokenize", len(lanes), len(request.tokenizers), "tokenizers")
            try:
                location = locate_tokenizer(reference)
                lanes.append(lane_of(self._tokenizer(location).tokenizer, request.text, reference=reference, name=location.name))
            except WorkbenchError as error:
                if error.code == "text-not-unicode":
                    raise
                lanes.append(broken_lane(reference, error))
        places, cuts = cuts_of(lanes, len(request.text.encode("utf-8")))
        yield Comparison(request, tuple(lanes), places, cuts)

    def _vocabulary(self, request: VocabularyRequest, stopped: Callable[[], bool]) -> Iterator[object]:
        location = locate_tokenizer(request.tokenizer)
        key = _key(location)
        found = self._vocabularies.get(key)
        if found is not None:
            yield dataclasses.replace(found, request=request)
            return
        for event in vocabulary(self._tokenizer(location).tokenizer, request, name=location.name, stopped=stopped):
            if isinstance(event, Vocabulary):
                self._vocabularies.put(key, event, cost=1)
            yield event

    def _tokenizer(self, location: Location) -> _Open:
        key = _key(location)
        found = self._open.get(key)
        if found is None:
            found = _Open(open_tokenizer(location), context_length(location))
            self._open.put(key, found, cost=1)
        return found


def _key(location: Location) -> tuple[str, int]:
    """What makes a tokenizer this one: a file that was replaced is another."""
    holder = location.path / "tokenizer.json" if location.format == "tokenizer" else location.own
    return str(location.own), holder.stat().st_mtime_ns


def main() -> None:
    """Serve until the parent goes; does not return."""
    serve(ROLE, _prepare)


def _prepare() -> Handler:
    return TextDesk()


if __name__ == "__main__":
    main()
