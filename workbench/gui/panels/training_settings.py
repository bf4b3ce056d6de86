"""The settings of a training, in the groups in which the form shows them, and what each is called and does."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.errors import WorkbenchError
from workbench.gui.widgets.number_edit import spelled
from workbench.gui.widgets.setting_rows import Setting, SettingWords
from workbench.values import LIMITS

NO_BREAK, MOST_READ = "\u00a0", 1e12
REAL = frozenset({"learning_rate", "final_share", "decay_share", "weight_decay", "beta1", "beta2", "clip_norm", "spike"})
"""Numbers that need not be whole."""


def _number(name: str) -> Setting:
    least, most = LIMITS[name]
    real = name in REAL or name.rpartition(".")[2] in ("dropout", "alpha")
    return Setting(name, "number" if real else "whole", (least, most))


STEPS = tuple(_number(name) for name in ("n_steps", "learning_rate", "batch_tokens", "seed"))
SCHEDULE = (
    _number("warmup_steps"),
    Setting("decay", "choice", choices=("cosine", "linear", "constant", "wsd")),
    *(_number(name) for name in ("final_share", "decay_share", "weight_decay", "beta1", "beta2", "clip_norm")),
)
CHECKS = (
    _number("eval_every"),
    _number("valid_rows"),
    _number("patience"),
    Setting("keep_best", "flag"),
    _number("checkpoint_every"),
    _number("sample_every"),
    Setting("prompts", "lines"),
    Setting("pinned", "lines"),
    Setting("on_alarm", "choice", choices=("pause", "stop", "go_on")),
    _number("spike"),
)
MEMORY = (
    _number("micro_rows"),
    _number("row_tokens"),
    _number("data_rows"),
    Setting("dtype", "choice", choices=("float32", "bfloat16")),
    Setting("device", "choice", choices=("cpu", "cuda", "mps")),
    Setting("recompute", "flag"),
)
FILES = (
    Setting("part", "choice", choices=("auto", "line", "file")),
    Setting("frame", "choice", choices=("auto", "chat", "plain")),
)
_NETWORK = tuple(_number(f"architecture.{name}") for name in ("n_layers", "n_heads", "d_model", "d_mlp", "n_ctx", "dropout", "n_kv_heads"))
SHAPES = {
    "decoder": _NETWORK,
    "encoder": _NETWORK[:-1],
    "encoder-decoder": _NETWORK[:-1],
    "window": tuple(_number(f"architecture.{name}") for name in ("window", "d_model", "d_mlp", "n_ctx", "dropout")),
    "ngram": tuple(_number(f"architecture.{name}") for name in ("order", "n_ctx")),
}
"""By the kind of a new model."""
PRODUCTS = ("q", "k", "v", "o", "gate", "up", "down")
WAYS = {
    "full": (),
    "layers": (Setting("method.layers", "numbers"), Setting("method.embedding", "flag")),
    "low-rank": (
        _number("method.rank"),
        _number("method.alpha"),
        Setting("method.products", "parts", choices=PRODUCTS),
        _number("method.dropout"),
    ),
    "soft-prompt": (_number("method.n_tokens"), Setting("method.text", "line")),
}
"""By what of a model is trained."""


class SettingNames(QObject):
    """Words in the language in force."""

    def words(self, one: Setting) -> SettingWords:
        """Of a setting; of a number, with its limits."""
        label, about = self._said(one.name)
        if one.kind in ("whole", "number"):
            limit = self.tr("{least} to {most}").format(least=spelled(one.limits[0]), most=_large(one.limits[1]))
            about = f"{about} ({limit.replace(' ', NO_BREAK)})"
        return SettingWords(label, about, tuple(self._choice(one.name, choice) for choice in one.choices))

    def label(self, name: str) -> str:
        """What a setting is called."""
        return self._said(name)[0]

    def knows(self, name: str) -> bool:
        """Whether it is a setting that has words."""
        try:
            return bool(self._said(name))
        except KeyError:
            return False

    def in_words(self, error: WorkbenchError) -> WorkbenchError:
        """What is wrong with a setting, by the name that it has in the form."""
        name = str(error.values.get("name", ""))
        if error.code == "bad-value" and self.knows(name):
            return WorkbenchError(error.code, **{**error.values, "name": self.label(name)})
        return error

    def before(self, value: object) -> str:
        """What a changed setting was."""
        words = ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:,}" if isinstance(value, int) else str(value)
        return self.tr("It was {value}. Take the change back.").format(value=words or "—")

    def _said(self, name: str) -> tuple[str, str]:
        part, _, field = name.rpartition(".")
        return {"": self._of_training, "architecture": self._of_model, "method": self._of_method}[part](field)

    def _of_training(self, name: str) -> tuple[str, str]:
        return {
            "n_steps": (self.tr("Steps"), self.tr("How often the weights are moved")),
            "learning_rate": (self.tr("Learning rate"), self.tr("How far a step goes, at its peak")),
            "batch_tokens": (self.tr("Tokens a step"), self.tr("Tokens with a loss that a step averages over")),
            "seed": (self.tr("Seed"), self.tr("Another one: other first weights, another order")),
            "warmup_steps": (self.tr("Warm-up"), self.tr("Steps in which the rate rises to its peak")),
            "decay": (self.tr("Then"), self.tr("How the rate goes on after the warm-up")),
            "final_share": (self.tr("Down to"), self.tr("Share of the peak at the last step")),
            "decay_share": (self.tr("Falls over"), self.tr("Share of the steps, at the end")),
            "weight_decay": (self.tr("Weight decay"), self.tr("Draws matrices towards 0 (AdamW)")),
            "beta1": ("β₁", self.tr("How long the mean gradient is remembered")),
            "beta2": ("β₂", self.tr("How long its square is remembered")),
            "clip_norm": (self.tr("Clip gradients"), self.tr("Longest gradient; 0: as it is")),
            "eval_every": (self.tr("Validate every"), self.tr("Steps; 0: only at the end")),
            "valid_rows": (self.tr("Validation rows"), self.tr("Held-out rows that are read, always the same")),
            "patience": (self.tr("Patience"), self.tr("Validations without a better one until it stops; 0: never")),
            "keep_best": (self.tr("Keep the best"), self.tr("A checkpoint whenever a validation is the best so far")),
            "checkpoint_every": (self.tr("Checkpoint every"), self.tr("Steps; 0: only at the end")),
            "sample_every": (self.tr("Samples every"), self.tr("Steps; 0: only at the end")),
            "prompts": (self.tr("Prompts"), self.tr("One a line: what the model makes of each is shown at every sample")),
            "pinned": (
                self.tr("Pinned texts"),
                self.tr("One a line: their loss is followed token by token at every validation. Source => target, text => class"),
            ),
            "on_alarm": (self.tr("At an alarm"), self.tr("A loss that spikes, or is no number")),
            "spike": (self.tr("A spike is"), self.tr("Times the usual scatter above the median; 0: never")),
            "micro_rows": (self.tr("Rows at once"), self.tr("More are faster and take more memory")),
            "row_tokens": (self.tr("Longest row"), self.tr("Tokens; 0: as many as the model reads")),
            "data_rows": (self.tr("Rows there are"), self.tr("They come again and again; a multiple of the rows at once; 0: all")),
            "device": (self.tr("Computed on"), self.tr("cpu: the processor; cuda, mps: a graphics card")),
            "dtype": (self.tr("Products in"), self.tr("bfloat16 is faster where the processor has it; weights stay float32")),
            "recompute": (self.tr("Recompute"), self.tr("Keeps less for the gradients: less memory, more time")),
            "part": (self.tr("A document is"), self.tr("Of text files; automatic: a line of a file, a file of a folder")),
            "frame": (self.tr("Around answers"), self.tr("What stands around prompts and answers")),
        }[name]  # fmt: skip

    def _of_model(self, name: str) -> tuple[str, str]:
        return {
            "n_layers": (self.tr("Layers"), self.tr("Blocks; of an encoder-decoder, in each half")),
            "n_heads": (self.tr("Heads"), self.tr("In each layer")),
            "d_model": (self.tr("Width (d_model)"), self.tr("Numbers a token is; a multiple of twice the heads")),
            "d_mlp": (self.tr("Hidden (d_mlp)"), self.tr("Numbers within the MLP")),
            "n_ctx": (self.tr("Context (n_ctx)"), self.tr("Tokens it reads at once")),
            "dropout": (self.tr("Dropout"), self.tr("Share of numbers that is left out while training")),
            "n_kv_heads": (self.tr("Key-value heads"), self.tr("Shared by several heads; 0: as many as heads")),
            "window": (self.tr("Window"), self.tr("The last tokens, and no others, are read")),
            "order": (self.tr("Order"), self.tr("Tokens in a row that are counted")),
        }[name]

    def _of_method(self, name: str) -> tuple[str, str]:
        return {
            "layers": (self.tr("Layers"), self.tr("Their numbers from 0, with commas")),
            "embedding": (self.tr("Embedding"), self.tr("Trained too")),
            "rank": (self.tr("Rank (LoRA)"), self.tr("Size of what is added to each product")),
            "alpha": (self.tr("Alpha"), self.tr("What is added counts alpha / rank")),
            "products": (self.tr("Products"), self.tr("Some of q, k, v, o, gate, up, down")),
            "dropout": (self.tr("Dropout"), self.tr("Share of what is read that the addition does not see")),
            "n_tokens": (self.tr("Virtual tokens"), self.tr("Vectors before every text")),
            "text": (self.tr("Begun as"), self.tr("The tokens of this text; empty: tokens drawn at random")),
        }[name]

    def _choice(self, name: str, choice: str) -> str:
        return {
            "cosine": self.tr("cosine"), "linear": self.tr("linear"), "constant": self.tr("constant"), "wsd": self.tr("level, then linear"),
            "pause": self.tr("pause and say so"), "stop": self.tr("stop and keep"), "go_on": self.tr("go on"),
            "auto": self.tr("automatic"), "line": self.tr("a line"), "file": self.tr("a file"),
            "chat": self.tr("the chat template"), "plain": self.tr("a line end"),
        }.get(choice, choice)  # fmt: skip


def _large(most: float) -> str:
    """A limit, in full where people can read that."""
    return "2⁶³" if most > MOST_READ else spelled(int(most) if most == int(most) else most)
