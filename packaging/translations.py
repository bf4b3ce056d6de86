"""Collect every string that can be shown, and make the Korean catalogue the window loads.

    python packaging/translations.py                 bring workbench_ko.ts and .qm up to date
    python packaging/translations.py --add FILE...   the same, taking translations from {"English": "한국어"} files first
    python packaging/translations.py --missing       print what has no translation, as JSON

Strings come from the window's sources (pyside6-lupdate), from the error templates (context `errors`, which must not import
Qt) and from the remarks in the catalogue of models (context `catalogue`). Translations that exist are kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from workbench.errors import CATALOGUE
from workbench.library.catalogue import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "resources" / "translations" / "workbench_ko.ts"
Strings = list[tuple[str, str]]
"""(context, English source), in order, each once."""


def extracted() -> Strings:
    """Every string of the window's sources, the error templates and the catalogue."""
    sources = sorted(str(path) for path in (ROOT / "workbench" / "gui").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        tool(["pyside6-lupdate", *sources, "-ts", str(fresh)])
        found = [(context, source) for context, source, _ in entries(fresh)]
    found += [("errors", part) for template in CATALOGUE.values() for part in template if part]
    found += [("catalogue", entry.note) for entry in BUILT_IN.values() if entry.note]
    return sorted(set(found))


def entries(path: Path) -> list[tuple[str, str, str]]:
    """(context, source, translation) of a .ts file."""
    if not path.is_file():
        return []
    return [
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("translation", ""))
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    ]


def build(strings: Strings, known: dict[tuple[str, str], str], added: dict[str, str]) -> ET.ElementTree:
    """The .ts document: what is added wins, then what was there, then a translation of the same source elsewhere."""
    by_source = {source: text for (_, source), text in known.items()}
    root = ET.Element("TS", version="2.1", language="ko_KR", sourcelanguage="en_US")
    contexts: dict[str, ET.Element] = {}
    for context, source in strings:
        if context not in contexts:
            contexts[context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[context], "name").text = context
        message = ET.SubElement(contexts[context], "message")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        translation.text = added.get(source) or known.get((context, source)) or by_source.get(source)
        if not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root, "  ")
    return ET.ElementTree(root)


def tool(command: list[str]) -> None:
    """Run one of PySide's tools from this environment; raises CalledProcessError with what it said."""
    path = Path(sys.executable).parent / command[0]
    subprocess.run([str(path), *command[1:]], check=True, capture_output=True, text=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--add", nargs="*", type=Path, default=[])
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--to", type=Path, default=TS, help="another place for the .ts and .qm, for comparing")
    arguments = parser.parse_args()
    old = entries(TS)
    known = {(context, source): text for context, source, text in old if text}
    added: dict[str, str] = {}
    for path in arguments.add:
        added |= json.loads(path.read_text(encoding="utf-8"))
    document = build(extracted(), known, added)
    if arguments.missing:
        left = dict.fromkeys((m.findtext("source", "") for m in document.iter("message") if not m.findtext("translation")), "")
        sys.stdout.write(json.dumps(left, ensure_ascii=False, indent=1) + "\n")
        return 0
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    text = ET.tostring(document.getroot(), encoding="unicode")
    arguments.to.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")
    tool(["pyside6-lrelease", str(arguments.to), "-qm", str(arguments.to.with_suffix(".qm"))])
    return 0


if __name__ == "__main__":
    sys.exit(main())
