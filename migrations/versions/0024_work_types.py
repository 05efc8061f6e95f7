"""Types of work with the limit by law and the office's own, and both limits of a task that is of a type."""

import sqlalchemy as sa
from alembic import op

revision = "0024_work_types"
down_revision = "0023_arrived_documents"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPED = sa.text("work_type_id IS NOT NULL")
SOURCES = ("government", "province", "council", "party", "own")
UNITS = ("workdays", "days", "hours")
ENDS = ("statutory_due", "commitment_due")


def upgrade() -> None:
    op.create_table(
        "work_type",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_work_type_committee_id_committee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_type")),
        sa.UniqueConstraint("committee_id", "code", name=op.f("uq_work_type_committee_id_code")),
    )
    _create_versions()
    for table in ("task", "task_event"):
        _add_limits(table)
    op.create_index(
        "ix_task_typed", "task", ["committee_id", "work_type_id"], sqlite_where=TYPED, postgresql_where=TYPED
    )


def downgrade() -> None:
    op.drop_index("ix_task_typed", "task")
    for name in ("task_event", "task"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_work_type_id_work_type"), type_="foreignkey")
            if name == "task":
                table.drop_constraint(op.f("fk_task_work_type_version_id_work_type_version"), type_="foreignkey")
                table.drop_column("received_time")
                table.drop_column("work_type_version_id")
            for column in [f"{end}_{what}" for end in ENDS for what in ("time", "on")]:
                table.drop_column(column)
            table.drop_column("received_on")
            table.drop_column("work_type_id")
    op.drop_table("work_type_version")
    op.drop_table("work_type")


def _create_versions() -> None:
    op.create_table(
        "work_type_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("work_type_id", ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("is_ended", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("product", sa.String(300), nullable=False),
        sa.Column("source", _words(SOURCES, "source"), nullable=False),
        sa.Column("lead_unit_id", ID, nullable=True),
        sa.Column("supporting_ids", sa.JSON(), nullable=False),
        sa.Column("unit", _words(UNITS, "unit"), nullable=False),
        sa.Column("statutory", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.String(300), nullable=False),
        sa.Column("committed", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.CheckConstraint("committed IS NULL OR committed > 0", name=op.f("ck_work_type_version_commitment_is_time")),
        sa.CheckConstraint("statutory IS NULL OR statutory > 0", name=op.f("ck_work_type_version_limit_is_time")),
        sa.CheckConstraint(
            "committed IS NULL OR statutory IS NULL OR committed <= statutory",
            name=op.f("ck_work_type_version_commitment_within_law"),
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_work_type_version_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["work_type_id"], ["work_type.id"], name=op.f("fk_work_type_version_work_type_id_work_type")
        ),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_work_type_version_lead_unit_id_unit")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_work_type_version_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_type_version")),
    )
    op.create_index("ix_work_type_version_valid", "work_type_version", ["committee_id", "work_type_id", "valid_from"])


def _add_limits(name: str) -> None:
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column("work_type_id", ID, nullable=True))
        table.create_foreign_key(op.f(f"fk_{name}_work_type_id_work_type"), "work_type", ["work_type_id"], ["id"])
        table.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        for end in ENDS:
            table.add_column(sa.Column(f"{end}_on", sa.Date(), nullable=True))
            table.add_column(sa.Column(f"{end}_time", sa.Time(), nullable=True))
        if name == "task":
            table.add_column(sa.Column("work_type_version_id", ID, nullable=True))
            table.add_column(sa.Column("received_time", sa.Time(), nullable=True))
            table.create_foreign_key(
                op.f("fk_task_work_type_version_id_work_type_version"),
                "work_type_version",
                ["work_type_version_id"],
                ["id"],
            )


def _words(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32, create_constraint=True)
