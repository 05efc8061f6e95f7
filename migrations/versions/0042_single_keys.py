"""Whether keys of a single letter or sign do something for a person (WCAG 2.1.4)."""

import sqlalchemy as sa
from alembic import op

revision = "0042_single_keys"
down_revision = "0041_welcome_steps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("single_keys", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.drop_column("single_keys")
