"""One task lived through: its row, its events with their after-images, its papers, as the verbs would have left them.

What a verb does to a task stands in taskapp/tasks/; a test plays the same courses through the verbs and compares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from taskapp.demo import phrases
from taskapp.sample import words
from taskapp.sample.courses import Act, Course, Step
from taskapp.sample.days import Days, clock_time, stamp
from taskapp.tasks.deadlines import REVIEW_AFTER, Moment, own_days_late, waited_workdays
from taskapp.tasks.states import Change, Kind, LimitKind, Move, Source, State, Via

Row = tuple[Any, ...]

# of the image what a task of load data has: limits are days without an hour, kept or passed, and of no type of work
SHOWN = (
    "lead_unit_id", "lead_unit_name", "assignee_id", "assigner_id", "source", "field", "starred", "limit_kind",
    "issued_on", "original_due_on", "due_on", "extensions", "submitted_on", "submitted_time", "finished_on",
    "waited_workdays", "objective_cause", "disputed", "excluded",
)  # fmt: skip
EVENT = (
    "committee_id", "task_id", "version", "recorded_at", "effective_at", "effective_on", "kind", "from_state",
    "to_state", "by_id", "via", "reason", "note", "task_kind", "parent_id", *SHOWN,
)  # fmt: skip
SUBMISSION = (
    "committee_id", "task_id", "number", "by_id", "submitted_at", "submitted_on", "text", "result_number", "result_on",
    "no_evidence_reason", "decision", "decided_by_id", "decided_at", "decision_reason",
)  # fmt: skip
EXTENSION = (
    "committee_id", "task_id", "due_version", "old_due_on", "asked_by_id", "asked_at", "reason_code", "reason",
    "asked_due_on", "is_late", "answer", "answered_by_id", "answered_at", "answer_reason", "granted_due_on",
)  # fmt: skip
EXPLANATION = (
    "committee_id", "task_id", "due_version", "by_id", "given_at", "text", "claims_objective", "judged_reason",
)  # fmt: skip
TASK = (
    "id", "committee_id", "version", "state", "kind", "parent_id", "directive_id", "content", "search_key", "product",
    "assigner_title", "created_by_id", "deadline_text", "due_version", "due_since", "review_on", "recorded_at",
    "lead_since", "assignee_since", "accepted_at", "declined_at", "urgings", "unanswered_urgings", "progress_percent",
    "progress_at", "submitted_at", *SHOWN,
)  # fmt: skip

DRAFT, WEB = State.DRAFT.value, Via.WEB.value
_WRITTEN: dict[str, str] = {each: each.value for each in (*State, *Move, *Change)}  # faster than to ask each for it
_NOTHING: dict[str, Any] = dict.fromkeys(TASK)
_NOTHING_SHOWN: dict[str, Any] = dict.fromkeys(SHOWN)


class Officer(NamedTuple):
    """Who does a task."""

    id: int
    name: str


class Desk(NamedTuple):
    """A unit that gets tasks: its head and its officers (the head where there are none)."""

    unit_id: int
    name: str
    head_id: int
    officers: tuple[Officer, ...]


class Given(NamedTuple):
    """A task as it is given out; `start` is the number of a working day, `second` when in the minute things happen."""

    id: int
    committee_id: int
    course: Course
    start: int
    second: int
    desk: Desk
    officer: Officer
    assigner_id: int
    assigner_title: str
    monitor_id: int  # who urges
    content: str
    search_key: str
    directive_id: int | None = None
    source: Source = Source.OWN
    field: str = ""
    starred: bool = False
    kind: Kind = Kind.OFFICIAL
    parent_id: int | None = None
    decider_id: int = 0  # of a part: the head of the lead unit, who takes it


@dataclass
class Lived:
    """Rows of one task; events come with the second at which they were recorded."""

    task: Row = ()
    events: list[tuple[int, Row]] = field(default_factory=list)
    submissions: list[list[Any]] = field(default_factory=list)
    extensions: list[list[Any]] = field(default_factory=list)
    explanations: list[Row] = field(default_factory=list)


def live(given: Given, days: Days) -> Lived:
    """What has become of the task by the end of the last working day."""
    life = _Life(given, days)
    for step in given.course.steps:
        if given.start + step.day > days.last:
            break
        life.do(step)
    life.lived.task = life.row()
    return life.lived


class _Life:
    """States and kinds are kept as the text that is written of them."""

    def __init__(self, given: Given, days: Days) -> None:
        self.given, self.days, self.lived = given, days, Lived()
        self.day, self.minute, self.instant, self.now = given.start, given.course.minute, 0, ""
        self.version, self.stands = 0, DRAFT
        self.due = given.start + given.course.limit if given.course.limit else None
        self.due_version, self.explained, self.waited, self.asked = 1, 0, 0, 0
        due = days.written[self.due] if self.due is not None else None
        self.image: dict[str, Any] = {
            **_NOTHING_SHOWN, "lead_unit_id": given.desk.unit_id, "lead_unit_name": given.desk.name,
            "assigner_id": given.assigner_id, "source": given.source.value, "field": given.field,
            "starred": int(given.starred), "limit_kind": (LimitKind.DATED if due else LimitKind.NONE).value,
            "issued_on": days.written[given.start],
            "original_due_on": due, "due_on": due, "extensions": 0, "waited_workdays": 0, "objective_cause": 0,
            "disputed": 0,
        }  # fmt: skip
        self.row_of: dict[str, Any] = {**_NOTHING}
        self._issue(due)

    def do(self, step: Step) -> None:
        """One step, at its minute."""
        self._stand_at(self.given.start + step.day, step.minute)
        _ACTS[step.act](self, step)

    def row(self) -> Row:
        """The task as it stands."""
        self.row_of |= self.image
        self.row_of["version"], self.row_of["state"] = self.version, self.stands
        self.row_of["due_version"] = self.due_version
        return tuple(self.row_of.values())

    def _stand_at(self, day: int, minute: int) -> None:
        self.day, self.minute = day, minute
        self.instant = self.days.instant(day, minute, self.given.second)
        self.now = stamp(self.instant)

    def _issue(self, due: str | None) -> None:
        given = self.given
        self._stand_at(given.start, given.course.minute)
        review = None if due else self.days.days[given.start] + timedelta(days=REVIEW_AFTER)
        self.row_of |= {
            "id": given.id, "committee_id": given.committee_id, "kind": given.kind.value,
            "parent_id": given.parent_id, "directive_id": given.directive_id, "content": given.content,
            "search_key": given.search_key, "product": "", "assigner_title": given.assigner_title,
            "created_by_id": given.assigner_id, "deadline_text": "", "review_on": review and review.isoformat(),
            "recorded_at": self.now, "lead_since": self.now, "due_since": self.now, "urgings": 0,
            "unanswered_urgings": 0, "progress_percent": 0,
        }  # fmt: skip
        self._move(Move.ISSUE, State.ASSIGNED, given.assigner_id)

    def _name(self, _step: Step) -> None:
        given = self.given
        self.row_of["accepted_at"], self.row_of["unanswered_urgings"] = self.now, 0
        self._move(Move.ACCEPT, State.IN_PROGRESS, given.desk.head_id)
        self.image["assignee_id"], self.row_of["assignee_since"] = given.officer.id, self.now
        self._record(Change.NAME_OFFICER, given.desk.head_id, note=given.officer.name)

    def _decline(self, step: Step) -> None:
        self.row_of["declined_at"], self.row_of["unanswered_urgings"] = self.now, 0
        self._move(Move.DECLINE, State.DECLINED, self.given.desk.head_id, reason=words.DECLINED)

    def _refuse_decline(self, step: Step) -> None:
        self.row_of["declined_at"], self.row_of["lead_since"] = None, self.now
        self._move(Move.REFUSE_DECLINE, State.ASSIGNED, self.given.assigner_id, reason=phrases.KEEP)

    def _progress(self, step: Step) -> None:
        self.row_of |= {"progress_percent": step.value, "progress_at": self.now, "unanswered_urgings": 0}
        self._record(Change.PROGRESS, self.given.officer.id, note=words.progress(step))

    def _urge(self, step: Step) -> None:
        self.row_of["urgings"] += 1
        self.row_of["unanswered_urgings"] += 1
        note = words.urging(self.row_of["urgings"], step)
        self._record(Change.URGE, self.given.monitor_id, note=note)

    def _ask(self, step: Step) -> None:
        self.asked = step.value
        asked = self.days.written[(self.due or 0) + self.asked]
        given, code, reason = self.given, *words.asking(step)
        self.lived.extensions.append([
            given.committee_id, given.id, self.due_version, self.image["due_on"], given.officer.id, self.now,
            code.value, reason, asked, 0, None, None, None, "", None,
        ])  # fmt: skip
        self.row_of["unanswered_urgings"] = 0
        self._record(Change.ASK_EXTENSION, given.officer.id, reason=reason, note=words.asked(asked))

    def _grant(self, step: Step) -> None:
        request = self.lived.extensions[-1]
        request[10:] = ["granted", self.given.assigner_id, self.now, phrases.GRANTED, request[8]]
        self.due = (self.due or 0) + self.asked
        self.image["due_on"] = request[8]
        self.image["extensions"] += 1
        self.due_version += 1
        self.row_of["due_since"] = self.now
        self._record(Change.EXTEND, self.given.assigner_id, reason=request[7], note=phrases.GRANTED)

    def _refuse(self, step: Step) -> None:
        request, reason = self.lived.extensions[-1], phrases.NOT_GRANTED
        request[10:] = ["refused", self.given.assigner_id, self.now, reason, None]
        self._record(Change.REFUSE_EXTENSION, self.given.assigner_id, reason=reason, note=words.refused(request[8]))

    def _submit(self, step: Step) -> None:
        given, on, said = self.given, self.days.written[self.day], words.of(phrases.RESULTS, step)
        self._explain(step)
        number, why_not = words.evidence(given.id, self.day, step)
        self.lived.submissions.append([
            given.committee_id, given.id, len(self.lived.submissions) + 1, given.officer.id, self.now, on, said,
            number, on if number else None, why_not, None, None, None, "",
        ])  # fmt: skip
        self.row_of |= {"submitted_at": self.now, "progress_at": self.now, "unanswered_urgings": 0}
        self.image |= {"submitted_on": on, "submitted_time": clock_time(self.minute * 60)}
        self._move(Move.SUBMIT, State.SUBMITTED, given.officer.id, note=said)

    def _send_back(self, step: Step) -> None:
        submitted, on = date.fromisoformat(self.image["submitted_on"]), self.days.days[self.day]
        waited = waited_workdays(self._limit(), Moment(submitted), on, self.waited, self.days.calendar)
        self.waited += waited
        reason = words.of(phrases.RETURNS, step)
        self._settle("sent_back", reason)
        self.row_of["submitted_at"] = None
        self.image |= {"submitted_on": None, "submitted_time": None, "waited_workdays": self.waited}
        self._move(Move.SEND_BACK, State.IN_PROGRESS, self._decider(), reason=reason)

    def _approve(self, step: Step) -> None:
        note = words.of(phrases.APPROVALS, step)
        self._settle("approved", note)
        self.image["finished_on"], self.row_of["progress_percent"] = self.image["submitted_on"], 100
        self._move(Move.APPROVE, State.DONE, self._decider(), note=note)

    def _withdraw(self, step: Step) -> None:
        self.image["excluded"] = "withdrawn"
        self._move(Move.WITHDRAW, State.WITHDRAWN, self.given.assigner_id, reason=phrases.WITHDRAW)

    def _explain(self, step: Step) -> None:
        limit, judged = self._limit(), Moment(self.days.days[self.day])
        if limit is None or self.explained == self.due_version:
            return
        if own_days_late(limit, judged, self.waited, self.days.calendar):
            given, self.explained = self.given, self.due_version
            said = words.of(phrases.EXPLANATIONS, step)
            self.lived.explanations.append(
                (given.committee_id, given.id, self.due_version, given.officer.id, self.now, said, 0, "")
            )

    def _settle(self, decision: str, reason: str) -> None:
        self.lived.submissions[-1][10:] = [decision, self._decider(), self.now, reason]

    def _decider(self) -> int:
        return self.given.decider_id or self.given.assigner_id

    def _limit(self) -> Moment | None:
        return None if self.due is None else Moment(self.days.days[self.due])

    def _move(self, move: Move, to: State, by_id: int, *, reason: str = "", note: str = "") -> None:
        before, self.stands = self.stands, _WRITTEN[to]
        self._record(move, by_id, before=before, reason=reason, note=note)

    def _record(self, kind: Move | Change, by_id: int, *, before: str = "", reason: str = "", note: str = "") -> None:
        self.version += 1
        given, was = self.given, before or self.stands
        row = (
            given.committee_id, given.id, self.version, self.now, self.now, self.days.written[self.day], _WRITTEN[kind],
            None if was == DRAFT else was, self.stands, by_id, WEB, reason, note, given.kind.value, given.parent_id,
            *self.image.values(),
        )  # fmt: skip
        self.lived.events.append((self.instant, row))


_ACTS: dict[Act, Callable[[_Life, Step], None]] = {
    Act.DECLINE: _Life._decline,
    Act.REFUSE_DECLINE: _Life._refuse_decline,
    Act.NAME: _Life._name,
    Act.PROGRESS: _Life._progress,
    Act.URGE: _Life._urge,
    Act.ASK: _Life._ask,
    Act.GRANT: _Life._grant,
    Act.REFUSE: _Life._refuse,
    Act.SUBMIT: _Life._submit,
    Act.SEND_BACK: _Life._send_back,
    Act.APPROVE: _Life._approve,
    Act.WITHDRAW: _Life._withdraw,
}
