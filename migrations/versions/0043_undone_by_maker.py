"""What somebody made and is not done is found by its maker: for the numbers of the menu, on every page."""

import sqlalchemy as sa
from alembic import op

revision = "0043_undone_by_maker"
down_revision = "0042_single_keys"
branch_labels = None
depends_on = None

UNDONE = "state IN ('assigned', 'declined', 'in_progress', 'submitted') OR state IN ('draft') OR disputed"


def upgrade() -> None:
    where = {"sqlite_where": sa.text(f"{UNDONE} = 1"), "postgresql_where": sa.text(UNDONE)}
    op.create_index("ix_task_undone_made", "task", ["committee_id", "created_by_id"], **where)


def downgrade() -> None:
    op.drop_index("ix_task_undone_made", "task")
