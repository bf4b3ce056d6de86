"""What is said of one token: the tooltip and the accessible description, from one source."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.gui.widgets import tips
from workbench.gui.widgets.token_text import SPECIAL, UNKNOWN, VIRTUAL, TokenText
from workbench.gui.widgets.visible import hex_bytes, name, unseen, visible

MAX_SPELLED = 200


def tooltip(tokens: TokenText, index: int) -> str:
    """Everything known of token `index` as a tooltip."""
    return tips.plain(description(tokens, index))


def description(tokens: TokenText, index: int) -> str:
    """Everything known of token `index`, a line each."""
    data = tokens.bytes_of(index)
    lines = [*_name(tokens, index), *_place(tokens, index, data)]
    kind = _kind(tokens, index)
    if kind:
        lines.append(kind)
    lines.extend(name(character) for character in list(unseen(data.decode("utf-8", "ignore")))[:8])
    return "\n".join(lines)


def _name(tokens: TokenText, index: int) -> list[str]:
    first = QCoreApplication.translate("TokenWords", "Token {number} of {total}: {words}")
    spelling = QCoreApplication.translate("TokenWords", "in the vocabulary: {spelling}")
    return [
        first.format(number=index + 1, total=len(tokens), words=_short(tokens.words(index))),
        QCoreApplication.translate("TokenWords", "id {id}").format(id=int(tokens.encoding.ids[index])),
        spelling.format(spelling=_short(visible(tokens.encoding.tokens[index]))),
    ]


def _place(tokens: TokenText, index: int, data: bytes) -> list[str]:
    if not data:
        return []
    (start, end), (first, last) = tokens.encoding.byte_spans[index].tolist(), tokens.encoding.char_spans[index].tolist()
    place = QCoreApplication.translate("TokenWords", "byte {start} to {end} · character {first} to {last}")
    return [
        QCoreApplication.translate("TokenWords", "bytes: {hex}").format(hex=_short(hex_bytes(data))),
        place.format(start=start, end=end, first=first, last=last),
    ]


def _kind(tokens: TokenText, index: int) -> str:
    kind = int(tokens.kinds[index])
    if kind in (SPECIAL, VIRTUAL):
        return QCoreApplication.translate("TokenWords", "special: added by the tokenizer, not read from the text")
    if not tokens.captioned[index]:
        return ""
    if kind == UNKNOWN:
        words = QCoreApplication.translate("TokenWords", "unknown: the vocabulary has nothing for “{text}”")
        return words.format(text=_short(tokens.caption(index)))
    members = tokens.group(index)
    words = QCoreApplication.translate("TokenWords", "part {part} of {parts} of “{text}”")
    return words.format(part=index - members[0] + 1, parts=len(members), text=_short(tokens.caption(index)))


def _short(text: str) -> str:
    return text if len(text) <= MAX_SPELLED else text[:MAX_SPELLED] + "…"
