"""How Alembic runs here: inside the transaction and on the connection that `migrate.py` gives it."""

from alembic import context

from roundtable.database.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot change a column: the table is rebuilt
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
