"""What is owed because something happened: told at once, or in the next digest to those who only follow. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from taskapp.reminders.facts import (
    TO_DO,
    Claim,
    Reader,
    Remark,
    Request,
    TaskFacts,
    askers,
    assigners,
    concerned,
    doers,
    granters,
    last_event,
)
from taskapp.reminders.owing import Owed, Setting, Step, owe, stamp
from taskapp.tasks.states import OPEN, Change, Kind, Move, State

ENDINGS = (Move.WITHDRAW, Move.MERGE, Move.LAPSE)
GIVEN_ELSEWHERE = (Move.REASSIGN, Change.NAME_OFFICER)
# Which entries of a task's record the plan reads: what is told of, or leads to what is told of.
TELLING = (
    *ENDINGS,
    *GIVEN_ELSEWHERE,
    Change.HAND_OVER,
    Move.APPROVE,
    Move.SEND_BACK,
    Move.REOPEN,
    Change.URGE,
    Change.MOVE_LIMIT,
    Change.CORRECT,
    Change.EXTEND,
    Change.REFUSE_EXTENSION,
    Change.DISPUTE,
    Change.ANSWER_DISPUTE,
)


def news(task: TaskFacts, setting: Setting) -> Iterator[Owed]:
    """All steps that tell of something that happened to the task."""
    yield from _decided(task)
    yield from _ended(task)
    for request in task.requests:
        yield from _about_request(task, request)
    for claim in task.claims:
        yield from _about_claim(task, claim, setting)
    if task.state in TO_DO:
        yield from _to_do(task, setting)
    if task.state in OPEN:
        yield from _to_others(task)
    if task.state in OPEN or task.state is State.DONE:
        for remark in task.remarks:
            yield from _said(task, remark)
        for reader in task.readers:
            yield from _to_know(task, reader, setting)


def _to_do(task: TaskFacts, setting: Setting) -> Iterator[Owed]:
    """What the doers hear."""
    yield from _handed_over(task, setting)
    if task.extensions and task.due_since:
        asked = (r.asked_by_id for r in task.requests if r.is_granted and r.answered_at == task.due_since)
        persons = (*doers(task), *(person for person in asked if person))
        yield from owe(task, Step(f"extended:{task.extensions}", task.due_since, at_once=True), persons)
    for name, kind in (("moved", Change.MOVE_LIMIT), ("reopened", Move.REOPEN)):
        event = last_event(task, kind)
        if event:
            yield from owe(task, _at_once(f"{name}:{event.version}", event.at, event.by_id), concerned(task))
    urging = last_event(task, Change.URGE)
    if urging and task.unanswered_urgings:
        yield from owe(task, _at_once(f"urged:{task.urgings}", urging.at, urging.by_id), concerned(task))


def _to_others(task: TaskFacts) -> Iterator[Owed]:
    """What those hear who wait for the task or had it before."""
    if task.state is State.DECLINED and task.declined_at:
        step = Step(f"declined:{stamp(task.declined_at)}", task.declined_at, at_once=True, decides=True)
        yield from owe(task, step, (*assigners(task), *task.above))
    if task.state is State.SUBMITTED and task.kind is Kind.PART and task.submitted_at:
        name = f"handed_in:{stamp(task.submitted_at)}"
        yield from owe(task, _at_once(name, task.submitted_at, task.submitter_id), task.above)
    for event in task.events:
        if event.kind in GIVEN_ELSEWHERE:
            lost = (person for person in event.had if person not in concerned(task))
            yield from owe(task, _at_once(f"taken_away:{event.version}", event.at, event.by_id), lost)


def _at_once(name: str, moment: datetime, by_id: int | None) -> Step:
    return Step(name, moment, at_once=True, by_id=by_id)


def _handed_over(task: TaskFacts, setting: Setting) -> Iterator[Owed]:
    """Who takes over a whole desk (bàn giao) hears of all of it in one letter, next morning; of one task at once."""
    if task.lead_since and setting.is_within(task.lead_since):
        splitter = task.assigner_id if task.kind is Kind.CHILD else None  # it is his own doing
        yield from owe(task, _at_once(f"assigned:{stamp(task.lead_since)}", task.lead_since, splitter), task.heads)
    if task.assignee_id and task.assignee_since and setting.is_within(task.assignee_since):
        step = _at_once(f"named:{stamp(task.assignee_since)}", task.assignee_since, None)
        desk = last_event(task, Change.HAND_OVER)
        if desk and desk.at == task.assignee_since:
            step = replace(step, moment=setting.morning_after(desk.at), at_once=False)
        yield from owe(task, step, (task.assignee_id,))


def _decided(task: TaskFacts) -> Iterator[Owed]:
    if task.decided_at and task.decision in ("approved", "sent_back"):
        persons = (person for person in (task.submitter_id, task.assignee_id) if person)
        yield from owe(task, _at_once(f"{task.decision}:{task.decision_number}", task.decided_at, None), persons)


def _ended(task: TaskFacts) -> Iterator[Owed]:
    """Whoever was at work on it is told, so that nobody goes on. An import that is undone is silent like itself."""
    ending = last_event(task, *ENDINGS)
    if ending and task.state is State.WITHDRAWN:
        yield from owe(task, _at_once(f"ended:{ending.version}", ending.at, ending.by_id), concerned(task))


def _about_request(task: TaskFacts, request: Request) -> Iterator[Owed]:
    if task.state not in TO_DO:
        return
    if request.is_granted is None:
        step = Step(f"asked:{request.id}", request.asked_at, at_once=True, decides=True, own_of=askers(request))
        yield from owe(task, step, granters(task, request))
    elif not request.is_granted and request.answered_at:
        persons = (person for person in (request.asked_by_id, *doers(task)) if person)
        name = f"not_extended:{request.id}"
        yield from owe(task, _at_once(name, request.answered_at, request.answered_by_id), persons)


def _about_claim(task: TaskFacts, claim: Claim, setting: Setting) -> Iterator[Owed]:
    if claim.answered_at is None:
        step = Step(f"disputed:{claim.id}", setting.morning_after(claim.raised_at), decides=True, by_id=claim.by_id)
        yield from owe(task, step, assigners(task))
    elif claim.by_id:
        name = f"dispute_answered:{claim.id}"
        yield from owe(task, _at_once(name, claim.answered_at, claim.answered_by_id), (claim.by_id,))


def _said(task: TaskFacts, remark: Remark) -> Iterator[Owed]:
    """A directing opinion goes to doers and heads; a name to its bearer, and to a deputy who shares the work.

    Whoever is named in a directing opinion gets that one, once.
    """
    step = _at_once(f"{'directed' if remark.is_directing else 'mentioned'}:{remark.id}", remark.at, remark.by_id)
    yield from owe(task, step, concerned(task) if remark.is_directing else ())
    for person_id in remark.mentioned:
        yield from owe(task, replace(step, personal=person_id not in concerned(task)), (person_id,))


def _to_know(task: TaskFacts, reader: Reader, setting: Setting) -> Iterator[Owed]:
    """A follower hears that he follows, and when the task is finished or its limit changes; he himself, no deputy."""
    given = Step(f"following:{reader.id}", reader.since, at_once=True, personal=True, by_id=reader.added_by_id)
    yield from owe(task, given, (reader.person_id,))
    happened = (
        ("finished", last_event(task, Move.APPROVE) if task.state is State.DONE else None),
        ("limit_changed", last_event(task, Change.EXTEND, Change.MOVE_LIMIT)),
    )
    for name, event in happened:
        if event and event.at >= reader.since and reader.person_id not in concerned(task):
            moment = setting.morning_after(event.at)
            step = Step(f"{name}:{event.version}", moment, personal=True, by_id=event.by_id)
            yield from owe(task, step, (reader.person_id,))
