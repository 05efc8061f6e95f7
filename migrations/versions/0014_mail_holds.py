"""Floods of mail that are held until a person decides, and messages by the instant at which they were made."""

import sqlalchemy as sa
from alembic import op

revision = "0014_mail_holds"
down_revision = "0013_reminder_policy"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")
ENDS = ("released", "cancelled")


def upgrade() -> None:
    op.create_table(
        "mail_hold",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Enum(*ENDS, name="holdend", native_enum=False, length=32, create_constraint=True)),
        sa.Column("ended_by_id", ID, nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_mail_hold_committee_id_committee")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_mail_hold_ended_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_hold")),
    )
    op.create_index(
        "uq_mail_hold_open", "mail_hold", ["committee_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_mail_hold_committee_id_id", "mail_hold", ["committee_id", "id"])
    op.create_index("ix_message_committee_id_created_at", "message", ["committee_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_message_committee_id_created_at", "message")
    op.drop_table("mail_hold")
