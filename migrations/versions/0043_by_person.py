"""What somebody made and is not done, and what somebody has done, is found by the person, however much there is."""

import sqlalchemy as sa
from alembic import op

revision = "0043_by_person"
down_revision = "0042_single_keys"
branch_labels = None
depends_on = None

UNDONE = "state IN ('assigned', 'declined', 'in_progress', 'submitted') OR state IN ('draft') OR disputed"
DONE = sa.text("state IN ('done')")


def upgrade() -> None:
    where = {"sqlite_where": sa.text(f"{UNDONE} = 1"), "postgresql_where": sa.text(UNDONE)}
    op.create_index("ix_task_undone_made", "task", ["committee_id", "created_by_id"], **where)
    columns = ["committee_id", "assignee_id", "id"]
    op.create_index("ix_task_done_by", "task", columns, sqlite_where=DONE, postgresql_where=DONE)


def downgrade() -> None:
    op.drop_index("ix_task_done_by", "task")
    op.drop_index("ix_task_undone_made", "task")
