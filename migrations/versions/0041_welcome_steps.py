"""Which steps of the welcome a committee's administrator has chosen to leave."""

import sqlalchemy as sa
from alembic import op

revision = "0041_welcome_steps"
down_revision = "0040_what_hangs_on_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("committee") as batch:
        batch.add_column(sa.Column("passed_steps", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("committee") as batch:
        batch.drop_column("passed_steps")
