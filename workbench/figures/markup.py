"""The text of an SVG, and of the XMP packet of a PDF: one element in a namespace of its own.

The idea that is not obvious: reading ends with the element, or with the limit, so nothing behind it costs anything; and a document
that declares entities is refused, for a few lines of them can stand for gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import escape

NAMESPACE = "urn:lm-workbench:figure"
MOST_ELEMENTS = 1 << 16
"""Before the one that is looked for: it is written first, and other programs put little before it."""
_ELEMENT = f"{NAMESPACE} figure"
_OPEN, _CLOSE = f'<wb:figure xmlns:wb="{NAMESPACE}">', "</wb:figure>"


def element(text: str) -> str:
    """The element, for a text in ASCII."""
    return _OPEN + escape(text) + _CLOSE


def sealed_svg(content: bytes, text: str) -> bytes:
    """An SVG with this text in its metadata."""
    begin = content.index(b">", content.index(b"<svg")) + 1
    return content[:begin] + f"\n<metadata>{element(text)}</metadata>".encode("ascii") + content[begin:]


def xmp(text: str, title: str) -> bytes:
    """A packet for a PDF. ISO 16684-1."""
    described = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"{described}<xmp:CreatorTool>LM Workbench</xmp:CreatorTool>{element(text)}"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def text_of(parts: Iterable[bytes], *, limit: int) -> str | None:
    """The text in a document that comes in parts, None without one. Raises ValueError for what is no XML, OverflowError beyond `limit`."""
    reader = _Reader(limit)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.take
    parser.EntityDeclHandler = reader.refuse
    try:
        for part in parts:
            parser.Parse(part, False)
            if reader.done or reader.n_elements > MOST_ELEMENTS:
                break
    except expat.ExpatError as error:
        if not reader.done:
            raise ValueError("it is no well-formed XML") from error
    return "".join(reader.found) if reader.done else None


class _Reader:
    def __init__(self, limit: int) -> None:
        self.found: list[str] = []
        self.done = False
        self.n_elements = 0
        self._inside, self._size, self._limit = False, 0, limit

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        self.n_elements += 1
        self._inside = self._inside or (name == _ELEMENT and not self.done)

    def end(self, name: str) -> None:
        if self._inside and name == _ELEMENT:
            self._inside, self.done = False, True

    def take(self, text: str) -> None:
        if self._inside:
            self._size += len(text)
            if self._size > self._limit:
                raise OverflowError(self._size)
            self.found.append(text)

    def refuse(self, *_declared: object) -> None:
        raise ValueError("it declares entities")
