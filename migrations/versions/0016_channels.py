"""Channels besides mail: where persons are reached, and which way a message and a reminder go."""

import sqlalchemy as sa
from alembic import op

revision = "0016_channels"
down_revision = "0015_in_whose_place"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")
CURRENT = sa.text("ended_at IS NULL")
CHANNELS = ("mail", "webhook", "mattermost")


def upgrade() -> None:
    op.create_table(
        "channel_address",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("channel", _words(*CHANNELS), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("host", sa.String(length=260), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_channel_address_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_channel_address_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_address")),
    )
    key = ["committee_id", "person_id", "channel"]
    op.create_index(
        "uq_channel_address_current",
        "channel_address",
        key,
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_index("ix_channel_address_committee_id_person_id", "channel_address", key[:2])
    # not made anew, as a batch does: it holds the bytes of every mail
    words = ", ".join(f"'{word}'" for word in CHANNELS)
    op.execute(
        "ALTER TABLE message ADD COLUMN channel VARCHAR(32) NOT NULL DEFAULT 'mail' "
        f"CONSTRAINT ck_message_channel CHECK (channel IN ({words}))"
    )
    op.drop_index("ix_message_due", "message")
    columns = ["channel", "rank", "next_try_at", "id"]
    op.create_index("ix_message_due", "message", columns, sqlite_where=WAITING, postgresql_where=WAITING)
    with op.batch_alter_table("reminder") as batch:
        batch.alter_column("channel", existing_type=_words("mail"), type_=_words(*CHANNELS), existing_nullable=False)


def downgrade() -> None:
    for statement in (  # the older form knows mail only
        "DELETE FROM reminder WHERE channel <> 'mail'",
        "DELETE FROM delivery_try WHERE message_id IN (SELECT id FROM message WHERE channel <> 'mail')",
        "DELETE FROM message_about WHERE message_id IN (SELECT id FROM message WHERE channel <> 'mail')",
        "DELETE FROM message WHERE channel <> 'mail'",
    ):
        op.execute(statement)
    with op.batch_alter_table("reminder") as batch:
        batch.alter_column("channel", existing_type=_words(*CHANNELS), type_=_words("mail"), existing_nullable=False)
    op.drop_index("ix_message_due", "message")
    op.drop_column("message", "channel")
    columns = ["rank", "next_try_at", "id"]
    op.create_index("ix_message_due", "message", columns, sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_table("channel_address")


def _words(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="channel", native_enum=False, create_constraint=True, length=32)
