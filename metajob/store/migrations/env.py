"""Read by Alembic: runs the migrations on the connection and in the transaction that `metajob.store.schema` opened."""

from __future__ import annotations

from alembic import context

from metajob.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table in place
)
with context.begin_transaction():
    context.run_migrations()
