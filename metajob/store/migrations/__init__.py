"""Alembic's folder: the steps from one schema to the next, run by `metajob.store.schema`."""
