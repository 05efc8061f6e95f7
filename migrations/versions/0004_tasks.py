"""Directives, tasks, their record, import batches."""

import sqlalchemy as sa
from alembic import op

revision = "0004_tasks"
down_revision = "0003_outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preview",
                "committed",
                "undone",
                name="batchstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("known_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_import_batch_by_id_person")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_import_batch_committee_id_committee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_committee_id_made_at", "import_batch", ["committee_id", "made_at"], unique=False)
    op.create_table(
        "directive",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("number_key", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "ordinary",
                "urgent",
                "very_urgent",
                "express",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_directive_committee_id_committee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
    )
    op.create_index(
        "ix_directive_committee_id_number_key_issued_on",
        "directive",
        ["committee_id", "number_key", "issued_on"],
        unique=False,
    )
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "assigned",
                "declined",
                "in_progress",
                "submitted",
                "done",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("directive_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("product", sa.String(length=300), nullable=False),
        sa.Column("lead_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_unit_name", sa.String(length=200), nullable=False),
        sa.Column("assignee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assigner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assigner_title", sa.String(length=120), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "government",
                "province",
                "council",
                "party",
                "own",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column(
            "limit_kind",
            sa.Enum(
                "dated",
                "none",
                "continuous",
                "recurring",
                name="limitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("deadline_text", sa.String(length=300), nullable=False),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("original_due_time", sa.Time(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("due_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("lead_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_time", sa.Time(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("waited_workdays", sa.Integer(), nullable=False),
        sa.Column("objective_cause", sa.Boolean(), nullable=False),
        sa.Column(
            "excluded",
            sa.Enum(
                "withdrawn", "merged", "undone", name="exclusion", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("limit_kind <> 'dated' OR due_on IS NOT NULL", name=op.f("ck_task_dated_has_day")),
        sa.CheckConstraint("state <> 'done' OR finished_on IS NOT NULL", name=op.f("ck_task_done_has_day")),
        sa.CheckConstraint("state <> 'withdrawn' OR excluded IS NOT NULL", name=op.f("ck_task_withdrawn_is_excluded")),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'done') OR submitted_on IS NOT NULL", name=op.f("ck_task_submitted_has_day")
        ),
        sa.CheckConstraint("due_time IS NULL OR due_on IS NOT NULL", name=op.f("ck_task_hour_needs_day")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_task_assignee_id_person")),
        sa.ForeignKeyConstraint(["assigner_id"], ["person.id"], name=op.f("fk_task_assigner_id_person")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_task_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_committee_id_committee")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_task_created_by_id_person")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_task_directive_id_directive")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_task_lead_unit_id_unit")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["task.id"], name=op.f("fk_task_merged_into_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("committee_id", "import_key", name=op.f("uq_task_committee_id_import_key")),
    )
    op.create_index("ix_task_batch_id", "task", ["batch_id"], unique=False)
    op.create_index(
        "ix_task_committee_id_assigner_id_state", "task", ["committee_id", "assigner_id", "state"], unique=False
    )
    op.create_index(
        "ix_task_committee_id_lead_unit_id_state", "task", ["committee_id", "lead_unit_id", "state"], unique=False
    )
    op.create_index("ix_task_directive_id", "task", ["directive_id"], unique=False)
    op.create_index(
        "ix_task_open_assignee",
        "task",
        ["committee_id", "assignee_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("state IN ('assigned', 'declined', 'in_progress', 'submitted')"),
        postgresql_where=sa.text("state IN ('assigned', 'declined', 'in_progress', 'submitted')"),
    )
    op.create_index(
        "ix_task_open_due",
        "task",
        ["committee_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('assigned', 'declined', 'in_progress', 'submitted')"),
        postgresql_where=sa.text("state IN ('assigned', 'declined', 'in_progress', 'submitted')"),
    )
    op.create_index(
        "ix_task_open_lead",
        "task",
        ["committee_id", "lead_unit_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("state IN ('assigned', 'declined', 'in_progress', 'submitted')"),
        postgresql_where=sa.text("state IN ('assigned', 'declined', 'in_progress', 'submitted')"),
    )
    op.create_table(
        "task_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_part_committee_id_committee")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_part_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_part_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_part")),
        sa.UniqueConstraint("task_id", "unit_id", name=op.f("uq_task_part_task_id_unit_id")),
    )
    op.create_index("ix_task_part_committee_id_unit_id", "task_part", ["committee_id", "unit_id"], unique=False)
    op.create_table(
        "task_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "assigned",
                "declined",
                "in_progress",
                "submitted",
                "done",
                "withdrawn",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "assigned",
                "declined",
                "in_progress",
                "submitted",
                "done",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("on_behalf_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "via",
            sa.Enum(
                "web", "api", "mail", "import", "job", name="via", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_unit_name", sa.String(length=200), nullable=False),
        sa.Column("assignee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assigner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "government",
                "province",
                "council",
                "party",
                "own",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column(
            "limit_kind",
            sa.Enum(
                "dated",
                "none",
                "continuous",
                "recurring",
                name="limitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("original_due_time", sa.Time(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_time", sa.Time(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("waited_workdays", sa.Integer(), nullable=False),
        sa.Column("objective_cause", sa.Boolean(), nullable=False),
        sa.Column(
            "excluded",
            sa.Enum(
                "withdrawn", "merged", "undone", name="exclusion", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_task_event_assignee_id_person")),
        sa.ForeignKeyConstraint(["assigner_id"], ["person.id"], name=op.f("fk_task_event_assigner_id_person")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_task_event_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_task_event_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_event_committee_id_committee")),
        sa.ForeignKeyConstraint(["corrects_id"], ["task_event.id"], name=op.f("fk_task_event_corrects_id_task_event")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_task_event_lead_unit_id_unit")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["person.id"], name=op.f("fk_task_event_on_behalf_of_id_person")),
        sa.ForeignKeyConstraint(["part_id"], ["task_part.id"], name=op.f("fk_task_event_part_id_task_part")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_event_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_event")),
        sa.UniqueConstraint("task_id", "version", name=op.f("uq_task_event_task_id_version")),
    )
    op.create_index(
        "ix_task_event_committee_id_recorded_at", "task_event", ["committee_id", "recorded_at"], unique=False
    )
    op.create_index(
        "ix_task_event_committee_id_task_id_recorded_at",
        "task_event",
        ["committee_id", "task_id", "recorded_at"],
        unique=False,
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result_number", sa.String(length=60), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("no_evidence_reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("decision IS NULL OR decided_at IS NOT NULL", name=op.f("ck_submission_decided_has_time")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_submission_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_submission_committee_id_committee")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_submission_decided_by_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_submission_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_submission_task_id_number")),
    )
    op.create_table(
        "explanation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_explanation_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_explanation_committee_id_committee")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_explanation_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
        sa.UniqueConstraint("task_id", "due_version", name=op.f("uq_explanation_task_id_due_version")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("directive_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stored_file_by_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_stored_file_committee_id_committee")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_stored_file_directive_id_directive")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_stored_file_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_stored_file_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    op.create_index(op.f("ix_stored_file_directive_id"), "stored_file", ["directive_id"], unique=False)
    op.create_index(op.f("ix_stored_file_submission_id"), "stored_file", ["submission_id"], unique=False)
    op.create_index(op.f("ix_stored_file_task_id"), "stored_file", ["task_id"], unique=False)


def downgrade() -> None:
    op.drop_table("stored_file")
    op.drop_table("explanation")
    op.drop_table("submission")
    op.drop_table("task_event")
    op.drop_table("task_part")
    op.drop_table("task")
    op.drop_table("directive")
    op.drop_table("import_batch")
