"""Every hostile file there is, opened as a person would open it: an error that helps, at once, and nothing of it is run."""

from __future__ import annotations

from pathlib import Path

import bad_configs
import bad_figures
import bad_gguf
import bad_pickles
import bad_safetensors
import bad_templates
import bad_tokenizers
import made_good
import pytest
from case import Attempt, Case

CORPUS: dict[str, Case] = {
    f"{kind}: {name}": case
    for kind, cases in {
        "safetensors": bad_safetensors.CASES,
        "gguf": bad_gguf.CASES,
        "tokenizer": bad_tokenizers.CASES,
        "config": bad_configs.CASES,
        "template": bad_templates.CASES,
        "pickle": bad_pickles.CASES,
        "figure": bad_figures.CASES,
    }.items()
    for name, case in cases.items()
}


def test_that_the_files_that_are_spoiled_are_good(attempt: Attempt, place: Path) -> None:
    (place / "model.gguf").write_bytes(made_good.gguf_file())
    for path in (made_good.folder(place / "model"), place / "model.gguf"):
        assert attempt(path).ended == "opened"


@pytest.mark.parametrize("name", list(CORPUS))
def test_that_a_hostile_file_is_answered_at_once_and_none_of_it_is_run(attempt: Attempt, place: Path, name: str) -> None:
    case = CORPUS[name]
    ending = attempt(case.make(place), do=case.do, text=case.text)
    assert (ending.ended, ending.code) == ("refused" if case.code else "opened", case.code), ending
    assert ending.within_bounds(), ending
    assert not list(place.rglob("canary")), "something in it was run"
    if case.code:
        assert all(part.strip() for part in ending.parts), ending.parts
        assert all(len(part) < 2000 for part in ending.parts), "a message is read by a person"
