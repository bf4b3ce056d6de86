"""Makes a starter model out of a finished training: weights in float16, the tokenizer, and the recipe beside them.

workbench train --preset starter            # and starter-masked, starter-seq2seq: some forty minutes each on one core
python packaging/starters.py starter 12     # 12: the run; prints what the catalogue is to know
python packaging/starters.py tokenizer      # makes their tokenizer anew; then all three are to be trained again
"""

from __future__ import annotations

import hashlib
import shutil
import sys

import torch

from workbench import paths
from workbench.engine.checkpoints import load, open_checkpoint
from workbench.engine.saving import write_model
from workbench.library import locate
from workbench.text.corpus.vocabulary import save, shipped

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
    for file in sorted(place.iterdir(), key=lambda one: one.name != "model.safetensors"):
        sys.stdout.write(f'("{file.name}", "{hashlib.sha256(file.read_bytes()).hexdigest()}", {file.stat().st_size:_}),\n')


def main(arguments: list[str]) -> None:
    if arguments == ["tokenizer"]:
        save(shipped())
    elif len(arguments) == 2:
        make(*arguments)
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
