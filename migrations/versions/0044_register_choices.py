"""The kinds and issuers of the register and how soon its documents were entered are found in indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0044_register_choices"
down_revision = "0043_by_person"
branch_labels = None
depends_on = None

MEASURED = sa.text("entry_due_on IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_directive_committee_id_kind", "directive", ["committee_id", "kind"])
    op.create_index("ix_directive_committee_id_issuer", "directive", ["committee_id", "issuer"])
    columns = ["committee_id", "entry_due_on", "entered_on"]
    op.create_index("ix_directive_entry", "directive", columns, sqlite_where=MEASURED, postgresql_where=MEASURED)


def downgrade() -> None:
    op.drop_index("ix_directive_entry", "directive")
    op.drop_index("ix_directive_committee_id_issuer", "directive")
    op.drop_index("ix_directive_committee_id_kind", "directive")
