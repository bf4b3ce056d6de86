"""The exact text beside an editor that would rewrite it.

Qt's text document knows neither carriage returns nor U+2028 or NUL as ordinary characters. The editor therefore shows a
stand-in of the same length for each, and every edit of the shown text is repeated on the exact one. Positions are UTF-16
units on the editor's side (`😀한` is 3), bytes of UTF-8 on everybody else's.
"""

from __future__ import annotations

STAND_INS = {"\r": "␍", "\x00": "␀", "\u2028": "␤", "\u2029": "¶", "\x0b": "␋", "\x0c": "␌", "\ufdd0": "�", "\ufdd1": "�"}
_BACK = {"␍": "\r", "␀": "\x00", "␤": "\u2028", "␋": "\x0b", "␌": "\x0c"}
_TO_SHOWN = str.maketrans(STAND_INS)
_TO_EXACT = str.maketrans(_BACK)


def shown(text: str) -> str:
    """The text as the editor shows it, the same number of UTF-16 units long."""
    return text.translate(_TO_SHOWN)


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text) + sum(character > "\uffff" for character in text)


class ExactText:
    """An exact text, edited by what happens to the shown one."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def edit(self, position: int, removed: int, inserted: str, *, exact: str | None = None) -> bool:
        """Repeat an edit of the shown text: at `position`, `removed` units went and `inserted` came. `exact`: what was meant,
        where it is known (a paste). True if the text changed."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        gone = units[2 * position : 2 * (position + removed)]
        if shown(gone.decode("utf-16-le", "surrogatepass")) == inserted:
            return False  # a change of format, not of text
        came = (inserted.translate(_TO_EXACT) if exact is None else exact).encode("utf-16-le", "surrogatepass")
        units = units[: 2 * position] + came + units[2 * (position + removed) :]
        self.text = units.decode("utf-16-le", "surrogatepass")
        return True

    def byte_of(self, position: int) -> int:
        """The byte (UTF-8) at which the UTF-16 unit `position` starts."""
        before = self.text.encode("utf-16-le", "surrogatepass")[: 2 * position]
        return len(before.decode("utf-16-le", "replace").encode("utf-8"))

    def position_of(self, byte: int) -> int:
        """The UTF-16 unit at which the character that holds byte `byte` starts."""
        before = self.text.encode("utf-8", "surrogatepass")[:byte]
        return utf16_length(before.decode("utf-8", "ignore"))

    def position_behind(self, byte: int) -> int:
        """The UTF-16 unit at which the character ends that holds the byte before `byte`."""
        raw = self.text.encode("utf-8", "surrogatepass")
        while byte < len(raw) and raw[byte] & 0xC0 == 0x80:
            byte += 1
        return utf16_length(raw[:byte].decode("utf-8", "surrogatepass"))
