"""A task is found by the number of the document that its result is."""

import sqlalchemy as sa
from alembic import op

revision = "0047_result_numbers"
down_revision = "0046_recorded_since"
branch_labels = None
depends_on = None

NAME = "ix_submission_result_number"
HAS_NUMBER = sa.text("result_number <> ''")


def upgrade() -> None:
    op.create_index(
        NAME,
        "submission",
        ["committee_id", "result_number"],
        sqlite_where=HAS_NUMBER,
        postgresql_where=HAS_NUMBER,
    )


def downgrade() -> None:
    op.drop_index(NAME, "submission")
