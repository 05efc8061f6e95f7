"""Parts of supporting units and children become tasks; extensions, disputes, talk, hand-overs, house rules."""

import sqlalchemy as sa
from alembic import op

revision = "0006_shared_work"
down_revision = "0005_reminders"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("official", "part", "child")
PART_LAPSED = "state <> 'withdrawn' OR excluded IS NOT NULL OR (kind = 'part' AND finished_on IS NOT NULL)"


def upgrade() -> None:
    _widen_tasks()
    _widen_events()
    _move_parts()
    with op.batch_alter_table("task_event") as batch:
        batch.drop_constraint(op.f("fk_task_event_part_id_task_part"), type_="foreignkey")
        batch.drop_column("part_id")
    op.drop_table("task_part")
    with op.batch_alter_table("explanation") as batch:
        batch.add_column(sa.Column("claims_objective", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("is_confirmed", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("judged_by_id", ID, nullable=True))
        batch.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("judged_reason", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key(op.f("fk_explanation_judged_by_id_person"), "person", ["judged_by_id"], ["id"])
    _forget_defaults("explanation", "claims_objective", "judged_reason")
    _add_extensions()
    _add_disputes()
    _add_talk()
    _add_hand_overs()
    op.add_column("committee", sa.Column("rules", sa.JSON(), nullable=False, server_default="{}"))
    _forget_defaults("committee", "rules")
    with op.batch_alter_table("stored_file") as batch:
        for owner in ("extension", "dispute", "comment"):
            batch.add_column(sa.Column(f"{owner}_id", ID, nullable=True))
            batch.create_foreign_key(op.f(f"fk_stored_file_{owner}_id_{owner}"), owner, [f"{owner}_id"], ["id"])
            batch.create_index(op.f(f"ix_stored_file_{owner}_id"), [f"{owner}_id"])


def _widen_tasks() -> None:
    with op.batch_alter_table("task") as batch:
        batch.add_column(sa.Column("kind", _words(*KINDS, name="kind"), nullable=False, server_default="official"))
        batch.add_column(sa.Column("parent_id", ID, nullable=True))
        batch.add_column(sa.Column("missed_due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("missed_due_time", sa.Time(), nullable=True))
        batch.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("proposed_lead_id", ID, nullable=True))
        batch.add_column(sa.Column("urgings", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("unanswered_urgings", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("disputed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.drop_constraint(op.f("ck_task_withdrawn_is_excluded"), type_="check")
        batch.create_check_constraint(op.f("ck_task_withdrawn_is_excluded"), PART_LAPSED)
        batch.create_check_constraint(
            op.f("ck_task_official_has_no_parent"), "(kind = 'official') = (parent_id IS NULL)"
        )
        batch.create_foreign_key(op.f("fk_task_parent_id_task"), "task", ["parent_id"], ["id"])
        batch.create_foreign_key(op.f("fk_task_proposed_lead_id_unit"), "unit", ["proposed_lead_id"], ["id"])
        batch.create_index("ix_task_committee_id_parent_id", ["committee_id", "parent_id"])
    _forget_defaults("task", "kind", "urgings", "unanswered_urgings", "disputed")


def _widen_events() -> None:
    with op.batch_alter_table("task_event") as batch:
        batch.add_column(
            sa.Column("task_kind", _words(*KINDS, name="task_kind"), nullable=False, server_default="official")
        )
        batch.add_column(sa.Column("parent_id", ID, nullable=True))
        batch.add_column(sa.Column("missed_due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("missed_due_time", sa.Time(), nullable=True))
        batch.add_column(sa.Column("disputed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_foreign_key(op.f("fk_task_event_parent_id_task"), "task", ["parent_id"], ["id"])
    _forget_defaults("task_event", "task_kind", "disputed")


def _move_parts() -> None:
    """Each part becomes a task under its lead's, in the lead's state at most assigned; the record says what it is.

    When a supporting unit gave what it owed was not known: the part of a finished task has no limit to be judged by.
    """
    op.execute(
        sa.text(
            "INSERT INTO task (version, state, kind, parent_id, lead_unit_id, lead_unit_name, limit_kind, "
            "original_due_on, due_on, due_since, urgings, unanswered_urgings, disputed, committee_id, directive_id, "
            "content, search_key, product, assigner_id, assigner_title, created_by_id, source, field, starred, "
            "deadline_text, due_version, extensions, review_on, recorded_at, issued_on, lead_since, progress_percent, "
            "submitted_on, finished_on, waited_workdays, objective_cause, excluded, batch_id) "
            "SELECT CASE WHEN t.state = 'draft' THEN 0 ELSE 1 END, "
            "CASE WHEN t.state IN ('draft', 'done', 'withdrawn') THEN t.state ELSE 'assigned' END, "
            "'part', t.id, p.unit_id, p.unit_name, CASE WHEN p.due_on IS NOT NULL THEN 'dated' "
            "WHEN t.limit_kind = 'dated' THEN 'none' ELSE t.limit_kind END, "
            "p.due_on, p.due_on, t.recorded_at, 0, 0, :no, t.committee_id, t.directive_id, "
            "t.content, t.search_key, t.product, t.assigner_id, t.assigner_title, t.created_by_id, t.source, t.field, "
            "t.starred, t.deadline_text, 1, 0, t.review_on, t.recorded_at, t.issued_on, t.lead_since, 0, "
            "t.submitted_on, t.finished_on, 0, :no, t.excluded, t.batch_id "
            "FROM task_part p JOIN task t ON t.id = p.task_id ORDER BY p.id"
        ).bindparams(no=False)
    )
    op.execute("UPDATE task SET submitted_on = NULL, finished_on = NULL WHERE kind = 'part' AND state <> 'done'")
    op.execute(
        "UPDATE task SET limit_kind = 'none', original_due_on = NULL, due_on = NULL "
        "WHERE kind = 'part' AND state = 'done' AND limit_kind = 'dated'"
    )
    op.execute(
        sa.text(
            "INSERT INTO task_event (committee_id, task_id, version, recorded_at, effective_at, effective_on, kind, "
            "to_state, by_id, via, reason, note, task_kind, parent_id, lead_unit_id, lead_unit_name, assigner_id, "
            "source, field, starred, limit_kind, issued_on, original_due_on, due_on, extensions, submitted_on, "
            "finished_on, waited_workdays, objective_cause, disputed, excluded, batch_id) "
            "SELECT committee_id, id, 1, recorded_at, recorded_at, issued_on, 'issue', state, created_by_id, 'job', "
            "'', '', 'part', parent_id, lead_unit_id, lead_unit_name, assigner_id, source, field, starred, limit_kind, "
            "issued_on, original_due_on, due_on, extensions, submitted_on, finished_on, waited_workdays, "
            "objective_cause, :no, excluded, batch_id FROM task WHERE kind = 'part' AND state <> 'draft'"
        ).bindparams(no=False)
    )


def _add_extensions() -> None:
    reasons = ("coordination", "opinions", "volume", "scope", "staff", "objective", "other")
    op.create_table(
        "extension",
        *_owned("extension", "task"),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("old_due_time", sa.Time(), nullable=True),
        *_person("extension", "asked_by_id"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_code", _words(*reasons, name="extensionreason"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_due_on", sa.Date(), nullable=False),
        sa.Column("asked_due_time", sa.Time(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("answer", _words("granted", "refused", "taken_back", name="answer"), nullable=True),
        *_person("extension", "answered_by_id"),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("granted_due_on", sa.Date(), nullable=True),
        sa.Column("granted_due_time", sa.Time(), nullable=True),
        sa.CheckConstraint("answer IS NULL OR answered_at IS NOT NULL", name=op.f("ck_extension_answered_has_time")),
    )
    op.create_index("ix_extension_committee_id_task_id", "extension", ["committee_id", "task_id"])
    _unanswered("uq_extension_unanswered", "extension", "answer IS NULL")


def _add_disputes() -> None:
    about = ("lateness", "submitted_day", "limit", "competence", "other")
    op.create_table(
        "dispute",
        *_owned("dispute", "task"),
        sa.Column("about", _words(*about, name="disputeabout"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_person("dispute", "by_id"),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        *_person("dispute", "answered_by_id"),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("is_upheld IS NULL OR answered_at IS NOT NULL", name=op.f("ck_dispute_answered_has_time")),
    )
    op.create_index("ix_dispute_committee_id_task_id", "dispute", ["committee_id", "task_id"])
    _unanswered("uq_dispute_unanswered", "dispute", "is_upheld IS NULL")


def _add_talk() -> None:
    op.create_table(
        "comment",
        *_owned("comment", "task"),
        *_person("comment", "by_id", nullable=False),
        *_person("comment", "on_behalf_of_id"),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_directing", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_comment_committee_id_task_id", "comment", ["committee_id", "task_id"])
    op.create_index("ix_comment_committee_id_said_at", "comment", ["committee_id", "said_at"])
    op.create_table(
        "mention",
        *_owned("mention", "comment"),
        *_person("mention", "person_id", nullable=False),
        sa.UniqueConstraint("comment_id", "person_id", name=op.f("uq_mention_comment_id_person_id")),
    )
    op.create_table(
        "follower",
        *_owned("follower", "task"),
        *_person("follower", "person_id", nullable=False),
        *_person("follower", "added_by_id"),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("task_id", "person_id", name=op.f("uq_follower_task_id_person_id")),
    )
    op.create_index("ix_follower_committee_id_person_id", "follower", ["committee_id", "person_id"])


def _add_hand_overs() -> None:
    op.create_table(
        "hand_over",
        *_owned("hand_over"),
        *_person("hand_over", "from_id", nullable=False),
        *_person("hand_over", "by_id"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_hand_over_committee_id_from_id", "hand_over", ["committee_id", "from_id"])
    op.create_table(
        "hand_over_item",
        *_owned("hand_over_item", "hand_over", "task"),
        sa.Column("role", sa.String(length=16), nullable=False),
        *_person("hand_over_item", "to_id", nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "hand_over_id", "task_id", "role", name=op.f("uq_hand_over_item_hand_over_id_task_id_role")
        ),
    )
    op.create_index("ix_hand_over_item_committee_id_to_id", "hand_over_item", ["committee_id", "to_id"])
    op.create_table(
        "rule_setting",
        *_owned("rule_setting"),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_person("rule_setting", "by_id"),
        sa.Column("reason", sa.String(length=300), nullable=False),
    )
    columns = ["committee_id", "name", "recorded_at"]
    op.create_index("ix_rule_setting_committee_id_name_recorded_at", "rule_setting", columns)


def downgrade() -> None:
    op.drop_column("committee", "rules")
    with op.batch_alter_table("stored_file") as batch:
        for owner in ("extension", "dispute", "comment"):
            batch.drop_index(op.f(f"ix_stored_file_{owner}_id"))
            batch.drop_constraint(op.f(f"fk_stored_file_{owner}_id_{owner}"), type_="foreignkey")
            batch.drop_column(f"{owner}_id")
    for table in (
        "rule_setting",
        "hand_over_item",
        "hand_over",
        "follower",
        "mention",
        "comment",
        "dispute",
        "extension",
    ):
        op.drop_table(table)
    with op.batch_alter_table("explanation") as batch:
        batch.drop_constraint(op.f("fk_explanation_judged_by_id_person"), type_="foreignkey")
        for name in ("claims_objective", "is_confirmed", "judged_by_id", "judged_at", "judged_reason"):
            batch.drop_column(name)
    op.create_table(
        "task_part",
        *_owned("task_part", "task"),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_part_unit_id_unit")),
        sa.UniqueConstraint("task_id", "unit_id", name=op.f("uq_task_part_task_id_unit_id")),
    )
    op.create_index("ix_task_part_committee_id_unit_id", "task_part", ["committee_id", "unit_id"])
    op.execute(
        "INSERT INTO task_part (committee_id, task_id, unit_id, unit_name, due_on) "
        "SELECT committee_id, parent_id, lead_unit_id, MAX(lead_unit_name), MAX(due_on) FROM task "
        "WHERE kind = 'part' GROUP BY committee_id, parent_id, lead_unit_id"
    )
    task = sa.table("task", sa.column("id"), sa.column("kind"))
    below = sa.select(task.c.id).where(task.c.kind != "official")
    for name in ("reminder", "stored_file", "submission", "explanation", "task_event"):
        owned = sa.table(name, sa.column("task_id"))
        op.execute(sa.delete(owned).where(owned.c.task_id.in_(below)))
    op.execute("DELETE FROM task WHERE kind <> 'official'")
    with op.batch_alter_table("task_event") as batch:
        batch.add_column(sa.Column("part_id", ID, nullable=True))
        batch.create_foreign_key(op.f("fk_task_event_part_id_task_part"), "task_part", ["part_id"], ["id"])
        batch.drop_constraint(op.f("fk_task_event_parent_id_task"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_task_event_task_kind"), type_="check")
        for name in ("task_kind", "parent_id", "missed_due_on", "missed_due_time", "disputed"):
            batch.drop_column(name)
    with op.batch_alter_table("task") as batch:
        batch.drop_index("ix_task_committee_id_parent_id")
        batch.drop_constraint(op.f("fk_task_parent_id_task"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_task_proposed_lead_id_unit"), type_="foreignkey")
        for name in ("ck_task_kind", "ck_task_official_has_no_parent", "ck_task_withdrawn_is_excluded"):
            batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(
            op.f("ck_task_withdrawn_is_excluded"), "state <> 'withdrawn' OR excluded IS NOT NULL"
        )
        for name in (
            "kind", "parent_id", "missed_due_on", "missed_due_time", "declined_at", "proposed_lead_id", "urgings",
            "unanswered_urgings", "disputed",
        ):  # fmt: skip
            batch.drop_column(name)


def _words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _owned(table: str, *owners: str) -> list[sa.schema.SchemaItem]:
    """The own id, the committee, and what the row belongs to."""
    items: list[sa.schema.SchemaItem] = [
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
    for owner in ("committee", *owners):
        name = op.f(f"fk_{table}_{owner}_id_{owner}")
        items.append(sa.Column(f"{owner}_id", ID, nullable=False))
        items.append(sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=name))
    return items


def _person(table: str, name: str, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, ID, nullable=nullable),
        sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_{table}_{name}_person")),
    ]


def _unanswered(name: str, table: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, ["task_id"], unique=True, sqlite_where=where, postgresql_where=where)


def _forget_defaults(table: str, *columns: str) -> None:
    """The defaults were for the rows that are there; new ones come from the models."""
    with op.batch_alter_table(table) as batch:
        for name in columns:
            batch.alter_column(name, server_default=None)
