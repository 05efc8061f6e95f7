"""Second factors, limits of each sign-in in its row, past passwords, the access log, reviews of rights.

Whoever is signed in during the upgrade signs in again: older rows say nothing of how long they may last.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030_second_factor"
down_revision = "0029_api"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
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
)
ADDED = ("factor_added", "factor_removed", "factors_reset", "codes_made", "unlocked")
LOGGED = (
    "signed_in",
    "refused",
    "signed_out",
    "exported",
    "rules_changed",
    "reviewed",
    "factor_added",
    "factor_removed",
    "factors_reset",
    "codes_made",
    "unlocked",
    "role_given",
    "role_taken",
    "link_made",
    "password_set",
    "disabled",
    "enabled",
    "sign_ins_ended",
)
REASONS = (
    "",
    "unknown",
    "closed",
    "unset",
    "wrong",
    "wrong_code",
    "too_many",
    "app",
    "key",
    "recovery",
)


def upgrade() -> None:
    with op.batch_alter_table("committee") as batch:
        batch.add_column(sa.Column("sign_in_rules", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("password_set_at", WHEN))
        batch.add_column(sa.Column("needs_factor", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("last_sign_in_at", WHEN))
    op.execute(
        "UPDATE person SET last_sign_in_at = (SELECT max(started_at) FROM sign_in_session "
        "WHERE sign_in_session.person_id = person.id)"
    )
    op.execute(
        "UPDATE person SET password_set_at = (SELECT max(recorded_at) FROM account_event "
        "WHERE account_event.person_id = person.id AND account_event.kind = 'password_set')"
    )
    _sign_ins()
    _kinds(KNOWN, (*KNOWN, *ADDED))
    _second_factors()
    _access()


def downgrade() -> None:
    for table in ("held_form", "rights_review", "access_event", "past_password", "recovery_code", "second_factor"):
        op.drop_table(table)
    told = sa.table("account_event", sa.column("kind", sa.String))
    op.execute(sa.delete(told).where(told.c.kind.in_(ADDED)))  # the older form has no word for them
    _kinds((*KNOWN, *ADDED), KNOWN)
    op.execute("DELETE FROM sign_in_session WHERE awaits_factor")  # to the older form they would be open
    with op.batch_alter_table("sign_in_session") as batch:
        for name in ("challenge", "proved_at", "factor_at", "awaits_factor", "expires_at", "idle_until"):
            batch.drop_column(name)
    with op.batch_alter_table("person") as batch:
        for name in ("last_sign_in_at", "needs_factor", "password_set_at"):
            batch.drop_column(name)
    with op.batch_alter_table("committee") as batch:
        batch.drop_column("sign_in_rules")


def _sign_ins() -> None:
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("idle_until", WHEN))
        batch.add_column(sa.Column("expires_at", WHEN))
        batch.add_column(sa.Column("awaits_factor", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("factor_at", WHEN))
        batch.add_column(sa.Column("proved_at", WHEN))
        batch.add_column(sa.Column("challenge", sa.String(100)))
    op.execute("UPDATE sign_in_session SET idle_until = last_seen_at, expires_at = last_seen_at")
    with op.batch_alter_table("sign_in_session") as batch:
        batch.alter_column("idle_until", existing_type=WHEN, nullable=False)
        batch.alter_column("expires_at", existing_type=WHEN, nullable=False)


def _second_factors() -> None:
    op.create_table(
        "second_factor",
        *_of_person("second_factor"),
        sa.Column("kind", _words("factorkind", "app", "key"), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("secret", sa.LargeBinary()),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("credential_id", sa.String(1400)),
        sa.Column("public_key", sa.LargeBinary()),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("added_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN),
        sa.Column("last_used_at", WHEN),
        sa.UniqueConstraint("committee_id", "credential_id", name=op.f("uq_second_factor_committee_id_credential_id")),
    )
    op.create_table(
        "recovery_code",
        *_of_person("recovery_code"),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("used_at", WHEN),
    )
    op.create_table(
        "past_password",
        *_of_person("past_password"),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("set_at", WHEN, nullable=False),
    )
    for table in ("second_factor", "recovery_code", "past_password"):
        op.create_index(f"ix_{table}_committee_id_person_id", table, ["committee_id", "person_id"])


def _access() -> None:
    op.create_table(
        "access_event",
        *_of_person("access_event", nullable=True),
        sa.Column("by_id", ID),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("kind", _words("accesskind", *LOGGED), nullable=False),
        sa.Column("why", _words("why", *REASONS), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_access_event_by_id_person")),
    )
    op.create_index("ix_access_event_committee_id_id", "access_event", ["committee_id", "id"])
    op.create_index("ix_access_event_recorded_at", "access_event", ["recorded_at"])
    op.create_index("ix_access_event_committee_id_account", "access_event", ["committee_id", "account", "recorded_at"])
    op.create_table(
        "rights_review",
        *_of_person("rights_review"),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("reviewed_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rights_review_by_id_person")),
    )
    op.create_index(
        "ix_rights_review_committee_id_person_id_reviewed_at",
        "rights_review",
        ["committee_id", "person_id", "reviewed_at"],
    )
    op.create_table(
        "held_form",
        *_of_person("held_form"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("path", sa.String(2000), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("had_files", sa.Boolean(), nullable=False),
        sa.Column("held_at", WHEN, nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_held_form_token_hash")),
    )
    op.create_index("ix_held_form_committee_id_held_at", "held_form", ["committee_id", "held_at"])


def _of_person(table: str, *, nullable: bool = False) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=nullable),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f(f"fk_{table}_committee_id_committee")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
    )


def _kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table("account_event") as batch:
        batch.alter_column(
            "kind",
            existing_type=_words("accountchange", *before),
            type_=_words("accountchange", *after),
            existing_nullable=False,
        )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
