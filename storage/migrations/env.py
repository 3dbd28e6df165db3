"""How does Alembic reach the ledger? storage/migrate.py hands it a connection."""

from __future__ import annotations

from alembic import context

from storage.migrate import CONFIGURATION
from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    **CONFIGURATION,
)
with context.begin_transaction():
    context.run_migrations()
