"""Registering and ending an absence: the row, the event, and each refusal with what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.people import absences, accounts, organisation
from taskapp.people.models import AccountChange, AccountEvent, UnitKind
from taskapp.people.rights import Role
from taskapp.people.standing import Term
from taskapp.people.standing_models import Absence
from tests.conftest import MONDAY
from tests.people.standing import TODAY, march

ZONE = "Asia/Ho_Chi_Minh"


@pytest.fixture
def events_of(book) -> Callable[[str], list[AccountEvent]]:
    def read(username: str) -> list[AccountEvent]:
        query = scoped(AccountEvent, book.office.committee_id).order_by(AccountEvent.id)
        return list(book.session.scalars(query.where(AccountEvent.person_id == book.office.people[username])))

    return read


def test_registering_leaves_a_row_and_an_event(book, events_of):
    absence = book.away("congchuc", 4, 6, deputy="congchuc2")
    people = book.office.people
    assert (absence.person_id, absence.deputy_id, absence.by_id) == (
        people["congchuc"],
        people["congchuc2"],
        people["congchuc"],
    )
    assert (absence.first_on, absence.last_on, absence.recorded_at, absence.ended_on) == (
        march(4),
        march(6),
        MONDAY,
        None,
    )
    (told,) = events_of("congchuc")
    assert (told.kind, told.by_id) == (AccountChange.ABSENCE_REGISTERED, people["congchuc"])
    assert told.note == "04/03/2026 – 06/03/2026 · Huỳnh Quốc Bảo · nghỉ phép"


def test_an_absence_may_wait_for_a_deputy(book, events_of):
    assert book.away("congchuc", 4, 6).deputy is None
    assert events_of("congchuc")[0].note == "04/03/2026 – 06/03/2026 · nghỉ phép"


@pytest.mark.parametrize("by", ["congchuc", "truongphong", "vanphong", "chutich"])
def test_himself_his_head_and_the_office_register_it(book, by):
    assert book.away("congchuc", 4, 6, by=by).by_id == book.office.people[by]


@pytest.mark.parametrize("by", ["congchuc2", "truongphong_nv", "vanthu", "thanhtra", "quantri"])
def test_nobody_else_registers_it(book, by):
    with pytest.raises(Forbidden, match="Hãy nhờ họ"):
        book.away("congchuc", 4, 6, by=by)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (march(6), march(4), "trước ngày đầu 06/03/2026"),
        (date(2026, 2, 20), march(1), "đã qua"),
        (march(2), date(2028, 3, 2), "dài quá 366 ngày"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(book, first, last, reason):
    with pytest.raises(BadInput, match=reason) as refused:
        absences.register(
            book.session,
            book.person("congchuc"),
            Term(first, last),
            deputy=None,
            reason="",
            by=book.rights("congchuc"),
            now=MONDAY,
        )
    assert refused.value.field == "last_on"


def test_an_absence_may_have_begun_already(book):
    absence = absences.register(
        book.session,
        book.person("congchuc"),
        Term(date(2026, 2, 25), march(2)),
        deputy=None,
        reason="ốm",
        by=book.rights("truongphong"),
        now=MONDAY,
    )
    assert absence.term.holds_on(TODAY)


def test_a_long_reason_is_refused(book):
    with pytest.raises(BadInput, match="ngắn lại"):
        absences.register(
            book.session,
            book.person("congchuc"),
            Term(TODAY, TODAY),
            deputy=None,
            reason="x" * 201,
            by=book.rights("congchuc"),
            now=MONDAY,
        )


def test_nobody_is_away_twice_at_once(book):
    book.away("congchuc", 4, 6)
    with pytest.raises(Refused, match="đã được ghi vắng từ 04/03/2026 đến 06/03/2026"):
        book.away("congchuc", 6, 8)
    assert book.away("congchuc", 7, 8)
    assert book.away("congchuc2", 4, 6)  # another person


def test_an_ended_absence_makes_room_for_another(book):
    absence = book.away("congchuc", 2, 6)
    book.end(absence, by="congchuc", now=MONDAY + timedelta(days=2))
    with pytest.raises(Refused, match="đến 03/03/2026"):
        book.away("congchuc", 3, 6)
    assert book.away("congchuc", 4, 6, deputy="congchuc2")


def test_the_deputy_must_be_somebody_else_enabled_of_the_same_committee(book):
    with pytest.raises(BadInput, match="người khác"):
        book.away("congchuc", 4, 6, deputy="congchuc")
    accounts.disable(book.session, book.person("congchuc2"), by=None, now=MONDAY)
    with pytest.raises(Refused, match="đã khóa"):
        book.away("congchuc", 4, 6, deputy="congchuc2")
    other = organisation.create_committee(book.session, code="lapvo", name="UBND Lấp Vò", timezone=ZONE, now=MONDAY)
    unit = organisation.create_unit(book.session, other.id, name="UBND Lấp Vò", kind=UnitKind.COMMITTEE)
    stranger = accounts.create_person(
        book.session, other.id, username="la", full_name="Người Lạ", unit=unit, by=None, now=MONDAY
    )
    with pytest.raises(BadInput, match="không thuộc cơ quan"):
        absences.register(
            book.session,
            book.person("congchuc"),
            Term(march(4), march(6)),
            deputy=stranger,
            reason="",
            by=book.rights("congchuc"),
            now=MONDAY,
        )


def test_who_is_away_himself_cannot_fill_in(book):
    book.away("congchuc2", 6, 9)
    with pytest.raises(Refused, match="cũng vắng từ 06/03/2026 đến 09/03/2026") as refused:
        book.away("congchuc", 4, 6, deputy="congchuc2")
    assert refused.value.field == "deputy"
    assert book.away("congchuc", 4, 5, deputy="congchuc2")


def test_a_place_on_loan_is_neither_prolonged_nor_widened(book):
    book.away("truongphong", 2, 6, deputy="congchuc2")
    book.session.flush()
    with pytest.raises(Forbidden):
        book.away("truongphong", 9, 13, deputy="congchuc2", by="congchuc2")
    with pytest.raises(Refused, match="không tự ghi mình là người thay"):
        book.away("congchuc", 2, 31, deputy="congchuc2", by="congchuc2")
    assert book.away("congchuc", 2, 3, deputy="congchuc_nv", by="congchuc2")  # the head's work, in his place


def test_a_head_may_fill_in_for_his_officer(book):
    assert book.away("congchuc", 4, 6, deputy="truongphong", by="truongphong").deputy_id


def test_ending_leaves_the_day_and_an_event(book, events_of):
    absence = book.away("congchuc", 2, 6, deputy="congchuc2")
    back = MONDAY + timedelta(days=1)
    book.end(absence, by="truongphong", now=back)
    assert (absence.ended_on, absence.ended_at, absence.ended_by_id) == (
        march(3),
        back,
        book.office.people["truongphong"],
    )
    assert [told.kind for told in events_of("congchuc")] == [
        AccountChange.ABSENCE_REGISTERED,
        AccountChange.ABSENCE_ENDED,
    ]


def test_the_day_on_which_it_ends_is_that_of_the_committee(book):
    absence = book.away("congchuc", 2, 6)
    book.end(absence, by="congchuc", now=MONDAY.replace(hour=23, minute=59))
    assert absence.ended_on == march(2)


def test_what_is_over_cannot_be_ended(book):
    absence = book.away("congchuc", 2, 3)
    with pytest.raises(Refused, match="đã kết thúc"):
        book.end(absence, by="congchuc", now=MONDAY + timedelta(days=2))
    again = book.away("congchuc", 4, 6)
    book.end(again, by="congchuc")
    book.session.flush()
    with pytest.raises(Refused, match="tải lại trang"):
        book.end(again, by="congchuc")


def test_the_deputy_does_not_end_it(book):
    absence = book.away("congchuc", 2, 6, deputy="congchuc2")
    with pytest.raises(Forbidden, match="Hãy nhờ họ"):
        book.end(absence, by="congchuc2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_on": march(1)},
        {"deputy_id": "self"},
        {"ended_on": march(4)},
    ],
)
def test_the_database_guards_what_must_never_be_false(book, wrong):
    absence = book.away("congchuc", 4, 6)
    for name, value in wrong.items():
        setattr(absence, name, absence.person_id if value == "self" else value)
    with pytest.raises(IntegrityError):
        book.session.flush()


def test_no_row_is_deleted(book):
    book.end(book.away("congchuc", 2, 6), by="congchuc")
    book.session.flush()
    assert len(book.session.scalars(scoped(Absence, book.office.committee_id)).all()) == 1


def test_the_role_counts_not_the_post(book):
    unit = book.person("congchuc").unit
    accounts.give_role(book.session, book.person("vanthu"), Role.UNIT_HEAD, unit, by=None, now=MONDAY)
    assert book.away("congchuc", 4, 6, by="vanthu")
