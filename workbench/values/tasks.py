"""Tasks as people name them, each a set-up that is ready to run: a prompt with examples, settings, and what to expect of it."""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value

Task = Literal["translation", "summarisation", "writing", "question-answering", "sentiment", "classification"]
TASKS: tuple[Task, ...] = ("translation", "summarisation", "writing", "question-answering", "sentiment", "classification")
TaskMode = Literal["complete", "answer", "classify"]
INPUT, OUTPUT = "{input}", "{output}"


@value
class TaskRecipe:
    """A ready set-up. `titles`, `about` and `limits` (what small models do not manage) by the language they are shown in.

    mode      complete: a text is written on, or with `chat` answered as a message where the model has a chat template.
              answer: an encoder-decoder's. classify: the `labels` are compared behind the prompt
    models    that suit it, the best first
    head, example, ask   the parts of the prompt, with {input} and {output}; `examples` are pairs of them, `input` one to begin with
    content_free         what stands in the place of the input to calibrate the labels; empty: not calibrated
    """

    name: str
    task: Task
    mode: TaskMode
    language: str
    titles: dict[str, str]
    about: dict[str, str]
    limits: dict[str, str]
    models: tuple[str, ...]
    ask: str
    input: str
    head: str = ""
    example: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    content_free: str = ""
    chat: bool = False
    max_new_tokens: int = 64
    temperature: float = 0.0
    top_p: float = 1.0
    stop: tuple[str, ...] = ()

    def frame(self, shots: int) -> tuple[str, str]:
        """What stands before and behind the text in its prompt."""
        before, _input, behind = self.prompt(INPUT, shots).rpartition(INPUT)
        return before, behind

    def prompt(self, text: str, shots: int) -> str:
        """The prompt about `text`, with the first `shots` of the examples before it."""
        shown = [self.example.replace(OUTPUT, output).replace(INPUT, given) for given, output in self.examples[:shots]]
        parts = [self.head, *shown, self.ask.replace(INPUT, text)]
        return "\n\n".join(part for part in parts if part)


@value
class TasksRequest:
    """Ask the text child for the recipes of tasks that ship with the app. Answer: Tasks."""


@value
class Tasks:
    recipes: tuple[TaskRecipe, ...]
