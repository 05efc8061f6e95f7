"""Verbs on committees and their units. None commits."""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold, one_line
from taskapp.people.models import Committee, Unit, UnitKind

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


def create_committee(
    session: Session,
    *,
    code: str,
    name: str,
    timezone: str,
    now: datetime,
    place: str = "",
    host: str | None = None,
    is_demo: bool = False,
) -> Committee:
    """A new assigning body, without units. `code`: a-z, digits, dashes. Raises BadInput, Refused when it exists."""
    code, name = code.strip().lower(), one_line(name)
    if not CODE.fullmatch(code):
        raise BadInput(_("Mã cơ quan chỉ gồm chữ thường không dấu, chữ số và dấu gạch ngang."), field="code")
    if not name or len(name) > 200:
        raise BadInput(_("Hãy nhập tên cơ quan, tối đa 200 ký tự."), field="name")
    if session.scalars(unscoped(Committee.id).where(Committee.code == code)).first():
        raise Refused(_("Mã cơ quan %(code)s đã có. Hãy chọn mã khác.", code=code), field="code")
    committee = Committee(
        code=code,
        name=name,
        place=one_line(place)[:100],
        host=host.lower() if host else None,
        timezone=timezone,
        is_demo=is_demo,
        created_at=now,
    )
    session.add(committee)
    session.flush()
    return committee


def create_unit(
    session: Session,
    committee_id: int,
    *,
    name: str,
    kind: UnitKind,
    parent: Unit | None = None,
    code: str = "",
    short_name: str = "",
    sort_order: int | None = None,
    valid_from: date | None = None,
) -> Unit:
    """A new unit, last among its committee's unless `sort_order` says otherwise; an empty code is made from the name.

    Without a parent it stands directly below the committee's top unit; the first unit of a committee is the top.

    Raises BadInput for unusable texts or a parent of another committee, Refused when name or code exists already.
    """
    name, short_name = one_line(name), one_line(short_name)
    code = code.strip().lower() or _free_code(session, committee_id, name)
    check_names(name, short_name)
    if not CODE.fullmatch(code):
        raise BadInput(_("Mã đơn vị chỉ gồm chữ thường không dấu, chữ số và dấu gạch ngang."), field="code")
    if parent is not None and parent.committee_id != committee_id:
        raise BadInput(_("Đơn vị cấp trên không thuộc cơ quan của anh/chị."), field="parent")
    refuse_name_in_use(session, committee_id, name)
    _refuse_code_in_use(session, committee_id, code)
    if sort_order is None:
        sort_order = (session.scalar(scoped(Unit, committee_id, func.max(Unit.sort_order))) or 0) + 1
    unit = Unit(
        committee_id=committee_id,
        parent_id=parent.id if parent else session.scalar(top_unit_id(committee_id)),
        kind=kind,
        code=code,
        name=name,
        short_name=short_name,
        search_key=fold(f"{name} {short_name}")[:300],
        sort_order=sort_order,
        valid_from=valid_from,
    )
    session.add(unit)
    session.flush()
    return unit


def top_unit_id(committee_id: int) -> Select[int]:
    """Id of the unit at the top of the committee's tree; of one that was closed only while there is no other."""
    tops = scoped(Unit, committee_id, Unit.id).where(Unit.parent_id.is_(None))
    return tops.order_by(Unit.valid_to.is_not(None), Unit.sort_order, Unit.id).limit(1)


def check_names(name: str, short_name: str) -> None:
    """Raise BadInput unless a unit can be called so."""
    if not name or len(name) > 200:
        raise BadInput(_("Hãy nhập tên đơn vị, tối đa 200 ký tự."), field="name")
    if len(short_name) > 60:
        raise BadInput(_("Tên ngắn dài quá 60 ký tự."), field="short_name")


def refuse_name_in_use(session: Session, committee_id: int, name: str, *, but: int | None = None) -> None:
    """Raise Refused when an open unit other than `but` is called so."""
    open_names = scoped(Unit, committee_id, Unit.id, Unit.name).where(Unit.valid_to.is_(None))
    if any(fold(known) == fold(name) for unit_id, known in session.execute(open_names) if unit_id != but):
        raise Refused(_("Đơn vị %(name)s đã có. Hãy ghi tên khác.", name=name), field="name")


def code_of(name: str) -> str:
    """A code made from a unit's name: "Phòng Tư pháp" becomes "phong-tu-phap"; at most 32 characters."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:32].strip("-")


def _refuse_code_in_use(session: Session, committee_id: int, code: str) -> None:
    if session.scalars(scoped(Unit, committee_id, Unit.id).where(Unit.code == code)).first():
        raise Refused(_("Mã đơn vị %(code)s đã có. Hãy chọn mã khác.", code=code), field="code")


def _free_code(session: Session, committee_id: int, name: str) -> str:
    made = code_of(name)
    taken = set(session.scalars(scoped(Unit, committee_id, Unit.code)))
    numbered = (f"{made[:28]}-{n}" for n in range(2, 1000))
    return made if made not in taken else next((code for code in numbered if code not in taken), made)
