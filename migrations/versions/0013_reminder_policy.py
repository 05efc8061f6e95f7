"""The reminder policy as versioned rows, what receivers do without, and how far the plan has come."""

import sqlalchemy as sa
from alembic import op

revision = "0013_reminder_policy"
down_revision = "0012_signed_hand_overs"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reminder_policy",
        *_owned("reminder_policy"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_refers("reminder_policy", "by_id", "person", nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.UniqueConstraint("committee_id", "version", name=op.f("uq_reminder_policy_committee_id_version")),
    )
    op.create_table(
        "reminder_refusal",
        *_owned("reminder_refusal"),
        *_refers("reminder_refusal", "person_id", "person"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_reminder_refusal_committee_id_person_id", "reminder_refusal", ["committee_id", "person_id"])
    op.create_table(
        "plan_mark",
        *_owned("plan_mark"),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("committee_id", name=op.f("uq_plan_mark_committee_id")),
    )
    with op.batch_alter_table("reminder") as table:
        table.add_column(sa.Column("policy_version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("reminder") as table:
        table.drop_column("policy_version")
    op.drop_table("plan_mark")
    op.drop_table("reminder_refusal")
    op.drop_table("reminder_policy")


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    return [sa.Column("id", ID, nullable=False), key, *_refers(table, "committee_id", "committee")]


def _refers(table: str, name: str, to: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    key = sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
    return [sa.Column(name, ID, nullable=nullable), key]
