"""The committee's policies as rows, each with the day from which it holds, and what receivers do without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import Changed, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Person
from taskapp.reminders.models import ReminderPolicy, ReminderRefusal
from taskapp.reminders.owing import Era, Span
from taskapp.reminders.policy import DEFAULT, URGENCIES, Ladder, Policy, Recipient, Rung, Scope
from taskapp.tasks.states import Kind

REMEMBERED = 20  # policies that the plan may still have to look back to


def load(session: Session, committee: Committee) -> tuple[Policy, tuple[Era, ...]]:
    """The newest policy, which may hold from tomorrow only, and those before it with the day each ended. One query."""
    query = scoped(ReminderPolicy, committee.id).order_by(ReminderPolicy.version.desc()).limit(REMEMBERED)
    rows = session.scalars(query).all()[::-1]
    eras: list[Era] = []
    policy = DEFAULT
    for row in rows:
        if not eras or eras[-1].until < row.first_on:  # of two made on one day the first never held
            eras.append(Era(policy, row.first_on))
        policy = read(row.version, row.document)
    return policy, tuple(eras)


def history(session: Session, committee_id: int) -> list[ReminderPolicy]:
    """All policies that were chosen, newest first, with who chose them."""
    query = scoped(ReminderPolicy, committee_id).options(joinedload(ReminderPolicy.by))
    return list(session.scalars(query.order_by(ReminderPolicy.version.desc())))


def newest(session: Session, committee_id: int) -> int:
    """The version of the newest policy: what an editor has to have shown. 1 is the shipped one."""
    found = session.scalar(scoped(ReminderPolicy, committee_id, func.max(ReminderPolicy.version)))
    return found or DEFAULT.version


def choose(
    session: Session, committee: Committee, policy: Policy, *, seen: int, reason: str, by: Person, now: datetime
) -> ReminderPolicy:
    """Let another policy hold from tomorrow (local day), so that no morning has two. Does not commit.

    Raises Changed when somebody chose one since `seen` was shown, Refused without a reason or when it cannot work.
    Holds the committee against other choices until the transaction ends.
    """
    session.refresh(committee, with_for_update=True)
    version = newest(session, committee.id)
    if seen != version:
        raise Changed(_("Đã có người thay đổi quy định nhắc việc trước anh/chị. Hãy xem lại rồi ghi lần nữa."))
    if not reason:
        raise Refused(_("Hãy ghi lý do thay đổi quy định nhắc việc."), field="reason")
    for ladder in policy.ladders:
        _check(ladder)
    row = ReminderPolicy(
        committee_id=committee.id,
        version=version + 1,
        first_on=clock.local_day(now, committee.timezone) + timedelta(days=1),
        document=written(policy),
        recorded_at=now,
        by_id=by.id,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row


def follow_units(
    session: Session,
    committee: Committee,
    heirs: Mapping[int, Sequence[int]],
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> int:
    """Let the ladders of closed units hold for their successors, from tomorrow like any choice; how many there are.

    What a successor has of its own for the same tasks wins, wherever it stands in the list. Does not commit.
    """
    policy, _eras = load(session, committee)
    taken = {ladder.scope for ladder in policy.ladders}
    ladders: list[Ladder] = []
    count = 0
    for ladder in policy.ladders:
        unit_id = ladder.scope.unit_id
        if unit_id is None or unit_id not in heirs:
            ladders.append(ladder)
            continue
        count += 1
        scopes = [replace(ladder.scope, unit_id=heir) for heir in heirs[unit_id]]
        ladders += [replace(ladder, scope=scope) for scope in scopes if scope not in taken]
        taken.update(scopes)
    if count:
        wished = replace(policy, ladders=tuple(ladders))
        choose(session, committee, wished, seen=newest(session, committee.id), reason=reason, by=by, now=now)
    return count


def _check(ladder: Ladder) -> None:
    if not ladder.rungs:
        raise Refused(_("Bộ mốc nhắc phải có ít nhất một mốc."), field="rungs")
    if len({(rung.days, rung.every) for rung in ladder.rungs}) < len(ladder.rungs):
        raise Refused(_("Có hai mốc trùng nhau. Hãy gộp người nhận của chúng vào một mốc."), field="rungs")


def refusals(session: Session, committee_id: int) -> Mapping[tuple[int, str], tuple[Span, ...]]:
    """What receivers do without, by person and kind of step. One query."""
    columns = (ReminderRefusal.person_id, ReminderRefusal.kind, ReminderRefusal.since, ReminderRefusal.until)
    found: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for person_id, kind, since, until in session.execute(scoped(ReminderRefusal, committee_id, *columns)):
        found[person_id, kind].append(Span(since, until))
    return {key: tuple(spans) for key, spans in found.items()}


def refused_kinds(session: Session, person: Person) -> set[str]:
    """The kinds of step that the person does without now."""
    query = scoped(ReminderRefusal, person.committee_id, ReminderRefusal.kind)
    return set(session.scalars(query.where(ReminderRefusal.person_id == person.id, ReminderRefusal.until.is_(None))))


def refuse(session: Session, person: Person, kinds: set[str], now: datetime) -> None:
    """Do without exactly these kinds of optional steps from now on. Does not commit."""
    query = scoped(ReminderRefusal, person.committee_id).where(
        ReminderRefusal.person_id == person.id, ReminderRefusal.until.is_(None)
    )
    held = {row.kind: row for row in session.scalars(query)}
    for kind in held.keys() - kinds:
        held[kind].until = now
    for kind in sorted(kinds - held.keys()):
        session.add(ReminderRefusal(committee_id=person.committee_id, person_id=person.id, kind=kind, since=now))


def written(policy: Policy) -> dict[str, Any]:
    """The policy as it is kept: plain JSON values."""
    return {
        "ladders": [
            {
                "unit_id": ladder.scope.unit_id,
                "kind": ladder.scope.kind,
                "is_starred": ladder.scope.is_starred,
                "urgency": ladder.scope.urgency,
                "rungs": [
                    {
                        "days": rung.days,
                        "to": sorted(rung.to),
                        "every": rung.every,
                        "alone": rung.alone,
                        "is_mandatory": rung.is_mandatory,
                    }
                    for rung in ladder.rungs
                ],
            }
            for ladder in policy.ladders
        ],
        "unaccepted_after": policy.unaccepted_after,
        "waiting": list(policy.waiting),
        "waiting_every": policy.waiting_every,
        "warns_of_risk": policy.warns_of_risk,
        "digest_at": _hour(policy.digest_at),
        "optional_news": sorted(policy.optional_news),
        "most_at_once": policy.most_at_once,
        "opens": _hour(policy.opens),
        "closes": _hour(policy.closes),
    }


def read(version: int, document: Mapping[str, Any]) -> Policy:
    """The policy that was kept; what a later program added holds as shipped."""
    kept = {**written(DEFAULT), **document}
    return Policy(
        version=version,
        ladders=tuple(_ladder(each) for each in kept["ladders"]),
        unaccepted_after=kept["unaccepted_after"],
        waiting=tuple(kept["waiting"]),
        waiting_every=kept["waiting_every"],
        warns_of_risk=bool(kept["warns_of_risk"]),
        digest_at=time.fromisoformat(kept["digest_at"]),
        optional_news=frozenset(kept["optional_news"]),
        most_at_once=kept["most_at_once"],
        opens=time.fromisoformat(kept["opens"]),
        closes=time.fromisoformat(kept["closes"]),
    )


def _ladder(found: Mapping[str, Any]) -> Ladder:
    scope = Scope(
        unit_id=found.get("unit_id"),
        kind=Kind(found["kind"]) if found.get("kind") else None,
        is_starred=bool(found.get("is_starred")),
        urgency=found.get("urgency") or URGENCIES[0],
    )
    return Ladder(tuple(_rung(each) for each in found["rungs"]), scope)


def _rung(found: Mapping[str, Any]) -> Rung:
    to = frozenset(Recipient(each) for each in found["to"])
    return Rung(found["days"], to, found["every"], bool(found["alone"]), bool(found["is_mandatory"]))


def _hour(at: time) -> str:
    return at.strftime("%H:%M")
