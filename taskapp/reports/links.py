"""Addresses that show figures without signing in: made, found, paced, listed, ended. Functions do not commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import db, scoped, writing
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.people import secret_keys, unit_queries
from taskapp.people.models import Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights, Role
from taskapp.people.sessions import digest, new_token
from taskapp.reports.link_models import LinkKind, OpenLink
from taskapp.reports.periods import Span

MOST_LIVE = 50  # of one kind in a committee
A_MINUTE = 60  # times that one wall may be asked for: a screen asks once
MAKERS = {LinkKind.WALL: (Role.LEADER, Role.MONITOR), LinkKind.FIGURE: (Role.ADMIN,)}
KEEPERS = {LinkKind.WALL: (Role.LEADER, Role.MONITOR, Role.ADMIN), LinkKind.FIGURE: (Role.ADMIN,)}  # who may end one


class TooOften(Refused):
    """The address has been asked for too often in this minute."""

    status = 429

    def __init__(self) -> None:
        super().__init__(_("Địa chỉ này được mở quá nhiều lần. Hãy đợi một phút rồi mở lại."))
        self.headers = {"Retry-After": str(int(secret_keys.WINDOW.total_seconds()))}


@dataclass(frozen=True)
class Wish:
    """What an address is to show, how long, and to what end; `unit_id` None: the whole committee."""

    kind: LinkKind
    name: str
    days: int
    unit_id: int | None = None
    names_tasks: bool = False
    span: Span = Span.QUARTER
    origins: Sequence[str] = ()


def make(session: Session, person: Person, rights: Rights, wish: Wish, *, now: datetime) -> str:
    """The secret of a new address, kept nowhere. Raises Forbidden, Missing, BadInput, Refused."""
    if not rights.has(*MAKERS[wish.kind]):
        raise Forbidden(
            _(
                "Màn hình chỉ hiện những gì người tạo được xem, mà vai trò quản trị không được xem nhiệm vụ. "
                "Hãy nhờ lãnh đạo hoặc văn phòng tạo; anh/chị vẫn thu hồi được."
            )
        )
    if wish.unit_id is not None and wish.unit_id not in reach(rights, wish.kind):
        raise Missing(_("Không có đơn vị này, hoặc đơn vị nằm ngoài phạm vi của anh/chị."))
    live = of_committee(person.committee_id, wish.kind).where(*secret_keys.live(OpenLink, now))
    if len(session.scalars(live).all()) >= MOST_LIVE:
        raise Refused(_("Đã có %(most)s địa chỉ đang dùng được. Hãy thu hồi bớt địa chỉ không dùng.", most=MOST_LIVE))
    token = new_token()
    made = OpenLink(
        committee_id=person.committee_id,
        person_id=person.id,
        kind=wish.kind,
        name=wish.name,
        token_hash=digest(token),
        unit_id=wish.unit_id,
        names_tasks=wish.names_tasks,
        span=wish.span,
        origins=" ".join(wish.origins),
        made_at=now,
        expires_at=secret_keys.expiry(wish.days, now),
    )
    session.add(made)
    session.flush()
    return token


def reach(rights: Rights, kind: LinkKind) -> frozenset[int]:
    """The units of which the person may make an address."""
    return rights.readable if kind is LinkKind.WALL else rights.reach(Role.ADMIN)


def of_committee(committee_id: int, kind: LinkKind) -> Select[OpenLink]:
    """All addresses of the kind, the newest first, with who made them and their units."""
    query = scoped(OpenLink, committee_id).where(OpenLink.kind == kind).order_by(OpenLink.id.desc())
    return query.options(joinedload(OpenLink.person), joinedload(OpenLink.unit))


def end(session: Session, kind: LinkKind, link_id: int, *, by: Person, now: datetime) -> OpenLink:
    """End an address of the committee at once. Raises Missing, or Refused when it has ended before."""
    return secret_keys.end(session, of_committee(by.committee_id, kind), link_id, OpenLink, by=by, now=now)


def opened(session: Session, kind: LinkKind, token: str, *, now: datetime) -> tuple[OpenLink, Rights]:
    """The live address and the rights of its maker at this moment, no further than its unit.

    Raises Missing when it was never made, has ended or expired, its maker's account is disabled, or he might not make
    it any more.
    """
    link = secret_keys.find(session, OpenLink, token, OpenLink.kind == kind, *secret_keys.live(OpenLink, now))
    if link is None:
        raise gone()
    today = clock.local_day(now, link.person.committee.timezone)
    rights = rights_of(session, link.person, on=today)
    if not rights.has(*MAKERS[kind]):
        raise gone()
    if link.unit_id is not None:
        if link.unit_id not in reach(rights, kind):
            raise gone()
        rights = rights.within(unit_queries.ids_below(session, link.committee_id, link.unit_id, today, now))
    return link, rights


def pace(link: OpenLink, now: datetime) -> None:
    """Count one use of a wall, in a transaction of its own. Raises TooOften."""
    with writing(), db.engine.begin() as connection:
        if not secret_keys.spend(connection, OpenLink, link.id, 1, A_MINUTE, now=now):
            raise TooOften


def gone() -> Missing:
    """What is said of an address that opens nothing, whatever the reason."""
    return Missing(_("Địa chỉ này không còn dùng được: đã hết hạn hoặc đã bị thu hồi. Hãy xin người tạo địa chỉ khác."))
