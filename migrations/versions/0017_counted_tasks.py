"""Find what a period counts, what was done in it, and what somebody still has to do, without reading the archive."""

import sqlalchemy as sa
from alembic import op

revision = "0017_counted_tasks"
down_revision = "0016_channels"
branch_labels = None
depends_on = None

COUNTED = sa.text("excluded IS NULL")
OPEN = "state IN ('assigned', 'declined', 'in_progress', 'submitted')"
UNDONE = f"{OPEN} OR state IN ('draft') OR disputed"


def upgrade() -> None:
    _index("ix_task_counted", ["committee_id", "kind", "finished_on"], COUNTED, COUNTED)
    op.create_index(
        "ix_task_event_committee_id_kind_effective_on", "task_event", ["committee_id", "kind", "effective_on"]
    )
    op.drop_index("ix_task_open_due", "task")
    _index("ix_task_undone_due", ["committee_id", "due_on", "id"], sa.text(f"{UNDONE} = 1"), sa.text(UNDONE))


def downgrade() -> None:
    op.drop_index("ix_task_undone_due", "task")
    _index("ix_task_open_due", ["committee_id", "due_on", "id"], sa.text(OPEN), sa.text(OPEN))
    op.drop_index("ix_task_event_committee_id_kind_effective_on", "task_event")
    op.drop_index("ix_task_counted", "task")


def _index(name: str, columns: list[str], sqlite: sa.TextClause, postgresql: sa.TextClause) -> None:
    op.create_index(name, "task", columns, sqlite_where=sqlite, postgresql_where=postgresql)
