"""Results, requests, disputes and explanations know in whose place they were given, as the record does."""

import sqlalchemy as sa
from alembic import op

revision = "0015_in_whose_place"
down_revision = "0014_mail_holds"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# table: when its rows were given, and the kinds of event that tell of it
GIVEN = {
    "submission": ("submitted_at", ("submit",)),
    "extension": ("asked_at", ("ask_extension",)),
    "dispute": ("raised_at", ("dispute",)),
    "explanation": ("given_at", ("submit", "explain")),
}


def upgrade() -> None:
    for name, (moment, kinds) in GIVEN.items():
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("on_behalf_of_id", ID, nullable=True))
            key = op.f(f"fk_{name}_on_behalf_of_id_person")
            batch.create_foreign_key(key, "person", ["on_behalf_of_id"], ["id"])
        _take_from_the_record(name, moment, kinds)


def downgrade() -> None:
    for name in GIVEN:
        with op.batch_alter_table(name) as batch:
            batch.drop_constraint(op.f(f"fk_{name}_on_behalf_of_id_person"), type_="foreignkey")
            batch.drop_column("on_behalf_of_id")


def _take_from_the_record(name: str, moment: str, kinds: tuple[str, ...]) -> None:
    paper = sa.table(name, *(sa.column(each) for each in ("committee_id", "task_id", moment, "on_behalf_of_id")))
    event = sa.table(
        "task_event",
        *(sa.column(each) for each in ("committee_id", "task_id", "recorded_at", "kind", "on_behalf_of_id")),
    )
    told = (
        sa.select(sa.func.max(event.c.on_behalf_of_id))
        .where(
            event.c.committee_id == paper.c.committee_id,
            event.c.task_id == paper.c.task_id,
            event.c.recorded_at == paper.c[moment],
            event.c.kind.in_(kinds),
        )
        .scalar_subquery()
    )
    given = sa.select(event.c.task_id).where(event.c.kind.in_(kinds), event.c.on_behalf_of_id.is_not(None))
    op.execute(paper.update().where(paper.c.task_id.in_(given)).values(on_behalf_of_id=told))
