"""Reminders of what happened are owed once, however often the limit changes: they carry no version of it."""

import sqlalchemy as sa
from alembic import op

revision = "0011_news_once"
down_revision = "0010_merged_tasks"
branch_labels = None
depends_on = None

NEWS = ("assigned", "assigned_support", "named", "extended", "approved", "sent_back")
KEY = ("committee_id", "task_id", "step", "person_id", "channel")


def upgrade() -> None:
    reminder = _reminder()
    earlier = reminder.alias()
    told_already = sa.exists().where(earlier.c.id < reminder.c.id, *(earlier.c[k] == reminder.c[k] for k in KEY))
    op.execute(reminder.update().where(_is_news(reminder), ~told_already).values(due_version=0))
    _tell_nobody_of_his_part_again()


def downgrade() -> None:
    reminder = _reminder()
    op.execute(reminder.delete().where(reminder.c.due_version == 0, reminder.c.reason == "phần phối hợp"))
    op.execute(reminder.update().where(reminder.c.due_version == 0).values(due_version=1))


def _tell_nobody_of_his_part_again() -> None:
    """Heads of supporting units were told of their part as a step of the whole; the part is a task of its own now."""
    op.execute(
        "INSERT INTO reminder (committee_id, task_id, due_version, step, person_id, channel, owed_since, planned_at, "
        "state, reason, message_id) "
        "SELECT r.committee_id, p.id, 0, 'assigned' || substr(r.step, 17), r.person_id, r.channel, r.owed_since, "
        "r.planned_at, 'superseded', 'phần phối hợp', r.message_id "
        "FROM reminder r JOIN task p ON p.parent_id = r.task_id AND p.kind = 'part' "
        "WHERE r.step LIKE 'assigned_support:%' AND r.due_version = 0"
    )


def _reminder() -> sa.TableClause:
    names = ("id", "due_version", "reason", *KEY)
    return sa.table("reminder", *(sa.column(name) for name in names))


def _is_news(reminder: sa.TableClause) -> sa.ColumnElement[bool]:
    return sa.or_(*(reminder.c.step.like(f"{name}:%") for name in NEWS))
