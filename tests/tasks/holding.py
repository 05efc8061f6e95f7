"""What holds after every step of every life (design of the two axes, rules 1 to 10), read from the rows alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from taskapp.reports import adding, reach
from taskapp.reports.measures import Measured, judged_by, measure
from taskapp.reports.ontime import Image, classify
from taskapp.reports.question import Question
from taskapp.reports.reading import read
from taskapp.reports.slices import Dimension
from taskapp.tasks import counting, selections
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.record import IMAGE
from taskapp.tasks.selections import EVERYTHING, UNCOUNTED, Sight, View
from taskapp.tasks.states import Kind
from taskapp.workdays import calendars
from tests.tasks import naive
from tests.tasks.holding_events import DAYS_OFF, OPEN, EventRules
from tests.tasks.making import ZONE
from tests.tasks.play import Play

LATER = select(TaskEvent.__table__).where(TaskEvent.id > bindparam("known")).order_by(TaskEvent.id)
ANSWERS = ("accept", "decline", "submit", "progress", "ask_extension", "explain", "dispute")
ANSWERING = ("answer", "decided", "decision", "granted", "is_upheld")
COUNTED = tuple(view for view in View if view not in UNCOUNTED)
DECIDED = {"requests": "answer", "disputes": "is_upheld", "submissions": "decision"}  # the column that ends a paper


class Checks(EventRules):
    """Each check says in its name what must hold."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.last_id = self.steps = 0
        self.asked: list[tuple[Question, Any]] = []
        self.papers: dict[tuple[str, int], Any] = {}

    def after_a_step(self) -> None:
        """Read what is new and check everything."""
        self.steps += 1
        rows = self.play.rows
        self.tasks = {row.id: row for row in rows[1]}
        self.requests, self.disputes, self.submissions, self.explanations = (_by_task(found) for found in rows[2:6])
        fresh = self._read_on()
        assert rows[0] == sum(map(len, self.events.values()))
        for task in self.tasks.values():
            self.versions_count_events_and_the_last_one_shows_the_task(task)
            self.papers_keep_their_rules(task)
            self.lateness_is_what_the_record_says(task)
        for event in fresh:
            self.check_event(event)
        if fresh:
            self.what_was_given_and_decided_stays()
        self.nothing_goes_on_below_what_has_ended()
        if fresh or self.steps % 3 == 0:
            self.figures_are_what_the_record_says()

    def at_the_end(self) -> None:
        """Nothing that was recorded has changed, and old questions get their old answers."""
        known = [event for found in self.events.values() for event in found]
        query = select(TaskEvent.__table__).where(TaskEvent.id <= self.last_id).order_by(TaskEvent.id)
        assert sorted(known, key=lambda event: event.id) == self.play.session.execute(query).all()
        for question, answer in self.asked:
            assert by_unit(measure(self.play.session, question)) == answer
        self.what_the_database_adds_up_is_what_is_judged_one_by_one()
        self.the_menu_counts_what_the_lists_hold()

    # --- one task ----------------------------------------------------------------------------------------------

    def versions_count_events_and_the_last_one_shows_the_task(self, task) -> None:
        events = self.events[task.id]
        assert task.version == len(events)
        assert (task.state == "draft") == (not events)
        if events:
            last = events[-1]
            assert [event.version for event in events] == list(range(1, len(events) + 1))
            assert {name: getattr(last, name) for name in IMAGE} == {name: getattr(task, name) for name in IMAGE}
            assert (last.to_state, last.task_kind, last.parent_id) == (task.state, task.kind, task.parent_id)

    def papers_keep_their_rules(self, task) -> None:
        events, requests = self.events[task.id], self.requests[task.id]
        kinds = Counter(event.kind for event in events)
        assert sum(request.answer is None for request in requests) <= 1
        assert sum(dispute.is_upheld is None for dispute in self.disputes[task.id]) == task.disputed
        assert task.extensions == kinds["extend"] <= self.play.terms.rules.most_extensions
        assert sum(request.answer == "granted" for request in requests) <= task.extensions
        assert task.due_version == self.due_version(task.id, len(events))
        versions = [explanation.due_version for explanation in self.explanations[task.id]]
        assert len(versions) == len(set(versions))
        answered = max((event.version for event in events if event.kind in ANSWERS), default=0)
        assert task.urgings == kinds["urge"]
        assert task.unanswered_urgings == sum(e.kind == "urge" and e.version > answered for e in events)
        handed_in = [event.recorded_at for event in events if event.kind == "submit"]
        given = [(submission.number, submission.submitted_at) for submission in self.submissions[task.id]]
        assert given == list(enumerate(handed_in, start=1))

    def lateness_is_what_the_record_says(self, task) -> None:
        events = self.events[task.id]
        if not events or task.excluded or task.state == "withdrawn":
            return
        strict, now = self.play.terms.rules.is_strict, self.play.now
        told = naive.tell(events, self.requests[task.id], DAYS_OFF)
        assert task.waited_workdays == told.waited
        assert (task.missed_due_on, task.missed_due_time) == (told.missed or (None, None))
        expected = naive.time_class(events[-1], told, now, DAYS_OFF, is_strict=strict)
        row = next(each for each in self.play.tasks if each.id == task.id)
        seen = Now(now, ZONE, self.play.terms.calendar, self.play.terms.rules)
        assert time_class(row, seen) == expected
        verdict = classify(_image(events[-1]), seen.moment, self.play.terms.calendar, strict=strict)
        late = {"overdue": "open_overdue", "late": "done_late"}.get(expected)
        assert (
            (verdict.count.value == late) if late else ("late" not in verdict.count and "overdue" not in verdict.count)
        )

    # --- all of them -------------------------------------------------------------------------------------------

    def what_was_given_and_decided_stays(self) -> None:
        """Papers are only added and answered; what was written in them, and an answer once given, is never changed."""
        known, by_name = self.papers, {name: getattr(self, name) for name in DECIDED}
        self.papers = {(n, row.id): row for n, found in by_name.items() for rows in found.values() for row in rows}
        for (name, paper_id), old in known.items():
            new = self.papers[name, paper_id]
            assert new == old or (getattr(old, DECIDED[name]) is None and _written(new) == _written(old))

    def nothing_goes_on_below_what_has_ended(self) -> None:
        """Nor pieces below what was handed in, or was given to another unit."""
        for task in self.tasks.values():
            above = self.tasks.get(task.parent_id)
            if above is None or task.state not in OPEN:
                continue
            assert above.state in OPEN
            if task.kind is Kind.CHILD:
                assert above.state != "submitted"
                moved = (event.recorded_at for event in self.events[above.id] if event.kind == "reassign")
                assert all(at < self.events[task.id][0].recorded_at for at in moved)

    def figures_are_what_the_record_says(self) -> None:
        now, today = self.play.now, self.play.today
        back = self.steps % 3
        first, last = today - timedelta(days=40), today - timedelta(days=back * 3)
        question = Question(self.play.office.committee_id, ZONE, first, last, as_of=now)
        record, calendar = read(self.play.session, question), self.play.terms.calendar
        told = [(events, self.requests[task_id]) for task_id, events in self.events.items()]
        strict = self.play.terms.rules.is_strict
        for kind in (Kind.OFFICIAL, Kind.PART):
            asked = naive.Asked(first, last, now, kind.value)
            figures = by_unit(judged_by(replace(question, kind=kind), record, calendar))
            assert figures == naive.figures(told, asked, DAYS_OFF, is_strict=strict)
            if self.steps % 5 == 0 and kind is Kind.OFFICIAL:
                self.asked.append((question, figures))

    def what_the_database_adds_up_is_what_is_judged_one_by_one(self) -> None:
        session, today = self.play.session, self.play.today
        last = today - timedelta(days=self.steps % 3 * 3)
        question = Question(self.play.office.committee_id, ZONE, today - timedelta(days=40), last, as_of=self.play.now)
        assert reach.is_present(session, question)
        record, calendar = read(session, question), calendars.load(session, *question.known)
        kinds = (Kind.OFFICIAL, Kind.PART)
        for kind, found in zip(kinds, adding.figures(session, question, Dimension.UNIT), strict=True):
            expected = judged_by(replace(question, kind=kind), record, calendar).figures(Dimension.UNIT)
            assert {row.slice: row for row in found.rows} == {row.slice: row for row in expected.rows}
            assert (found.total, found.holders) == (expected.total, expected.holders)

    def the_menu_counts_what_the_lists_hold(self) -> None:
        """Looked at for every fourth person, ever others."""
        day = self.play.today
        for name in sorted(self.play.people)[self.steps % 4 :: 4]:
            sight = Sight(self.play.rights(name), day)
            *counted, _waiting = self.play.session.execute(*counting.counters(sight, COUNTED)).one()
            lists = [selections.narrowed(sight, view, EVERYTHING, day, day).subquery() for view in COUNTED]
            held = [self.play.session.scalar(select(func.count()).select_from(each)) for each in lists]
            assert dict(zip(COUNTED, counted, strict=True)) == dict(zip(COUNTED, held, strict=True)), name

    def _read_on(self) -> list[Any]:
        fresh = self.play.session.execute(LATER, {"known": self.last_id}).all()
        for event in fresh:
            self.events[event.task_id].append(event)
            self.last_id = event.id
        return fresh


def _by_task(rows) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found


def _image(event) -> Image:
    return Image(**{name: getattr(event, name) for name in Image._fields})


def _written(paper) -> dict[str, Any]:
    """Without what answers it."""
    return {name: value for name, value in paper._mapping.items() if not name.startswith(ANSWERING)}


def by_unit(measured: Measured) -> dict[int, dict[str, int]]:
    """The counts of each unit that has tasks; those add up to the total."""
    units = {int(unit.slice.key): _counts(unit.tally) for unit in measured.units}
    units = {unit_id: counts for unit_id, counts in units.items() if any(counts.values())}
    assert _counts(measured.total) == {name: sum(each[name] for each in units.values()) for name in naive.COUNTS}
    return units


def _counts(tally: Any) -> dict[str, int]:
    return {name: getattr(tally, name) for name in naive.COUNTS}
