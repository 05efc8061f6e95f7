"""The calendar as data: shipped, changed by decisions, never overwritten, readable as known at any moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from taskapp.base.db import scoped
from taskapp.base.errors import Changed, Refused
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import is_workday, workdays_between
from taskapp.workdays.calendars import Entry
from taskapp.workdays.kinds import DayKind
from taskapp.workdays.models import CalendarDay
from taskapp.workdays.shipped import SHIPPED
from tests.conftest import MONDAY
from tests.workdays.table import published

OFF, WORKED, ORDINARY = DayKind.OFF, DayKind.WORKED, DayKind.ORDINARY
LATER = MONDAY + timedelta(hours=1)
FRIDAY = date(2026, 10, 9)
SATURDAY = date(2026, 10, 10)


def record(session, office, *entry, now=MONDAY):
    return calendars.set_day(session, office.committee_id, Entry(*entry), by_id=office.people["vanphong"], now=now)


def rows(session, office, day):
    return session.scalars(calendars.history(office.committee_id, day, day)).all()


def test_the_shipped_days_are_those_of_the_published_table():
    table = published()
    assert {d.day for d in SHIPPED if d.kind is OFF} == set(table.off)
    assert {d.day for d in SHIPPED if d.kind is WORKED} == set(table.worked)


def test_each_shipped_day_says_why_and_by_what_and_could_be_recorded_by_hand():
    for shipped in SHIPPED:
        assert shipped.note, shipped
        assert shipped.decision, shipped
        assert calendars.objection(shipped.day, shipped.kind) is None, shipped


def test_shipping_fills_the_calendar_once(session, office):
    assert calendars.ship(session, office.committee_id, now=MONDAY) == len(SHIPPED)
    assert calendars.ship(session, office.committee_id, now=LATER) == 0
    calendar = calendars.load(session, office.committee_id)
    assert workdays_between(date(2025, 12, 31), date(2026, 12, 31), calendar) == 250
    assert calendar.off[date(2026, 1, 2)] == "Nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026"


def test_shipping_leaves_alone_what_the_committee_decided_before(session, office):
    record(session, office, date(2026, 1, 2), OFF, "Theo Công văn của tỉnh")
    calendars.ship(session, office.committee_id, now=LATER)
    assert calendars.load(session, office.committee_id).off[date(2026, 1, 2)] == "Theo Công văn của tỉnh"


def test_a_newer_decision_takes_the_place_of_the_old_one_which_stays(session, office):
    record(session, office, FRIDAY, OFF, "Nghỉ hoán đổi", "CV 1")
    record(session, office, FRIDAY, ORDINARY, "Thôi hoán đổi", "CV 2", now=LATER)
    newest, oldest = rows(session, office, FRIDAY)
    assert (newest.kind, newest.decision, newest.replaced_at) == (ORDINARY, "CV 2", None)
    assert (oldest.kind, oldest.decision, oldest.replaced_at) == (OFF, "CV 1", LATER)
    assert newest.by_id == office.people["vanphong"]


def test_the_calendar_can_be_read_as_it_was_known_at_a_moment(session, office):
    record(session, office, FRIDAY, OFF, "Nghỉ hoán đổi")
    record(session, office, FRIDAY, ORDINARY, now=LATER)
    before, between, after = (
        calendars.load(session, office.committee_id, as_of=moment)
        for moment in (MONDAY - timedelta(seconds=1), MONDAY, LATER)
    )
    assert [is_workday(FRIDAY, known) for known in (before, between, after)] == [True, False, True]
    assert is_workday(FRIDAY, calendars.load(session, office.committee_id))


def test_recording_the_same_again_changes_nothing(session, office):
    first = record(session, office, SATURDAY, WORKED, "Làm bù", "CV 1")
    assert record(session, office, SATURDAY, WORKED, "Làm bù", "CV 1", now=LATER) is first
    assert len(rows(session, office, SATURDAY)) == 1


def test_a_day_without_a_note_still_reads_as_a_day_off_by_decision(session, office):
    record(session, office, FRIDAY, OFF)
    assert calendars.load(session, office.committee_id).off == {FRIDAY: "Ngày nghỉ"}


def test_taking_back_what_was_never_recorded_leaves_no_row(session, office):
    assert record(session, office, FRIDAY, ORDINARY) is None
    assert rows(session, office, FRIDAY) == []


@pytest.mark.parametrize(
    ("day", "kind", "reason"),
    [
        (SATURDAY, OFF, "10/10/2026 là thứ Bảy, vốn là ngày nghỉ hằng tuần"),
        (date(2026, 10, 11), OFF, "11/10/2026 là Chủ nhật, vốn là ngày nghỉ hằng tuần"),
        (FRIDAY, WORKED, "09/10/2026 là thứ Sáu, vốn là ngày làm việc"),
    ],
)
def test_a_day_that_already_is_so_by_the_weekly_rule_is_refused(session, office, day, kind, reason):
    with pytest.raises(Refused, match=reason):
        record(session, office, day, kind, "ghi nhầm")
    assert rows(session, office, day) == []


def test_the_24th_of_november_is_worked_until_the_switch_says_otherwise(session, office):
    calendars.ship(session, office.committee_id, now=MONDAY)
    day = date(2026, 11, 24)
    assert is_workday(day, calendars.load(session, office.committee_id))
    record(session, office, *calendars.culture_entry(2026, off=True, decision="NQ 1"))
    calendar = calendars.load(session, office.committee_id)
    assert calendar.off[day] == "Ngày Văn hóa Việt Nam"
    assert workdays_between(date(2025, 12, 31), date(2026, 12, 31), calendar) == 249
    record(session, office, *calendars.culture_entry(2026, off=False), now=LATER)
    assert is_workday(day, calendars.load(session, office.committee_id))


def test_the_database_keeps_one_current_row_a_day(session, office):
    record(session, office, FRIDAY, OFF)
    session.add(CalendarDay(committee_id=office.committee_id, day=FRIDAY, kind=OFF, recorded_at=LATER))
    with pytest.raises(IntegrityError):
        session.flush()


def test_who_records_a_day_at_the_same_moment_as_another_is_told(session, office, monkeypatch):
    record(session, office, FRIDAY, OFF, "của người trước")
    nothing_yet = scoped(CalendarDay, office.committee_id).where(CalendarDay.id < 0)
    monkeypatch.setattr(calendars, "scoped", lambda *_args: nothing_yet)  # as the slower of two saw it
    with pytest.raises(Changed, match="người khác ghi ngày 09/10/2026"):
        record(session, office, FRIDAY, OFF, "của người sau", now=LATER)
    monkeypatch.undo()
    assert [row.note for row in rows(session, office, FRIDAY)] == ["của người trước"]


def test_calendars_of_committees_are_apart(session, office):
    record(session, office, FRIDAY, OFF)
    assert calendars.load(session, office.committee_id + 1).off == {}


def test_the_list_of_a_year_leaves_out_what_was_taken_back(session, office):
    record(session, office, FRIDAY, OFF)
    record(session, office, SATURDAY, WORKED)
    record(session, office, FRIDAY, ORDINARY, now=LATER)
    query = calendars.current(office.committee_id, date(2026, 1, 1), date(2026, 12, 31))
    assert [row.day for row in session.scalars(query)] == [SATURDAY]
