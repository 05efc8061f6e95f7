"""Task and what belongs to it; TaskEvent is the append-only record that every figure is read from."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from taskapp.base.db import Base, Id, Ref, words_of
from taskapp.people.models import Person, Unit
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.states import Exclusion, Kind, LimitKind, Source, State, Via

_OPEN = "state IN ('assigned', 'declined', 'in_progress', 'submitted')"
COUNTED_BY = (
    "committee_id", "kind", "finished_on", "excluded", "state", "issued_on", "lead_unit_id", "limit_kind", "due_on",
    "due_time", "missed_due_on", "missed_due_time", "original_due_on", "original_due_time", "submitted_on",
    "submitted_time", "waited_workdays", "extensions", "disputed", "assignee_id", "assigner_id", "source", "field",
    "starred", "work_type_id", "id",
)  # fmt: skip
DECIDED_BY = (
    "committee_id", "kind", "effective_on", "task_kind", "lead_unit_id", "assigner_id", "submitted_on", "task_id",
    "version",
)  # fmt: skip
_UNDONE = "state IN ('assigned', 'declined', 'in_progress', 'submitted') OR state IN ('draft') OR disputed"
UNDONE_BY = (
    "committee_id", "state", "kind", "lead_unit_id", "assignee_id", "assigner_id", "created_by_id", "parent_id",
    "disputed", "unanswered_urgings", "id",
)  # fmt: skip


def _index_of(name: str, *columns: str, where: str, on_sqlite: str = "") -> Index:
    """An index of some rows; SQLite has no words for a condition that is a column."""
    return Index(name, *columns, sqlite_where=text(on_sqlite or where), postgresql_where=text(where))


class Task(Base):
    """One thing to do; exactly one lead unit. lifecycle.py alone writes the state; `version` is the last event's."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("limit_kind <> 'dated' OR due_on IS NOT NULL", name="dated_has_day"),
        CheckConstraint("due_time IS NULL OR due_on IS NOT NULL", name="hour_needs_day"),
        CheckConstraint("state NOT IN ('submitted', 'done') OR submitted_on IS NOT NULL", name="submitted_has_day"),
        CheckConstraint("state <> 'done' OR finished_on IS NOT NULL", name="done_has_day"),
        # a part that was never given, though its limit had passed, keeps its place in the supporting unit's figures
        CheckConstraint(
            "state <> 'withdrawn' OR excluded IS NOT NULL OR (kind = 'part' AND finished_on IS NOT NULL)",
            name="withdrawn_is_excluded",
        ),
        CheckConstraint("(kind = 'official') = (parent_id IS NULL)", name="official_has_no_parent"),
        UniqueConstraint("committee_id", "import_key"),
        # lists of a person, a unit, an assigner; job "plan"
        _index_of("ix_task_open_assignee", "committee_id", "assignee_id", "due_on", where=_OPEN),
        _index_of("ix_task_open_lead", "committee_id", "lead_unit_id", "due_on", where=_OPEN),
        _index_of("ix_task_undone_due", "committee_id", "due_on", "id", where=_UNDONE, on_sqlite=f"{_UNDONE} = 1"),
        # the numbers beside the lists of the left menu, on every page
        _index_of("ix_task_undone", *UNDONE_BY, where=_UNDONE, on_sqlite=f"{_UNDONE} = 1"),
        _index_of("ix_task_undone_made", "committee_id", "created_by_id", where=_UNDONE, on_sqlite=f"{_UNDONE} = 1"),
        # what an officer has done, the newest first
        _index_of("ix_task_done_by", "committee_id", "assignee_id", "id", where="state IN ('done')"),
        Index("ix_task_committee_id_assigner_id_state", "committee_id", "assigner_id", "state"),
        Index("ix_task_committee_id_lead_unit_id_state", "committee_id", "lead_unit_id", "state"),
        # what a period counts, and all by which figures of the present put it together: the tasks are not looked at
        _index_of("ix_task_counted", *COUNTED_BY, where="excluded IS NULL"),
        Index("ix_task_directive_id", "directive_id"),
        Index("ix_task_batch_id", "batch_id"),
        # search: the tasks of which a unit gives a part or a piece
        _index_of("ix_task_given_to", "committee_id", "lead_unit_id", "parent_id", where="parent_id IS NOT NULL"),
        # what hangs on tasks, asked for by their keys alone: on every page of a list
        _index_of("ix_task_parent_id", "parent_id", where="parent_id IS NOT NULL"),
        _index_of("ix_task_merged_into_id", "merged_into_id", where="merged_into_id IS NOT NULL"),
        # figures by type of work
        _index_of("ix_task_typed", "committee_id", "work_type_id", where="work_type_id IS NOT NULL"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - SQLAlchemy's convention
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    kind: Mapped[Kind] = mapped_column(default=Kind.OFFICIAL)
    parent_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task.id"))

    directive_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("directive.id"))
    content: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    product: Mapped[str] = mapped_column(String(300), default="")
    lead_unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    lead_unit_name: Mapped[str] = mapped_column(String(200))
    assignee_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    assigner_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    assigner_title: Mapped[str] = mapped_column(String(120), default="")
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    source: Mapped[Source] = mapped_column(default=Source.OWN)
    field: Mapped[str] = mapped_column(String(60), default="")
    starred: Mapped[bool] = mapped_column(default=False)

    limit_kind: Mapped[LimitKind]
    deadline_text: Mapped[str] = mapped_column(String(300), default="")
    limit_reason: Mapped[str] = mapped_column(Text, default="", server_default="")  # why a tight limit was kept
    original_due_on: Mapped[date | None]
    original_due_time: Mapped[time | None]
    due_on: Mapped[date | None]
    due_time: Mapped[time | None]
    missed_due_on: Mapped[date | None]  # the limit that had passed when a later one was granted: it goes on judging
    missed_due_time: Mapped[time | None]
    due_version: Mapped[int] = mapped_column(default=1)
    due_since: Mapped[datetime | None]  # when this version of the limit was got
    extensions: Mapped[int] = mapped_column(default=0)
    review_on: Mapped[date | None]

    # what kind of work it is, and where its limits by law and by the office's word end: fixed when it is written down
    work_type_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("work_type.id"))
    work_type_version_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("work_type_version.id"))
    received_on: Mapped[date | None]
    received_time: Mapped[time | None]
    statutory_due_on: Mapped[date | None]
    statutory_due_time: Mapped[time | None]
    commitment_due_on: Mapped[date | None]
    commitment_due_time: Mapped[time | None]

    recorded_at: Mapped[datetime]
    issued_on: Mapped[date | None]
    lead_since: Mapped[datetime | None]  # when the lead unit got the task
    assignee_since: Mapped[datetime | None]  # when the officer was named
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]  # while the unit's word that it is not competent awaits its answer
    proposed_lead_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("unit.id"))  # the proper unit in its eyes
    urgings: Mapped[int] = mapped_column(default=0)
    unanswered_urgings: Mapped[int] = mapped_column(default=0)
    progress_percent: Mapped[int] = mapped_column(default=0)
    progress_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    submitted_time: Mapped[time | None]  # local wall clock of the submission, for limits with an hour
    finished_on: Mapped[date | None]
    waited_workdays: Mapped[int] = mapped_column(default=0)
    objective_cause: Mapped[bool] = mapped_column(default=False)
    disputed: Mapped[bool] = mapped_column(default=False)  # "báo sai" raised and not yet answered
    excluded: Mapped[Exclusion | None]
    merged_into_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task.id"))
    batch_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("import_batch.id"))
    import_key: Mapped[str | None] = mapped_column(String(64))

    asked_due_on: Mapped[date | None] = query_expression()  # in lists: the limit that a request which waits asks for
    last_decision: Mapped[str | None] = query_expression()  # in lists: about the last result that was handed in
    result_number: Mapped[str | None] = query_expression()  # in lists: of that result
    result_on: Mapped[date | None] = query_expression()
    result_files: Mapped[int | None] = query_expression()
    risk: Mapped[str | None] = query_expression()  # in lists: level of the chance to be late, while it holds
    risk_reasons: Mapped[Any] = query_expression()
    away_until: Mapped[date | None] = query_expression()  # of the officer, filled by the list that tells why

    directive: Mapped[Directive | None] = relationship()
    lead_unit: Mapped[Unit] = relationship(foreign_keys=[lead_unit_id])
    proposed_lead: Mapped[Unit | None] = relationship(foreign_keys=[proposed_lead_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    assigner: Mapped[Person | None] = relationship(foreign_keys=[assigner_id])
    parent: Mapped[Task | None] = relationship(foreign_keys=[parent_id], remote_side="Task.id", back_populates="below")
    below: Mapped[list[Task]] = relationship(foreign_keys=[parent_id], order_by="Task.id", back_populates="parent")
    merged_into: Mapped[Task | None] = relationship(foreign_keys=[merged_into_id], remote_side="Task.id")
    events: Mapped[list[TaskEvent]] = relationship(
        back_populates="task", foreign_keys="TaskEvent.task_id", order_by="TaskEvent.version"
    )
    submissions: Mapped[list[Submission]] = relationship(back_populates="task", order_by="Submission.number")
    explanations: Mapped[list[Explanation]] = relationship(back_populates="task", order_by="Explanation.due_version")

    @property
    def parts(self) -> list[Task]:
        """What the supporting units have to give, those withdrawn left out."""
        return [task for task in self.below if task.kind is Kind.PART and task.excluded is None]

    @property
    def children(self) -> list[Task]:
        """The pieces into which the lead unit has split its work, those withdrawn left out."""
        return [task for task in self.below if task.kind is Kind.CHILD and task.excluded is None]


class TaskEvent(Base):
    """After-image of one change: as of T, a task looked as its event of highest version recorded by T."""

    __tablename__ = "task_event"
    __table_args__ = (
        UniqueConstraint("task_id", "version"),
        Index("ix_task_event_committee_id_recorded_at_issued_on", "committee_id", "recorded_at", "issued_on"),
        # what was done in a period; what the approvers decided, and since when it had lain with them
        Index("ix_task_event_done_on", *DECIDED_BY),
        Index("ix_task_event_committee_id_task_id_recorded_at", "committee_id", "task_id", "recorded_at"),
        # evaluations: results that were sent back
        _index_of("ix_task_event_sent_back", "committee_id", "task_id", where="kind = 'send_back'"),
        # a person's own sheet: every task that was his at some time
        _index_of("ix_task_event_assignee", "committee_id", "assignee_id", "task_id", where="assignee_id IS NOT NULL"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    version: Mapped[int]
    recorded_at: Mapped[datetime]
    effective_at: Mapped[datetime]
    effective_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[State | None] = mapped_column(words_of(State, "from_state"))
    to_state: Mapped[State]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    via: Mapped[Via]
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    corrects_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task_event.id"))
    batch_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("import_batch.id"))

    task_kind: Mapped[Kind] = mapped_column(words_of(Kind, "task_kind"))
    parent_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task.id"))
    lead_unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    lead_unit_name: Mapped[str] = mapped_column(String(200))
    assignee_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    assigner_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    source: Mapped[Source]
    field: Mapped[str] = mapped_column(String(60))
    starred: Mapped[bool]
    limit_kind: Mapped[LimitKind]
    issued_on: Mapped[date | None]
    original_due_on: Mapped[date | None]
    original_due_time: Mapped[time | None]
    due_on: Mapped[date | None]
    due_time: Mapped[time | None]
    missed_due_on: Mapped[date | None]
    missed_due_time: Mapped[time | None]
    extensions: Mapped[int]
    submitted_on: Mapped[date | None]
    submitted_time: Mapped[time | None]
    finished_on: Mapped[date | None]
    waited_workdays: Mapped[int]
    objective_cause: Mapped[bool]
    disputed: Mapped[bool]
    excluded: Mapped[Exclusion | None]
    work_type_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("work_type.id"))
    received_on: Mapped[date | None]
    statutory_due_on: Mapped[date | None]
    statutory_due_time: Mapped[time | None]
    commitment_due_on: Mapped[date | None]
    commitment_due_time: Mapped[time | None]

    task: Mapped[Task] = relationship(foreign_keys=[task_id], back_populates="events")
    parent: Mapped[Task | None] = relationship(foreign_keys=[parent_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])


def persons(*ids: int | None) -> frozenset[int]:
    """Those of the persons that are somebody."""
    return frozenset(each for each in ids if each is not None)


class Submission(Base):
    """A result handed in (báo cáo kết quả) with its evidence, and what was decided about it."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("task_id", "number"),
        CheckConstraint("decision IS NULL OR decided_at IS NOT NULL", name="decided_has_time"),
        _index_of("ix_submission_result_number", "committee_id", "result_number", where="result_number <> ''"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    number: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    submitted_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text, default="")
    result_number: Mapped[str] = mapped_column(String(60), default="")
    result_on: Mapped[date | None]
    no_evidence_reason: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str | None] = mapped_column(String(16))  # approved, sent_back, recalled
    decided_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    on_behalf_of_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    task: Mapped[Task] = relationship(back_populates="submissions")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    files: Mapped[list[StoredFile]] = relationship(back_populates="submission", order_by="StoredFile.id")

    @property
    def whose(self) -> frozenset[int]:
        """Who handed it in, and in whose place: neither decides about it, both may take it back."""
        return persons(self.by_id, self.on_behalf_of_id)


class Explanation(Base):
    """Why a task is late (giải trình): one for each version of its limit."""

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("task_id", "due_version"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    due_version: Mapped[int]
    by_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    given_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    claims_objective: Mapped[bool] = mapped_column(default=False)  # the unit says the cause was beyond it
    is_confirmed: Mapped[bool | None]  # whether an authorised person agrees (NĐ 335); None: not decided
    judged_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    judged_at: Mapped[datetime | None]
    judged_reason: Mapped[str] = mapped_column(Text, default="")
    on_behalf_of_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    task: Mapped[Task] = relationship(back_populates="explanations")
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    judged_by: Mapped[Person | None] = relationship(foreign_keys=[judged_by_id])

    @property
    def whose(self) -> frozenset[int]:
        """Who gave it, and in whose place: neither decides about it."""
        return persons(self.by_id, self.on_behalf_of_id)


class StoredFile(Base):
    """A file kept outside the web root under a name of our own; `name` is what the person called it."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("submission.id"), index=True)
    directive_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("directive.id"), index=True)
    extension_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("extension.id"), index=True)
    dispute_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("dispute.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("comment.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    stored_at: Mapped[datetime]

    submission: Mapped[Submission | None] = relationship(back_populates="files")
