"""Both languages, whole and up to date."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.gui import i18n

ROOT = Path(__file__).resolve().parents[2]
TS = paths.resources() / "translations" / "workbench_ko.ts"
PARTICLE = re.compile(r"\}(?:을|를|이|가|은|는|과|와|으로|로)(?![가-힣])")
"""A bare particle behind a value fits only half of the values."""


def messages():
    for message in ET.parse(TS).getroot().iter("message"):
        yield message.findtext("source", ""), message.find("translation")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_that_no_string_is_unfinished():
    unfinished = [source for source, translation in messages() if translation.get("type") or not translation.text]
    assert unfinished == []


def test_that_the_catalogue_is_what_the_sources_say(tmp_path):
    made = tmp_path / "fresh.ts"
    subprocess.run([sys.executable, str(ROOT / "packaging" / "translations.py"), "--to", str(made)], check=True, cwd=ROOT)
    assert made.read_text(encoding="utf-8") == TS.read_text(encoding="utf-8")
    assert made.with_suffix(".qm").read_bytes() == TS.with_suffix(".qm").read_bytes()


def test_that_translations_keep_every_value():
    wrong = [source for source, translation in messages() if translation.text and fields(source) != fields(translation.text)]
    assert wrong == []


def test_that_no_bare_particle_follows_a_value():
    wrong = [translation.text for _, translation in messages() if translation.text and PARTICLE.search(translation.text)]
    assert wrong == []


def test_that_no_translated_string_is_an_f_string():
    wrong = []
    for path in (ROOT / "workbench" / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("tr", "translate"):
                wrong += [f"{path.name}:{node.lineno}" for argument in node.args if isinstance(argument, ast.JoinedStr)]
    assert wrong == []


def test_that_an_error_is_said_in_the_language_in_force(qapp):
    error = WorkbenchError("text-too-long", n_tokens=9000, model="m", n_ctx=8192, excess=808)
    i18n.use("ko")
    parts = i18n.error_parts(error)
    assert "9000" in parts.what
    assert re.search("[가-힣]", parts.what)
    i18n.use("en")
    assert i18n.error_parts(error) == error.parts()
