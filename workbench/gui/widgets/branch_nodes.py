"""Trees of tokens as rows: the runs that branched from one prompt, and the nodes of a beam search. Plain data, no widgets.

The idea that is not obvious: a row is a stretch of tokens without a fork, so a tree of thousands of tokens has few rows. Runs are
told apart by ids, never by text; in a beam search the best continuation goes on in its row, and the others hang below it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.values import NODE_STATES, Beam, BeamStep, Branch

Token = tuple[int, str, str, float]
"""Id, as it is shown, what it adds to the text, and its log-probability, the model's own (NaN: not recorded)."""


@dataclass(eq=False)
class Node:
    """A row. `start`: the number of its first token behind the prompt. `runs`: those that end here; `through`: all that pass.
    `state`: empty, running, pruned or finished; `score`: of a beam that ends here."""

    start: int
    tokens: list[Token] = field(default_factory=list)
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    through: list[int] = field(default_factory=list)
    name: str = ""
    state: str = ""
    score: float | None = None
    last: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.tokens)

    @property
    def total(self) -> float:
        """Log-probability of everything from the prompt to the end of this row; NaN if a part is not recorded."""
        above = self.parent.total if self.parent is not None else 0.0
        return above + math.fsum(token[3] for token in self.tokens) if not math.isnan(above) else above

    @property
    def key(self) -> tuple[int, ...]:
        """The ids from the prompt to the first token of this row."""
        above: list[int] = []
        node = self.parent
        while node is not None:
            above[:0] = [token[0] for token in node.tokens]
            node = node.parent
        return (*above[: self.start], *(token[0] for token in self.tokens[:1]))

    def text(self) -> str:
        return "".join(token[2] for token in self.tokens)

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        return child

    def each(self) -> Iterator[Node]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.each()


# runs


def paths_of(branches: Sequence[Branch]) -> dict[int, list[Token]]:
    """Each run's tokens from the prompt on. What a branch kept is its parent's; where that is gone only the ids are known."""
    paths: dict[int, list[Token]] = {}
    for branch in branches:
        kept = [_unknown(token) for token in branch.kept.tolist()]
        parent = paths.get(branch.parent_id if branch.parent_id is not None else -1, [])
        for place, token in enumerate(parent[: max(len(kept) - 1, 0)]):
            if token[0] == kept[place][0]:
                kept[place] = token
        if kept and branch.kept_token:
            kept[-1] = (kept[-1][0], branch.kept_token, branch.kept_text, branch.kept_logprob)
        own = zip(branch.ids.tolist(), branch.tokens, branch.texts, branch.logprobs.tolist(), strict=True)
        paths[branch.id] = [*kept, *own]
    return paths


def _unknown(token: int) -> Token:
    return token, f"⟨{token}⟩", "", math.nan


def tree_of(paths: Mapping[int, Sequence[Token]], names: Mapping[int, str] | None = None, *, running: int | None = None) -> Node:
    """The rows of several runs: split where they part, and where one ends."""
    root = Node(0, through=list(paths))
    for run, tokens in paths.items():
        _insert(root, run, tokens)
    for node in root.each():
        node.name = next((names[run] for run in node.runs if names and names.get(run)), "")
        node.state = "running" if running in node.runs else ""
    return root


def _insert(root: Node, run: int, tokens: Sequence[Token]) -> None:
    node, place = root, 0
    while place < len(tokens):
        child = next((one for one in node.children if one.tokens[0][0] == tokens[place][0]), None)
        if child is None:
            node = node.add(Node(place, list(tokens[place:]), through=[run]))
            break
        common = _common(child.tokens, tokens, place)
        if common < len(child.tokens):
            _split(child, common)
        child.through.append(run)
        node, place = child, place + common
    node.runs.append(run)


def _common(here: Sequence[Token], tokens: Sequence[Token], place: int) -> int:
    n = 0
    while n < len(here) and place + n < len(tokens) and here[n][0] == tokens[place + n][0]:
        n += 1
    return n


def _split(node: Node, at: int) -> None:
    """Everything from the token `at` on becomes a row of its own below."""
    rest = Node(node.start + at, node.tokens[at:], node, node.children, node.runs, list(node.through))
    for child in rest.children:
        child.parent = rest
    node.tokens, node.children, node.runs = node.tokens[:at], [rest], []


# beams


class BeamNodes:
    """The nodes of a beam search as they come."""

    def __init__(self) -> None:
        self._tokens: dict[int, Token] = {}
        self._parents: dict[int, int] = {}
        self._states: dict[int, str] = {}
        self._children: dict[int, list[int]] = {}
        self._totals: dict[int, float] = {0: 0.0}
        self._depths: dict[int, int] = {0: 0}
        self._beams: dict[int, Beam] = {}
        self._front: list[int] = []

    def see(self, step: BeamStep) -> None:
        """Take in the nodes of one depth."""
        listed = zip(
            step.nodes.tolist(), step.parents.tolist(), step.ids.tolist(), step.tokens, step.logprobs.tolist(), step.totals.tolist(),
            step.states.tolist(), strict=True,
        )  # fmt: skip
        self._front = []
        for node, parent, token, shown, logprob, total, state in listed:
            self._tokens[node] = (token, shown, shown, logprob)
            self._parents[node], self._totals[node], self._depths[node] = parent, total, self._depths[parent] + 1
            self._states[node] = NODE_STATES[state]
            self._children.setdefault(parent, []).append(node)
            if NODE_STATES[state] == "kept":
                self._front.append(node)

    def end(self, beams: Iterable[Beam]) -> None:
        """The search is over, and these came of it, best first."""
        self._beams = {beam.node: beam for beam in beams}

    def __len__(self) -> int:
        return len(self._tokens)

    def tokens_to(self, node: int) -> list[Token]:
        """The tokens from the prompt to a node."""
        found = []
        while node in self._tokens:
            found.append(self._tokens[node])
            node = self._parents[node]
        return found[::-1]

    @property
    def best(self) -> int:
        """The node at which the best continuation ends now; 0: there is none."""
        if self._beams:
            return next(iter(self._beams))
        return max(self._front, key=self._totals.__getitem__, default=0)

    def tree(self, *, pruned: bool = True) -> Node:
        """The rows; without those that were pruned unless wanted."""
        root, leading = Node(0), self._leading()
        work = [(root, child) for child in self._shown(0, leading, pruned)]
        while work:
            parent, first = work.pop(0)
            row = parent.add(Node(self._depths[first] - 1, state=self._states[first]))
            node = first
            while True:
                row.tokens.append(self._tokens[node])
                row.last, row.state = node, self._states[node]
                if node in self._beams:
                    row.score, row.state = self._beams[node].score, "finished"
                children = self._shown(node, leading, pruned)
                kept = [child for child in children if self._states[child] != "pruned"]
                work += [(row, child) for child in children if not kept or child != kept[0]]
                if not kept:
                    break
                node = kept[0]
        return root

    def _leading(self) -> set[int]:
        node, found = self.best, set()
        while node in self._tokens:
            found.add(node)
            node = self._parents[node]
        return found

    def _shown(self, node: int, leading: set[int], pruned: bool) -> list[int]:
        children = [one for one in self._children.get(node, ()) if pruned or self._states[one] != "pruned"]
        return sorted(children, key=lambda one: (one not in leading, self._states[one] == "pruned", -self._totals[one]))


# out of the window


def outline(root: Node, prompt: str) -> str:
    """The tree as indented text."""
    lines = [prompt]

    def write(node: Node, depth: int) -> None:
        about = [f"{node.total:.2f} nats", *(f"run {run}" for run in node.runs), *([node.state] if node.state else [])]
        name = f" “{node.name}”" if node.name else ""
        words = node.text() or "".join(token[1] for token in node.tokens)
        lines.append(f"{'  ' * depth}- {json.dumps(words, ensure_ascii=False)}{name} ({', '.join(about)})")
        for child in node.children:
            write(child, depth + 1)

    for child in root.children:
        write(child, 1)
    return "\n".join(lines) + "\n"


def as_json(root: Node, prompt: str) -> str:
    """The tree as one JSON document: nodes in reading order, each with the number of the one above it."""
    numbers = {id(node): number for number, node in enumerate(root.each())}
    nodes = [
        {
            "node": numbers[id(node)],
            "parent": numbers[id(node.parent)] if node.parent is not None else None,
            "start": node.start,
            "ids": [token[0] for token in node.tokens],
            "tokens": [token[1] for token in node.tokens],
            "text": node.text(),
            "logprobs": [None if math.isnan(token[3]) else token[3] for token in node.tokens],
            "total_logprob": None if math.isnan(node.total) else node.total,
            "runs": node.runs,
            "name": node.name,
            "state": node.state,
            "score": node.score,
        }
        for node in root.each()
    ]
    return json.dumps({"prompt": prompt, "nodes": nodes}, ensure_ascii=False, indent=1)
