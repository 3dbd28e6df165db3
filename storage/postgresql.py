"""How do we open PostgreSQL?"""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

ZONE = "-c timezone=UTC"
OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "timezone": "UTC",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    }.items()
)


def engine(url: URL) -> Engine:
    """Open a pool of connections that write and read."""
    return create_engine(
        url,
        hide_parameters=True,  # they may be private
        pool_size=5,
        max_overflow=5,
        pool_pre_ping=True,  # a server that was restarted is met by a new connection
        connect_args={
            "application_name": "claimwatch",
            "connect_timeout": 10,
            "options": OPTIONS,
            "prepare_threshold": None,  # as pgbouncer needs it
        },
    )


def read_only(writer: Engine) -> Engine:
    """Read through the same pool, each transaction from one snapshot."""
    return writer.execution_options(
        isolation_level="REPEATABLE READ",
        postgresql_readonly=True,
    )
