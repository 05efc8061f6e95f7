"""Alembic's entry: runs inside `taskapp.migrate`, which hands over the connection."""

from __future__ import annotations

from alembic import context

from taskapp.base.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
