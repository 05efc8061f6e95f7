"""Accounts of an outer directory, who they are here, and which of its groups are which roles."""

import sqlalchemy as sa
from alembic import op

revision = "0031_outer_accounts"
down_revision = "0030_second_factor"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = ("officer", "unit_head", "clerk", "monitor", "leader", "inspector", "admin")
KNOWN = (
    "created",
    "edited",
    "role_given",
    "role_taken",
    "link_made",
    "password_set",
    "disabled",
    "enabled",
    "sign_ins_ended",
    "absence_registered",
    "absence_ended",
    "delegated",
    "delegation_revoked",
    "factor_added",
    "factor_removed",
    "factors_reset",
    "codes_made",
    "unlocked",
)
ADDED = ("outer_linked", "outer_unlinked")


def upgrade() -> None:
    _change_kinds(KNOWN, (*KNOWN, *ADDED))
    op.create_table(
        "outer_account",
        *_owned("outer_account"),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("username", sa.String(100), nullable=False),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        *_refers("outer_account", "person_id", "person", nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        *_refers("outer_account", "linked_by_id", "person", nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outer_account_issuer_subject")),
    )
    op.create_index("ix_outer_account_committee_id_person_id", "outer_account", ["committee_id", "person_id"])
    op.create_table(
        "group_role",
        *_owned("group_role"),
        sa.Column("group_name", sa.String(200), nullable=False),
        sa.Column(
            "role", sa.Enum(*ROLES, name="role", native_enum=False, length=32, create_constraint=True), nullable=False
        ),
        *_refers("group_role", "unit_id", "unit"),
        sa.UniqueConstraint(
            "committee_id",
            "group_name",
            "role",
            "unit_id",
            name=op.f("uq_group_role_committee_id_group_name_role_unit_id"),
        ),
    )
    op.create_index(op.f("ix_group_role_unit_id"), "group_role", ["unit_id"])


def downgrade() -> None:
    op.drop_table("group_role")
    op.drop_table("outer_account")
    told = sa.table("account_event", sa.column("kind", sa.String))
    op.execute(sa.delete(told).where(told.c.kind.in_(ADDED)))  # the older form has no word for them
    _change_kinds((*KNOWN, *ADDED), KNOWN)


def _change_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table("account_event") as batch:
        batch.alter_column("kind", existing_type=_kinds(before), type_=_kinds(after), existing_nullable=False)


def _kinds(words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name="accountchange", native_enum=False, create_constraint=True, length=32)


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *_refers(table, "committee_id", "committee"),
    ]


def _refers(table: str, column: str, to: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
    return [sa.Column(column, ID, nullable=nullable), key]
