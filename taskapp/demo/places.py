"""Who is away these days: one with a deputy, one without; and a leader whose decisions are delegated in writing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.demo.story import World
from taskapp.people import absences, delegations
from taskapp.people.delegations import Paper
from taskapp.people.models import Person
from taskapp.people.standing import Term
from taskapp.people.standing_queries import absences_in, delegations_in

EVENING = time(16, 45)
DAYS = 3  # working days of an absence, today or the next one among them
PERIOD = 14  # days of a delegation
LEAVE = "Nghỉ phép năm"
TRAINING = "Tập huấn nghiệp vụ hộ tịch tại tỉnh"
SCOPE = "Duyệt kết quả, gia hạn nhiệm vụ lĩnh vực văn hóa - xã hội trong thời gian đi học lý luận chính trị"


def fill(session: Session, world: World, today: date) -> None:
    """Write down, as of yesterday, absences and a delegation that hold from today on, unless they hold still.

    What visitors wrote down meanwhile goes before: what does not fit to it is left out. Does not commit.
    """
    office = world.office
    now = datetime.combine(world.yesterday, EVENING, ZoneInfo(office.committee.timezone)).astimezone(UTC)
    alone = office.fitting_officers(office.units["apt"], "Tư pháp")[0]
    term = Term(today, world.day(world.yesterday, DAYS))
    _leave(session, world, office.people["huynhquocbao"], term, LEAVE, deputy=office.people["congchuc"], now=now)
    _leave(session, world, alone, term, TRAINING, deputy=None, now=now)
    _delegate(session, world, Term(today, today + timedelta(days=PERIOD - 1)), now)


def _leave(
    session: Session, world: World, person: Person, term: Term, reason: str, *, deputy: Person | None, now: datetime
) -> None:
    rights = world.office.actor(world.office.people["vanphong"]).rights
    if rights is None or any(known.term.holds_on(term.first_on) for known in absences_in(session, person, term)):
        return
    try:
        absences.register(session, person, term, deputy=deputy, reason=reason, by=rights, now=now)
    except Refused:
        return


def _delegate(session: Session, world: World, term: Term, now: datetime) -> None:
    people = world.office.people
    leader, delegate = people["nguyenthimydung"], people["phochutich"]
    rights = world.office.actor(leader).rights
    known = delegations_in(session, leader, delegate, term)
    if rights is None or any(each.term.holds_on(term.first_on) for each in known):
        return
    paper = Paper(f"{world.yesterday:%d%m}/UBND-TH", world.yesterday, SCOPE)
    try:
        delegations.register(session, leader, delegate, term, paper, by=rights, now=now)
    except Refused:
        return
