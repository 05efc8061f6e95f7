"""Addresses that show figures without signing in."""

import sqlalchemy as sa
from alembic import op

revision = "0034_open_addresses"
down_revision = "0032_calendar_feeds"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "open_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", _words("linkkind", "wall", "figure"), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("names_tasks", sa.Boolean(), nullable=False),
        sa.Column("span", _words("span", "month", "quarter", "year"), nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", ID, nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_calls", sa.Integer(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("figure_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_open_link_committee_id_committee")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_open_link_person_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_open_link_ended_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_open_link_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_open_link_token_hash")),
    )
    op.create_index("ix_open_link_committee_id_kind_id", "open_link", ["committee_id", "kind", "id"])


def downgrade() -> None:
    op.drop_table("open_link")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
