"""Addresses that show figures without signing in; webhooks, a channel of the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0035_addresses_and_webhooks"
down_revision = "0034_sources"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")
BEFORE = ("mail", "webhook", "mattermost", "push")
AFTER = (*BEFORE, "hook")
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
    op.create_table(
        "webhook",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(43), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.String(300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_event_id", sa.BigInteger(), nullable=False),
        sa.Column("overdue_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_webhook_committee_id_committee")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_webhook_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_webhook_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index("ix_webhook_committee_id_id", "webhook", ["committee_id", "id"])
    _message_channels(AFTER)


def downgrade() -> None:
    for statement in (  # the older form knows no webhooks
        "DELETE FROM delivery_try WHERE message_id IN (SELECT id FROM message WHERE channel = 'hook')",
        "DELETE FROM message WHERE channel = 'hook'",
    ):
        op.execute(statement)
    _message_channels(BEFORE)
    op.drop_table("webhook")
    op.drop_table("open_link")


def _message_channels(words: tuple[str, ...]) -> None:
    """Other words for the channel of a message; on SQLite by another column, for its rule cannot be changed."""
    rule = f"CHECK (channel IN ({', '.join(repr(word) for word in words)}))"
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE message DROP CONSTRAINT ck_message_channel")
        op.execute(f"ALTER TABLE message ADD CONSTRAINT ck_message_channel {rule}")
        return
    op.drop_index("ix_message_due", "message")
    op.execute("ALTER TABLE message RENAME COLUMN channel TO channel_before")
    new = f"VARCHAR(32) NOT NULL DEFAULT 'mail' CONSTRAINT ck_message_channel {rule}"
    op.execute(f"ALTER TABLE message ADD COLUMN channel {new}")
    op.execute("UPDATE message SET channel = channel_before WHERE channel_before <> 'mail'")
    op.execute("ALTER TABLE message DROP COLUMN channel_before")
    columns = ["channel", "rank", "next_try_at", "id"]
    op.create_index("ix_message_due", "message", columns, sqlite_where=WAITING, postgresql_where=WAITING)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
