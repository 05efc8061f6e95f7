"""Occurrences become tasks: once each, in their time, through the same functions as every task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.heartbeat import Trouble
from taskapp.duties import giving, keeping
from taskapp.duties.giving import Looked
from taskapp.duties.models import DutyPhase, Note, Outcome
from taskapp.people.rights import Role
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.states import LimitKind, State, Via
from taskapp.workdays import calendars
from tests.asked import statements
from tests.conftest import MONDAY, VIETNAM
from tests.duties.conftest import Desk

Freeze = Callable[[datetime], None]


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def test_an_occurrence_becomes_an_ordinary_task_given_by_the_job(desk: Desk, frozen_clock: Freeze):
    duty = desk.running(
        supporting=[desk.unit("nv")], officer=desk.person("congchuc"), product="Báo cáo", is_of_previous=False
    )
    frozen_clock(at(date(2026, 3, 11)))  # 10 working days before Wednesday 25 March
    assert desk.tick() == 1
    (one,) = duty.occurrences
    task = one.task
    assert task.content == "Báo cáo công tác cải cách hành chính (kỳ tháng 3/2026)"
    assert (task.limit_kind, task.due_on, task.lead_unit_name) == (LimitKind.DATED, date(2026, 3, 25), "Phòng Tư pháp")
    assert (task.product, task.assigner.username, task.assignee.username) == ("Báo cáo", "chutich", "congchuc")
    assert [part.lead_unit_name for part in task.parts] == ["Phòng Nội vụ"]
    assert task.events[0].kind == "issue"
    assert {event.via for event in task.events} == {Via.JOB}
    assert task.deadline_text == "hằng tháng, ngày 25"
    assert [note.kind for note in duty.notes] == [Note.WRITTEN, Note.BEGUN, Note.GIVEN]


def test_nothing_is_given_before_its_morning_nor_twice(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    for moment in (at(date(2026, 3, 10), 23), at(date(2026, 3, 11), 6)):
        frozen_clock(moment)
        assert desk.tick() == 0
    frozen_clock(at(date(2026, 3, 11), 7))
    assert [desk.tick(), desk.tick(), giving.give_due(desk.session, duty.id, clock.now())] == [1, 0, 0]


def test_after_an_outage_what_can_still_be_kept_is_given_and_the_rest_is_shown_as_missed(
    desk: Desk, frozen_clock: Freeze
):
    duty = desk.running("FREQ=WEEKLY;BYDAY=TH", workdays_ahead=3)
    frozen_clock(at(date(2026, 3, 23)))  # the system was down for three weeks
    assert desk.tick() == 1
    assert desk.given(duty) == [
        (date(2026, 3, 5), None), (date(2026, 3, 12), None), (date(2026, 3, 19), None),
        (date(2026, 3, 26), date(2026, 3, 26)),
    ]  # fmt: skip
    assert [one.outcome for one in duty.occurrences[:3]] == [Outcome.MISSED] * 3
    task = giving.give_after_all(
        desk.session, duty.occurrences[2], date(2026, 3, 24), by=desk.by("vanphong"), now=clock.now()
    )
    assert (task.due_on, task.state, task.events[0].via) == (date(2026, 3, 24), State.ASSIGNED, Via.WEB)
    assert duty.occurrences[2].outcome is Outcome.GIVEN
    with pytest.raises(Refused, match="đã qua"):
        giving.give_after_all(
            desk.session, duty.occurrences[1], date(2026, 3, 20), by=desk.by("vanphong"), now=clock.now()
        )


def test_a_changed_rule_touches_only_what_is_not_given_yet(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    frozen_clock(at(date(2026, 3, 11)))
    desk.tick()
    wish = desk.wish("FREQ=MONTHLY;BYMONTHDAY=20", starts_on=duty.starts_on, content="Báo cáo mới")
    keeping.change(desk.session, duty, wish, seen=duty.version, by=desk.by("vanphong"), now=clock.now())
    desk.session.commit()
    frozen_clock(at(date(2026, 4, 8)))
    desk.tick()
    assert desk.given(duty) == [
        (date(2026, 3, 25), date(2026, 3, 25)),
        (date(2026, 4, 20), date(2026, 4, 20)),  # not 20 March once more
    ]
    assert [one.task.content for one in duty.occurrences] == [
        "Báo cáo công tác cải cách hành chính (kỳ tháng 3/2026)", "Báo cáo mới (kỳ tháng 4/2026)",
    ]  # fmt: skip
    changed = next(note for note in duty.notes if note.kind is Note.CHANGED)
    assert changed.by.username == "vanphong"
    assert "Lặp lại: hằng tháng, ngày 25 → hằng tháng, ngày 20" in changed.text


def test_a_page_that_is_too_old_changes_nothing(desk: Desk):
    duty = desk.running()
    with pytest.raises(Changed):
        keeping.change(desk.session, duty, desk.wish(), seen=duty.version - 1, by=desk.by("chutich"), now=clock.now())


def test_one_occurrence_is_left_out_and_the_next_ones_come(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    calendar = calendars.load(desk.session, desk.office.committee_id)
    with pytest.raises(Refused, match="lý do"):
        keeping.skip(
            desk.session, duty, date(2026, 3, 25), reason="", by=desk.by("chutich"), now=clock.now(), calendar=calendar
        )
    for day, refused in ((date(2026, 3, 25), False), (date(2026, 3, 25), True), (date(2026, 3, 26), True)):
        said = {"reason": "Báo cáo quý thay", "by": desk.by("chutich"), "now": clock.now(), "calendar": calendar}
        if refused:
            with pytest.raises(Refused):
                keeping.skip(desk.session, duty, day, **said)
        else:
            keeping.skip(desk.session, duty, day, **said)
            desk.session.flush()
    desk.session.commit()
    frozen_clock(at(date(2026, 4, 20)))
    desk.tick()
    assert desk.given(duty) == [(date(2026, 3, 25), None), (date(2026, 4, 25), date(2026, 4, 24))]
    assert (duty.occurrences[0].outcome, duty.occurrences[0].reason) == (Outcome.SKIPPED, "Báo cáo quý thay")


def test_what_fell_due_while_a_duty_was_stopped_is_neither_given_nor_missed(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    keeping.end(desk.session, duty, reason="Chờ quy định mới", by=desk.by("chutich"), now=clock.now())
    desk.session.commit()
    frozen_clock(at(date(2026, 5, 4)))
    assert (desk.tick(), duty.occurrences) == (0, [])
    keeping.resume(desk.session, duty, reason="Đã có quy định", by=desk.by("chutich"), now=clock.now())
    desk.session.commit()
    frozen_clock(at(date(2026, 5, 12)))
    assert desk.tick() == 1
    assert desk.given(duty) == [(date(2026, 5, 25), date(2026, 5, 25))]
    assert [(note.kind, note.reason) for note in duty.notes[2:4]] == [
        (Note.ENDED, "Chờ quy định mới"), (Note.RESUMED, "Đã có quy định"),
    ]  # fmt: skip


def test_a_draft_hands_nothing_out_until_somebody_who_may_begins_it(desk: Desk, frozen_clock: Freeze):
    duty = keeping.write(
        desk.session, desk.wish(), by=desk.by("vanthu"), committee_id=desk.office.committee_id, now=clock.now()
    )
    desk.session.commit()
    frozen_clock(at(date(2026, 4, 1)))
    assert desk.tick() == 0
    with pytest.raises(Forbidden):
        keeping.begin(desk.session, duty, by=desk.by("vanthu"), now=clock.now())
    keeping.begin(desk.session, duty, by=desk.by("vanphong"), now=clock.now())
    desk.session.commit()
    frozen_clock(at(date(2026, 4, 13)))
    assert desk.tick() == 1
    assert desk.given(duty) == [(date(2026, 4, 25), date(2026, 4, 24))]
    assert duty.phase is DutyPhase.RUNNING


def test_a_closed_unit_gets_nothing_and_the_page_says_why(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    desk.unit("tp").valid_to = date(2026, 3, 10)
    desk.session.commit()
    frozen_clock(at(date(2026, 3, 12)))
    assert desk.tick() == 0
    assert "Phòng Tư pháp không còn hoạt động" in giving.standstill(duty, date(2026, 3, 12))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"content": ""}, "content"),
        ({"rule": "FREQ=SECONDLY"}, "often"),
        ({"starts_on": date(2026, 3, 1)}, "starts_on"),
        ({"ends_on": date(2026, 3, 10)}, "ends_on"),
        ({"content": "Báo cáo TUYỆT MẬT"}, None),
    ],
)
def test_a_duty_that_cannot_be_is_refused_with_its_field(desk: Desk, more: dict[str, object], field: str | None):
    rule = str(more.pop("rule", "FREQ=MONTHLY;BYMONTHDAY=25"))
    with pytest.raises(Refused) as refused:
        keeping.write(
            desk.session,
            desk.wish(rule, **more),
            by=desk.by("chutich"),
            committee_id=desk.office.committee_id,
            now=MONDAY,
        )
    assert field is None or refused.value.field == field


def test_the_same_occurrence_cannot_be_written_down_twice_even_by_hand(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    frozen_clock(at(date(2026, 3, 11)))
    desk.tick()
    before = desk.session.query(Task).count()
    desk.session.expire_all()
    assert giving.look(desk.session, clock.now() + timedelta(hours=1)) == Looked()
    assert giving.give_due(desk.session, duty.id, clock.now() + timedelta(days=1)) == 0
    assert desk.session.query(Task).count() == before


def test_what_owes_nothing_is_looked_at_once_a_morning_and_again_after_a_change(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    frozen_clock(at(date(2026, 3, 10)))
    assert giving.look(desk.session, clock.now()).idle == [(duty.id, duty.version, date(2026, 3, 10))]
    assert desk.tick() == 0
    desk.session.expire_all()
    assert giving.look(desk.session, clock.now()) == Looked()
    wish = desk.wish("FREQ=MONTHLY;BYMONTHDAY=12", starts_on=duty.starts_on)
    keeping.change(desk.session, duty, wish, seen=duty.version, by=desk.by("vanphong"), now=clock.now())
    desk.session.commit()
    assert desk.tick() == 1


def test_a_change_in_between_is_not_taken_for_looked_at(desk: Desk, frozen_clock: Freeze):
    duty = desk.running()
    frozen_clock(at(date(2026, 3, 10)))
    idle = giving.look(desk.session, clock.now()).idle
    keeping.change(desk.session, duty, desk.wish(content="Khác"), seen=duty.version, by=desk.by("vanphong"), now=MONDAY)
    desk.session.commit()
    giving.seen(desk.session, idle)
    desk.session.expire_all()
    assert duty.looked_on is None


def test_many_duties_are_looked_at_and_listed_in_a_few_statements(desk: Desk, frozen_clock: Freeze):
    desk.running(supporting=[desk.unit("nv")])
    frozen_clock(at(date(2026, 3, 10)))
    desk.session.expunge_all()
    with statements(desk.session.get_bind()) as of_one:
        giving.look(desk.session, clock.now())
    for _copy in range(5):
        desk.running(supporting=[desk.unit("nv")])
    desk.session.expunge_all()
    with statements(desk.session.get_bind()) as of_many:
        giving.look(desk.session, clock.now())
    assert len(of_many) == len(of_one)


def test_an_occurrence_left_out_far_ahead_takes_none_before_it_along_when_the_rule_changes(
    desk: Desk, frozen_clock: Freeze
):
    duty = desk.running()
    calendar = calendars.load(desk.session, desk.office.committee_id)
    said = {"reason": "Nghỉ", "by": desk.by("chutich"), "now": clock.now(), "calendar": calendar}
    keeping.skip(desk.session, duty, date(2026, 12, 25), **said)
    wish = desk.wish("FREQ=MONTHLY;BYMONTHDAY=20")
    keeping.change(desk.session, duty, wish, seen=duty.version, by=desk.by("chutich"), now=clock.now())
    desk.session.commit()
    frozen_clock(at(date(2026, 3, 9)))
    assert desk.tick() == 1


def test_a_duty_that_runs_goes_only_to_units_to_which_one_may_give_tasks(desk: Desk):
    duty, by = desk.running(), desk.by("vanphong")
    mine, all_units = frozenset({duty.lead_unit_id}), frozenset(desk.office.units.values())
    over = replace(by.rights, reaches={Role.MONITOR: mine, Role.INSPECTOR: all_units})
    wish = desk.wish(lead=desk.unit("nv"))
    with pytest.raises(Forbidden, match="Phòng Nội vụ"):
        keeping.change(desk.session, duty, wish, seen=duty.version, by=replace(by, rights=over), now=MONDAY)


def test_a_draft_is_neither_stopped_nor_resumed(desk: Desk):
    duty = keeping.write(
        desk.session, desk.wish(), by=desk.by("vanthu"), committee_id=desk.office.committee_id, now=clock.now()
    )
    for verb in (keeping.end, keeping.resume):
        with pytest.raises(Refused):
            verb(desk.session, duty, reason="Thôi", by=desk.by("chutich"), now=MONDAY)


def test_a_document_of_tomorrow_is_refused_before_anything_is_begun(desk: Desk):
    wish = desk.wish(document=DocumentGiven("12/KH-UBND", date(2026, 3, 3)))
    with pytest.raises(Refused) as refused:
        keeping.write(desk.session, wish, by=desk.by("chutich"), committee_id=1, now=MONDAY)
    assert refused.value.field == "issued_on"


def test_one_that_cannot_be_given_keeps_no_other_back_and_is_told(
    desk: Desk, frozen_clock: Freeze, monkeypatch: pytest.MonkeyPatch
):
    bad, good = desk.running(), desk.running()
    frozen_clock(at(date(2026, 3, 11)))
    give_due = giving.give_due

    def failing(session: Session, duty_id: int, now: datetime) -> int:
        if duty_id == bad.id:
            raise ValueError("broken")
        return give_due(session, duty_id, now)

    monkeypatch.setattr(giving, "give_due", failing)
    with pytest.raises(Trouble, match="1 việc định kỳ chưa giao được"):
        desk.tick()
    assert (len(desk.given(good)), len(desk.given(bad))) == (1, 0)


def test_a_note_says_that_the_period_is_another(desk: Desk):
    duty = desk.running()
    wish = desk.wish(is_of_previous=True)
    keeping.change(desk.session, duty, wish, seen=duty.version, by=desk.by("chutich"), now=MONDAY)
    assert duty.notes[-1].text == "Báo cáo về kỳ liền trước: không → có"
