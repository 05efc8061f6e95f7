"""The record can only grow: triggers say so in the database itself, seals show a change behind their back."""

import sqlalchemy as sa
from alembic import op

revision = "0027_sealed_record"
down_revision = "0026_unit_history"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
WAITING = sa.text("ended_at IS NULL")
KEPT = ("task_event", "event_seal")
SAID = "rows of this table are only ever added"


def upgrade() -> None:
    op.create_table(
        "event_seal",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_id", ID, nullable=False),
        sa.Column("last_id", ID, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("sealed_at", WHEN, nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.Column("hmac", sa.String(64), nullable=False),
        sa.CheckConstraint("last_id >= first_id AND count > 0", name=op.f("ck_event_seal_holds_something")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_event_seal_committee_id_committee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_seal")),
        sa.UniqueConstraint("committee_id", "number", name=op.f("uq_event_seal_committee_id_number")),
        sa.UniqueConstraint("committee_id", "first_id", name=op.f("uq_event_seal_committee_id_first_id")),
    )
    op.create_table(
        "audit_check",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("night", sa.Date()),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("asked_by_id", ID),
        sa.Column("began_at", WHEN),
        sa.Column("ended_at", WHEN),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("seals", sa.Integer(), nullable=False),
        sa.Column("unsealed", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("first_wrong", sa.JSON()),
        sa.Column("failure", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_audit_check_committee_id_committee")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_audit_check_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
        sa.UniqueConstraint("committee_id", "night", name=op.f("uq_audit_check_committee_id_night")),
    )
    op.create_index("ix_audit_check_waiting", "audit_check", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.add_column("heartbeat", sa.Column("trouble", sa.Text(), nullable=False, server_default=""))
    _only_grow()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_only_grows ON {table}")
            op.execute(f"DROP TRIGGER {table}_is_not_emptied ON {table}")
        op.execute("DROP FUNCTION rows_are_only_added()")
    else:
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_no_update")
            op.execute(f"DROP TRIGGER {table}_no_delete")
    op.drop_column("heartbeat", "trouble")
    op.drop_table("audit_check")
    op.drop_table("event_seal")


def _only_grow() -> None:
    """A later migration that makes such a table anew on SQLite has to make its triggers anew too: a test asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION rows_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '%: {SAID}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION rows_are_only_added()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION rows_are_only_added()"
            )
        return
    for table in KEPT:
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {SAID}'); END"
            )
