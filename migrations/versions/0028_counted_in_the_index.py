"""Let figures of the present be added up from indexes alone, however wide the tasks and events are."""

import sqlalchemy as sa
from alembic import op

revision = "0028_counted_in_the_index"
down_revision = "0027_sealed_record"
branch_labels = None
depends_on = None

COUNTED = sa.text("excluded IS NULL")
NARROW = ["committee_id", "kind", "finished_on"]
WIDE = [
    *NARROW, "excluded", "state", "issued_on", "lead_unit_id", "limit_kind", "due_on", "due_time", "missed_due_on",
    "missed_due_time", "original_due_on", "original_due_time", "submitted_on", "submitted_time", "waited_workdays",
    "extensions", "disputed", "assignee_id", "assigner_id", "source", "field", "starred", "work_type_id", "id",
]  # fmt: skip
DONE = ["committee_id", "kind", "effective_on"]
DECIDED = [*DONE, "task_kind", "lead_unit_id", "assigner_id", "submitted_on", "task_id", "version"]


def upgrade() -> None:
    op.drop_index("ix_task_counted", "task")
    _counted(WIDE)
    op.drop_index("ix_task_event_committee_id_kind_effective_on", "task_event")
    op.create_index("ix_task_event_done_on", "task_event", DECIDED)


def downgrade() -> None:
    op.drop_index("ix_task_event_done_on", "task_event")
    op.create_index("ix_task_event_committee_id_kind_effective_on", "task_event", DONE)
    op.drop_index("ix_task_counted", "task")
    _counted(NARROW)


def _counted(columns: list[str]) -> None:
    op.create_index("ix_task_counted", "task", columns, sqlite_where=COUNTED, postgresql_where=COUNTED)
