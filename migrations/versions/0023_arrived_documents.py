"""Documents that have come by themselves: under review by nobody yet, with who sent them."""

import sqlalchemy as sa
from alembic import op

revision = "0023_arrived_documents"
down_revision = "0022_browsers"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("directive_review") as table:
        table.alter_column("by_id", existing_type=ID, nullable=True)
        table.add_column(sa.Column("from_whom", sa.String(300), nullable=False, server_default=""))
        table.add_column(sa.Column("mail_subject", sa.String(300), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("DELETE FROM directive_review WHERE by_id IS NULL")
    with op.batch_alter_table("directive_review") as table:
        table.drop_column("mail_subject")
        table.drop_column("from_whom")
        table.alter_column("by_id", existing_type=ID, nullable=False)
