"""Decisions delegated in writing: the row, the event, and each refusal with what to do next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.people import accounts, delegations, organisation
from taskapp.people.delegations import Paper
from taskapp.people.models import AccountChange, AccountEvent, UnitKind
from taskapp.people.rights import Role
from taskapp.people.standing import Term
from tests.conftest import MONDAY
from tests.people.standing import TODAY, march


def test_a_delegation_leaves_a_row_and_an_event(book):
    paper = Paper(" 12/QĐ-UBND ", date(2026, 2, 27), "duyệt kết quả")
    delegation = book.delegate("chutich", "phochutich", 4, 6, by="vanphong", paper=paper)
    people = book.office.people
    assert (delegation.person_id, delegation.delegate_id, delegation.by_id) == (
        people["chutich"],
        people["phochutich"],
        people["vanphong"],
    )
    assert (delegation.paper_number, delegation.paper_on, delegation.scope) == (
        "12/QĐ-UBND",
        date(2026, 2, 27),
        "duyệt kết quả",
    )
    told = book.session.scalars(scoped(AccountEvent, book.office.committee_id)).one()
    assert (told.kind, told.person_id, told.by_id) == (AccountChange.DELEGATED, people["chutich"], people["vanphong"])
    assert told.note == "12/QĐ-UBND · 27/02/2026 · 04/03/2026 – 06/03/2026 · Lê Văn Đức"


@pytest.mark.parametrize("by", ["phochutich", "vanthu", "thanhtra", "quantri", "truongphong"])
def test_only_the_leader_and_the_office_write_it_down(book, by):
    with pytest.raises(Forbidden, match="văn phòng"):
        book.delegate("chutich", "congchuc", 4, 6, by=by)


def test_a_monitor_of_one_unit_is_not_the_office(book):
    unit = book.person("congchuc").unit
    accounts.give_role(book.session, book.person("congchuc"), Role.MONITOR, unit, by=None, now=MONDAY)
    with pytest.raises(Forbidden):
        book.delegate("chutich", "phochutich", 4, 6, by="congchuc")


@pytest.mark.parametrize(
    ("paper", "reason", "field"),
    [
        (Paper("  ", TODAY), "số, ký hiệu", "paper_number"),
        (Paper("x" * 61, TODAY), "60 ký tự", "paper_number"),
        (Paper("12/QĐ", march(3)), "sau hôm nay", "paper_on"),
        (Paper("12/QĐ", TODAY, "x" * 501), "ngắn lại", "scope"),
    ],
)
def test_the_document_must_have_a_number_and_a_day(book, paper, reason, field):
    with pytest.raises(BadInput, match=reason) as refused:
        book.delegate("chutich", "phochutich", 4, 6, paper=paper)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (march(6), march(4), "trước ngày đầu"),
        (date(2026, 2, 1), date(2026, 2, 5), "đã qua"),
        (date(2026, 2, 26), march(5), "trước ngày văn bản 27/02/2026"),
        (march(2), date(2036, 3, 2), "dài quá"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(book, first, last, reason):
    paper = Paper("12/QĐ-UBND", date(2026, 2, 27))
    with pytest.raises(BadInput, match=reason):
        delegations.register(
            book.session,
            book.person("chutich"),
            book.person("phochutich"),
            Term(first, last),
            paper,
            by=book.rights("chutich"),
            now=MONDAY,
        )


def test_only_who_decides_can_delegate(book):
    with pytest.raises(Refused, match="không có vai trò lãnh đạo"):
        book.delegate("truongphong", "congchuc", 4, 6)
    accounts.disable(book.session, book.person("phochutich"), by=None, now=MONDAY)
    with pytest.raises(Refused, match="không có quyền để ủy quyền"):
        book.delegate("phochutich", "congchuc", 4, 6, by="vanphong")


def test_a_delegate_delegates_no_further(book):
    book.delegate("chutich", "truongphong", 2, 6)
    book.session.flush()
    with pytest.raises(Refused, match="không có vai trò lãnh đạo"):
        book.delegate("truongphong", "congchuc", 2, 6)
    with pytest.raises(Forbidden):
        book.delegate("chutich", "congchuc", 2, 6, by="truongphong")


def test_the_delegate_must_be_somebody_else_enabled_of_the_same_committee(book):
    with pytest.raises(BadInput, match="người khác"):
        book.delegate("chutich", "chutich", 4, 6)
    accounts.disable(book.session, book.person("phochutich"), by=None, now=MONDAY)
    with pytest.raises(Refused, match="đã khóa"):
        book.delegate("chutich", "phochutich", 4, 6)
    other = organisation.create_committee(
        book.session, code="lapvo", name="UBND Lấp Vò", timezone="Asia/Ho_Chi_Minh", now=MONDAY
    )
    unit = organisation.create_unit(book.session, other.id, name="UBND Lấp Vò", kind=UnitKind.COMMITTEE)
    stranger = accounts.create_person(
        book.session, other.id, username="la", full_name="Người Lạ", unit=unit, by=None, now=MONDAY
    )
    with pytest.raises(BadInput, match="không thuộc cơ quan"):
        delegations.register(
            book.session,
            book.person("chutich"),
            stranger,
            Term(march(4), march(6)),
            Paper("12/QĐ", TODAY),
            by=book.rights("chutich"),
            now=MONDAY,
        )


def test_nobody_writes_down_a_delegation_to_himself(book):
    with pytest.raises(Refused, match="không tự ghi ủy quyền cho mình"):
        book.delegate("chutich", "vanphong", 4, 6, by="vanphong")
    assert book.delegate("chutich", "vanphong", 4, 6)  # the leader does


def test_the_same_two_have_one_document_at_a_time(book):
    book.delegate("chutich", "phochutich", 4, 6)
    with pytest.raises(Refused, match="theo văn bản 12/QĐ-UBND đến 06/03/2026"):
        book.delegate("chutich", "phochutich", 6, 9)
    assert book.delegate("chutich", "vanphong", 4, 6)  # another field of work
    assert book.delegate("chutich", "phochutich", 7, 9)


@pytest.mark.parametrize("by", ["chutich", "vanphong"])
def test_revoking_leaves_the_day_and_an_event(book, by):
    delegation = book.delegate("chutich", "phochutich", 2, 6)
    then = MONDAY + timedelta(days=1)
    book.revoke(delegation, by=by, now=then)
    assert (delegation.revoked_on, delegation.revoked_at, delegation.revoked_by_id) == (
        march(3),
        then,
        book.office.people[by],
    )
    kinds = book.session.scalars(scoped(AccountEvent, book.office.committee_id, AccountEvent.kind))
    assert set(kinds) == {AccountChange.DELEGATED, AccountChange.DELEGATION_REVOKED}


def test_the_delegate_cannot_revoke_nor_anybody_what_is_over(book):
    delegation = book.delegate("chutich", "phochutich", 2, 3)
    with pytest.raises(Forbidden):
        book.revoke(delegation, by="phochutich")
    with pytest.raises(Refused, match="hết hiệu lực"):
        book.revoke(delegation, by="chutich", now=MONDAY + timedelta(days=2))


@pytest.mark.parametrize(
    "wrong", [{"last_on": march(1)}, {"delegate_id": "self"}, {"paper_number": ""}, {"revoked_on": march(4)}]
)
def test_the_database_guards_what_must_never_be_false(book, wrong):
    delegation = book.delegate("chutich", "phochutich", 4, 6)
    for name, value in wrong.items():
        setattr(delegation, name, delegation.person_id if value == "self" else value)
    with pytest.raises(IntegrityError):
        book.session.flush()
