"""Recipes: those that ship, a person's own, and what a wrong setting is told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from workbench.engine.training import train
from workbench.engine.training.setup import set_up
from workbench.errors import WorkbenchError
from workbench.library import list_recipes, read_recipe, with_steps
from workbench.values import LIMITS, Architecture, ChosenLayers, LowRank, NgramArchitecture, TrainRequest

OWN = """
objective = "causal"
n_steps = 50
data = "text.txt"
prompts = ["a", "b"]

[architecture]
kind = "decoder"
n_layers = 1
n_heads = 2
d_model = 16
d_mlp = 32
n_ctx = 32
"""


def own(folder: Path, *, text: str = OWN) -> Path:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def refused(path: Path | str, *changes: str) -> WorkbenchError:
    with pytest.raises(WorkbenchError) as caught:
        read_recipe(str(path), changes)
    return caught.value


def test_that_the_recipes_that_ship_are_known_by_name() -> None:
    recipes = list_recipes().recipes
    assert {"chars", "masked", "translate-numbers", "starter", "starter-masked", "starter-seq2seq"} <= set(recipes)
    assert all(read_recipe(name) == recipe for name, recipe in recipes.items())


def test_that_an_architecture_is_what_its_kind_says() -> None:
    assert read_recipe("ngram", ("architecture.order=3",)).architecture == NgramArchitecture(3, 128)
    with pytest.raises(WorkbenchError) as caught:
        read_recipe("ngram", ("architecture.n_layers=3",))
    assert "order, n_ctx" in str(caught.value)


@pytest.mark.parametrize("name", list_recipes().recipes)
def test_that_a_recipe_that_ships_has_text_and_a_tokenizer(name: str) -> None:
    request = with_steps(read_recipe(name), 2)
    batch = set_up(request).rows.batch(0, 2)
    assert (request.name, len(batch.tokens)) == (name, 2)


def test_that_a_file_is_named_after_itself_and_finds_its_data_beside_it(tmp_path: Path) -> None:
    request = read_recipe(str(own(tmp_path)))
    assert request == TrainRequest(
        "own", "causal", Architecture("decoder", 1, 2, 16, 32, 32), 50, data=str(tmp_path / "text.txt"), prompts=("a", "b")
    )


def test_that_data_named_by_a_change_is_found_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert read_recipe(str(own(tmp_path)), ("data=1984",)).data == str(tmp_path / "here" / "1984")
    assert read_recipe(str(own(tmp_path)), ("data=corpus",)).data == "corpus"


def test_that_changes_reach_every_kind_of_setting(tmp_path: Path) -> None:
    changes = ("architecture.n_layers=2", "learning_rate=1", 'prompts=["c"]', "dtype=bfloat16", "name=my run", "seed = 7")
    request = read_recipe(str(own(tmp_path)), changes)
    assert request.architecture.n_layers == 2
    assert (request.learning_rate, type(request.learning_rate)) == (1.0, float)
    assert (request.prompts, request.dtype, request.name, request.seed) == (("c",), "bfloat16", "my run", 7)


def test_that_a_recipe_may_train_part_of_a_model_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "part.toml"
    path.write_text('objective = "causal"\nn_steps = 5\nstart = "starter"\n[method]\nkind = "low-rank"\nrank = 4\nproducts = ["q", "o"]\n')
    request = read_recipe(str(path))
    assert (request.architecture, request.start, request.method) == (None, "starter", LowRank(rank=4, products=("q", "o")))
    assert read_recipe(str(path), ('method={kind="layers", layers=[0, 2]}',)).method == ChosenLayers((0, 2))


WRONG = {
    "method.kind=magic": ("method.kind", "'magic'", "low-rank"),
    'method={kind="low-rank", products=["z"]}': ("method.products", "'z'", "q, k, v"),
    'method={kind="layers", layers=["a"]}': ("method.layers", "['a']", "a list of whole numbers"),
    "n_steps=0": ("n_steps", "0", "1 to 10,000,000"),
    "n_steps=2.5": ("n_steps", "2.5", "a whole number"),
    "n_steps=true": ("n_steps", "True", "a whole number"),
    "learning_rate=nan": ("learning_rate", "nan", "1e-09 to 10.0"),
    "learning_rate=fast": ("learning_rate", "'fast'", "a number"),
    f"learning_rate={10**400}": ("learning_rate", "1000", "1e-09 to 10.0"),
    "objective=guess": ("objective", "'guess'", "causal, masked, seq2seq"),
    "prompts=[1]": ("prompts", "[1]", "a list of texts"),
    "architecture=big": ("architecture", "'big'", "a table"),
    "architecture.n_layers=-1": ("architecture.n_layers", "-1", "1 to 200"),
    "architecture.depth=3": ("architecture.depth", "no setting", "n_layers"),
    "speed=3": ("speed", "no setting", "learning_rate"),
    "resume=3": ("resume", "no setting", "learning_rate"),
    "key=x": ("key", "no setting", "learning_rate"),
    "n_steps.more=3": ("n_steps.more", "n_steps.more=3", "a key of a table"),
    "a.b.c=3": ("--set", "a.b.c=3", "key=value"),
    "=3": ("--set", "=3", "key=value"),
    "n_steps": ("--set", "n_steps", "key=value"),
}


@pytest.mark.parametrize("change", WRONG)
def test_that_a_wrong_setting_is_told_with_file_key_value_and_limit(change: str, tmp_path: Path) -> None:
    error = refused(own(tmp_path), change)
    key, value, limit = WRONG[change]
    assert (error.code, error.values["path"], error.values["key"]) == ("recipe-bad", tmp_path / "own.toml", key)
    assert str(error.values["value"]).startswith(value)
    assert limit in str(error.values["limit"])


BROKEN = {"[architecture": "the file", "n_steps = 3": "objective", "x = " + "[" * 5000: "the file", "﻿\x00": "the file"}


@pytest.mark.parametrize("text", BROKEN)
def test_that_a_broken_file_is_told(text: str, tmp_path: Path) -> None:
    error = refused(own(tmp_path, text=text))
    assert (error.code, error.values["key"]) == ("recipe-bad", BROKEN[text])


def test_that_a_file_that_is_missing_or_vast_or_not_utf8_is_told(tmp_path: Path) -> None:
    error = refused("nowhere")
    assert error.code == "recipe-missing"
    assert "chars" in str(error)
    path = own(tmp_path)
    path.write_bytes(b"#" * (1 << 20) + b"##")
    assert refused(path).values["value"] == "too large"
    path.write_bytes("name = '가나'".encode("cp949"))
    assert refused(path).code == "recipe-bad"


def test_that_fewer_steps_shorten_the_warm_up(tmp_path: Path) -> None:
    request = read_recipe(str(own(tmp_path)), ("warmup_steps=10",))
    assert (with_steps(request, 8).n_steps, with_steps(request, 8).warmup_steps) == (8, 2)
    assert with_steps(request, 400).warmup_steps == 10


FITTING = {
    "architecture.order": "ngram",
    "architecture.window": "window",
    "method.rank": "lora",
    "method.alpha": "lora",
    "method.dropout": "lora",
    "method.n_tokens": "soft-prompt",
}
"""Recipes by a setting that only they have."""


def holder_of(request: TrainRequest, key: str) -> tuple[object, str]:
    """What holds a setting, and what it is called there."""
    *parts, name = key.split(".")
    return (getattr(request, parts[0]) if parts else request), name


def test_that_limits_are_those_of_settings_that_exist() -> None:
    for key, (least, most) in LIMITS.items():
        holder, name = holder_of(read_recipe(FITTING.get(key, "chars")), key)
        assert least <= getattr(holder, name) <= most


@pytest.mark.parametrize("key", LIMITS)
def test_that_a_training_refuses_what_its_recipe_may_not_say(key: str, tmp_path: Path) -> None:
    request = read_recipe(FITTING.get(key, str(own(tmp_path))), ("data=corpus",))
    holder, name = holder_of(request, key)
    for value in (LIMITS[key][0] - 1, LIMITS[key][1] + 1):
        changed = dataclasses.replace(holder, **{name: value})  # type: ignore[type-var]
        wrong = changed if holder is request else dataclasses.replace(request, **{key.split(".")[0]: changed})
        with pytest.raises(WorkbenchError) as caught:
            next(iter(train(wrong, tmp_path / "run")))
        assert caught.value.code == "bad-value"


def test_that_data_without_a_name_is_no_folder(tmp_path: Path) -> None:
    for error in (refused(own(tmp_path), "data="), refused(own(tmp_path, text=OWN.replace("text.txt", " ")))):
        assert (error.code, error.values["key"]) == ("recipe-bad", "data")
    assert read_recipe(str(own(tmp_path)), ("data=~nobody-here/a.txt",)).data.endswith("~nobody-here/a.txt")


def test_that_a_mark_at_the_beginning_of_a_recipe_is_no_part_of_it(tmp_path: Path) -> None:
    assert read_recipe(str(own(tmp_path, text="\ufeff" + OWN))).n_steps == 50
