"""Evaluation of persons: scoring tables and conversion weights as added rows, what persons object to."""

import sqlalchemy as sa
from alembic import op

revision = "0018_evaluation"
down_revision = "0017_counted_tasks"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SCORED = ("deductions", "combination", "ranks", "par-steps", "par-linear")
ABOUT = ("quantity", "quality", "progress", "weight", "other")
OPEN = sa.text("is_upheld IS NULL")
HAS_OFFICER = sa.text("assignee_id IS NOT NULL")


def upgrade() -> None:
    _add_scoring_tables()
    _add_weights()
    _add_contests()
    op.create_index(
        "ix_task_event_assignee",
        "task_event",
        ["committee_id", "assignee_id", "task_id"],
        sqlite_where=HAS_OFFICER,
        postgresql_where=HAS_OFFICER,
    )


def downgrade() -> None:
    op.drop_index("ix_task_event_assignee", table_name="task_event")
    op.drop_table("evaluation_contest")
    op.drop_table("task_weight")
    op.drop_table("scoring_table")


def _add_scoring_tables() -> None:
    op.create_table(
        "scoring_table",
        *_owned("scoring_table"),
        sa.Column("kind", _words(*SCORED, name="scored"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        *_said("scoring_table"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_scoring_table_validity")),
    )
    op.create_index(
        "ix_scoring_table_committee_id_kind_recorded_at", "scoring_table", ["committee_id", "kind", "recorded_at"]
    )


def _add_weights() -> None:
    op.create_table(
        "task_weight",
        *_owned("task_weight"),
        *_refers("task_weight", "task_id", "task"),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        *_said("task_weight"),
        sa.CheckConstraint("hundredths > 0", name=op.f("ck_task_weight_positive")),
    )
    op.create_index("ix_task_weight_committee_id_task_id", "task_weight", ["committee_id", "task_id"])


def _add_contests() -> None:
    op.create_table(
        "evaluation_contest",
        *_owned("evaluation_contest"),
        *_refers("evaluation_contest", "person_id", "person"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", _words(*ABOUT, name="contestabout"), nullable=False),
        *_refers("evaluation_contest", "task_id", "task", nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        *_refers("evaluation_contest", "answered_by_id", "person", nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_evaluation_contest_period")),
        sa.CheckConstraint(
            "is_upheld IS NULL OR answered_at IS NOT NULL", name=op.f("ck_evaluation_contest_answered_has_time")
        ),
    )
    op.create_index(
        "uq_evaluation_contest_unanswered",
        "evaluation_contest",
        ["person_id", "first", "last"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_evaluation_contest_committee_id_person_id", "evaluation_contest", ["committee_id", "person_id"])


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    return [sa.Column("id", ID, nullable=False), key, *_refers(table, "committee_id", "committee")]


def _said(table: str) -> list[sa.schema.SchemaItem]:
    """When a row was added, by whom and why."""
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_refers(table, "by_id", "person", nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
    ]


def _refers(table: str, name: str, to: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    key = sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
    return [sa.Column(name, ID, nullable=nullable), key]


def _words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32, create_constraint=True)
