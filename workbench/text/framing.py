"""What stands around prompts and answers when a model learns to answer: its chat template, or a line end and no more.

The idea that is not obvious: nearly every template puts the same text before and behind whatever is said. That is found out once, and
put to the test, so that a million prompts need no stranger's program a million times; one that does more is asked each time.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.text.chat import render
from workbench.text.tokenizer import Tokenizer
from workbench.values import Frame

BETWEEN = "\n"
"""Stands between a plain prompt and its answer."""
_MARK = "\ue000what was said\ue000"
_PROBES = ("Hello.", "  two\nlines, and spaces  ", "{{ braces }} <b> 가나다")


class Framing:
    """Prompts and answers as ids. `ends`: what closes an answer."""

    def __init__(self, tokenizer: Tokenizer, *, frame: Frame = "auto") -> None:
        """Raises WorkbenchError: no-chat-template, and those of templates."""
        self._tokenizer = tokenizer
        self.chat = frame == "chat" or (frame == "auto" and bool(tokenizer.chat_template))
        specials = tokenizer.specials
        self._before = () if self.chat else specials.before or ((tokenizer.bos_id,) if tokenizer.bos_id is not None else ())
        self.ends: tuple[int, ...] = (min(tokenizer.eos_ids),) if tokenizer.eos_ids else ()
        self._around: tuple[str, str] | None = ("", BETWEEN)
        if self.chat:
            if not tokenizer.chat_template:
                raise WorkbenchError("no-chat-template", model=tokenizer.name)
            self._around, self.ends = self._found_around(), self._found_ends()

    def ids(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[list[int], list[int]]]:
        """Prompts and answers, each answer with what closes it. What the two of them make together is kept where the prompt stays as it
        is; else both are tokenized apart."""
        prompts = [self._prompt(prompt) for prompt, _ in pairs]
        encode = self._tokenizer.encode_many
        asked, answers = encode(prompts), encode([answer for _, answer in pairs])
        whole = encode([prompt + answer for prompt, (_, answer) in zip(prompts, pairs, strict=True)])
        found = []
        for prompt, answer, both in zip(asked, answers, whole, strict=True):
            told = both[len(prompt) :] if both[: len(prompt)] == prompt else answer
            found.append(([*self._before, *prompt], [*told, *self.ends]))
        return found

    def _prompt(self, text: str) -> str:
        return self._rendered(text) if self._around is None else text.join(self._around)

    def _rendered(self, text: str, answer: str | None = None) -> str:
        tokenizer = self._tokenizer
        messages = [{"role": "user", "content": text}, *([] if answer is None else [{"role": "assistant", "content": answer}])]
        bos, eos = (tokenizer.piece(one) if one is not None else "" for one in (tokenizer.bos_id, min(tokenizer.eos_ids, default=None)))
        return render(tokenizer.chat_template or "", messages, bos_token=bos, eos_token=eos, add_generation_prompt=answer is None)

    def _found_around(self) -> tuple[str, str] | None:
        """What the template puts before and behind a prompt; None if that depends on the prompt."""
        before, mark, behind = self._rendered(_MARK).partition(_MARK)
        return (before, behind) if mark and all(self._rendered(one) == before + one + behind for one in _PROBES) else None

    def _found_ends(self) -> tuple[int, ...]:
        """What the template puts behind an answer, up to the first token that ends a text."""
        behind = self._rendered("?", _MARK).rpartition(_MARK)[2]
        ids = self._tokenizer.encode_many([behind])[0] if behind else []
        at = next((at for at, one in enumerate(ids) if one in self._tokenizer.eos_ids), None)
        return self.ends if at is None else tuple(ids[: at + 1])
