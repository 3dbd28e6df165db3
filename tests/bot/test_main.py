"""The command line: statuses and clear lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def claimwatch(
    folder: Path, *arguments: str, text: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in an empty folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)} | settings,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [(), ("dance",), ("run", "--roles", "sing"), ("extract",)])
def test_a_wrong_call_ends_with_status_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Usage goes to standard error."""
    done = claimwatch(tmp_path, *arguments)
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_unusable_settings_end_with_status_2_and_every_problem(tmp_path: Path) -> None:
    """Both are named on lines of their own, and no traceback."""
    settings = {"CLAIMWATCH_SEEDS": "perhaps", "CLAIMWATCH_HTTP_PORT": "0"}
    done = claimwatch(tmp_path, "health", **settings)
    assert done.returncode == 2
    assert done.stderr.count("claimwatch: CLAIMWATCH_") == 2
    assert "Traceback" not in done.stderr


def test_health_without_a_ledger_ends_with_status_1_and_the_reason(tmp_path: Path) -> None:
    """Nothing runs here."""
    done = claimwatch(tmp_path, "health")
    assert done.returncode == 1
    assert "no instance is running" in done.stderr


def test_doctor_finds_nothing_in_the_way_of_a_start(tmp_path: Path) -> None:
    """In an empty folder a start would succeed; a folder that is a file is in the way."""
    assert claimwatch(tmp_path, "doctor").returncode == 0
    (tmp_path / "file").write_text("")
    done = claimwatch(tmp_path, "doctor", CLAIMWATCH_DATA_DIR=str(tmp_path / "file"))
    assert done.returncode == 1
    assert "data directory" in done.stderr


def test_extract_survives_whatever_it_is_given(tmp_path: Path) -> None:
    """Empty, huge and binary texts give claims or none, never a traceback."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "huge.txt").write_bytes(b"a" * 1_000_000)
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    done = claimwatch(tmp_path, "extract", "empty.txt", "huge.txt", "binary.txt")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_ledger_from_the_future_is_refused_with_one_line(tmp_path: Path) -> None:
    """A database that is no ledger of ours is not touched."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "claimwatch.db").write_bytes(b"not a database at all" * 100)
    done = claimwatch(tmp_path, "migrate")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
