"""How lists of tasks stand before a person, and filters kept under a name, perhaps for one's unit."""

import sqlalchemy as sa
from alembic import op

revision = "0039_ways_through_the_work"
down_revision = "0038_search_index"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("list_layout", sa.JSON, nullable=True))
    op.create_table(
        "saved_filter",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_saved_filter_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint(
            "committee_id", "person_id", "name", name=op.f("uq_saved_filter_committee_id_person_id_name")
        ),
    )


def downgrade() -> None:
    op.drop_table("saved_filter")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("list_layout")
