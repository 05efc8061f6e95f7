"""Hand-overs as they are signed: numbered, with the positions of that day. Nothing has written to the old tables."""

import sqlalchemy as sa
from alembic import op

revision = "0012_signed_hand_overs"
down_revision = "0011_news_once"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REASONS = ("transfer", "retirement", "leave", "other")


def upgrade() -> None:
    _drop()
    op.create_table(
        "hand_over",
        *_owned("hand_over"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_refers("hand_over", "from_id", "person"),
        sa.Column("from_position", sa.String(length=120), nullable=False),
        sa.Column("from_unit", sa.String(length=200), nullable=False),
        *_refers("hand_over", "by_id", "person", nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_code", _words(*REASONS, name="handoverreason"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.UniqueConstraint("committee_id", "year", "number", name=op.f("uq_hand_over_committee_id_year_number")),
    )
    op.create_index("ix_hand_over_committee_id_from_id", "hand_over", ["committee_id", "from_id"])
    op.create_table(
        "hand_over_item",
        *_owned("hand_over_item"),
        *_refers("hand_over_item", "hand_over_id", "hand_over"),
        *_refers("hand_over_item", "task_id", "task"),
        *_refers("hand_over_item", "event_id", "task_event"),
        sa.Column("role", _words("assignee", "assigner", name="handed"), nullable=False),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        *_refers("hand_over_item", "to_id", "person"),
        sa.Column("to_position", sa.String(length=120), nullable=False),
        sa.Column("to_unit", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "hand_over_id", "task_id", "role", name=op.f("uq_hand_over_item_hand_over_id_task_id_role")
        ),
    )
    op.create_index("ix_hand_over_item_committee_id_to_id", "hand_over_item", ["committee_id", "to_id"])
    op.create_index("ix_hand_over_item_committee_id_task_id", "hand_over_item", ["committee_id", "task_id"])


def downgrade() -> None:
    _drop()
    op.create_table(
        "hand_over",
        *_owned("hand_over"),
        *_refers("hand_over", "from_id", "person"),
        *_refers("hand_over", "by_id", "person", nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_hand_over_committee_id_from_id", "hand_over", ["committee_id", "from_id"])
    op.create_table(
        "hand_over_item",
        *_owned("hand_over_item"),
        *_refers("hand_over_item", "hand_over_id", "hand_over"),
        *_refers("hand_over_item", "task_id", "task"),
        sa.Column("role", sa.String(length=16), nullable=False),
        *_refers("hand_over_item", "to_id", "person"),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "hand_over_id", "task_id", "role", name=op.f("uq_hand_over_item_hand_over_id_task_id_role")
        ),
    )
    op.create_index("ix_hand_over_item_committee_id_to_id", "hand_over_item", ["committee_id", "to_id"])


def _drop() -> None:
    op.drop_table("hand_over_item")
    op.drop_table("hand_over")


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    return [sa.Column("id", ID, nullable=False), key, *_refers(table, "committee_id", "committee")]


def _refers(table: str, name: str, to: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    key = sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
    return [sa.Column(name, ID, nullable=nullable), key]


def _words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
