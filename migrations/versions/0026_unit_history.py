"""What became of units: decisions carried out, after-images of units, who succeeded whom."""

import sqlalchemy as sa
from alembic import op

revision = "0026_unit_history"
down_revision = "0025_duties"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REARRANGING = ("merge", "split", "close", "rename", "move")
CHANGES = ("begun", "founded", "renamed", "shortened", "moved", "closed")


def upgrade() -> None:
    op.create_table(
        "reorganisation",
        *_owned("reorganisation"),
        sa.Column("kind", _words(*REARRANGING, name="rearranging"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("decision_on", sa.Date(), nullable=True),
        *_refers("reorganisation", "by_id", "person", nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people_moved", sa.Integer(), nullable=False),
        sa.Column("tasks_moved", sa.Integer(), nullable=False),
    )
    op.create_index("ix_reorganisation_committee_id_recorded_at", "reorganisation", ["committee_id", "recorded_at"])
    _add_events()
    _add_successions()


def downgrade() -> None:
    op.drop_table("unit_succession")
    op.drop_table("unit_event")
    op.drop_table("reorganisation")


def _add_events() -> None:
    op.create_table(
        "unit_event",
        *_owned("unit_event"),
        *_refers("unit_event", "unit_id", "unit"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", _words(*CHANGES, name="unitchange"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_refers("unit_event", "reorganisation_id", "reorganisation", nullable=True),
        *_refers("unit_event", "parent_id", "unit", nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.UniqueConstraint("unit_id", "version", name=op.f("uq_unit_event_unit_id_version")),
    )
    op.create_index("ix_unit_event_committee_id_unit_id", "unit_event", ["committee_id", "unit_id"])


def _add_successions() -> None:
    op.create_table(
        "unit_succession",
        *_owned("unit_succession"),
        *_refers("unit_succession", "predecessor_id", "unit"),
        *_refers("unit_succession", "successor_id", "unit"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.UniqueConstraint(
            "predecessor_id", "successor_id", name=op.f("uq_unit_succession_predecessor_id_successor_id")
        ),
    )
    op.create_index("ix_unit_succession_committee_id_successor_id", "unit_succession", ["committee_id", "successor_id"])


def _words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32, create_constraint=True)


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *_refers(table, "committee_id", "committee"),
    ]


def _refers(table: str, column: str, to: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
    return [sa.Column(column, ID, nullable=nullable), key]
