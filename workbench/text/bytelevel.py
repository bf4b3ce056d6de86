"""The byte-level alphabet: how GPT-2 style vocabularies spell bytes as printable characters (Radford et al. 2019)."""

from __future__ import annotations


def _alphabet() -> dict[str, int]:
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    found = {chr(byte): byte for byte in printable}
    rest = (byte for byte in range(256) if byte not in set(printable))
    return found | {chr(256 + number): byte for number, byte in enumerate(rest)}


BYTE_OF: dict[str, int] = _alphabet()
"""Character of the alphabet -> byte."""
CHARACTER_OF: dict[int, str] = {byte: character for character, byte in BYTE_OF.items()}


def to_bytes(piece: str) -> bytes | None:
    """The bytes a piece stands for; None if it is not spelled in the alphabet."""
    try:
        return bytes(BYTE_OF[character] for character in piece)
    except KeyError:
        return None
