"""Reports that go out by themselves: which, about which days, when, and to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0020_report_schedules"
down_revision = "0019_task_risk"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("ended_at IS NULL")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32, create_constraint=True)


def upgrade() -> None:
    days = _words("days", "this_month", "last_month", "this_quarter", "last_quarter", "this_year")
    op.create_table(
        "report_schedule",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("report", _words("filed", "summary", "overdue", "due-soon", "undated"), nullable=False),
        sa.Column("days", days, nullable=False),
        sa.Column("cutoff", _words("cutoff", "calendar", "decree_09"), nullable=False),
        sa.Column("cadence", _words("cadence", "weekly", "monthly", "quarterly"), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("workdays_before", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("day BETWEEN 1 AND 31", name=op.f("ck_report_schedule_day_of_month")),
        sa.CheckConstraint("cadence <> 'weekly' OR day <= 7", name=op.f("ck_report_schedule_day_of_week")),
        sa.CheckConstraint("workdays_before BETWEEN 0 AND 10", name=op.f("ck_report_schedule_workdays")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_report_schedule_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_report_schedule_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_index(
        "ix_report_schedule_running", "report_schedule", ["committee_id"],
        sqlite_where=RUNNING, postgresql_where=RUNNING,
    )  # fmt: skip
    op.create_table(
        "report_receiver",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("schedule_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_report_receiver_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["report_schedule.id"], name=op.f("fk_report_receiver_schedule_id_report_schedule")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_receiver_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_receiver")),
        sa.UniqueConstraint("schedule_id", "person_id", name=op.f("uq_report_receiver_schedule_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table("report_receiver")
    op.drop_table("report_schedule")
