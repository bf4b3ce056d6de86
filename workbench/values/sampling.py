"""How the next token is chosen from a model's logits: the stages, their settings, their order, and named presets.

The idea that is not obvious: a stage acts only if the order lists it, and then with the settings it finds; so a preset of
another program is that program's order and numbers, and what the order leaves out keeps its setting without any effect.
"""

from __future__ import annotations

from workbench.values.codec import value

SAMPLER_STAGES = (
    "logit_bias", "banned", "forced", "repetition_penalty", "presence_penalty", "frequency_penalty", "no_repeat_ngram", "dry",
    "temperature", "top_k", "top_p", "min_p", "typical_p", "xtc",
)  # fmt: skip
"""Every stage, in the order that is taken where none is asked for."""
ALL = -1
"""Of a window of past tokens: all of them, the prompt's included."""
DRY_BREAKERS = ("\n", ":", '"', "*")


@value
class SamplerSettings:
    """Each stage's numbers. The defaults leave every stage but `temperature` without effect.

    temperature         0 is greedy: the most probable token, without a draw
    top_k               keep the k most probable tokens; 0 is off
    top_p               keep the fewest most probable tokens whose sum reaches p; 1 is off
    min_p               remove tokens less probable than p times the best; 0 is off
    repetition_penalty  divide a past token's logit by it, or multiply a negative one; 1 is off
    order               the stages in the order in which they are applied; one that is not listed is not applied
    typical_p           keep the tokens whose surprise is nearest to the entropy until they hold p of the mass; 1 is off
    presence_penalty    taken from the logit of every past token; 0 is off
    frequency_penalty   taken from it once for each occurrence; 0 is off
    penalty_last_n      the three penalties look at so many past tokens, prompt included; ALL (-1) of them, or 0: none
    no_repeat_ngram     no sequence of so many tokens comes twice; 0 is off
    dry_*               a token that would prolong a repetition of n >= `dry_allowed_length` tokens loses
                        `dry_multiplier` * `dry_base` ** (n - `dry_allowed_length`); multiplier 0 is off. No repetition goes
                        over one of `dry_breakers`; `dry_last_n` past tokens are looked at, or ALL
    xtc_*               with `xtc_probability`, remove all tokens of `xtc_threshold` or more but the least probable of them; 0 is off
    logit_bias          (text, number): added to the logit of the text's token; of a text of several tokens, to the last
                        one's where the others have just been read
    banned              texts that never come: a bias of -inf
    forced              (step, text): from that step on (0 is the first) the text's tokens come one after the other, whatever
                        their probability
    """

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    order: tuple[str, ...] = SAMPLER_STAGES
    typical_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    penalty_last_n: int = ALL
    no_repeat_ngram: int = 0
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_last_n: int = ALL
    dry_breakers: tuple[str, ...] = DRY_BREAKERS
    xtc_probability: float = 0.0
    xtc_threshold: float = 0.1
    logit_bias: tuple[tuple[str, float], ...] = ()
    banned: tuple[str, ...] = ()
    forced: tuple[tuple[int, str], ...] = ()


@value
class SamplerPreset:
    """Settings as a program has them. `dialect`: whose words and rules these are; `differs`: facts in which ours is not that
    program's, or that program's are not another's, a sentence each."""

    name: str
    dialect: str
    sampler: SamplerSettings
    differs: tuple[str, ...] = ()


_HF_ORDER = (
    "logit_bias", "repetition_penalty", "no_repeat_ngram", "banned", "forced", "temperature", "top_k", "top_p", "min_p", "typical_p",
)  # fmt: skip
_LLAMA_CPP_ORDER = (
    "logit_bias", "banned", "repetition_penalty", "frequency_penalty", "presence_penalty", "dry", "top_k", "typical_p", "top_p",
    "min_p", "xtc", "temperature",
)  # fmt: skip

PRESETS = (
    SamplerPreset("greedy", "LM Workbench", SamplerSettings(), ("The most probable token at every step; nothing is drawn.",)),
    SamplerPreset(
        "hf-generate",
        "Hugging Face",
        SamplerSettings(order=_HF_ORDER),
        (
            "generate() is greedy unless do_sample=True is given.",
            "A model's own generation_config.json changes these numbers there; here it is not read.",
        ),
    ),
    SamplerPreset(
        "hf-sample",
        "Hugging Face",
        SamplerSettings(temperature=1.0, top_k=50, order=_HF_ORDER),
        (
            "do_sample=True with nothing else said keeps 50 tokens: top_k is 50, not off.",
            "Temperature comes before the truncations, so a high one lets more tokens pass top-p.",
            "The repetition penalty looks at all past tokens, the prompt's included.",
            "top_k keeps every token that equals the k-th.",
        ),
    ),
    SamplerPreset(
        "llama.cpp",
        "llama.cpp",
        SamplerSettings(
            temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, penalty_last_n=64, dry_last_n=64, order=_LLAMA_CPP_ORDER
        ),
        (
            "It samples unless told otherwise: temperature 0.8, top-k 40, top-p 0.95, min-p 0.05.",
            "Temperature comes last, so it does not change which tokens are kept.",
            "Penalties look at the last 64 tokens only; they are off, as everywhere.",
            "Its top-n-sigma, which is off by default, is not among our stages.",
            "Its top_k keeps exactly k tokens; ours also those that equal the k-th.",
            "DRY looked at the whole context in versions before it looked at 64 tokens.",
        ),
    ),
)  # fmt: skip


def preset(name: str) -> SamplerPreset | None:
    """The preset of this name."""
    return next((one for one in PRESETS if one.name == name), None)
