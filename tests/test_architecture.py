"""The rooms keep to themselves, and the checks that say so can fail."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINTER = Path(sys.executable).parent / "lint-imports"
CONTRACTS = [contract["name"] for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]]

PLANTED = {
    "values, errors and paths know nothing above them": ("values/subject.py", "from workbench.text import Tokenizer"),
    "prompts know values only": ("prompts/keys.py", "from workbench.text import Tokenizer"),
    "figures know values only": ("figures/png.py", "import PySide6"),
    "layouts know values only": ("layouts/nearest.py", "def f():\n    import torch"),
    "text knows values only": ("text/stream.py", "from workbench.library import locate"),
    "the library knows text and values": ("library/locate.py", "def f():\n    from workbench.engine import open_model"),
    "the engine knows nothing of windows, records and children": ("engine/cache.py", "from workbench.store import Store"),
    "the store knows nothing of tensors and windows": ("store/rows.py", "def f():\n    import torch"),
    "the window's process never reaches the engine": ("gui/widgets/units.py", "def f():\n    from workbench.engine import open_model"),
    "torch is the engine's": ("host/recorded.py", "def f():\n    import torch"),
    "Qt is the window's": ("engine/spec.py", "import PySide6"),
    "SQLite is the store's": ("gui/theme.py", "import sqlite3"),
    "tokenizers is text's": ("library/catalogue.py", "import tokenizers"),
    "widgets know values and the theme, never the session": ("gui/widgets/hint.py", "from workbench.gui.session import Session"),
    "panels know no other panel": ("gui/panels/tokens.py", "from workbench.gui.panels.runs import RunsPanel"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--config", str(folder / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_that_the_import_contracts_hold():
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


def test_that_each_contract_has_a_planted_violation():
    assert sorted(PLANTED) == sorted(CONTRACTS)


def test_that_every_contract_bites(tmp_path):
    shutil.copytree(ROOT / "workbench", tmp_path / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, line in PLANTED.values():
        path = tmp_path / "workbench" / place
        path.write_text(path.read_text(encoding="utf-8") + f"\n\n{line}\n", encoding="utf-8")
    found = lint(tmp_path)
    assert found.returncode != 0
    unbroken = [name for name in CONTRACTS if f"{name} BROKEN" not in found.stdout]
    assert unbroken == [], found.stdout


@pytest.mark.parametrize("module", ["workbench.gui.window", "workbench.gui.screenshot", "workbench.host.client", "workbench.store"])
def test_that_the_windows_process_has_no_torch(module):
    code = f"import sys, {module}; print(sorted(name for name in ('torch', 'tokenizers', 'workbench.engine') if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_that_the_shell_is_painted_before_anything_heavy_is_imported():
    heavy = ("numpy", "click", "sqlite_utils", "pyqtgraph", "workbench.gui.window", "torch")
    code = f"import sys, workbench.gui.app; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_that_a_panels_helpers_serve_no_other_panel():
    panels = {"tokens", "attention", "embeddings", "playground", "training", "runs"}
    wrong = []
    for path in (ROOT / "workbench" / "gui" / "panels").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("workbench.gui.panels."):
                used = node.module.rsplit(".", 1)[1]
                if used.split("_")[0] in panels and used.split("_")[0] != path.stem.split("_")[0]:
                    wrong.append(f"{path.name} imports {used}")
    assert wrong == []


def test_that_no_two_test_files_share_a_name():
    """pytest imports them by their base names, and refuses the second."""
    names = sorted(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_that_no_file_is_a_house_of_its_own():
    long = {str(path): n for path in (ROOT / "workbench").rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > 450}
    assert long == {}
