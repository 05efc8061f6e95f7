"""Tokens of programs, and what their requests were answered."""

import sqlalchemy as sa
from alembic import op

revision = "0029_api"
down_revision = "0028_counted_in_the_index"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "api_token",
        *_owned("api_token"),
        *_refers("api_token", "person_id", "person"),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        *_refers("api_token", "ended_by_id", "person", nullable=True),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("last_address", sa.String(length=45), nullable=False),
        sa.Column("window_at", INSTANT, nullable=True),
        sa.Column("window_calls", sa.Integer(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index("ix_api_token_committee_id_person_id", "api_token", ["committee_id", "person_id"])
    op.create_table(
        "api_answer",
        *_owned("api_answer"),
        *_refers("api_answer", "token_id", "api_token"),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.UniqueConstraint("committee_id", "token_id", "key", name=op.f("uq_api_answer_committee_id_token_id_key")),
    )
    op.create_index("ix_api_answer_made_at", "api_answer", ["made_at"])
    op.create_index("ix_reminder_committee_id_person_id", "reminder", ["committee_id", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_reminder_committee_id_person_id", "reminder")
    op.drop_table("api_answer")
    op.drop_table("api_token")


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *_refers(table, "committee_id", "committee"),
    ]


def _refers(table: str, column: str, to: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
    return [sa.Column(column, ID, nullable=nullable), key]
