"""Let the numbers beside the lists of the menu be counted from an index alone, and results sent back be found."""

import sqlalchemy as sa
from alembic import op

revision = "0033_undone_in_the_index"
down_revision = "0032_calendar_feeds"
branch_labels = None
depends_on = None

UNDONE = "state IN ('assigned', 'declined', 'in_progress', 'submitted') OR state IN ('draft') OR disputed"
COUNTED_BY = [
    "committee_id", "state", "kind", "lead_unit_id", "assignee_id", "assigner_id", "created_by_id", "parent_id",
    "disputed", "unanswered_urgings", "id",
]  # fmt: skip


def upgrade() -> None:
    where = {"sqlite_where": sa.text(f"{UNDONE} = 1"), "postgresql_where": sa.text(UNDONE)}
    op.create_index("ix_task_undone", "task", COUNTED_BY, **where)
    sent_back = sa.text("kind = 'send_back'")
    op.create_index(
        "ix_task_event_sent_back",
        "task_event",
        ["committee_id", "task_id"],
        sqlite_where=sent_back,
        postgresql_where=sent_back,
    )


def downgrade() -> None:
    op.drop_index("ix_task_event_sent_back", "task_event")
    op.drop_index("ix_task_undone", "task")
