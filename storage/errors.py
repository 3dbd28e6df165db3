"""What can go wrong with the ledger? One tree; each message says what to do."""

from __future__ import annotations


class StorageError(Exception):
    """The ledger could not be read or written."""


class Missing(StorageError):
    """There is no ledger here."""

    def __init__(self, where: str) -> None:
        """Keep where it was looked for."""
        self.where = where
        super().__init__(f"There is no ledger at {where}. `claimwatch migrate` makes one.")


class Unsuitable(StorageError):
    """The database cannot carry a ledger: wrong address, wrong file system, too old a library."""


class TooNew(StorageError):
    """The ledger was written by a newer Claimwatch."""

    def __init__(self, where: str, revision: str) -> None:
        """Keep the revision that this code does not know."""
        self.revision = revision
        super().__init__(
            f"The ledger at {where} is at revision {revision}, which this version of Claimwatch "
            "does not know: it is older than the ledger. Install the newer version, or restore "
            "the backup that was made before the update."
        )


class Damaged(StorageError):
    """The database file is damaged or refers to rows that are gone."""

    def __init__(self, where: str, found: str) -> None:
        """Keep what the check found."""
        self.found = found
        super().__init__(f"{where} is damaged ({found}). Restore the last backup.")


class Busy(StorageError):
    """Somebody else held the ledger for too long; trying again later may help."""


class Full(StorageError):
    """There is no room to write: the disk is full or the file may not grow."""


class Disconnected(StorageError):
    """The database server went away or cannot be reached; trying again later may help."""
