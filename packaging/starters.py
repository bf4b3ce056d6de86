"""Makes a starter model out of a finished training: weights in float16, the tokenizer, and the recipe beside them.

workbench train --preset starter            # and starter-masked, starter-seq2seq: half an hour each on one core
python packaging/starters.py starter 12     # 12: the run
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import torch

from workbench import paths
from workbench.engine.checkpoints import load, open_checkpoint
from workbench.engine.saving import write_model
from workbench.library import locate

LARGEST_BYTES = 4_000_000


def make(name: str, reference: str) -> None:
    """Write resources/starters/NAME from a checkpoint: a run's number, or a folder."""
    source = locate(f"run:{reference}" if reference.isdigit() else reference)
    place = paths.resources() / "starters" / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    transformer = load(open_checkpoint(source), dtype=torch.float32, device=torch.device("cpu"))
    write_model(place, transformer, dtype="float16")
    for file in source.path.glob("tokenizer*.json"):
        shutil.copyfile(file, place / file.name)
    shutil.copyfile(paths.resources() / "recipes" / f"{name}.toml", place / "recipe.toml")
    total = sum(file.stat().st_size for file in place.iterdir())
    if total > LARGEST_BYTES:
        raise SystemExit(f"{place} has {total:,} bytes, more than {LARGEST_BYTES:,}")
    pin(name, place)


def pin(name: str, place: Path) -> None:
    """Write down what the catalogue checks the files against, the weights first."""
    path = place.parent / "pins.json"
    pins = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    files = sorted(place.iterdir(), key=lambda file: (file.name != "model.safetensors", file.name))
    pins[name] = [[file.name, hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_size] for file in files]
    path.write_text(json.dumps(pins, indent=1, sort_keys=True) + "\n", "utf-8")


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    make(*arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
