"""Find the tasks that were merged into one without reading the archive."""

import sqlalchemy as sa
from alembic import op

revision = "0010_merged_tasks"
down_revision = "0009_talk"

NAME = "ix_task_merged_into_id"
MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(NAME, "task", ["merged_into_id"], sqlite_where=MERGED, postgresql_where=MERGED)


def downgrade() -> None:
    op.drop_index(NAME, "task")
