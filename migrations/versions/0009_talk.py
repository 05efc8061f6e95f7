"""A comment's form is taken once; followers are found by when they were added."""

import sqlalchemy as sa
from alembic import op

revision = "0009_talk"
down_revision = "0008_mail_pace"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("comment") as batch:
        batch.add_column(sa.Column("once", sa.String(length=64), nullable=True))
        batch.create_unique_constraint(op.f("uq_comment_task_id_by_id_once"), ["task_id", "by_id", "once"])
    op.create_index("ix_follower_committee_id_added_at", "follower", ["committee_id", "added_at"])


def downgrade() -> None:
    op.drop_index("ix_follower_committee_id_added_at", "follower")
    with op.batch_alter_table("comment") as batch:
        batch.drop_constraint(op.f("uq_comment_task_id_by_id_once"), type_="unique")
        batch.drop_column("once")
