"""Verbs on outer accounts: they arrive, an administrator says who they are, their groups give roles. None commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput, Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.people import accounts, links, sessions
from taskapp.people.models import AccountChange, Committee, Person, Unit
from taskapp.people.rights import Role
from taskapp.people.sso.claims import LONGEST_GROUP, Claims
from taskapp.people.sso.models import GroupRole, OuterAccount


def arrive(session: Session, claims: Claims, committee: Committee | None, *, now: datetime) -> OuterAccount:
    """The account that signed in at the provider, noted as it calls itself today; of `committee` when it is new.

    Raises Refused when it is new and nothing says which committee it belongs to.
    """
    query = unscoped(OuterAccount).where(OuterAccount.issuer == claims.issuer, OuterAccount.subject == claims.subject)
    account: OuterAccount | None = session.scalars(query.with_for_update()).one_or_none()
    if account is None:
        if committee is None:
            raise Refused(_("Máy chủ phục vụ nhiều cơ quan: hãy mở trang đăng nhập theo tên máy của cơ quan mình."))
        account = OuterAccount(
            committee_id=committee.id, issuer=claims.issuer, subject=claims.subject, first_seen_at=now
        )
        session.add(account)
    account.username, account.full_name, account.email = claims.username, claims.full_name, claims.email
    account.last_seen_at = now
    session.flush()
    return account


def person_of(account: OuterAccount) -> Person:
    """Whom the account lets in. Raises Forbidden for an account that is nobody's, or somebody's who is disabled."""
    if account.refused_at:
        raise Forbidden(_("Người quản trị đã từ chối gắn tài khoản này. Hãy hỏi người quản trị của cơ quan."))
    if account.person is None:
        raise Forbidden(
            _(
                "Tài khoản %(name)s chưa được gắn với ai trong cơ quan. Người quản trị đã thấy yêu cầu này; "
                "gắn xong, hãy đăng nhập lại. Trong lúc chờ, anh/chị vẫn đăng nhập được bằng tên và mật khẩu.",
                name=account.label,
            )
        )
    if not account.person.is_enabled:
        raise Forbidden(_("Tài khoản của anh/chị đang bị khóa. Hãy hỏi người quản trị của cơ quan."))
    return account.person


def link(session: Session, account: OuterAccount, person: Person, *, by: Person, now: datetime) -> None:
    """Let the account sign in as the person. Raises Refused for a disabled person and for an account that is taken.

    With an account of the directory the password here ends: whom the directory shuts out shall not come in by another
    door. Administrators keep theirs, for the day on which the directory is down.
    """
    if person.committee_id != account.committee_id:
        raise Missing(_("Không có người dùng này trong cơ quan của anh/chị."))
    if not person.is_enabled:
        raise Refused(_("Tài khoản của người này đang bị khóa. Hãy mở lại tài khoản rồi gắn."), field="username")
    if account.person_id is not None:
        raise Refused(_("Tài khoản này đã được gắn với %(name)s. Hãy gỡ ra trước.", name=_name(account)))
    account.person, account.linked_at, account.linked_by_id, account.refused_at = person, now, by.id, None
    if account.is_of_directory and not sessions.is_admin(person):
        person.password_hash, person.password_set_at, person.needs_factor = None, None, False
        links.cancel(session, person, now=now)
    session.flush()
    accounts.record(session, person, AccountChange.OUTER_LINKED, by=by, now=now, note=account.label)


def refuse(account: OuterAccount, *, now: datetime) -> None:
    """Say that the account is nobody's here. Raises Refused for one that is somebody's."""
    if account.person_id is not None:
        raise Refused(_("Tài khoản này đã được gắn với %(name)s. Hãy gỡ ra trước.", name=_name(account)))
    account.refused_at = now


def unlink(session: Session, account: OuterAccount, *, by: Person, now: datetime) -> None:
    """Let the account in no more; the person's sign-ins end. It waits again for somebody to say who it is."""
    person = account.person
    if person is None:
        account.refused_at = None
        return
    account.person = account.linked_at = account.linked_by_id = None
    sessions.end_all(session, person, now=now)
    session.flush()
    accounts.record(session, person, AccountChange.OUTER_UNLINKED, by=by, now=now, note=account.label)


def follow_groups(session: Session, person: Person, groups: Set[str] | None, *, now: datetime) -> None:
    """Give the person the roles of his groups there and take those of groups that he is not in.

    Only roles (with their unit) that some group gives are touched. Nothing changes when the provider is silent.
    """
    if groups is None:
        return
    rows = session.scalars(group_roles(person.committee_id)).all()
    due = {(row.role, row.unit_id) for row in rows if row.group_name in groups}
    governed = {(row.role, row.unit_id): row.unit for row in rows}
    for held in list(person.roles):
        if (held.role, held.unit_id) in governed.keys() - due:
            accounts.take_role(session, person, held, by=None, now=now)
    has = {(held.role, held.unit_id) for held in person.roles}
    for role, unit_id in sorted(due - has):
        accounts.give_role(session, person, role, governed[role, unit_id], by=None, now=now)


def map_group(session: Session, committee_id: int, group: str, role: Role, unit: Unit) -> GroupRole:
    """Let a group there be a role here from each member's next sign-in. Raises BadInput, Refused.

    Administrators are named by administrators only: whoever keeps the directory shall not make himself one here.
    """
    group = group.strip()
    if not group or len(group) > LONGEST_GROUP:
        raise BadInput(_("Hãy nhập tên nhóm, tối đa %(n)s ký tự.", n=LONGEST_GROUP), field="group_name")
    if role is Role.ADMIN:
        raise Refused(_("Vai trò quản trị không giao qua nhóm được: hãy giao cho từng người."), field="role")
    if unit.committee_id != committee_id:
        raise BadInput(_("Đơn vị này không thuộc cơ quan của anh/chị. Hãy chọn đơn vị khác."), field="unit")
    same = (GroupRole.group_name == group, GroupRole.role == role, GroupRole.unit_id == unit.id)
    if session.scalars(scoped(GroupRole, committee_id, GroupRole.id).where(*same)).first():
        raise Refused(_("Nhóm này đã có vai trò đó tại đơn vị đã chọn."), field="group_name")
    row = GroupRole(committee_id=committee_id, group_name=group, role=role, unit_id=unit.id)
    session.add(row)
    session.flush()
    return row


def group_roles(committee_id: int) -> Select[GroupRole]:
    """Which groups are which roles, by the group's name."""
    query = scoped(GroupRole, committee_id).options(joinedload(GroupRole.unit))
    return query.order_by(GroupRole.group_name, GroupRole.role, GroupRole.unit_id)


def follow_units(session: Session, committee_id: int, heirs: Mapping[int, Unit]) -> None:
    """Let the groups that were roles in closed units be the same roles in their successors."""
    rows = list(session.scalars(group_roles(committee_id)))
    has = {(row.group_name, row.role, row.unit_id) for row in rows}
    for row in rows:
        heir = heirs.get(row.unit_id)
        if heir and (row.group_name, row.role, heir.id) in has:
            session.delete(row)
        elif heir:
            row.unit = heir
            has.add((row.group_name, row.role, heir.id))
    session.flush()


def known(session: Session, claims: Claims) -> OuterAccount | None:
    """The account that signed in there, if it has ever come before."""
    query = unscoped(OuterAccount).where(OuterAccount.issuer == claims.issuer, OuterAccount.subject == claims.subject)
    return session.scalars(query).one_or_none()


def outer_accounts(committee_id: int) -> Select[OuterAccount]:
    """All accounts that ever came, those that nobody has decided about first, then the newest."""
    query = scoped(OuterAccount, committee_id).options(joinedload(OuterAccount.person))
    waiting = OuterAccount.person_id.is_(None) & OuterAccount.refused_at.is_(None)
    return query.order_by(waiting.desc(), OuterAccount.last_seen_at.desc(), OuterAccount.id.desc())


def get(session: Session, committee_id: int, account_id: int) -> OuterAccount:
    """One account, held until the transaction ends. Raises Missing."""
    query = scoped(OuterAccount, committee_id).where(OuterAccount.id == account_id)
    account: OuterAccount | None = session.scalars(query.with_for_update()).one_or_none()
    if account is None:
        raise Missing(_("Không có tài khoản này."))
    return account


def guess(account: OuterAccount, persons: Iterable[Person]) -> Person | None:
    """Who it probably is: the only enabled person with its address, else with its user name."""
    enabled = [person for person in persons if person.is_enabled]
    by_address = [person for person in enabled if account.email and person.email.lower() == account.email]
    name = account.username.partition("@")[0].lower()
    by_name = [person for person in enabled if person.username == name]
    return next((found[0] for found in (by_address, by_name) if len(found) == 1), None)


def _name(account: OuterAccount) -> str:
    return account.person.full_name if account.person else ""
