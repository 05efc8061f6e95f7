"""A report that goes out by itself may be about a week."""

import sqlalchemy as sa
from alembic import op

revision = "0045_reports_of_a_week"
down_revision = "0044_register_choices"
branch_labels = None
depends_on = None

OLD = ("this_month", "last_month", "this_quarter", "last_quarter", "this_year")
NEW = ("this_week", "last_week", *OLD)


def upgrade() -> None:
    _allow(OLD, NEW)


def downgrade() -> None:
    schedule = sa.table("report_schedule", sa.column("days"))
    op.execute(schedule.update().where(schedule.c.days.in_(["this_week", "last_week"])).values(days="this_month"))
    _allow(NEW, OLD)


def _allow(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table("report_schedule") as batch:
        batch.alter_column("days", existing_type=_words(before), type_=_words(after), existing_nullable=False)


def _words(words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name="days", native_enum=False, length=32, create_constraint=True)
