"""Verbs on decisions delegated in writing: register the document, revoke. Each leaves an AccountEvent; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.base.formats import day as written
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.people import accounts, standing_queries
from taskapp.people.absences import check_days
from taskapp.people.models import AccountChange, Person, RoleHeld
from taskapp.people.organisation import top_unit_id
from taskapp.people.rights import Rights, Role
from taskapp.people.standing import Phase, Term, may_keep_delegation
from taskapp.people.standing_models import Delegation

LONGEST = 5 * 366  # days: a term of office


@dataclass(frozen=True)
class Paper:
    """The document in which a leader delegates: its number and notation, its local day, what it is about."""

    number: str
    on: date
    scope: str = ""


def register(
    session: Session, leader: Person, delegate: Person, term: Term, paper: Paper, *, by: Rights, now: datetime
) -> Delegation:
    """Write down that the leader has delegated his decisions in writing.

    Raises Forbidden for all but the leader and the committee's office, BadInput for what cannot be meant, Refused for
    who is no leader, cannot be the delegate or is so already.
    """
    _check_keeper(session, leader, by)
    today = clock.local_day(now, leader.committee.timezone)
    check_days(term, today=today, longest=LONGEST)
    paper = _checked(paper, term, today)
    accounts.lock(session, leader.committee_id)
    _decides(session, leader)
    _can_be_delegate(session, leader, delegate, term, by)
    delegation = Delegation(
        committee_id=leader.committee_id,
        person=leader,
        delegate=delegate,
        first_on=term.first_on,
        last_on=term.last_on,
        paper_number=paper.number,
        paper_on=paper.on,
        scope=paper.scope,
        by_id=by.person_id,
        recorded_at=now,
    )
    session.add(delegation)
    _record(session, delegation, AccountChange.DELEGATED, by=by, now=now)
    session.flush()
    return delegation


def revoke(session: Session, delegation: Delegation, *, by: Rights, now: datetime) -> None:
    """Let the delegation hold no longer from today on, the committee's local day.

    Raises Forbidden for all but the leader and the committee's office, Refused when it is over.
    """
    _check_keeper(session, delegation.person, by)
    accounts.lock(session, delegation.committee_id)
    session.refresh(delegation)
    today = clock.local_day(now, delegation.person.committee.timezone)
    if delegation.term.phase(today) not in (Phase.COMING, Phase.NOW):
        raise Refused(_("Ủy quyền này đã hết hiệu lực. Hãy tải lại trang để xem tình trạng mới."))
    delegation.revoked_on, delegation.revoked_at, delegation.revoked_by_id = today, now, by.person_id
    _record(session, delegation, AccountChange.DELEGATION_REVOKED, by=by, now=now)


def _check_keeper(session: Session, leader: Person, by: Rights) -> None:
    if not may_keep_delegation(by, leader.id, session.scalar(top_unit_id(leader.committee_id)) or 0):
        raise Forbidden(
            _("Ủy quyền do chính lãnh đạo hoặc văn phòng ghi và thu hồi. Hãy chuyển văn bản cho văn phòng.")
        )


def _checked(paper: Paper, term: Term, today: date) -> Paper:
    number, scope = one_line(paper.number), one_line(paper.scope)
    if not number or len(number) > 60:
        raise BadInput(_("Hãy nhập số, ký hiệu văn bản ủy quyền, tối đa 60 ký tự."), field="paper_number")
    if len(scope) > 500:
        raise BadInput(_("Nội dung ủy quyền dài quá 500 ký tự. Hãy ghi ngắn lại."), field="scope")
    if paper.on > today:
        raise BadInput(_("Ngày văn bản ở sau hôm nay. Hãy ghi ngày đã ký."), field="paper_on")
    if term.first_on < paper.on:
        raise BadInput(
            _("Ủy quyền không thể có hiệu lực trước ngày văn bản %(day)s. Hãy sửa lại.", day=written(paper.on)),
            field="first_on",
        )
    return Paper(number, paper.on, scope)


def _decides(session: Session, leader: Person) -> None:
    held = scoped(RoleHeld, leader.committee_id, RoleHeld.id).where(
        RoleHeld.person_id == leader.id, RoleHeld.role == Role.LEADER
    )
    if not leader.is_enabled or session.scalars(held.limit(1)).first() is None:
        raise Refused(
            _("%(name)s không có vai trò lãnh đạo giao việc nên không có quyền để ủy quyền.", name=leader.full_name),
            field="person",
        )


def _can_be_delegate(session: Session, leader: Person, delegate: Person, term: Term, by: Rights) -> None:
    if delegate.id == leader.id:
        raise BadInput(_("Người được ủy quyền phải là người khác. Hãy chọn lại."), field="delegate")
    if delegate.committee_id != leader.committee_id:
        raise BadInput(
            _("Người được ủy quyền không thuộc cơ quan này. Hãy chọn lại trong danh sách."), field="delegate"
        )
    if not delegate.is_enabled:
        raise Refused(
            _("Tài khoản của %(name)s đã khóa. Hãy chọn người khác.", name=delegate.full_name), field="delegate"
        )
    if delegate.id == by.person_id:
        raise Refused(
            _("Anh/chị không tự ghi ủy quyền cho mình được. Hãy nhờ lãnh đạo hoặc người khác của văn phòng ghi."),
            field="delegate",
        )
    known = standing_queries.delegations_in(session, leader, delegate, term)
    if known:
        raise Refused(
            _(
                "%(name)s đã được ủy quyền theo văn bản %(number)s đến %(last)s. Hãy thu hồi văn bản đó trước.",
                name=delegate.full_name,
                number=known[0].paper_number,
                last=written(known[0].last_on),
            ),
            field="delegate",
        )


def _record(session: Session, delegation: Delegation, kind: AccountChange, *, by: Rights, now: datetime) -> None:
    days = f"{written(delegation.first_on)} – {written(delegation.last_on)}"
    note = " · ".join((delegation.paper_number, written(delegation.paper_on), days, delegation.delegate.full_name))
    accounts.record(session, delegation.person, kind, by=session.get_one(Person, by.person_id), now=now, note=note)
