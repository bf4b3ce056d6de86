"""What heads attend to, scored and named.

Shapes: L layers, H heads. Every score is a share of weight, 0 to 1, averaged over the queries for which it is defined:

previous    on the token before (arXiv 1905.09418)
next        on the token behind; heads that see both sides
duplicate   on other occurrences of the query's own token, if there are any, in a decoder earlier ones (arXiv 2211.00593)
induction   on the tokens that stand behind earlier occurrences of the query's own token (arXiv 2209.11895); decoders, because
            whoever sees both sides has nothing to foretell
first       on the first position: the sink (arXiv 2309.17453). A decoder's first query has no choice and doesn't count
special     on tokens put around the text, such as [SEP] (arXiv 1906.04341); heads that see both sides
local       on the query itself and the LOCAL tokens before it, and behind it where they are seen; over queries that see at
            least LOCAL_CHOICE times as many keys
uniform     what the weights share with equal weights on all keys: Σ min(weight, 1 / keys seen), over queries that see two or more

Heads of cross attention have `first`, `special` and `uniform`: their queries and keys stand in different texts.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Intervention
from workbench.values.subject import Bos, Dtype
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part

HEAD_SCORES = ("induction", "duplicate", "previous", "next", "first", "special", "local", "uniform")
"""All scores. A head is named after the first of them that reaches its threshold."""
NAMED_FROM = {
    "induction": 0.4, "duplicate": 0.4, "previous": 0.4, "next": 0.4, "first": 0.7, "special": 0.7, "local": 0.7, "uniform": 0.7,
}  # fmt: skip
"""A head is named from this score on. One token among fifty or more gets hundredths by chance, so 0.4 is far from it; the others
hold several tokens, or are what most heads do some of the time."""
NAMED_QUERIES = 16
"""And only if the score was averaged over as many queries: in a text of two tokens the one before is the first, too."""
LOCAL, LOCAL_CHOICE = 4, 4


@value
class HeadTypesRequest:
    """Score every head of a model on prepared sequences: `length` random ordinary tokens, all different, twice in a row.

    Events: Progress. Answer: HeadTypes. What the tokenizer puts around a text stands around each of them. Of an encoder-decoder the
    source is one such sequence and the target another. `length` is cut to what context and vocabulary hold; `interventions` act in
    the passes.
    """

    model: str
    part: Part = ""
    seed: int = 0
    n_sequences: int = 8
    length: int = 50
    bos: Bos = "auto"
    dtype: Dtype = "float32"
    interventions: tuple[Intervention, ...] = ()


@value
class TextHeadsRequest:
    """Score every head on a text of one's own. Events: Progress. Answer: HeadTypes."""

    trace: TraceRequest
    part: Part = ""


@value(eq=False)
class HeadTypes:
    """Answer to HeadTypesRequest and TextHeadsRequest.

    part              the attention that was scored
    scores            float32 [L, H] by name, those of HEAD_SCORES that make sense; NaN where a text has no query for them
    counts            how many queries each score was averaged over (in the layer that has most)
    entropy           float32 [L, H], mean of -Σ weight ln weight over the queries that see two keys or more, in nats
    relative_entropy  float32 [L, H], mean of the entropy over the greatest there could be, ln(keys seen): 0 to 1
    distance          float32 [L, H], mean distance between query and key in tokens, by weight; NaN for cross attention
    distance_rest     the same of the weight that isn't on the first position, which would hide it
    length            tokens of a prepared sequence before it repeats; 0: a text
    n_tokens          tokens of each sequence, or of the text
    """

    request: HeadTypesRequest | TextHeadsRequest
    part: str
    scores: dict[str, np.ndarray]
    counts: dict[str, int]
    entropy: np.ndarray
    relative_entropy: np.ndarray
    distance: np.ndarray
    distance_rest: np.ndarray
    length: int
    n_tokens: int

    def name(self, layer: int, head: int) -> str:
        """The type that a head is named after; "" where no score of enough queries reaches its threshold."""
        told = (name for name in HEAD_SCORES if name in self.scores and self.counts[name] >= NAMED_QUERIES)
        return next((name for name in told if self.scores[name][layer, head] >= NAMED_FROM[name]), "")
