"""Absences with deputies, delegated decisions, and the account events that tell of both."""

import sqlalchemy as sa
from alembic import op

revision = "0007_absences"
down_revision = "0006_shared_work"
branch_labels = None
depends_on = None

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
)
ADDED = ("absence_registered", "absence_ended", "delegated", "delegation_revoked")


def upgrade() -> None:
    _change_kinds(KNOWN, (*KNOWN, *ADDED))
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deputy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_absence_days")),
        sa.CheckConstraint("deputy_id <> person_id", name=op.f("ck_absence_deputy_is_another")),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_at IS NULL)", name=op.f("ck_absence_ended_has_time")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_absence_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_absence_committee_id_committee")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_absence_ended_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_committee_id_last_on", "absence", ["committee_id", "last_on"], unique=False)
    op.create_index(
        "ix_absence_committee_id_deputy_id_last_on", "absence", ["committee_id", "deputy_id", "last_on"], unique=False
    )
    op.create_index(
        "ix_absence_committee_id_person_id_last_on", "absence", ["committee_id", "person_id", "last_on"], unique=False
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delegate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("paper_number", sa.String(length=60), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_delegation_days")),
        sa.CheckConstraint("delegate_id <> person_id", name=op.f("ck_delegation_delegate_is_another")),
        sa.CheckConstraint("paper_number <> ''", name=op.f("ck_delegation_paper")),
        sa.CheckConstraint("(revoked_on IS NULL) = (revoked_at IS NULL)", name=op.f("ck_delegation_revoked_has_time")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_delegation_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_delegation_committee_id_committee")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_delegation_delegate_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id_person")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name=op.f("fk_delegation_revoked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index("ix_delegation_committee_id_last_on", "delegation", ["committee_id", "last_on"], unique=False)
    op.create_index(
        "ix_delegation_committee_id_delegate_id_last_on",
        "delegation",
        ["committee_id", "delegate_id", "last_on"],
        unique=False,
    )
    op.create_index(
        "ix_delegation_committee_id_person_id_last_on",
        "delegation",
        ["committee_id", "person_id", "last_on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("delegation")
    op.drop_table("absence")
    told = sa.table("account_event", sa.column("kind", sa.String))
    op.execute(sa.delete(told).where(told.c.kind.in_(ADDED)))  # the older form has no word for them
    _change_kinds((*KNOWN, *ADDED), KNOWN)


def _change_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table("account_event") as batch:
        batch.alter_column("kind", existing_type=_kinds(before), type_=_kinds(after), existing_nullable=False)


def _kinds(words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name="accountchange", native_enum=False, create_constraint=True, length=32)
