"""A build that was broken off goes on where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.build import _once


def test_what_is_finished_is_not_made_again(tmp_path: Path) -> None:
    """The folder has its name only when everything is in it."""
    made: list[Path] = []

    def make(part: Path) -> None:
        made.append(part)
        (part / "weights").write_text("x")

    for _ in range(2):
        _once(tmp_path / "reading", make)
    assert len(made) == 1
    assert (tmp_path / "reading" / "weights").read_text() == "x"


def test_what_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    """Of an unfinished folder nothing is left in the finished one."""

    def fail(part: Path) -> None:
        (part / "half").write_text("x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _once(tmp_path / "reading", fail)
    assert not (tmp_path / "reading").exists()
    _once(tmp_path / "reading", lambda part: (part / "whole").write_text("x"))
    assert [path.name for path in (tmp_path / "reading").iterdir()] == ["whole"]
