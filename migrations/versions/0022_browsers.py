"""Notifications of browsers: a channel of which a person has several, each reminded by itself."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0022_browsers"
down_revision = "0021_directive_review"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")
BEFORE = ("mail", "webhook", "mattermost")
AFTER = (*BEFORE, "push")
CURRENT = sa.text("ended_at IS NULL")
TYPED = sa.text("ended_at IS NULL AND channel <> 'push'")
BROWSER = sa.text("ended_at IS NULL AND channel = 'push'")
OWNER = ["committee_id", "person_id", "channel"]
ONCE = ["committee_id", "task_id", "due_version", "step", "person_id", "channel"]


def upgrade() -> None:
    op.drop_index("uq_channel_address_current", "channel_address")
    with op.batch_alter_table("channel_address") as batch:
        batch.add_column(sa.Column("label", sa.String(length=80), nullable=False, server_default=""))
        _widen(batch, BEFORE, AFTER)
        batch.alter_column("address", existing_type=sa.String(500), type_=sa.String(1100), existing_nullable=False)
    _unique("uq_channel_address_current", OWNER, TYPED)
    _unique("uq_channel_address_browser", ["committee_id", "address"], BROWSER)
    _message_channels(AFTER)
    with op.batch_alter_table("reminder") as batch:
        batch.add_column(sa.Column("address", sa.String(length=20), nullable=False, server_default=""))
        _widen(batch, BEFORE, AFTER)
        batch.drop_constraint("uq_reminder_once", type_="unique")
        batch.create_unique_constraint("uq_reminder_once", [*ONCE, "address"])
    # what is in the ledger for an address stays known for it, and is not owed there again
    op.execute(
        "UPDATE reminder SET address = (SELECT substr(to_address, 1, 20) FROM message "
        "WHERE message.id = reminder.message_id) WHERE channel <> 'mail'"
    )


def downgrade() -> None:
    for statement in (  # the older form knows no browsers
        "DELETE FROM reminder WHERE channel = 'push'",
        "DELETE FROM delivery_try WHERE message_id IN (SELECT id FROM message WHERE channel = 'push')",
        "DELETE FROM message_about WHERE message_id IN (SELECT id FROM message WHERE channel = 'push')",
        "DELETE FROM message WHERE channel = 'push'",
        "DELETE FROM channel_address WHERE channel = 'push'",
        # of two addresses one after the other on a channel, which are one for the older form
        "DELETE FROM reminder WHERE channel <> 'mail' AND EXISTS (SELECT 1 FROM reminder AS r WHERE r.id < reminder.id "
        "AND r.committee_id = reminder.committee_id AND r.task_id = reminder.task_id AND r.step = reminder.step "
        "AND r.due_version = reminder.due_version AND r.person_id = reminder.person_id "
        "AND r.channel = reminder.channel)",
    ):
        op.execute(statement)
    with op.batch_alter_table("reminder") as batch:
        batch.drop_constraint("uq_reminder_once", type_="unique")
        batch.create_unique_constraint("uq_reminder_once", ONCE)
        _widen(batch, AFTER, BEFORE)
        batch.drop_column("address")
    _message_channels(BEFORE)
    op.drop_index("uq_channel_address_browser", "channel_address")
    op.drop_index("uq_channel_address_current", "channel_address")
    with op.batch_alter_table("channel_address") as batch:
        batch.alter_column("address", existing_type=sa.String(1100), type_=sa.String(500), existing_nullable=False)
        _widen(batch, AFTER, BEFORE)
        batch.drop_column("label")
    _unique("uq_channel_address_current", OWNER, CURRENT)


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


def _widen(batch: BatchOperations, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    batch.alter_column("channel", existing_type=_words(*before), type_=_words(*after), existing_nullable=False)


def _unique(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "channel_address", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _words(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="channel", native_enum=False, create_constraint=True, length=32)
