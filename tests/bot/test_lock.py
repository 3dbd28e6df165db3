"""Locks: one instance for a ledger and a token."""

import os
from pathlib import Path

import pytest

from bot import lock


def test_a_second_holder_is_told_who_holds_it(tmp_path: Path) -> None:
    """The error names the process that was first."""
    path = tmp_path / "ledger.lock"
    with (
        lock.hold(path, "the ledger"),
        pytest.raises(lock.HeldError, match=f"process {os.getpid()}"),
        lock.hold(path, "the ledger"),
    ):
        pass


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    """What was held can be held again, and nobody is named in between."""
    path = tmp_path / "ledger.lock"
    with lock.hold(path, "the ledger"):
        assert lock.holder(path)
    assert lock.holder(path) is None
    with lock.hold(path, "the ledger"):
        pass


def test_a_lock_that_never_was_has_no_holder(tmp_path: Path) -> None:
    """A health check on a fresh directory finds nobody."""
    assert lock.holder(tmp_path / "none.lock") is None


def test_the_lock_of_a_token_does_not_show_it() -> None:
    """Its file name is a hash."""
    assert "123456" not in str(lock.token_lock("123456:secret"))


def test_ledgers_have_locks_of_their_own(tmp_path: Path) -> None:
    """A SQLite file has its lock beside it; two PostgreSQL ledgers have two."""
    assert lock.ledger_lock("sqlite:////x/a.db", tmp_path) == Path("/x/a.db.lock")
    one = lock.ledger_lock("postgresql://h/a", tmp_path)
    assert one != lock.ledger_lock("postgresql://h/b", tmp_path)
