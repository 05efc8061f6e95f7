"""What has been recorded since a moment about tasks issued by a day is found without looking at the events."""

from alembic import op

revision = "0046_recorded_since"
down_revision = "0045_reports_of_a_week"
branch_labels = None
depends_on = None

BEFORE = "ix_task_event_committee_id_recorded_at"
AFTER = "ix_task_event_committee_id_recorded_at_issued_on"


def upgrade() -> None:
    op.create_index(AFTER, "task_event", ["committee_id", "recorded_at", "issued_on"])
    op.drop_index(BEFORE, "task_event")


def downgrade() -> None:
    op.create_index(BEFORE, "task_event", ["committee_id", "recorded_at"])
    op.drop_index(AFTER, "task_event")
