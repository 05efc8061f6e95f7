"""Ranks and returns of messages, the rate of a mail server, and the clock that was last acted on."""

import sqlalchemy as sa
from alembic import op

revision = "0008_mail_pace"
down_revision = "0007_absences"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="5"))
        batch.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("return_reason", sa.String(length=400), nullable=False, server_default=""))
        batch.drop_index("ix_message_due")
    with op.batch_alter_table("message") as batch:
        batch.alter_column("rank", server_default=None)
        batch.alter_column("return_reason", server_default=None)
    columns = ["rank", "next_try_at", "id"]
    op.create_index("ix_message_due", "message", columns, sqlite_where=WAITING, postgresql_where=WAITING)
    back = sa.text("returned_at IS NOT NULL")
    columns = ["committee_id", "returned_at"]
    op.create_index("ix_message_returned", "message", columns, sqlite_where=back, postgresql_where=back)
    op.add_column("mail_pause", sa.Column("filled_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("report_key", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("person") as batch:
        batch.alter_column("report_key", server_default=None)
    op.create_table(
        "clock_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jumped_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_mark")),
    )


def downgrade() -> None:
    op.drop_table("clock_mark")
    op.drop_column("mail_pause", "filled_until")
    op.drop_column("person", "report_key")
    op.drop_index("ix_message_due", "message")
    op.drop_index("ix_message_returned", "message")
    for name in ("rank", "returned_at", "return_reason"):
        op.drop_column("message", name)
    columns = ["next_try_at", "id"]
    op.create_index("ix_message_due", "message", columns, sqlite_where=WAITING, postgresql_where=WAITING)
