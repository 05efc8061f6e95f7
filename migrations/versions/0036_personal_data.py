"""Persons who have left may be named no more; the logs know of it, and of pages about a person that others opened."""

import sqlalchemy as sa
from alembic import op

revision = "0036_personal_data"
down_revision = "0035_addresses_and_webhooks"
branch_labels = None
depends_on = None

OF_ACCOUNTS = (
    *("created", "edited", "role_given", "role_taken", "link_made", "password_set", "disabled", "enabled"),
    *("sign_ins_ended", "absence_registered", "absence_ended", "delegated", "delegation_revoked", "factor_added"),
    *("factor_removed", "factors_reset", "codes_made", "unlocked", "outer_linked", "outer_unlinked"),
)
OF_ACCESS = (
    *("signed_in", "refused", "signed_out", "exported", "rules_changed", "reviewed", "factor_added", "factor_removed"),
    *("factors_reset", "codes_made", "unlocked", "role_given", "role_taken", "link_made", "password_set", "disabled"),
    *("enabled", "sign_ins_ended"),
)
LOGS = (
    ("account_event", "accountchange", OF_ACCOUNTS, ("anonymised",)),
    ("access_event", "accesskind", OF_ACCESS, ("seen", "anonymised")),
)


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True))
    for table, name, known, added in LOGS:
        _change_kinds(table, name, known, (*known, *added))


def downgrade() -> None:
    for table, name, known, added in LOGS:
        told = sa.table(table, sa.column("kind", sa.String))
        op.execute(sa.delete(told).where(told.c.kind.in_(added)))  # the older form has no word for them
        _change_kinds(table, name, (*known, *added), known)
    with op.batch_alter_table("person") as batch:
        batch.drop_column("anonymised_at")


def _change_kinds(table: str, name: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.alter_column(
            "kind", existing_type=_kinds(name, before), type_=_kinds(name, after), existing_nullable=False
        )


def _kinds(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
