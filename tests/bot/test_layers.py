"""The rooms' borders: what import-linter enforces, and that it would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("bot", "handlers", "alerts", "feeds", "storage", "claims")
LINT = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()")

PLANTED = {
    "storage/planted.py": "import feeds.model",  # rooms side by side do not know each other
    "claims/planted.py": "import time",  # the engine knows no clock
    "handlers/planted.py": "import telegram",  # commands know no Telegram
    "feeds/planted.py": "import spacy",  # the parse stays in the engine
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the rooms, without the model's weights."""
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        ignored = shutil.ignore_patterns("english", "__pycache__")
        shutil.copytree(ROOT / room, folder / room, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter there."""
    return subprocess.run(
        [*LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_planted_violation_is_caught_and_named(house: Path) -> None:
    """The clean house passes; each planted import breaks a contract that names it."""
    clean = linted(house)
    assert clean.returncode == 0, clean.stdout
    for name, line in PLANTED.items():
        (house / name).write_text(line + "\n")
    broken = linted(house)
    assert broken.returncode != 0
    for name in PLANTED:
        assert name.removesuffix(".py").replace("/", ".") in broken.stdout
