"""A person's review of a document: begun, kept while it is worked on, given out or thrown away. None commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Select, delete
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.directives.draft import Draft
from taskapp.directives.reviews import assigners, lessons, recurring, starting, work
from taskapp.directives.reviews.assembling import WHOLE, Assembled, Fault, NotReady, fault_of
from taskapp.directives.reviews.assigners import Leader
from taskapp.directives.reviews.entering import Came, enter
from taskapp.directives.reviews.naming import Finder
from taskapp.directives.reviews.review_models import DirectiveReview, UnitAlias
from taskapp.directives.reviews.work import Work
from taskapp.duties.models import Duty
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.tasks import assigning, evidence, lifecycle
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import StoredFile, Task
from taskapp.tasks.record import Actor
from taskapp.workdays.arithmetic import Calendar

KEPT_DAYS = 30  # a review that nobody has touched for so long is thrown away with its text
MOST_OPEN = 50  # reviews of one person


class GivenOut(NamedTuple):
    """What a document has become: tasks, and duties that come back."""

    tasks: list[Task]
    duties: list[Duty]


def begin(
    session: Session,
    committee: Committee,
    draft: Draft,
    names: Finder,
    *,
    by: Rights,
    now: datetime,
    leaders: Mapping[int, Leader] = MappingProxyType({}),
    file_name: str = "",
    content: bytes | None = None,
) -> DirectiveReview:
    """Keep a document with its draft for the person to review. Raises Refused when too many wait for him.

    `leaders` are those of whom one is proposed as the assigner, by id.
    """
    check_room(session, by)
    begun = starting.begin(draft, names, own_name=committee.name, today=clock.local_day(now, committee.timezone))
    begun = replace(begun, assigner=assigners.proposed(begun.header, leaders, by.person_id))
    review = DirectiveReview(
        committee_id=committee.id,
        by_id=by.person_id,
        made_at=now,
        touched_at=now,
        file_name=file_name,
        content=content,
        lines=[asdict(line) for line in draft.lines],
        read=work.dump(begun),
        work=work.dump(begun),
    )
    session.add(review)
    session.flush()
    return review


def check_room(session: Session, by: Rights) -> None:
    """Raise Refused when too many documents wait for the person already."""
    waiting = session.scalars(mine(by).with_only_columns(DirectiveReview.id)).all()
    if len(waiting) >= MOST_OPEN:
        raise Refused(_("Có quá nhiều văn bản đang rà soát. Hãy giao hoặc bỏ bớt trước khi thêm."))


def mine(rights: Rights) -> Select[DirectiveReview]:
    """The reviews that the person has begun and not ended, newest first: nobody else sees them."""
    own = (DirectiveReview.by_id == rights.person_id, DirectiveReview.ended_at.is_(None))
    return scoped(DirectiveReview, rights.committee_id).where(*own).order_by(DirectiveReview.id.desc())


def get(session: Session, rights: Rights, review_id: int, *, to_change: bool = False) -> DirectiveReview:
    """One of the person's own reviews; `to_change` holds it until the transaction ends. Raises Missing."""
    query = mine(rights).where(DirectiveReview.id == review_id)
    found: DirectiveReview | None = session.scalars(query.with_for_update() if to_change else query).one_or_none()
    if found is None:
        raise Missing(_("Văn bản này đã giao xong, đã bỏ, hoặc do người khác rà soát."))
    return found


def keep(review: DirectiveReview, now_work: Work, *, now: datetime, is_rearranged: bool = False) -> None:
    """Keep what the person has typed; a rearrangement makes pages that were opened before too old to rearrange."""
    review.work, review.touched_at = work.dump(now_work), now
    if is_rearranged:
        review.version += 1


def discard(session: Session, review: DirectiveReview) -> None:
    """Throw a review away with the document's text and file."""
    session.delete(review)


def give_out(
    session: Session,
    review: DirectiveReview,
    assembled: Assembled,
    *,
    by: Actor,
    calendar: Calendar,
    now: datetime,
    issue: bool,
) -> GivenOut:
    """Make tasks and recurring duties, all or none, and enter the document in the register; `issue` hands them out.

    Raises NotReady with every fault at its field, Forbidden when the person may not issue. The caller rolls back.
    """
    faults, made = list(assembled.faults), GivenOut([], [])
    reviewed = work.load(review.work)
    if faults:
        raise NotReady(faults)
    directive = _entered(session, review, assembled, reviewed, by=by, calendar=calendar, now=now)
    for key, given in assembled.given.items():
        try:
            if rule := assembled.recurring.get(key):
                committee_id = review.committee_id
                made.duties.extend(
                    recurring.take(session, given, rule, by=by, committee_id=committee_id, now=now, begin=issue)
                )
                continue
            tasks = assigning.draft(session, given, by=by, committee_id=review.committee_id, now=now)
            for task in tasks if issue else ():
                lifecycle.issue(session, task, by=by, now=now)
            made.tasks.extend(tasks)
        except Forbidden as error:
            faults.append(Fault(key, "lead", error.reason))
        except Refused as error:
            faults.append(fault_of(key, error))
    if faults:
        raise NotReady(faults)
    _end(session, review, reviewed, directive, made, by=by, now=now)
    return made


@contextmanager
def file_kept(review: DirectiveReview, folder: Path, *, now: datetime) -> Iterator[StoredFile | None]:
    """The document's file put among those kept, gone again if the block fails; None if its kind is not kept."""
    suffix = Path(review.file_name).suffix.lower()
    if (
        review.content is None
        or suffix not in evidence.TYPES
        or not review.content.startswith(evidence.TYPES[suffix][1])
    ):
        yield None
        return
    upload = evidence.Upload(review.file_name, BytesIO(review.content))
    with evidence.kept([upload], folder, committee_id=review.committee_id, by_id=review.by_id, now=now) as rows:
        yield rows[0]


def put_with(session: Session, file: StoredFile | None, review: DirectiveReview) -> Directive | None:
    """Put the kept file with the document's place in the register; gives that place."""
    if file is not None and review.directive is not None:
        file.directive_id = review.directive.id
        session.add(file)
    return review.directive


def check_double(known: Directive | None, reviewed: Work) -> None:
    """Raise NotReady when the document is in the register already and nobody has said that these are further tasks."""
    if known is not None and not reviewed.again_known:
        reason = _("Văn bản này đã có trong sổ. Nếu giao thêm nhiệm vụ từ văn bản, hãy đánh dấu “Giao bổ sung”.")
        raise NotReady([Fault(WHOLE, "again_known", reason)])


def prune(session: Session, *, now: datetime) -> int:
    """Throw away the reviews of all committees that nobody has touched for KEPT_DAYS; their number."""
    old = DirectiveReview.ended_at.is_(None) & (DirectiveReview.touched_at < now - timedelta(days=KEPT_DAYS))
    ids = session.scalars(unscoped(DirectiveReview.id).where(old).limit(500)).all()
    if ids:
        session.execute(delete(DirectiveReview).where(DirectiveReview.id.in_(ids), DirectiveReview.ended_at.is_(None)))
    return len(ids)


def _entered(
    session: Session,
    review: DirectiveReview,
    assembled: Assembled,
    reviewed: Work,
    *,
    by: Actor,
    calendar: Calendar,
    now: datetime,
) -> Directive | None:
    """The document in the register: a new one with all that is said of it, a known one filled in where it is empty."""
    came = Came(
        is_incoming=bool(reviewed.header.get("is_incoming")),
        received_on=assembled.received_on,
        tasks=sum(len(given.leads) for given in assembled.given.values()),
    )
    return enter(session, assembled.document, came, committee_id=review.committee_id, by=by, calendar=calendar, now=now)


def _end(
    session: Session,
    review: DirectiveReview,
    reviewed: Work,
    directive: Directive | None,
    made: GivenOut,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Keep what was learned and how the reading differed; the document's text goes."""
    for key, (written, unit_id) in lessons.learned(reviewed).items():
        _learn(session, review.committee_id, key, written, unit_id, by=by, now=now)
    known = {task.lead_unit_id: task.lead_unit_name for task in made.tasks}
    known |= {duty.lead_unit_id: duty.lead_unit.name for duty in made.duties}
    told = lessons.differences(work.load(review.read), reviewed, lambda unit: known.get(unit, f"#{unit}"))
    review.differences = told
    review.directive, review.ended_at, review.touched_at = directive, now, now
    review.lines, review.read, review.work, review.content = [], {}, {}, None
    review.from_whom = review.mail_subject = ""


def _learn(
    session: Session, committee_id: int, key: str, written: str, unit_id: int, *, by: Actor, now: datetime
) -> None:
    alias = session.scalars(scoped(UnitAlias, committee_id).where(UnitAlias.key == key)).one_or_none()
    if alias is None:
        alias = UnitAlias(committee_id=committee_id, key=key, written=written, unit_id=unit_id, learned_at=now)
        session.add(alias)
    if alias.unit_id != unit_id or alias.by_id is None:
        alias.unit_id, alias.written, alias.by_id, alias.learned_at = unit_id, written, by.person_id, now
