"""Documents under review, names of units as learned, and the register of directives: how soon each was entered."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0021_directive_review"
down_revision = "0020_report_schedules"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")
SEARCHED = ("number", "subject", "issuer", "signer", "kind")


def upgrade() -> None:
    with op.batch_alter_table("directive") as table:
        table.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("entry_due_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("entered_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("is_incoming", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("created_by_id", ID, nullable=True))
        table.add_column(sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key(op.f("fk_directive_created_by_id_person"), "person", ["created_by_id"], ["id"])
    _fill_search_keys()
    op.create_table(
        "directive_review",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("work", sa.JSON(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("directive_id", ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_directive_review_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_directive_review_by_id_person")),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_directive_review_directive_id_directive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_review")),
    )
    op.create_index("ix_directive_review_committee_id_by_id", "directive_review", ["committee_id", "by_id"])
    op.create_index(op.f("ix_directive_review_directive_id"), "directive_review", ["directive_id"])
    op.create_index(
        "ix_directive_review_open", "directive_review", ["touched_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "unit_alias",
        sa.Column("id", ID, nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("written", sa.String(200), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_unit_alias_committee_id_committee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id_unit")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_unit_alias_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_alias")),
        sa.UniqueConstraint("committee_id", "key", name=op.f("uq_unit_alias_committee_id_key")),
    )
    op.create_index(op.f("ix_unit_alias_unit_id"), "unit_alias", ["unit_id"])


def downgrade() -> None:
    op.drop_table("unit_alias")
    op.drop_table("directive_review")
    with op.batch_alter_table("directive") as table:
        table.drop_constraint(op.f("fk_directive_created_by_id_person"), type_="foreignkey")
        for name in ("search_key", "created_by_id", "is_incoming", "entered_on", "entry_due_on", "received_on"):
            table.drop_column(name)


def _fill_search_keys() -> None:
    directive = sa.table("directive", sa.column("id"), sa.column("search_key"), *map(sa.column, SEARCHED))
    bind = op.get_bind()
    rows = bind.execute(sa.select(directive.c.id, *(directive.c[name] for name in SEARCHED))).all()
    filled = [{"row": row[0], "key": _folded(" ".join(row[1:]))} for row in rows]
    if filled:
        change = directive.update().where(directive.c.id == sa.bindparam("row")).values(search_key=sa.bindparam("key"))
        bind.execute(change, filled)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
