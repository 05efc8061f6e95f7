"""The chance of being late, by task, the nights in which it was worked out, and why a tight limit was kept."""

import sqlalchemy as sa
from alembic import op

revision = "0019_task_risk"
down_revision = "0018_evaluation"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LEVELS = ("high", "medium", "low")


def upgrade() -> None:
    op.add_column("task", sa.Column("limit_reason", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "task_risk",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("kept_permille", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(*LEVELS, name="risklevel", native_enum=False, length=32, create_constraint=True),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("high_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kept_permille BETWEEN 0 AND 1000", name=op.f("ck_task_risk_is_a_share")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_risk_committee_id_committee")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_risk_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_risk")),
        sa.UniqueConstraint("task_id", name=op.f("uq_task_risk_task_id")),
    )
    columns = ["committee_id", "kept_permille", "task_id"]
    op.create_index("ix_task_risk_committee_id_kept_permille_task_id", "task_risk", columns)
    op.create_table(
        "risk_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_risk_run_committee_id_committee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_run")),
        sa.UniqueConstraint("committee_id", "day", name=op.f("uq_risk_run_committee_id_day")),
    )


def downgrade() -> None:
    op.drop_table("risk_run")
    op.drop_table("task_risk")
    op.drop_column("task", "limit_reason")
