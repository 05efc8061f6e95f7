"""Verbs on accounts: create, edit, roles, links, passwords, disable. Each leaves an AccountEvent; none commits."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold, is_email, name_key, one_line
from taskapp.people import links, passwords, past_passwords, sessions, signing_in, tokens
from taskapp.people.access import recording
from taskapp.people.access.access_models import AccessKind
from taskapp.people.factors import factor_queries
from taskapp.people.models import AccountChange, AccountEvent, Committee, Person, RoleHeld, Unit
from taskapp.people.organisation import create_committee, create_unit, top_unit_id
from taskapp.people.rights import Role
from taskapp.people.sso import outer_queries

__all__ = ["create_committee", "create_unit"]  # verbs on units stand beside those on accounts for who sets up an office

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_LOGGED = frozenset(AccountChange(kind.value) for kind in AccessKind if kind.value in set(AccountChange))


def create_person(
    session: Session,
    committee_id: int,
    *,
    username: str,
    full_name: str,
    unit: Unit,
    position: str = "",
    email: str = "",
    by: Person | None,
    now: datetime,
) -> Person:
    """A new account without password and roles. Raises BadInput for unusable texts, Refused for a user name in use."""
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise BadInput(
            _("Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và . _ - (tối đa 64 ký tự), ví dụ nguyenvanan."),
            field="username",
        )
    lock(session, committee_id)
    if session.scalars(scoped(Person, committee_id, Person.id).where(Person.username == username)).first():
        raise Refused(_("Tên đăng nhập %(name)s đã có người dùng. Hãy chọn tên khác.", name=username), field="username")
    person = Person(committee_id=committee_id, username=username, created_at=now)
    _fill(person, full_name=full_name, unit=unit, position=position, email=email)
    session.add(person)
    session.flush()
    record(session, person, AccountChange.CREATED, by=by, now=now)
    return person


def edit_person(
    session: Session,
    person: Person,
    *,
    full_name: str,
    unit: Unit,
    position: str,
    email: str,
    by: Person | None,
    now: datetime,
) -> None:
    """Change name, home unit, position and e-mail; unchanged values leave no event. Raises BadInput."""
    _still_named(person)
    before = (person.full_name, person.unit_id, person.position, person.email)
    _fill(person, full_name=full_name, unit=unit, position=position, email=email)
    if before != (person.full_name, person.unit_id, person.position, person.email):
        note = " · ".join(filter(None, (person.full_name, person.position, unit.label, person.email)))
        record(session, person, AccountChange.EDITED, by=by, now=now, note=note)


def give_role(session: Session, person: Person, role: Role, unit: Unit, *, by: Person | None, now: datetime) -> None:
    """Let the person be `role` in the unit and all below it. Raises Refused when it is so already."""
    _same_committee(person, unit)
    _still_named(person)
    if any(held.role == role and held.unit_id == unit.id for held in person.roles):
        raise Refused(_("Người này đã có vai trò đó tại đơn vị đã chọn."), field="role")
    _not_oneself(person, by)
    person.roles.append(RoleHeld(committee_id=person.committee_id, unit_id=unit.id, role=role))
    session.flush()
    record(session, person, AccountChange.ROLE_GIVEN, by=by, now=now, note=f"{role.value} · {unit.label}")


def take_role(session: Session, person: Person, held: RoleHeld, *, by: Person | None, now: datetime) -> None:
    """Take a role away. Raises Refused when nobody could administer afterwards."""
    _not_oneself(person, by)
    if held.role is Role.ADMIN and sum(r.role is Role.ADMIN for r in person.roles) == 1:
        _keep_an_administrator(session, person)
    unit = session.get_one(Unit, held.unit_id)
    person.roles.remove(held)
    session.flush()
    record(session, person, AccountChange.ROLE_TAKEN, by=by, now=now, note=f"{held.role.value} · {unit.label}")


def make_link(session: Session, person: Person, *, by: Person | None, now: datetime) -> str:
    """Token of a new one-time link, shown once and stored nowhere.

    Raises Refused for a disabled person, and for one whose password is the directory's (administrators may have both).
    """
    if outer_queries.of_directory(session, person) and not sessions.is_admin(person):
        raise Refused(
            _(
                "Người này đăng nhập bằng mật khẩu của thư mục (LDAP): quên thì đặt lại ở đó. Muốn dùng mật khẩu riêng "
                "ở đây, hãy gỡ tài khoản thư mục của người này trước."
            )
        )
    token = links.make(session, person, now=now)
    record(session, person, AccountChange.LINK_MADE, by=by, now=now)
    return token


def set_password(
    session: Session, person: Person, password: str, *, by: Person, now: datetime, keep_session: int | None = None
) -> None:
    """Give the person a new password; all sign-ins but `keep_session` and all open links end. Raises BadInput."""
    policy, has_factor = sessions.policy_of(person), factor_queries.has_factor(session, person)
    passwords.check_new(password, person.username, policy, has_factor=has_factor)
    if policy.counts_history and sessions.is_admin(person):
        past_passwords.check(session, person, password)
    person.password_hash = passwords.hash_password(password)
    person.password_set_at = now
    person.needs_factor = passwords.needs_factor(password, policy)
    past_passwords.keep(session, person, now=now)
    links.cancel(session, person, now=now)
    sessions.end_all(session, person, now=now, but=keep_session)
    record(session, person, AccountChange.PASSWORD_SET, by=by, now=now)


def disable(session: Session, person: Person, *, by: Person | None, now: datetime) -> None:
    """Close the account: every sign-in, link and token ends for good. Raises Refused for the last administrator."""
    if not person.is_enabled:
        return
    if any(held.role is Role.ADMIN for held in person.roles):
        _keep_an_administrator(session, person)
    person.disabled_at = now
    sessions.end_all(session, person, now=now)
    links.cancel(session, person, now=now)
    tokens.end_all(session, person, by=by, now=now)
    record(session, person, AccountChange.DISABLED, by=by, now=now)


def enable(session: Session, person: Person, *, by: Person | None, now: datetime) -> None:
    """Open a disabled account again; the password stays as it was. Raises Refused once it names nobody any more."""
    if person.is_enabled:
        return
    _still_named(person)
    person.disabled_at = None
    record(session, person, AccountChange.ENABLED, by=by, now=now)


def unlock(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """Let a person who gave too many wrong passwords or codes try again at once."""
    signing_in.forget_tries(session, person)
    record(session, person, AccountChange.UNLOCKED, by=by, now=now)


def end_sign_ins(session: Session, person: Person, *, by: Person, now: datetime) -> int:
    """End all sign-ins of the person; their number."""
    ended = sessions.end_all(session, person, now=now)
    record(session, person, AccountChange.SIGN_INS_ENDED, by=by, now=now, note=str(ended))
    return ended


def record(
    session: Session, person: Person, kind: AccountChange, *, by: Person | None, now: datetime, note: str = ""
) -> None:
    """Append what happened to the account, in the access log too if that knows of it; `by` None: the command line."""
    event = AccountEvent(
        committee_id=person.committee_id,
        person_id=person.id,
        by_id=by.id if by else None,
        kind=kind,
        note=note,
        recorded_at=now,
    )
    session.add(event)
    if kind in _LOGGED:
        recording.note(session, person, AccessKind(kind), by=by, now=now, text=note)


def has_administrator(session: Session, committee_id: int, *, but: int | None = None) -> bool:
    """Whether an enabled person other than `but`, able to sign in, administers the whole committee."""
    query = scoped(Person, committee_id, Person.id).join(RoleHeld, RoleHeld.person_id == Person.id)
    query = query.where(
        RoleHeld.role == Role.ADMIN,
        RoleHeld.unit_id.in_(top_unit_id(committee_id)),
        Person.disabled_at.is_(None),
        Person.password_hash.is_not(None),
    )
    if but is not None:
        query = query.where(Person.id != but)
    return session.scalars(query.limit(1)).first() is not None


def forget_name(person: Person, name: str, *, now: datetime) -> None:
    """Let the row of a person name nobody any more; the caller has closed the account and removes what hangs on it."""
    person.username, person.full_name, person.position, person.email = f"da-nghi-{person.id}", name, "", ""
    person.sort_key, person.search_key = name_key(name)[:400], fold(f"{name} {person.username}")[:200]
    person.password_hash = person.password_set_at = person.last_sign_in_at = None
    person.needs_factor, person.report_key, person.anonymised_at = False, person.report_key + 1, now


def _fill(person: Person, *, full_name: str, unit: Unit, position: str, email: str) -> None:
    _same_committee(person, unit)
    full_name, position, email = one_line(full_name), one_line(position), one_line(email)
    if not full_name or len(full_name) > 120:
        raise BadInput(_("Hãy nhập họ và tên, tối đa 120 ký tự."), field="full_name")
    if len(position) > 120:
        raise BadInput(_("Chức danh dài quá 120 ký tự."), field="position")
    if email and not is_email(email):
        raise BadInput(_("Địa chỉ thư điện tử chưa đúng, ví dụ đúng: nguyenvanan@chauthanh.gov.vn."), field="email")
    person.full_name, person.position, person.email, person.unit_id = full_name, position, email, unit.id
    person.sort_key, person.search_key = name_key(full_name)[:400], fold(f"{full_name} {person.username}")[:200]


def _same_committee(person: Person, unit: Unit) -> None:
    if unit.committee_id != person.committee_id:
        raise BadInput(_("Đơn vị này không thuộc cơ quan của người dùng. Hãy chọn đơn vị khác."), field="unit")


def _still_named(person: Person) -> None:
    if person.anonymised_at is not None:
        raise Refused(_("Tài khoản này đã ẩn danh, không dùng lại được. Người đó trở lại thì tạo tài khoản mới."))


def _not_oneself(person: Person, by: Person | None) -> None:
    if by is not None and by.id == person.id:
        raise Refused(_("Anh/chị không tự đổi vai trò của mình được. Hãy nhờ một người quản trị khác."), field="role")


def _keep_an_administrator(session: Session, person: Person) -> None:
    lock(session, person.committee_id)
    if not has_administrator(session, person.committee_id, but=person.id):
        raise Refused(_("Đây là người quản trị cuối cùng. Hãy giao vai trò quản trị cho người khác trước."))


def lock(session: Session, committee_id: int) -> None:
    """Let one transaction at a time change accounts and who fills whose place: the next sees what this one did."""
    session.execute(unscoped(Committee.id).where(Committee.id == committee_id).with_for_update())
