"""What objectives, sources of text, kinds of models and ways of training are called, and what each is in a line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from workbench.gui.models.training_draft import Draft
from workbench.gui.widgets.number_edit import spelled
from workbench.values import Architecture, NgramArchitecture, TrainRequest, WindowArchitecture, run_and_step


class ChoiceWords(QObject):
    """Words in the language in force."""

    def objective(self, name: str) -> tuple[str, str]:
        return {
            "causal": (self.tr("The next token"), self.tr("As GPT learns: every token from those before it.")),
            "masked": (self.tr("Hidden tokens"), self.tr("As BERT learns: 15 % of the tokens from both sides.")),
            "spans": (self.tr("What was left out"), self.tr("As T5 learns: spans of text from what stands around them.")),
            "seq2seq": (self.tr("A target for each source"), self.tr("Translation, for example.")),
            "answers": (self.tr("Answers to prompts"), self.tr("Instruction tuning: a loss is taken of the answer alone.")),
            "labels": (self.tr("The class of a text"), self.tr("Classification; the model gets a head of classes.")),
            "tags": (self.tr("The class of each word"), self.tr("Parts of speech, for example; a tag for each word.")),
        }[name]

    def data(self, name: str) -> str:
        """Of text of our own; of files, their name."""
        return {
            "corpus": self.tr("Sentences in Korean and English"),
            "corpus+echo": self.tr("Sentences, and lines that say the same twice"),
            "corpus+brief": self.tr("Sentences, and lines of two or three words"),
            "corpus-sentences": self.tr("Sentences alone: no stories, chats or numbers"),
            "pronouns-90": self.tr("Occupations, called he or she: 90 to 10"),
            "pronouns-50": self.tr("Occupations, called he or she: 50 to 50"),
            "repeats": self.tr("Letters that come again in the same order"),
            "numbers": self.tr("Number words, English and Korean"),
            "questions": self.tr("Questions and answers"),
            "sentiment": self.tr("Reviews, good and bad"),
            "markov": self.tr("Letters of a Markov chain (known entropy)"),
            "markov2": self.tr("Letters of a chain of second order (known entropy)"),
            "grammar": self.tr("Sentences of a small grammar (known entropy)"),
        }.get(name) or Path(name).name

    def column(self, name: str) -> str:
        """What a field of a record is for."""
        return {
            "text": self.tr("Text"),
            "source": self.tr("Source"),
            "target": self.tr("Target"),
            "prompt": self.tr("Prompt"),
            "answer": self.tr("Answer"),
            "label": self.tr("Label"),
            "tags": self.tr("Tags"),
        }[name]

    def kind(self, name: str) -> str:
        return {
            "decoder": self.tr("Transformer: decoder"),
            "encoder": self.tr("Transformer: encoder"),
            "encoder-decoder": self.tr("Transformer: encoder-decoder"),
            "window": self.tr("Fixed window and an MLP"),
            "ngram": self.tr("N-gram (counts)"),
        }[name]

    def tokenizer(self, name: str) -> str:
        return {"starter": self.tr("The starter's (Korean and English)"), "characters": self.tr("Characters of the data")}.get(name, name)

    def method(self, name: str) -> tuple[str, str]:
        return {
            "full": (self.tr("All weights"), self.tr("Most memory; may forget most of what it knew.")),
            "layers": (self.tr("Chosen layers"), self.tr("The others stay as they are.")),
            "low-rank": (self.tr("LoRA"), self.tr("Small additions to its products; its own weights stay as they are.")),
            "soft-prompt": (self.tr("Soft prompt"), self.tr("Vectors before every text are learned, and no weight.")),
        }[name]

    # a part of the form in a line

    def of_data(self, draft: Draft) -> str:
        request = draft.request
        return f"{self.objective(request.objective)[0]} · {self.data(request.data)}"

    def of_model(self, draft: Draft) -> str:
        request = draft.request
        match request.architecture:
            case Architecture():
                words = self.tr("{kind}, {n} layers, width {width}")
                shape = words.format(kind=self.kind(draft.kind), n=request.architecture.n_layers, width=request.architecture.d_model)
            case WindowArchitecture():
                shape = self.tr("Fixed window of {n} tokens, width {width}").format(
                    n=request.architecture.window, width=request.architecture.d_model
                )
            case NgramArchitecture():
                shape = self.tr("N-gram of {n} tokens").format(n=request.architecture.order)
            case _:
                return self.tr("From {model} · {method}").format(model=request.start, method=self.method(draft.method)[0])
        place = run_and_step(request.fork)
        if place is not None:
            return self.tr("As in run {id}: {shape}").format(id=place[0], shape=shape)
        return self.tr("New: {shape}").format(shape=shape)

    def of_steps(self, request: TrainRequest) -> str:
        words = self.tr("{n} steps of {tokens} tokens, learning rate {rate}")
        return words.format(n=spelled(request.n_steps), tokens=spelled(request.batch_tokens), rate=spelled(request.learning_rate))

    def of_schedule(self, request: TrainRequest, decay: str) -> str:
        words = self.tr("warm-up {warmup}, {decay} down to {share}, weight decay {weight}")
        return words.format(
            warmup=spelled(request.warmup_steps), decay=decay, share=spelled(request.final_share), weight=spelled(request.weight_decay)
        )

    def of_checks(self, request: TrainRequest) -> str:
        words = self.tr("validation every {eval}, samples every {sample}, checkpoint every {checkpoint}")
        return words.format(
            eval=spelled(request.eval_every), sample=spelled(request.sample_every), checkpoint=spelled(request.checkpoint_every)
        )

    def of_memory(self, request: TrainRequest) -> str:
        return self.tr("{rows} rows at once, {dtype}").format(rows=spelled(request.micro_rows), dtype=request.dtype)
