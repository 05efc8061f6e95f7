"""The office's other systems as sources of dated work: deliveries, and each version of each item."""

import sqlalchemy as sa
from alembic import op

revision = "0034_sources"
down_revision = "0033_undone_in_the_index"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOORS = ("api", "file", "edxml", "command", "web")
IDLE = "added = 0 AND changed = 0 AND corrected = 0"
COUNTED_BY = (
    "committee_id",
    "done_on",
    "received_on",
    "source_id",
    "unit_id",
    "due_on",
    "due_time",
    "done_time",
    "is_cancelled",
    "recorded_at",
    "replaced_at",
    "corrected_at",
)


def upgrade() -> None:
    op.create_table(
        "work_source",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("noun", sa.String(40), nullable=False),
        sa.Column("keeps_titles", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", ID, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_work_source_committee_id_committee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_work_source_unit_id_unit")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_work_source_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_source")),
        sa.UniqueConstraint("committee_id", "name", name=op.f("uq_work_source_committee_id_name")),
    )
    op.create_table(
        "source_batch",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "door", sa.Enum(*DOORS, name="door", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("added", "changed", "corrected", "unchanged", "refused")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_source_batch_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["work_source.id"], name=op.f("fk_source_batch_source_id_work_source")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_source_batch_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_batch")),
    )
    op.create_index(
        "ix_source_batch_committee_id_source_id_id", "source_batch", ["committee_id", "source_id", "id"], unique=False
    )
    op.create_index(
        "ix_source_batch_idle",
        "source_batch",
        ["taken_at"],
        unique=False,
        sqlite_where=sa.text(IDLE),
        postgresql_where=sa.text(IDLE),
    )
    op.create_table(
        "source_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("own_id", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.String(200), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("officer", sa.String(100), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_time", sa.Time(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_source_item_committee_id_committee")),
        sa.ForeignKeyConstraint(["source_id"], ["work_source.id"], name=op.f("fk_source_item_source_id_work_source")),
        sa.ForeignKeyConstraint(["batch_id"], ["source_batch.id"], name=op.f("fk_source_item_batch_id_source_batch")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_source_item_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_item")),
        sa.UniqueConstraint(
            "committee_id",
            "source_id",
            "own_id",
            "version",
            name=op.f("uq_source_item_committee_id_source_id_own_id_version"),
        ),
    )
    op.create_index("ix_source_item_counted", "source_item", list(COUNTED_BY), unique=False)


def downgrade() -> None:
    op.drop_table("source_item")
    op.drop_table("source_batch")
    op.drop_table("work_source")
