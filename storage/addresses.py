"""Which database does an address name?"""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import Unsuitable

HINT = "Say sqlite:///path/to/ledger.sqlite or postgresql://user:password@host/database."


def parsed(url: str) -> URL:
    """Read the address of a ledger; the message of a bad one repeats no password."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise Unsuitable(f"The database address cannot be read. {HINT}") from None
    kind = address.get_backend_name() if address.drivername else ""
    if kind == "postgres":  # as many hosts still write it
        kind = "postgresql"
    if kind not in ("sqlite", "postgresql"):
        raise Unsuitable(f"A ledger cannot be kept in {kind or 'this'}. {HINT}")
    return address.set(drivername="postgresql+psycopg" if kind == "postgresql" else "sqlite")
