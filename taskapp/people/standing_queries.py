"""Selects over absences and delegations: who is away, who fills whose place, who can be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, literal, or_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.rights import Rights, Role, Standing
from taskapp.people.standing import ABSENCE_KEEPERS, Deputyship, Term
from taskapp.people.standing_models import Absence, Delegation

HIMSELF = ""  # in the place of the standing: no other's place
_deputy = aliased(Person)


def away_on(committee_id: int, day: date) -> Select[Absence]:
    """The absences that hold on the local day."""
    return scoped(Absence, committee_id).where(_held(Absence.first_on, Absence.last_on, Absence.ended_on, day))


def away_until(session: Session, committee_id: int, day: date) -> dict[int, date]:
    """By person: the last day of the absence that holds on the local day; one query."""
    return {absence.person_id: absence.last_on for absence in session.scalars(away_on(committee_id, day))}


def delegations_on(committee_id: int, day: date) -> Select[Delegation]:
    """The delegations that hold on the local day."""
    held = _held(Delegation.first_on, Delegation.last_on, Delegation.revoked_on, day)
    return scoped(Delegation, committee_id).where(held)


def stood_for(committee_id: int, person_id: int, day: date) -> CompoundSelect[int | str]:
    """(person, standing): himself, and everybody whose place he fills on the local day. Deputies of deputies do not."""
    himself = scoped(Person, committee_id, Person.id.label("person_id"), literal(HIMSELF).label("standing"))
    deputy = away_on(committee_id, day).with_only_columns(Absence.person_id, literal(Standing.DEPUTY.value))
    delegate = delegations_on(committee_id, day).with_only_columns(
        Delegation.person_id, literal(Standing.DELEGATE.value)
    )
    return himself.where(Person.id == person_id).union_all(
        deputy.where(Absence.deputy_id == person_id), delegate.where(Delegation.delegate_id == person_id)
    )


def deputies_on(session: Session, committee_id: int, day: date) -> Mapping[int, tuple[Deputyship, ...]]:
    """The enabled deputies of everybody who is away on the local day, by the absent person's id; one query."""
    columns = (Absence.person_id, Person.id, Absence.recorded_at, Absence.first_on, Committee.timezone)
    query = away_on(committee_id, day).with_only_columns(*columns).join(Committee, Committee.id == Absence.committee_id)
    query = query.join(Person, Person.id == Absence.deputy_id).where(Person.disabled_at.is_(None))
    found: dict[int, list[Deputyship]] = defaultdict(list)
    for person_id, deputy_id, recorded_at, first_on, zone in session.execute(query.order_by(Absence.id)):
        found[person_id].append(Deputyship(deputy_id, max(recorded_at, clock.start_of(first_on, zone))))
    return {person_id: tuple(deputyships) for person_id, deputyships in found.items()}


def is_attended(committee_id: int, day: date) -> ColumnElement[bool]:
    """Somebody sees to the work of the row's person: enabled, and here or with an enabled deputy who is here."""
    away = away_on(committee_id, day).with_only_columns(Absence.person_id).correlate(None)
    covered = away_on(committee_id, day).with_only_columns(Absence.person_id).correlate(None)
    covered = covered.join(_deputy, _deputy.id == Absence.deputy_id)
    covered = covered.where(_deputy.disabled_at.is_(None), _deputy.id.not_in(away))
    return and_(Person.disabled_at.is_(None), or_(Person.id.not_in(away), Person.id.in_(covered)))


def attended_persons(committee_id: int, day: date) -> Select[int]:
    """Ids of the persons whose work somebody sees to."""
    return scoped(Person, committee_id, Person.id).where(is_attended(committee_id, day))


def attended_units(committee_id: int, day: date) -> Select[int]:
    """Ids of the units that a head sees to, he or his deputy: their own enabled heads, else those of the next above."""
    heads = scoped(RoleHeld, committee_id, RoleHeld.unit_id).join(Person, Person.id == RoleHeld.person_id)
    heads = heads.where(RoleHeld.role == Role.UNIT_HEAD, Person.disabled_at.is_(None))
    start = scoped(Unit, committee_id, Unit.id.label("unit_id"), Unit.id.label("at")).cte("headed", recursive=True)
    up = scoped(Unit, committee_id, start.c.unit_id, Unit.parent_id).join(start, Unit.id == start.c.at)
    up = up.where(Unit.id.not_in(heads), Unit.parent_id.is_not(None))
    headed = start.union_all(up)
    present = heads.where(is_attended(committee_id, day))
    return unscoped(headed.c.unit_id).where(headed.c.at.in_(present))


def absences_in(session: Session, person: Person, term: Term) -> list[Absence]:
    """The person's absences that hold on a day of the term, first ones first."""
    return _in_term(session, scoped(Absence, person.committee_id).where(Absence.person_id == person.id), term)


def deputyships_in(session: Session, person: Person, term: Term) -> list[Absence]:
    """The absences of others in which the person fills the place on a day of the term, first ones first."""
    return _in_term(session, scoped(Absence, person.committee_id).where(Absence.deputy_id == person.id), term)


def delegations_in(session: Session, leader: Person, delegate: Person, term: Term) -> list[Delegation]:
    """The delegations from the one to the other that hold on a day of the term, first ones first."""
    query = scoped(Delegation, leader.committee_id).where(
        Delegation.person_id == leader.id, Delegation.delegate_id == delegate.id, Delegation.last_on >= term.first_on
    )
    return [found for found in session.scalars(query.order_by(Delegation.first_on)) if found.term.meets(term)]


def absences_of(rights: Rights) -> Select[Absence]:
    """The person's own absences, newest first."""
    query = _with_persons(scoped(Absence, rights.committee_id)).where(Absence.person_id == rights.person_id)
    return query.order_by(Absence.first_on.desc(), Absence.id.desc())


def deputyships_of(rights: Rights, today: date) -> Select[Absence]:
    """The absences, now or coming, in which the person fills the place."""
    return _open_absences(rights, today).where(Absence.deputy_id == rights.person_id).order_by(Absence.first_on)


def absences_within(rights: Rights, today: date, until: date) -> Select[Absence]:
    """The absences, now or begun by the day `until`, of others whom the person keeps the absences of; in no order."""
    return _open_absences(rights, today).where(
        Absence.first_on <= until, Absence.person_id.in_(_kept(rights)), Absence.person_id != rights.person_id
    )


def delegations_by(rights: Rights, today: date, *, all_leaders: bool) -> Select[Delegation]:
    """The delegations, now or coming, by the person, or by all leaders."""
    query = _open_delegations(rights, today)
    return query if all_leaders else query.where(Delegation.person_id == rights.person_id)


def delegations_to(rights: Rights, today: date) -> Select[Delegation]:
    """The delegations, now or coming, to the person."""
    return _open_delegations(rights, today).where(Delegation.delegate_id == rights.person_id)


def get_absence(session: Session, rights: Rights, absence_id: int) -> Absence:
    """One absence: one's own, one in which one fills the place, or of a person in reach. Raises Missing otherwise."""
    me = rights.person_id
    involved = or_(Absence.person_id == me, Absence.deputy_id == me, Absence.person_id.in_(_kept(rights)))
    query = _with_persons(scoped(Absence, rights.committee_id)).where(Absence.id == absence_id, involved)
    found: Absence | None = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có đợt vắng mặt này, hoặc nằm ngoài phạm vi đơn vị của anh/chị."))
    return found


def get_delegation(session: Session, rights: Rights, delegation_id: int, *, all_leaders: bool) -> Delegation:
    """One delegation, from or to oneself unless one sees those of all leaders. Raises Missing otherwise."""
    query = scoped(Delegation, rights.committee_id).where(Delegation.id == delegation_id)
    if not all_leaders:
        query = query.where(or_(Delegation.person_id == rights.person_id, Delegation.delegate_id == rights.person_id))
    found: Delegation | None = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có văn bản ủy quyền này, hoặc văn bản không liên quan đến anh/chị."))
    return found


def leaders(committee_id: int) -> Select[Person]:
    """Enabled persons who decide as leaders somewhere, by given name."""
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(RoleHeld.role == Role.LEADER)
    query = scoped(Person, committee_id).where(Person.id.in_(held), Person.disabled_at.is_(None))
    return query.order_by(Person.sort_key, Person.id)


def _kept(rights: Rights) -> Select[int]:
    """Ids of the persons whose absences are the person's to keep."""
    return scoped(Person, rights.committee_id, Person.id).where(Person.unit_id.in_(rights.reach(*ABSENCE_KEEPERS)))


def _in_term(session: Session, query: Select[Absence], term: Term) -> list[Absence]:
    near = query.where(Absence.first_on <= term.last_on, Absence.last_on >= term.first_on)
    found = session.scalars(_with_persons(near).order_by(Absence.first_on, Absence.id))
    return [absence for absence in found if absence.term.meets(term)]


def _open_absences(rights: Rights, today: date) -> Select[Absence]:
    query = _with_persons(scoped(Absence, rights.committee_id))
    return query.where(Absence.last_on >= today, Absence.ended_on.is_(None))


def _open_delegations(rights: Rights, today: date) -> Select[Delegation]:
    query = scoped(Delegation, rights.committee_id).where(Delegation.last_on >= today, Delegation.revoked_on.is_(None))
    query = query.options(joinedload(Delegation.person), joinedload(Delegation.delegate))
    return query.order_by(Delegation.first_on, Delegation.id)


def _with_persons(query: Select[Absence]) -> Select[Absence]:
    return query.options(joinedload(Absence.person).joinedload(Person.unit), joinedload(Absence.deputy))


def _held(
    first: InstrumentedAttribute[date],
    last: InstrumentedAttribute[date],
    ended: InstrumentedAttribute[date | None],
    day: date,
) -> ColumnElement[bool]:
    return (first <= day) & (last >= day) & or_(ended.is_(None), ended > day)
