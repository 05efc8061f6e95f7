"""Rearranging units: what follows when units are merged, split, closed, renamed and moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from taskapp.admin import reorganising
from taskapp.admin.reorganising import Outcome, Plan, carry_out, preview
from taskapp.base.db import Base, db
from taskapp.base.errors import BadInput, Refused
from taskapp.directives.reviews.review_models import UnitAlias
from taskapp.duties import keeping
from taskapp.duties.wishing import Wish
from taskapp.people import accounts, organisation, queries, unit_queries
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.rights import Role
from taskapp.people.unit_changes import NewUnit
from taskapp.people.unit_models import Rearranging, Reorganisation, UnitChange, UnitEvent
from taskapp.reminders import policies
from taskapp.reminders.policy import DEFAULT, Ladder, Scope
from taskapp.tasks import lifecycle, succeeding
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.states import Change, State
from taskapp.tasks.worktypes import keeping as keeping_types
from tests.admin.reform import NEW, NUMBER, by, decision, last_kind, merging, unit_called
from tests.asked import statements
from tests.conftest import MONDAY
from tests.tasks.making import Desk
from tests.tasks.worktypes.making import add

EVE = MONDAY.date() - timedelta(days=1)


@pytest.fixture
def desk(app, office):
    with app.app_context():
        yield Desk(db.session(), office)
        db.session.rollback()


def merge(desk: Desk, *codes: str, **changes) -> Outcome:
    return carry_out(desk.session, merging(desk, *codes, **changes), by(desk))


def test_merged_units_end_on_the_eve_and_the_new_one_begins(desk):
    merge(desk, "tnd", "nv")
    new = unit_called(desk.session, NEW)
    assert (new.valid_from, new.kind, new.parent_id) == (MONDAY.date(), UnitKind.COMMUNE, desk.unit("root").id)
    assert {desk.unit(code).valid_to for code in ("tnd", "nv")} == {EVE}


def test_each_change_leaves_an_after_image_by_its_decision(desk):
    merge(desk, "tnd", "nv")
    events = desk.session.scalars(select(UnitEvent).order_by(UnitEvent.unit_id, UnitEvent.version)).all()
    told = [(event.name, event.kind, event.effective_on, event.valid_to) for event in events]
    nv, tnd = desk.unit("nv").name, desk.unit("tnd").name
    assert told == [
        (nv, UnitChange.BEGUN, None, None),
        (nv, UnitChange.CLOSED, MONDAY.date(), EVE),
        (tnd, UnitChange.BEGUN, None, None),
        (tnd, UnitChange.CLOSED, MONDAY.date(), EVE),
        (NEW, UnitChange.FOUNDED, MONDAY.date(), None),
    ]
    assert {event.reorganisation.decision_number for event in events if event.reorganisation} == {NUMBER}


def test_the_new_unit_may_have_the_name_of_one_that_went_into_it(desk):
    merge(desk, "tnd", "nv", name=desk.unit("tnd").name)
    assert unit_called(desk.session, "UBND xã Tân Nhuận Đông").id != desk.unit("tnd").id


def test_open_tasks_go_on_as_they_were_with_one_event_each(desk):
    task = desk.in_progress(due_on=date(2026, 3, 9))
    before = (task.state, task.due_on, task.assignee_id, task.lead_since, task.accepted_at, task.due_version)
    version = task.version
    merge(desk, "tp", "tnd")
    new, event = unit_called(desk.session, NEW), task.events[-1]
    assert (task.lead_unit_id, task.lead_unit_name, task.version) == (new.id, NEW, version + 1)
    assert (task.state, task.due_on, task.assignee_id, task.lead_since, task.accepted_at, task.due_version) == before
    assert (event.kind, event.via, event.from_state, event.to_state) == ("unit_changed", "web", task.state, task.state)
    assert event.reason == f"{NUMBER} ngày 16/06/2025"
    assert event.note == f"Phòng Tư pháp → {NEW}"
    assert {each.lead_unit_name for each in task.events[:-1]} == {"Phòng Tư pháp"}


def test_finished_tasks_stay_with_the_unit_that_finished_them(desk):
    done, withdrawn = desk.done(), desk.task()
    lifecycle.withdraw(desk.session, withdrawn, reason="Thôi", by=desk.by("chutich"), now=MONDAY)
    merge(desk, "tp")
    assert {task.lead_unit_name for task in (done, withdrawn)} == {"Phòng Tư pháp"}


def test_declined_submitted_tasks_parts_and_drafts_go_along(desk):
    submitted, draft = desk.submitted(), desk.draft(leads=[desk.unit("tp")])
    whole = desk.task(leads=[desk.unit("nv")], supporting=[desk.unit("tp")])
    outcome = merge(desk, "tp", "tnd")
    new = unit_called(desk.session, NEW)
    assert {task.lead_unit_id for task in (submitted, draft, whole.parts[0])} == {new.id}
    assert (submitted.state, draft.state, whole.lead_unit_id) == (State.SUBMITTED, State.DRAFT, desk.unit("nv").id)
    assert (outcome.open_tasks, outcome.drafts) == (2, 1)
    assert draft.events == []


def test_a_part_owed_to_the_units_own_task_is_told_of(desk):
    desk.task(leads=[desk.unit("nv")], supporting=[desk.unit("tp")])
    assert merge(desk, "tp", "nv").doubled == 1


def test_persons_and_their_roles_go_along_and_none_is_doubled(desk):
    person = desk.person("truongphong")
    person.roles.append(type(person.roles[0])(committee_id=1, unit_id=desk.unit("nv").id, role=Role.UNIT_HEAD))
    desk.session.flush()
    outcome = merge(desk, "tp", "nv")
    new = unit_called(desk.session, NEW)
    desk.session.refresh(person)
    assert person.unit_id == new.id
    assert [(held.role, held.unit_id) for held in person.roles] == [(Role.UNIT_HEAD, new.id)]
    assert outcome.people == 5  # who had a role in both is one


def test_a_head_reads_what_the_predecessors_finished_and_does_what_is_open(desk):
    done, open_one = desk.done(), desk.task()
    merge(desk, "tp", "tnd")
    rights = desk.by("chutichxa").rights
    assert {done.lead_unit_id, open_one.lead_unit_id} <= rights.readable
    lifecycle.accept(desk.session, open_one, by=desk.by("truongphong"), now=MONDAY)
    assert open_one.state is State.IN_PROGRESS


def test_the_top_can_be_succeeded_and_those_below_go_under_the_successor(desk):
    done = desk.done()
    new = NewUnit("UBND tỉnh Đồng Tháp", UnitKind.COMMITTEE, None)
    outcome = carry_out(desk.session, Plan(decision(), [desk.unit("root")], new=[new]), by(desk))
    top = unit_called(desk.session, "UBND tỉnh Đồng Tháp")
    assert top.parent_id is None
    assert {desk.unit(code).parent_id for code in ("vp", "tp", "nv", "tnd")} == {top.id}
    assert len(outcome.children) == 4
    assert done.lead_unit_id in desk.by("chutich").rights.readable
    assert desk.by("quantri").rights.over(top.id, Role.ADMIN)
    assert outcome.losing == ()


def test_names_learned_and_ladders_mean_the_successor(desk):
    alias = UnitAlias(committee_id=1, key="tu phap", written="Tư pháp", unit=desk.unit("tp"), learned_at=MONDAY)
    desk.session.add(alias)
    committee = by(desk).committee
    own = Ladder(DEFAULT.ladders[0].rungs[:1], Scope(unit_id=desk.unit("tp").id))
    wished = replace(DEFAULT, ladders=(own, *DEFAULT.ladders))
    chutich = desk.person("chutich")
    policies.choose(desk.session, committee, wished, seen=1, reason="Thử", by=chutich, now=MONDAY)
    outcome = merge(desk, "tp", "tnd")
    new = unit_called(desk.session, NEW)
    policy, _eras = policies.load(desk.session, committee)
    assert (alias.unit_id, policy.ladders[0].scope.unit_id) == (new.id, new.id)
    assert (outcome.aliases, outcome.ladders) == (1, 1)


@pytest.mark.parametrize("own_first", [True, False])
def test_the_ladder_that_a_successor_has_already_stays_wherever_it_stands(desk, own_first):
    committee, rungs, units = by(desk).committee, DEFAULT.ladders[0].rungs, desk.office.units
    own = Ladder(rungs[1:3], Scope(unit_id=units["nv"]))
    ladders = [own, Ladder(rungs[:1], Scope(unit_id=units["tp"])), Ladder(rungs[:1], Scope(unit_id=units["tnd"]))]
    chosen = ladders if own_first else ladders[::-1]
    wished = replace(DEFAULT, ladders=(*chosen, *DEFAULT.ladders))
    policies.choose(desk.session, committee, wished, seen=1, reason="Thử", by=desk.person("chutich"), now=MONDAY)
    plan = Plan(decision(), [desk.unit("tp"), desk.unit("tnd")], heirs=[desk.unit("nv")])
    assert carry_out(desk.session, plan, by(desk)).ladders == 2
    policy, _eras = policies.load(desk.session, committee)
    assert policy.ladders == (own, *DEFAULT.ladders)


def test_recurring_duties_and_types_of_work_go_to_the_successor_and_say_so(desk):
    wish = Wish("Báo cáo tháng", desk.unit("tp"), "FREQ=MONTHLY;BYMONTHDAY=25", MONDAY.date(), [desk.unit("tnd")])
    duty = keeping.write(desk.session, wish, by=desk.by("chutich"), committee_id=1, now=MONDAY)
    stopped = keeping.write(desk.session, wish, by=desk.by("chutich"), committee_id=1, now=MONDAY)
    keeping.begin(desk.session, stopped, by=desk.by("chutich"), now=MONDAY)
    keeping.end(desk.session, stopped, reason="Hết việc", by=desk.by("chutich"), now=MONDAY)
    kind = add(desk, code="HT-1", lead_unit_id=desk.unit("tp").id, supporting_ids=(desk.unit("tnd").id,)).work_type
    later = replace(keeping_types.said_by(kind.versions[0], date(2027, 1, 1)), committed=5, decision="QĐ 2027")
    keeping_types.revise(desk.session, kind, later, by=None, now=MONDAY)
    outcome = merge(desk, "tp", "tnd")
    new = unit_called(desk.session, NEW)
    assert (outcome.duties, outcome.work_types) == (1, 1)
    assert (duty.lead_unit_id, duty.supporting, stopped.lead_unit_id) == (new.id, [], desk.unit("tp").id)
    assert duty.notes[-1].reason.startswith(NUMBER)
    assert duty.notes[-1].text == f"Phòng Tư pháp → {NEW}; UBND xã Tân Nhuận Đông → {NEW}"
    for day, committed in ((date(2026, 12, 31), None), (date(2027, 1, 1), 5)):
        version = keeping_types.on(kind, day)
        assert version is not None
        assert (version.lead_unit_id, version.supporting_ids, version.committed) == (new.id, [], committed)
    assert kind.versions[0].lead_unit_id == desk.unit("tp").id


def test_a_duty_that_both_units_support_is_supported_once_by_the_one_that_stays(desk):
    wish = Wish("Báo cáo tháng", desk.unit("tp"), "FREQ=MONTHLY;BYMONTHDAY=25", MONDAY.date())
    for supporting in ([desk.unit("tnd"), desk.unit("nv")], [desk.unit("nv"), desk.unit("tnd")]):
        told = replace(wish, supporting=supporting)
        duty = keeping.write(desk.session, told, by=desk.by("chutich"), committee_id=1, now=MONDAY)
    desk.session.flush()
    plan = Plan(decision(Rearranging.MERGE), [desk.unit("tnd")], heirs=[desk.unit("nv")])
    assert preview(desk.session, plan, by(desk)).duties == 2
    carry_out(desk.session, plan, by(desk))
    assert [unit.code for unit in duty.supporting] == [desk.unit("nv").code]


def test_in_a_split_work_goes_where_its_officer_goes_or_where_it_is_sent(desk):
    ours, his, sent = desk.task(), desk.in_progress(), desk.task()
    new = [NewUnit(name, UnitKind.OFFICE, desk.unit("root")) for name in ("Phòng Pháp chế", "Phòng Hộ tịch")]
    plan = Plan(
        decision(Rearranging.SPLIT),
        [desk.unit("tp")],
        new=new,
        by_person={desk.person("congchuc").id: 1},
        by_task={sent.id: 1},
    )
    carry_out(desk.session, plan, by(desk))
    assert [task.lead_unit_name for task in (ours, his, sent)] == ["Phòng Pháp chế", "Phòng Hộ tịch", "Phòng Hộ tịch"]
    assert desk.person("congchuc").unit.name == "Phòng Hộ tịch"
    assert desk.person("truongphong").unit.name == "Phòng Pháp chế"


def test_a_renamed_unit_is_found_under_both_names_and_old_tasks_keep_the_old_one(desk):
    task, tp = desk.task(), desk.unit("tp")
    plan = Plan(decision(Rearranging.RENAME), [tp], name="Phòng Tư pháp và Pháp chế", short_name="Pháp chế")
    carry_out(desk.session, plan, by(desk))
    assert (task.lead_unit_name, last_kind(task)) == ("Phòng Tư pháp", "issue")
    assert desk.task().lead_unit_name == "Phòng Tư pháp và Pháp chế"
    for name in ("P. Tư pháp", "Phòng Tư pháp và Pháp chế"):
        assert queries.find_unit_by_name(desk.session, 1, name) is tp
    assert "phong tu phap va phap che" in tp.search_key


def test_a_moved_unit_stands_elsewhere_from_the_day_and_who_loses_it_is_told(desk):
    losing = tuple(desk.person(name).full_name for name in ("congchuc_nv", "truongphong_nv"))
    first = Plan(decision(Rearranging.MOVE), [desk.unit("tp")], parent=desk.unit("nv"))
    assert carry_out(desk.session, first, by(desk)).losing == ()
    later = MONDAY + timedelta(days=2)
    back = Plan(decision(Rearranging.MOVE, later.date()), [desk.unit("tp")], parent=desk.unit("root"))
    assert carry_out(desk.session, back, by(desk, later)).losing == losing
    parents = [
        {one.id: one.parent_id for one in unit_queries.organisation_on(desk.session, 1, day)}[desk.unit("tp").id]
        for day in (EVE, MONDAY.date(), later.date())
    ]
    assert parents == [desk.unit(code).id for code in ("root", "nv", "root")]


def test_the_tree_as_of_a_day_has_the_units_and_names_of_that_day(desk):
    merge(desk, "tnd", "nv", name=desk.unit("tnd").name)
    trees = [
        {(one.name, one.ended_on) for one in unit_queries.organisation_on(desk.session, 1, day)}
        for day in (EVE, MONDAY.date())
    ]
    assert ("Phòng Nội vụ", EVE) in trees[0]
    assert ("UBND xã Tân Nhuận Đông", EVE) in trees[0]
    assert ("UBND xã Tân Nhuận Đông", None) in trees[1]
    assert "Phòng Nội vụ" not in {name for name, _ended in trees[1]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": decision(on=MONDAY.date() + timedelta(days=1))}, "effective_on"),  # a day to come
        ({"decision": replace(decision(), number="")}, "number"),
        ({"olds": []}, "units"),
        ({"new": []}, "heirs"),
        ({"decision": decision(Rearranging.SPLIT)}, "heirs"),  # into one only
    ],
)
def test_what_makes_no_decision_is_refused(desk, changes, field):
    with pytest.raises((BadInput, Refused)) as refused:
        carry_out(desk.session, replace(merging(desk, "tnd"), **changes), by(desk))
    assert refused.value.field == field


def test_a_name_in_use_a_closed_unit_and_an_unfit_parent_are_refused(desk):
    for plan, field in (
        (merging(desk, "tnd", name="Phòng Tư pháp"), "name"),
        (replace(merging(desk, "tnd"), heirs=[desk.unit("tnd")]), "units"),
        (replace(merging(desk, "tnd"), new=[NewUnit("X", UnitKind.OFFICE, desk.unit("tnd"))]), "parent"),
        (Plan(decision(Rearranging.MOVE), [desk.unit("root")], parent=desk.unit("tp")), "parent"),
        (Plan(decision(Rearranging.RENAME), [desk.unit("tp")], name="Phòng Nội vụ"), "name"),
    ):
        with pytest.raises((BadInput, Refused)) as refused, desk.session.begin_nested():
            carry_out(desk.session, plan, by(desk))
        assert refused.value.field == field
    merge(desk, "tnd")
    with pytest.raises(Refused):
        merge(desk, "tnd", name="UBND xã An Nhơn")
    assert desk.session.scalar(select(func.count()).select_from(Unit)) == 6


def stands_below(desk: Desk, name: str, above: Unit) -> Unit:
    return organisation.create_unit(desk.session, 1, name=name, kind=UnitKind.OFFICE, parent=above)


def test_who_stands_below_a_unit_that_ends_cannot_succeed_it_nor_have_the_successor_below_it(desk):
    tp = desk.unit("tp")
    team = stands_below(desk, "Tổ Hộ tịch", tp)
    group = stands_below(desk, "Nhóm Lưu trữ", team)
    for kind, plan, field in (
        (Rearranging.CLOSE, Plan(decision(), [tp], heirs=[team]), "into"),
        (Rearranging.MERGE, Plan(decision(), [desk.unit("tnd"), tp], heirs=[group]), "into"),
        (Rearranging.SPLIT, Plan(decision(), [tp], heirs=[desk.unit("nv"), group]), "heirs"),
        (Rearranging.CLOSE, Plan(decision(), [desk.unit("root")], heirs=[desk.unit("vp")]), "into"),
        (Rearranging.MERGE, Plan(decision(), [tp], new=[NewUnit("Mới", UnitKind.OFFICE, group)]), "parent"),
    ):
        with pytest.raises(BadInput) as refused, desk.session.begin_nested():
            carry_out(desk.session, replace(plan, decision=decision(kind)), by(desk))
        assert refused.value.field == field


def test_moved_elsewhere_first_it_can(desk):
    tp = desk.unit("tp")
    team = stands_below(desk, "Tổ Hộ tịch", tp)
    carry_out(desk.session, Plan(decision(Rearranging.MOVE), [team], parent=desk.unit("root")), by(desk))
    carry_out(desk.session, Plan(decision(Rearranging.CLOSE), [tp], heirs=[team]), by(desk))
    assert team.parent_id == desk.unit("root").id


def test_a_day_before_the_units_last_change_is_refused(desk):
    carry_out(desk.session, Plan(decision(Rearranging.RENAME), [desk.unit("tp")], name="Phòng Pháp chế"), by(desk))
    with pytest.raises(Refused):
        merge(desk, "tp", on=EVE)


def test_a_successor_or_a_unit_above_that_began_later_is_refused(desk):
    merge(desk, "tnd")
    new, nv, tp = unit_called(desk.session, NEW), desk.unit("nv"), desk.unit("tp")
    for plan in (
        Plan(decision(Rearranging.CLOSE, EVE), [tp], heirs=[new]),
        Plan(decision(Rearranging.MOVE, EVE), [nv], parent=new),
        Plan(decision(on=EVE), [tp], new=[NewUnit("Phòng Pháp chế", UnitKind.OFFICE, new)]),
    ):
        with pytest.raises(Refused) as refused, desk.session.begin_nested():
            carry_out(desk.session, plan, by(desk))
        assert (refused.value.field, NEW in refused.value.reason) == ("effective_on", True)
    carry_out(desk.session, Plan(decision(Rearranging.CLOSE), [tp], heirs=[new]), by(desk))  # on its first day


def test_everything_that_names_a_unit_has_its_place_in_the_rules(app):
    naming = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "unit" for key in column.foreign_keys)
    }
    assert {name for name in naming if f"`{name}`" not in (reorganising.__doc__ or "")} == set()


def test_a_preview_tells_the_same_and_leaves_nothing(desk):
    desk.task()
    plan = merging(desk, "tp", "tnd")
    shown = preview(desk.session, plan, by(desk))
    assert desk.session.scalar(select(func.count()).select_from(Reorganisation)) == 0
    assert unit_of(desk, "truongphong") == desk.unit("tp").id
    done = carry_out(desk.session, plan, by(desk))
    assert replace(shown, made_id=0, shown_id=0) == replace(done, made_id=0, shown_id=0)
    assert shown.tasks == (("Phòng Tư pháp", 1), ("UBND xã Tân Nhuận Đông", 0))


def unit_of(desk: Desk, username: str) -> int:
    return desk.session.scalar(select(Person.unit_id).where(Person.username == username))


def test_a_late_entry_counts_from_its_day(desk):
    task = desk.task()
    merge(desk, "tp", on=EVE)
    event = desk.session.scalars(select(TaskEvent).where(TaskEvent.kind == Change.UNIT_CHANGED)).one()
    assert (event.task_id, event.effective_on, event.recorded_at) == (task.id, EVE, MONDAY)


def test_each_further_person_costs_one_statement(desk):
    costs = []
    for code, count in (("tnd", 5), ("nv", 30)):
        for number in range(count):
            names = {"username": f"{code}{number}", "full_name": f"Người {number}", "email": f"{code}{number}@x.vn"}
            person = accounts.create_person(desk.session, 1, **names, unit=desk.unit(code), by=None, now=MONDAY)
            accounts.give_role(desk.session, person, Role.OFFICER, desk.unit(code), by=None, now=MONDAY)
        desk.session.commit()
        with statements(db.engine) as asked:
            merge(desk, code, name=f"Đơn vị {code}")
        costs.append(len(asked))
        desk.session.commit()
    assert costs[1] <= costs[0] + 25  # the entry in the record of each account


def test_open_tasks_follow_in_a_few_statements_each(desk):
    for _copy in range(30):
        desk.task()
    desk.session.commit()
    with statements(db.engine) as asked:
        merge(desk, "tp", "tnd")
    assert len(asked) < 60 + 3 * 30
    assert desk.session.scalars(succeeding.open_tasks(desk.office.committee_id, [desk.unit("tp").id])).all() == []
