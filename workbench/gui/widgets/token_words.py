"""What is said of one token: the tooltip and the accessible description, from one source."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.gui.widgets.tips import plain as plain_tip
from workbench.gui.widgets.token_text import SPECIAL, UNKNOWN, VIRTUAL, TokenText
from workbench.gui.widgets.visible import hex_bytes, name, unseen, visible

_CONTEXT = "TokenWords"
MAX_SPELLED = 200


def tooltip(tokens: TokenText, index: int, *, plain: bool = False) -> str:
    """Everything known of token `index`, a line each. Rich text whose content is escaped, or `plain`."""
    text = "\n".join(_lines(tokens, index))
    return text if plain else plain_tip(text)


def _lines(tokens: TokenText, index: int) -> list[str]:
    tr = QCoreApplication.translate
    encoding = tokens.encoding
    (start, end), (first, last) = encoding.byte_spans[index].tolist(), encoding.char_spans[index].tolist()
    data = tokens.bytes_of(index)
    lines = [
        tr(_CONTEXT, "Token {number} of {total}: {words}").format(number=index + 1, total=len(tokens), words=_short(tokens.words(index))),
        tr(_CONTEXT, "id {id}").format(id=int(encoding.ids[index])),
        tr(_CONTEXT, "in the vocabulary: {spelling}").format(spelling=_short(visible(encoding.tokens[index]))),
    ]
    if end > start:
        lines.append(tr(_CONTEXT, "bytes: {hex}").format(hex=_short(hex_bytes(data))))
        place = tr(_CONTEXT, "byte {start} to {end} · character {first} to {last}")
        lines.append(place.format(start=start, end=end, first=first, last=last))
    kind = int(tokens.kinds[index])
    if kind in (SPECIAL, VIRTUAL):
        lines.append(tr(_CONTEXT, "special: added by the tokenizer, not read from the text"))
    elif kind == UNKNOWN:
        lines.append(tr(_CONTEXT, "unknown: the vocabulary has nothing for “{text}”").format(text=_short(tokens.caption(index))))
    elif tokens.captioned[index]:
        members = tokens.group(index)
        lines.append(
            tr(_CONTEXT, "part {part} of {parts} of “{text}”").format(
                part=index - members[0] + 1, parts=len(members), text=_short(tokens.caption(index))
            )
        )
    lines.extend(name(character) for character in list(unseen(data.decode("utf-8", "ignore")))[:8])
    return lines


def _short(text: str) -> str:
    return text if len(text) <= MAX_SPELLED else text[:MAX_SPELLED] + "…"
