"""What a grid has to ask next, and what the answers make of its cells: a grid without a thread, a window or a clock.

The idea that is not obvious: whoever drives it (the window through its Session, the command line in a loop) takes the
requests of `asks`, has each answered by whoever answers its class, and tells `answer` or `fail`. Works are single requests
of the engine rather than one long operation, for three reasons. A cell can be cancelled, alone, by taking its request back.
A crash costs the one cell that was being computed: the next request starts a fresh engine. And a cell is exactly the
generation that the playground would make of the same prompt, so it can be opened there; none is computed in a batch with
others, whose numbers would depend on which cells happened to be computed together. Two requests are under way at a time, so
the engine never waits for the window; all cells of a model come after each other, and of these the prompts that begin alike.

What `answer` and `fail` return is to be recorded: each outcome is committed as it comes, under a key that is its content.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from workbench.errors import WorkbenchError
from workbench.prompts.keys import KeyMaker
from workbench.prompts.layout import Layout
from workbench.prompts.works import Work, outcome_of, work_request
from workbench.values import (
    GridCellDone,
    GridCellFailed,
    GridKernels,
    GridKernelsRequest,
    GridKnown,
    GridKnownRequest,
    GridOutcome,
    GridPrompt,
    GridPrompts,
    GridPromptsRequest,
    GridResult,
    ModelInfo,
    OpenRequest,
    PromptGridRequest,
    WorkKind,
)

UNDER_WAY = 2
ALIKE = 3
"""So many works of a model that fail one after the other with the same error: its other works are not tried."""

State = Literal["waiting", "running", "done", "known", "failed", "cancelled"]
Event = GridCellDone | GridCellFailed


class Ask(NamedTuple):
    """A request that can be submitted now. `work`: it computes cells, so it belongs behind what a person waits for."""

    number: int
    request: object
    work: bool


@dataclass
class CellState:
    """What is known of a cell: the outcomes of its works by kind, or why there are none."""

    state: State = "waiting"
    outcomes: dict[WorkKind, GridOutcome] = field(default_factory=dict)
    error: WorkbenchError | None = None
    known: bool = True

    @property
    def over(self) -> bool:
        return self.state not in ("waiting", "running")


@dataclass(eq=False)
class _Model:
    """One model's way: its prompts as ids, the kernels, what is known already, and the works that are left."""

    number: int
    reference: str
    prompts: GridPrompts | None = None
    kernels: str | None = None
    opens: bool = False
    works: deque[Work] | None = None
    alike: tuple[str, int] = ("", 0)


class GridDriver:
    """One run of a grid. `states[place]` tells of each cell; `changed` are the places that changed since it was last emptied."""

    def __init__(self, request: PromptGridRequest) -> None:
        self.request, self.layout = request, Layout(request)
        self.kinds = self.layout.kinds
        self.states = [CellState() for _ in range(len(self.layout))]
        self.changed: set[int] = set()
        self.n_prompt_tokens = 0
        self._models = [_Model(number, reference) for number, reference in enumerate(request.models)]
        self._prompts, self._prompt_of = self._distinct_prompts()
        self._asked: dict[int, Callable[[object], list[Event]]] = {}
        self._failing: dict[int, Callable[[WorkbenchError], list[Event]]] = {}
        self._works: dict[int, Work] = {}
        self._number = 0
        self._ready: deque[Ask] = deque()
        for model in self._models:
            self._ask_for_prompts(model)

    # what whoever drives it does

    def asks(self) -> Iterator[Ask]:
        """Requests to be submitted now."""
        while self._ready:
            yield self._ready.popleft()
        while len(self._works) < UNDER_WAY and (work := self._next_work()) is not None:
            yield self._begin(work)
        while self._ready:
            yield self._ready.popleft()

    def answer(self, number: int, result: object, seconds: float = 0.0) -> list[Event]:
        """The result of a request, and how long it took; returns what is to be recorded. Nothing comes of one that was cancelled."""
        work = self._works.get(number)
        if work is not None:
            try:
                result = self._outcome(work, result, seconds)
            except WorkbenchError as error:
                return self.fail(number, error)
        self._failing.pop(number, None)
        heard = self._asked.pop(number, None)
        return heard(result) if heard is not None else []

    def fail(self, number: int, error: WorkbenchError) -> list[Event]:
        """The same for one that failed."""
        self._asked.pop(number, None)
        heard = self._failing.pop(number, None)
        return heard(error) if heard is not None else []

    def cancel(self, places: set[int]) -> tuple[list[int], list[Event]]:
        """Give cells up: the numbers of requests that need not be answered any more, and what is to be recorded."""
        wanted = {place for place in places if not self.states[place].over}
        events: list[Event] = [self._given_up(place) for place in sorted(wanted)]
        gone = [number for number, work in self._works.items() if not self._is_wanted(work)]
        for number in gone:
            del self._works[number]
            self._asked.pop(number, None)
            self._failing.pop(number, None)
        return gone, events

    def retry(self, places: set[int]) -> None:
        """Have cells that failed or were cancelled computed after all."""
        models = set()
        for place in places:
            if self.states[place].state in ("failed", "cancelled"):
                self._set(place, CellState(outcomes=dict(self.states[place].outcomes)))
                models.add(self.layout.cell(place).column.model)
        for number in models:
            model = self._models[number]
            model.alike = ("", 0)
            if model.prompts is None or model.kernels is None:
                model.opens = False
                self._ask_for_prompts(model)
            elif model.works is not None:
                running = {work.key for work in self._works.values()} | {work.key for work in model.works}
                model.works += [work for work in self._works_of(model) if work.key not in running]

    @property
    def over(self) -> bool:
        """Whether there is nothing left to ask or to wait for."""
        return not self._ready and not self._asked and all(state.over for state in self.states)

    def result(self, seconds: float) -> GridResult:
        """What came of it."""
        states = [state.state for state in self.states]
        n_known = states.count("known")
        return GridResult(n_known + states.count("done"), states.count("failed"), states.count("cancelled"), n_known, seconds)

    # a model's way to its works

    def _distinct_prompts(self) -> tuple[tuple[GridPrompt, ...], list[int]]:
        """Every prompt once, and which one each cell has."""
        numbers: dict[GridPrompt, int] = {}
        of_part: dict[tuple[int, int, int], int] = {}
        found = []
        for place in range(len(self.layout)):
            cell = self.layout.cell(place)
            part = cell.row, cell.column.template, self.layout.setting(cell).shots
            if part not in of_part:
                of_part[part] = numbers.setdefault(self.layout.prompt(cell), len(numbers))
            found.append(of_part[part])
        return tuple(numbers), found

    def _ask_for_prompts(self, model: _Model) -> None:
        request = GridPromptsRequest(model.reference, self._prompts, self.request.bos)
        self._ask(request, lambda found: self._read(model, found), lambda error: self._lose(model, error))

    def _read(self, model: _Model, found: object) -> list[Event]:
        assert isinstance(found, GridPrompts)
        model.prompts = found
        request = GridKernelsRequest(found.sha256, self.request.dtype)
        self._ask(request, lambda kernels: self._learn(model, kernels), lambda _error: self._learn(model, GridKernels("")))
        return []

    def _learn(self, model: _Model, found: object) -> list[Event]:
        """Which kernels to use: those of before, else whatever the engine chooses when it opens the model in its turn."""
        assert isinstance(found, GridKernels)
        if not found.kernels:
            model.opens = True
            return []
        return self._look_up(model, found.kernels)

    def _look_up(self, model: _Model, kernels: str) -> list[Event]:
        model.kernels, model.opens = kernels, False
        request = GridKnownRequest(tuple(work.key for work in self._works_of(model)))
        self._ask(request, lambda known: self._sort(model, known), lambda _error: self._sort(model, GridKnown(())))
        return []

    def _sort(self, model: _Model, found: object) -> list[Event]:
        """Known works fill their cells at once, the others wait for their turn."""
        assert isinstance(found, GridKnown)
        works = self._works_of(model)
        known = {outcome.key: outcome for outcome in found.outcomes}
        model.works = deque(work for work in works if work.key not in known)
        return [self._fill(work, known[work.key], known=True) for work in works if work.key in known]

    def _lose(self, model: _Model, error: WorkbenchError) -> list[Event]:
        """Nothing can come of a model's cells."""
        places = [place for place in self._places_of(model) if not self.states[place].over]
        model.works = deque()
        return [event for kind in self.kinds for event in self._failed(kind, places, error)] if places else []

    def _works_of(self, model: _Model) -> list[Work]:
        """The works of the cells that are not over: those that begin alike after each other."""
        assert model.prompts is not None
        maker = KeyMaker(model.prompts.sha256, dtype=self.request.dtype, kernels=model.kernels or "")
        works: dict[str, Work] = {}
        places = sorted(self._places_of(model), key=lambda place: (self.layout.cell(place).column, place))
        for place in places:
            if self.states[place].over:
                continue
            ids = self._ids(model, place)
            for kind in self.kinds:
                if kind in self.states[place].outcomes:
                    continue
                key = self._key(maker, kind, place, ids)
                if key not in works:
                    prompt = self._prompts[self._prompt_of[place]]
                    request = work_request(self.layout, place, kind, prompt=prompt, kernels=model.kernels or "")
                    works[key] = Work(kind, key, model.number, request, ids, [])
                works[key].places.append(place)
        return list(works.values())

    def _places_of(self, model: _Model) -> list[int]:
        return [place for place in range(len(self.layout)) if self.layout.cell(place).column.model == model.number]

    def _ids(self, model: _Model, place: int) -> np.ndarray:
        assert model.prompts is not None
        number, ends = self._prompt_of[place], model.prompts.ends
        return model.prompts.ids[(ends[number - 1] if number else 0) : ends[number]]

    def _key(self, maker: KeyMaker, kind: WorkKind, place: int, ids: np.ndarray) -> str:
        cell = self.layout.cell(place)
        if kind == "generate":
            return maker.generate(ids, self.layout.setting(cell), seed=cell.column.seed)
        return maker.likelihood(ids, self.layout.continuations(cell))

    # works

    def _next_work(self) -> Work | None:
        for model in self._models:
            if model.works is None:
                if model.opens:
                    self._open(model)
                return None  # one model after the other, and what is known of this one is not here yet
            while model.works:
                work = model.works.popleft()
                if self._is_wanted(work):
                    return work
            if any(work.model == model.number for work in self._works.values()):
                return None  # the next model waits until this one's works are done
        return None

    def _open(self, model: _Model) -> None:
        model.opens = False
        if all(self.states[place].over for place in self._places_of(model)):
            model.works = deque()
            return
        request = OpenRequest(model.reference, self.request.dtype)
        self._ask(request, lambda info: self._opened(model, info), lambda error: self._lose(model, error), work=True)

    def _opened(self, model: _Model, info: object) -> list[Event]:
        assert isinstance(info, ModelInfo)
        return self._look_up(model, info.kernels)

    def _is_wanted(self, work: Work) -> bool:
        return any(not self.states[place].over for place in work.places)

    def _begin(self, work: Work) -> Ask:
        for place in work.places:
            if not self.states[place].over:
                self.states[place].state = "running"
                self.changed.add(place)
        self._number += 1
        number = self._number
        self._works[number] = work
        self._asked[number] = lambda found: self._done(number, found)
        self._failing[number] = lambda error: self._broke(number, error)
        return Ask(number, work.request, work=True)

    def _done(self, number: int, found: object) -> list[Event]:
        work = self._works.pop(number)
        assert isinstance(found, GridOutcome)
        self._models[work.model].alike = ("", 0)
        return [self._fill(work, found, known=False)]

    def _broke(self, number: int, error: WorkbenchError) -> list[Event]:
        work = self._works.pop(number)
        places = [place for place in work.places if not self.states[place].over]
        events = self._failed(work.kind, places, error)
        model = self._models[work.model]
        count = model.alike[1] + 1 if model.alike[0] == error.code else 1
        model.alike = (error.code, count)
        return events + (self._lose(model, error) if count >= ALIKE else [])

    def _outcome(self, work: Work, found: object, seconds: float) -> GridOutcome:
        model = self._models[work.model]
        assert model.prompts is not None
        assert model.kernels is not None
        return outcome_of(work, found, model_sha256=model.prompts.sha256, dtype=self.request.dtype, kernels=model.kernels, seconds=seconds)

    # cells

    def _fill(self, work: Work, outcome: GridOutcome, *, known: bool) -> GridCellDone:
        for place in work.places:
            state = self.states[place]
            if state.over:
                continue
            state.outcomes[work.kind] = outcome
            state.known = state.known and known
            if all(kind in state.outcomes for kind in self.kinds):
                state.state = "known" if state.known else "done"
            self.changed.add(place)
        return GridCellDone(tuple(work.places), outcome, known)

    def _failed(self, kind: WorkKind, places: list[int], error: WorkbenchError) -> list[Event]:
        if not places:
            return []
        for place in places:
            self.states[place].state, self.states[place].error = "failed", error
            self.changed.add(place)
        return [GridCellFailed(tuple(places), kind, error.code, dict(error.values))]

    def _given_up(self, place: int) -> GridCellFailed:
        self.states[place].state, self.states[place].error = "cancelled", WorkbenchError("cancelled")
        self.changed.add(place)
        return GridCellFailed((place,), self.kinds[0], "cancelled", {})

    def _set(self, place: int, state: CellState) -> None:
        self.states[place] = state
        self.changed.add(place)

    def _ask(
        self,
        request: object,
        heard: Callable[[object], list[Event]],
        failed: Callable[[WorkbenchError], list[Event]],
        *,
        work: bool = False,
    ) -> None:
        self._number += 1
        self._asked[self._number], self._failing[self._number] = heard, failed
        self._ready.append(Ask(self._number, request, work=work))
