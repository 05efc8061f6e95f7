"""Recurring duties: the rule, what became of each of its days, and who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "0025_duties"
down_revision = "0024_work_types"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("phase = 'running'")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phase", _words("dutyphase", "draft", "running", "ended"), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("product", sa.String(length=300), nullable=False),
        sa.Column("lead_unit_id", ID, nullable=False),
        sa.Column("officer_id", ID, nullable=True),
        sa.Column("assigner_id", ID, nullable=True),
        sa.Column("source", _words("source", "government", "province", "council", "party", "own"), nullable=False),
        sa.Column("directive_id", ID, nullable=True),
        sa.Column("deadline_text", sa.String(length=300), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("shift", _words("shift", "before", "after", "as_it_falls"), nullable=False),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("workdays_ahead", sa.Integer(), nullable=False),
        sa.Column("is_of_previous", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("once_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_duty_ends_after_start")),
        sa.CheckConstraint("workdays_ahead BETWEEN 0 AND 60", name=op.f("ck_duty_workdays_ahead")),
        sa.ForeignKeyConstraint(["assigner_id"], ["person.id"], name=op.f("fk_duty_assigner_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_duty_committee_id_committee")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_duty_directive_id_directive")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_duty_lead_unit_id_unit")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_duty_officer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("committee_id", "once_key", name=op.f("uq_duty_committee_id_once_key")),
    )
    op.create_index("ix_duty_directive_id", "duty", ["directive_id"])
    op.create_index("ix_duty_running", "duty", ["committee_id"], sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.create_table(
        "duty_note",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("duty_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            _words(
                "note",
                "written",
                "begun",
                "changed",
                "given",
                "skipped",
                "missed",
                "given_after_all",
                "ended",
                "resumed",
            ),
            nullable=False,
        ),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_duty_note_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_duty_note_committee_id_committee")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_note_duty_id_duty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_note")),
        sa.UniqueConstraint("duty_id", "version", name=op.f("uq_duty_note_duty_id_version")),
    )
    op.create_table(
        "duty_occurrence",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("duty_id", ID, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("outcome", _words("outcome", "given", "skipped", "missed"), nullable=False),
        sa.Column("task_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'given') = (task_id IS NOT NULL)", name=op.f("ck_duty_occurrence_given_has_task")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_duty_occurrence_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_occurrence_duty_id_duty")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_duty_occurrence_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_occurrence")),
        sa.UniqueConstraint("duty_id", "on_day", name=op.f("uq_duty_occurrence_duty_id_on_day")),
        sa.UniqueConstraint("task_id", name=op.f("uq_duty_occurrence_task_id")),
    )
    op.create_table(
        "duty_support",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("duty_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_duty_support_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_support_duty_id_duty")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_support_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_support")),
        sa.UniqueConstraint("duty_id", "unit_id", name=op.f("uq_duty_support_duty_id_unit_id")),
    )


def downgrade() -> None:
    for table in ("duty_support", "duty_occurrence", "duty_note", "duty"):
        op.drop_table(table)
