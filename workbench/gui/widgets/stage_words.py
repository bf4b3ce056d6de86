"""What the stages, their numbers and the presets are called, and what each does, in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.gui.widgets import stages
from workbench.values import SamplerPreset, SamplerSettings


class StageWords(QObject):
    """Sentences only; holds no state."""

    def name(self, stage: str) -> str:
        return stages.NAMES_PLAIN.get(stage) or {
            "model": self.tr("the model's own"),
            "temperature": self.tr("temperature"),
            "typical_p": self.tr("typical"),
            "repetition_penalty": self.tr("repetition penalty"),
            "presence_penalty": self.tr("presence penalty"),
            "frequency_penalty": self.tr("frequency penalty"),
            "no_repeat_ngram": self.tr("no repeated n-gram"),
            "logit_bias": self.tr("bias of texts"),
            "banned": self.tr("banned texts"),
            "forced": self.tr("forced texts"),
        }.get(stage, stage)

    def what(self, stage: str) -> str:
        """What a stage does."""
        return {
            "temperature": self.tr("Divides the logits: above 1 flattens the distribution, below 1 sharpens it, 0 takes the best token."),
            "top_k": self.tr("Keep only the k most probable tokens."),
            "top_p": self.tr("Keep the most probable tokens until their sum reaches p."),
            "min_p": self.tr("Remove tokens less probable than p times the most probable one."),
            "typical_p": self.tr("Keep the tokens whose surprise is nearest to the average, until their sum reaches p."),
            "repetition_penalty": self.tr("Above 1 makes tokens that occurred before less probable."),
            "presence_penalty": self.tr("Takes the same amount from the logit of every token that occurred before."),
            "frequency_penalty": self.tr("Takes the amount from a token's logit once for each time it occurred."),
            "no_repeat_ngram": self.tr("No sequence of so many tokens comes twice."),
            "dry": self.tr("Makes tokens that would prolong a repetition less probable, the more the longer it is."),
            "xtc": self.tr("Now and then removes all probable tokens but the least of them, for less expected words."),
            "logit_bias": self.tr("Adds a number to the logit of a text's token, for example:  Paris=+2| the=-1.5"),
            "banned": self.tr("Texts that never come, for example:  Paris| the"),
            "forced": self.tr("From a step on a text comes, whatever its probability; steps count from 0. For example: 0= Paris"),
        }.get(stage, "")

    def number(self, field: str) -> str:
        """What a number is called beside its control; empty for the one that the stage's name already names."""
        return {
            "dry_base": self.tr("base"),
            "dry_allowed_length": self.tr("from length"),
            "dry_last_n": self.tr("last tokens"),
            "penalty_last_n": self.tr("last tokens"),
            "xtc_threshold": self.tr("threshold"),
        }.get(field, "")

    def special(self, field: str) -> str:
        """The word for a number's lowest value, where that means something else."""
        if field.endswith("last_n"):
            return self.tr("all")
        return self.tr("greedy") if field == "temperature" else ""

    def order(self, settings: SamplerSettings) -> str:
        """The acting stages in their order, as one line."""
        acting = [self.name(stage) for stage in stages.acting(settings) if stage != "temperature" or settings.temperature > 0]
        if settings.temperature == 0 and "temperature" in settings.order:
            acting.append(self.tr("the most probable token is taken"))
        if not acting:
            return self.tr("Applied in this order: nothing, tokens are drawn as the model gives them")
        return self.tr("Applied in this order: {order}").format(order=" → ".join(acting))

    def preset(self, preset: SamplerPreset) -> str:
        """A preset by the program whose settings it has."""
        return {
            "greedy": self.tr("Greedy"),
            "hf-generate": self.tr("Hugging Face: generate()"),
            "hf-sample": self.tr("Hugging Face: do_sample=True"),
        }.get(preset.name, preset.dialect)

    def differs(self, preset: SamplerPreset) -> tuple[str, ...]:
        """What is particular about a preset, in the language in force."""
        return {
            "greedy": (self.tr("The most probable token at every step; nothing is drawn."),),
            "hf-generate": (
                self.tr("generate() is greedy unless do_sample=True is given."),
                self.tr("A model's own generation_config.json changes these numbers there; here it is not read."),
            ),
            "hf-sample": (
                self.tr("do_sample=True with nothing else said keeps 50 tokens: top_k is 50, not off."),
                self.tr("Temperature comes before the truncations, so a high one lets more tokens pass top-p."),
                self.tr("The repetition penalty looks at all past tokens, the prompt's included."),
                self.tr("top_k keeps every token that equals the k-th."),
            ),
            "llama.cpp": (
                self.tr("It samples unless told otherwise: temperature 0.8, top-k 40, top-p 0.95, min-p 0.05."),
                self.tr("Temperature comes last, so it does not change which tokens are kept."),
                self.tr("Penalties look at the last 64 tokens only; they are off, as everywhere."),
                self.tr("Its top-n-sigma, which is off by default, is not among our stages."),
                self.tr("Its top_k keeps exactly k tokens; ours also those that equal the k-th."),
                self.tr("DRY looked at the whole context in versions before it looked at 64 tokens."),
            ),
        }.get(preset.name, preset.differs)
