"""What hangs on tasks, and which requests wait, is found without looking through the archive: on every page."""

import sqlalchemy as sa
from alembic import op

revision = "0040_what_hangs_on_tasks"
down_revision = "0039_ways_through_the_work"
branch_labels = None
depends_on = None

WAITING = sa.text("answer IS NULL")
SOME = sa.text("parent_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_task_parent_id", "task", ["parent_id"], sqlite_where=SOME, postgresql_where=SOME)
    op.drop_index("ix_task_committee_id_parent_id", "task")
    where = {"sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index("ix_extension_waiting", "extension", ["committee_id", "task_id"], **where)


def downgrade() -> None:
    op.drop_index("ix_extension_waiting", "extension")
    op.create_index("ix_task_committee_id_parent_id", "task", ["committee_id", "parent_id"])
    op.drop_index("ix_task_parent_id", "task")
