"""What the plan reads: the open tasks and what happened of late, in as many queries however much there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from taskapp.people import accounts
from taskapp.people.models import Committee, RoleHeld
from taskapp.people.rights import Role
from taskapp.reminders import gather
from taskapp.reminders.facts import Event, TaskFacts
from taskapp.tasks import changes, disputes, extensions, lifecycle
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.paper_models import Comment, DisputeAbout, Follower, Mention
from taskapp.tasks.states import Kind, State
from taskapp.workdays.arithmetic import Calendar
from tests.asked import statements
from tests.conftest import MONDAY
from tests.reminders.making import SETTING
from tests.tasks.making import TERMS, Desk, at

LATER = at("03/03")
LONG_AFTER = at("20/03")


def committee(desk: Desk) -> Committee:
    return desk.session.get_one(Committee, desk.office.committee_id)


def found(desk: Desk, now: datetime = LATER, off: frozenset[date] = frozenset()) -> dict[int, TaskFacts]:
    desk.session.commit()
    terms = gather.setting(desk.session, committee(desk))
    calendar = Calendar({**terms.calendar.off, **dict.fromkeys(off, "Tết")}, terms.calendar.worked)
    terms = replace(terms, calendar=calendar)
    return {task.id: task for task in gather.gather(desk.session, committee(desk), terms, now)}


def some(desk: Desk, task_id: int, now: datetime = LONG_AFTER) -> TaskFacts:
    desk.session.commit()
    return gather.gather_some(desk.session, committee(desk), [task_id], now)[0]


def test_a_task_comes_with_all_those_around_it(desk: Desk) -> None:
    whole = desk.in_progress(supporting=[desk.unit("nv")])
    facts = found(desk)
    people = desk.office.people
    mine, part = facts[whole.id], facts[whole.parts[0].id]
    assert (mine.kind, mine.assignee_id, mine.heads) == (
        Kind.OFFICIAL, people["congchuc"], (people["truongphong"],)
    )  # fmt: skip
    assert (mine.assigner_id, mine.monitors) == (people["chutich"], (people["vanphong"],))
    assert mine.leaders == (people["chutich"], people["phochutich"])
    assert (mine.above, mine.above_heads) == ((), ())
    assert (part.kind, part.heads) == (Kind.PART, (people["truongphong_nv"],))
    assert (part.above, part.above_heads) == ((people["congchuc"],), (people["truongphong"],))


def test_a_part_of_an_unnamed_task_has_the_heads_of_the_lead_above_it(desk: Desk) -> None:
    whole = desk.task(supporting=[desk.unit("nv")])
    assert found(desk)[whole.parts[0].id].above == (desk.office.people["truongphong"],)


def test_an_office_of_a_unit_s_own_goes_before_that_of_the_whole(desk: Desk) -> None:
    own = RoleHeld(
        committee_id=desk.office.committee_id,
        person_id=desk.office.people["congchuc2"],
        unit_id=desk.office.units["tp"],
        role=Role.MONITOR,
    )
    desk.session.add(own)
    task = desk.task()
    assert found(desk)[task.id].monitors == (desk.office.people["congchuc2"],)


def test_units_that_stand_below_each_other_keep_no_reminder_from_going_out(desk: Desk) -> None:
    task, tp, nv = desk.task(), desk.unit("tp"), desk.unit("nv")
    tp.parent_id, nv.parent_id = nv.id, tp.id
    assert found(desk)[task.id].heads == (desk.office.people["truongphong"],)


def test_whoever_is_disabled_is_nobody(desk: Desk) -> None:
    task = desk.in_progress()
    for name in ("congchuc", "chutich"):
        accounts.disable(desk.session, desk.person(name), by=desk.person("quantri"), now=MONDAY)
    facts = found(desk)[task.id]
    assert (facts.assignee_id, facts.assigner_id, facts.is_attended) == (None, None, False)


@pytest.mark.parametrize("named", [True, False])
def test_a_task_is_attended_while_its_officer_or_else_a_head_is_there(desk: Desk, named: bool) -> None:
    task = desk.in_progress() if named else desk.task()
    assert found(desk)[task.id].is_attended
    accounts.disable(desk.session, desk.person("truongphong"), by=desk.person("quantri"), now=MONDAY)
    assert found(desk)[task.id].is_attended is named


def test_what_happened_comes_along(desk: Desk) -> None:
    task = desk.in_progress(due_on=date(2026, 4, 1))
    changes.urge(desk.session, task, text="", by=desk.by("vanphong"), now=MONDAY)
    request = extensions.Request(Moment(date(2026, 4, 9)), "Chờ Sở")
    extensions.ask(desk.session, task, request, by=desk.by("congchuc"), now=MONDAY, terms=TERMS)
    disputes.dispute(desk.session, task, about=DisputeAbout.LIMIT, text="Sai", by=desk.by("congchuc"), now=MONDAY)
    comment = Comment(
        committee_id=task.committee_id, task_id=task.id, by_id=desk.person("chutich").id, said_at=MONDAY, text="Nhanh"
    )
    names = ("congchuc2", "truongphong")
    comment.mentions = [Mention(committee_id=task.committee_id, person_id=desk.person(name).id) for name in names]
    follower = Follower(
        committee_id=task.committee_id, task_id=task.id, person_id=desk.person("congchuc_nv").id, added_at=MONDAY
    )
    desk.session.add_all([comment, follower])
    facts, people = found(desk)[task.id], desk.office.people
    assert [(one.kind, one.by_id) for one in facts.events] == [
        ("name_officer", people["truongphong"]),
        ("urge", people["vanphong"]),
        ("dispute", people["congchuc"]),
    ]
    assert (facts.urgings, facts.unanswered_urgings) == (1, 0)  # what came after answers it
    assert [(one.asked_by_id, one.is_granted) for one in facts.requests] == [(people["congchuc"], None)]
    assert [(one.by_id, one.answered_at) for one in facts.claims] == [(people["congchuc"], None)]
    assert [set(one.mentioned) for one in facts.remarks] == [{people["congchuc2"], people["truongphong"]}]
    assert [one.person_id for one in facts.readers] == [people["congchuc_nv"]]
    assert some(desk, task.id) == facts  # long after, all that ever happened to it


def test_what_was_given_elsewhere_says_who_had_it(desk: Desk) -> None:
    task = desk.in_progress()
    lifecycle.reassign(desk.session, task, lead=desk.unit("nv"), reason="Đúng việc", by=desk.by("chutich"), now=LATER)
    moved = next(one for one in found(desk)[task.id].events if one.kind == "reassign")
    assert set(moved.had) == {desk.office.people["congchuc"], desk.office.people["truongphong"]}


def test_what_ended_is_read_only_while_it_is_news(desk: Desk) -> None:
    gone, done, silent = desk.task(), desk.done(), desk.task()
    lifecycle.withdraw(desk.session, gone, reason="Thôi", by=desk.by("chutich"), now=MONDAY)
    facts = found(desk)
    assert {task_id: facts[task_id].state for task_id in (gone.id, done.id)} == {
        gone.id: State.WITHDRAWN,
        done.id: State.DONE,
    }
    assert facts[done.id].decision == "approved"
    assert set(found(desk, LONG_AFTER)) == {silent.id}
    assert [one.kind for one in some(desk, gone.id).events] == ["withdraw"]


def test_over_a_long_holiday_news_stay_news_until_the_first_morning_after_it(desk: Desk) -> None:
    done = desk.done()
    holiday = frozenset(date(2026, 3, day) for day in range(3, 13))
    assert done.id in found(desk, at("13/03"), holiday)
    assert done.id not in found(desk, at("13/03"))


def test_an_answer_of_long_ago_is_no_news_of_a_task_that_is_still_open(desk: Desk) -> None:
    task = desk.in_progress(due_on=date(2026, 4, 30))
    request = extensions.Request(Moment(date(2026, 5, 9)), "Chờ Sở")
    extensions.ask(desk.session, task, request, by=desk.by("congchuc"), now=MONDAY, terms=TERMS)
    extensions.refuse(desk.session, task, reason="Không", by=desk.by("chutich"), now=MONDAY)
    assert [one.is_granted for one in found(desk)[task.id].requests] == [False]
    extensions.extend(
        desk.session,
        task,
        limit=Moment(date(2026, 5, 5)),
        reason="Chờ Sở",
        by=desk.by("chutich"),
        now=LONG_AFTER - timedelta(days=1),
        terms=TERMS,
    )
    assert found(desk, LONG_AFTER)[task.id].requests == ()


def test_it_costs_as_many_queries_for_many_tasks_as_for_one(desk: Desk) -> None:
    counts = []
    for more in (1, 12):
        for number in range(more):
            desk.submitted(content=f"Việc {more}.{number}", supporting=[desk.unit("nv")], due_on=date(2026, 3, 4))
        desk.session.commit()
        ours = committee(desk)
        desk.session.refresh(ours)
        with statements(desk.session.get_bind()) as seen:
            list(gather.gather(desk.session, ours, SETTING, LATER))
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 17


def test_events_are_those_that_are_told_of(desk: Desk) -> None:
    task = desk.in_progress()
    changes.progress(desk.session, task, percent=10, note="Đang làm", by=desk.by("congchuc"), now=MONDAY)
    changes.star(desk.session, task, starred=True, by=desk.by("chutich"), now=MONDAY)
    events = found(desk)[task.id].events
    assert [one.kind for one in events] == ["name_officer"]
    assert events[0] == Event("name_officer", events[0].version, MONDAY, desk.office.people["truongphong"], ())
