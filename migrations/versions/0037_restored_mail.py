"""Mail that is held since the database was restored, and the moment that it went back to."""

import sqlalchemy as sa
from alembic import op

revision = "0037_restored_mail"
down_revision = "0036_personal_data"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_hold", sa.Column("backup_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE mail_hold SET made = 0 WHERE kind = 'restore'")  # the older form would take them for a flood
    op.drop_column("mail_hold", "backup_at")
