"""What holds after every step of every life (design of the two axes, rules 1 to 9), read from the rows alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from taskapp.reports.measures import measure
from taskapp.reports.ontime import Image, classify
from taskapp.reports.question import Question
from taskapp.tasks.lists import Now, time_class
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.paper_models import Answer
from taskapp.tasks.record import IMAGE
from taskapp.tasks.states import MOVES, Change, Kind, Move, State
from tests.tasks import naive
from tests.tasks.making import ZONE
from tests.tasks.play import OFF, WORKED, Play

DAYS_OFF = naive.DaysOff(frozenset(OFF), frozenset(WORKED))
PLACED = {Change.CORRECT.value, Move.RECORD_PAST.value}  # a register says where the task stands
ENDED = (State.DONE, State.WITHDRAWN)
DECIDING = {Move.APPROVE.value, Move.SEND_BACK.value}


class Checks:
    """The record of one life as far as it has been read; each check says in its name what must hold."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.events: dict[int, list[Any]] = defaultdict(list)
        self.last_id = self.steps = 0
        self.asked: list[tuple[Question, dict[str, int]]] = []

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
            self.state_is_reached_by_a_move(event)
            self.first_limit_stays(event)
            self.limits_lie_inside_the_whole_s(event)
            self.nobody_decides_about_his_own(event)
            self.what_is_handed_in_late_is_explained(event)
        self.nothing_goes_on_below_what_has_ended()
        if fresh or self.steps % 3 == 0:
            self.figures_are_what_the_record_says()

    def at_the_end(self) -> None:
        """Nothing that was recorded has changed, and old questions get their old answers."""
        known = [event for found in self.events.values() for event in found]
        query = select(TaskEvent.__table__).where(TaskEvent.id <= self.last_id).order_by(TaskEvent.id)
        assert sorted(known, key=lambda event: event.id) == self.play.session.execute(query).all()
        for question, answer in self.asked:
            assert _counts(measure(self.play.session, question)) == answer

    # --- one task ----------------------------------------------------------------------------------------------

    def versions_count_events_and_the_last_one_shows_the_task(self, task) -> None:
        events = self.events[task.id]
        assert task.version == len(events)
        assert (task.state is State.DRAFT) == (not events)
        if events:
            last = events[-1]
            assert [event.version for event in events] == list(range(1, len(events) + 1))
            assert {name: getattr(last, name) for name in IMAGE} == {name: getattr(task, name) for name in IMAGE}
            assert (last.to_state, last.task_kind, last.parent_id) == (task.state, task.kind, task.parent_id)

    def papers_keep_their_rules(self, task) -> None:
        requests, explanations = self.requests[task.id], self.explanations[task.id]
        assert sum(request.answer is None for request in requests) <= 1
        assert sum(dispute.is_upheld is None for dispute in self.disputes[task.id]) == task.disputed
        assert task.extensions == sum(event.kind == Change.EXTEND for event in self.events[task.id])
        assert task.extensions <= self.play.terms.rules.most_extensions
        granted = sum(request.answer is Answer.GRANTED for request in requests)
        assert granted <= task.extensions
        versions = [explanation.due_version for explanation in explanations]
        assert len(versions) == len(set(versions))
        assert (task.state is State.DONE) <= (task.finished_on == task.submitted_on)
        assert [s.number for s in self.submissions[task.id]] == list(range(1, len(self.submissions[task.id]) + 1))

    def lateness_is_what_the_record_says(self, task) -> None:
        events = self.events[task.id]
        if not events or task.excluded or task.state is State.WITHDRAWN:
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

    # --- one event ---------------------------------------------------------------------------------------------

    def state_is_reached_by_a_move(self, event) -> None:
        before = self._before(event)
        if event.kind in set(MOVES):
            move = MOVES[Move(event.kind)]
            is_lapsed = before is not None and before.to_state is State.WITHDRAWN and before.excluded is None
            is_taken_out = event.kind == Move.UNDO and is_lapsed  # it had ended, and leaves the figures now
            assert is_taken_out or (event.from_state or State.DRAFT) in move.sources
            assert event.to_state is move.target
            assert event.reason or not move.needs_reason
        elif event.kind not in PLACED:
            assert event.from_state is event.to_state
        if before is not None:
            assert event.from_state is before.to_state

    def first_limit_stays(self, event) -> None:
        before = self._before(event)
        if before is None or before.original_due_on is None or event.kind == Change.CORRECT:
            return
        assert (event.original_due_on, event.original_due_time) == (before.original_due_on, before.original_due_time)

    def limits_lie_inside_the_whole_s(self, event) -> None:
        """A limit that is set now lies inside that of the whole, and around those of what goes on below."""
        before, limit = self._before(event), naive.due_in(event)
        if limit is None or (before is not None and naive.due_in(before) == limit):
            return
        whole = self.tasks.get(event.parent_id)
        outer = naive.due_in(whole) if whole else None
        assert outer is None or not naive.is_after(limit, outer)
        for task in self.tasks.values():
            inner = naive.due_in(task)
            if task.parent_id == event.task_id and task.state in naive.OPEN and inner:
                assert not naive.is_after(inner, limit)

    def nobody_decides_about_his_own(self, event) -> None:
        """Neither oneself nor in the place of the one whose it is."""
        mine = {event.by_id, event.on_behalf_of_id} - {None}
        at = event.recorded_at
        for submission in self.submissions[event.task_id]:
            if submission.decided_at == at and submission.decision in ("approved", "sent_back"):
                assert submission.by_id not in mine or self._ended_with_the_whole(event)
        for request in self.requests[event.task_id]:
            if request.answered_at == at and request.answer is not Answer.TAKEN_BACK:
                assert request.asked_by_id not in mine
        for dispute in self.disputes[event.task_id]:
            if dispute.answered_at == at:
                assert dispute.by_id not in mine
        for explanation in self.explanations[event.task_id]:
            if explanation.judged_at == at:
                assert explanation.by_id not in mine

    def what_is_handed_in_late_is_explained(self, event) -> None:
        """Once for the version of the limit that holds, before or with the result."""
        if event.kind != Move.SUBMIT:
            return
        told = naive.tell(self.events[event.task_id], self.requests[event.task_id], DAYS_OFF)
        handed_in, strict = (event.submitted_on, event.submitted_time), self.play.terms.rules.is_strict
        late = told.judging and naive.days_late(told.judging, handed_in, told.waited, DAYS_OFF, is_strict=strict)
        versions = [explanation.due_version for explanation in self.explanations[event.task_id]]
        assert not late or self.tasks[event.task_id].due_version in versions

    def _ended_with_the_whole(self, event) -> bool:
        whole = self.events[event.parent_id][-1] if event.parent_id else None
        return whole is not None and whole.recorded_at == event.recorded_at and whole.to_state is State.DONE

    # --- all of them -------------------------------------------------------------------------------------------

    def nothing_goes_on_below_what_has_ended(self) -> None:
        for task in self.tasks.values():
            above = self.tasks.get(task.parent_id)
            if above is not None and task.state in naive.OPEN:
                assert above.state in naive.OPEN
                assert task.kind is Kind.PART or above.state is not State.SUBMITTED

    def figures_are_what_the_record_says(self) -> None:
        now, today = self.play.now, self.play.today
        back = self.steps % 3
        first, last = today - timedelta(days=40), today - timedelta(days=back * 3)
        told = [(events, self.requests[task_id]) for task_id, events in self.events.items()]
        question = Question(self.play.office.committee_id, ZONE, first, last, as_of=now)
        strict = self.play.terms.rules.is_strict
        expected = naive.figures(told, naive.Asked(first, last, now), DAYS_OFF, is_strict=strict)
        counts = _counts(measure(self.play.session, question))
        assert counts == expected
        if self.steps % 5 == 0:
            self.asked.append((question, counts))

    def _read_on(self) -> list[Any]:
        query = select(TaskEvent.__table__).where(TaskEvent.id > self.last_id).order_by(TaskEvent.id)
        fresh = self.play.session.execute(query).all()
        for event in fresh:
            self.events[event.task_id].append(event)
            self.last_id = event.id
        return fresh

    def _before(self, event) -> Any:
        return self.events[event.task_id][event.version - 2] if event.version > 1 else None


def _by_task(rows) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found


def _image(event) -> Image:
    return Image(**{name: getattr(event, name) for name in Image.__dataclass_fields__})


def _counts(measured) -> dict[str, int]:
    total = measured.total
    names = ("done_on_time", "done_late", "done_no_limit", "open_in_term", "open_overdue", "open_no_limit")
    return {name: getattr(total, name) for name in (*names, "early", "waiting", "carried_over", "extensions")}
