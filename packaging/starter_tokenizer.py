"""Make the bilingual tokenizer of the starter models from the text of our own.

    python packaging/starter_tokenizer.py            train it and write resources/starters/tokenizer.json
    python packaging/starter_tokenizer.py --check    train it and say whether the shipped file is the same; exit 1 if not

Models know tokens by their numbers: a changed file makes every starter trained with the old one unusable, so train them anew.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from workbench.text.corpus.vocabulary import save, shipped


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the shipped file differs")
    if not parser.parse_args().check:
        save(shipped())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "tokenizer.json"
        save(made)
        same = made.read_bytes() == shipped().read_bytes()
    sys.stdout.write(f"{shipped()} is {'what' if same else 'NOT what'} the text of our own gives\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
