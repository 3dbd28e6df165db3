"""Where are the programs that we measure ourselves against? Each in an environment of its own.

A peer is no dependency: the first bench that wants it installs it below .peers/, from whatever
registry pip is set to; without one the bench goes on and says that the peer is missing.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).parent.parent / ".peers"


def python_with(name: str, *packages: str) -> str | None:
    """Give an interpreter that has these packages (`name==version`); None when it cannot be."""
    home = FOLDER / name
    python, stamp = home / "bin" / "python", home / "installed"
    wanted = "\n".join(packages)
    if stamp.exists() and stamp.read_text() == wanted:
        return str(python)
    print(f"installing {', '.join(packages)} in {home}", file=sys.stderr)
    venv.create(home, with_pip=True, clear=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    if subprocess.run(install, check=False).returncode:
        print(f"{name} could not be installed; the bench goes on without it", file=sys.stderr)
        return None
    stamp.write_text(wanted)
    return str(python)
