"""Opening a page about somebody else leaves a line in the access log: one in ten minutes per reader and person."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Response, request
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from taskapp.base import clock
from taskapp.base.db import db, scoped, writing
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.auth import Viewer, source, viewer_or_none
from taskapp.people.models import Person

log = logging.getLogger("taskapp.people")
# Pages that tell of the person in their address: account, data, sheet of the evaluation.
TELLING = frozenset({"admin_people.show", "evaluation.show", "personal.of_person", "personal.seen_of_person"})
ONCE_IN = timedelta(minutes=10)


def note_reader(response: Response) -> Response:
    """Write down who has just read a page about whom; a busy database stops nothing."""
    if response.status_code != 200 or request.method != "GET" or request.endpoint not in TELLING:
        return response
    asking, person_id = viewer_or_none(), (request.view_args or {}).get("person_id")
    if asking is not None and isinstance(person_id, int) and person_id != asking.person.id:
        try:
            _note(asking, person_id)
        except OperationalError:
            log.warning("could not write down that %s was read", request.endpoint)
    return response


def _note(asking: Viewer, person_id: int) -> None:
    now, session = clock.now(), db.session()
    before = scoped(AccessEvent, asking.committee.id, AccessEvent.id).where(
        AccessEvent.person_id == person_id,
        AccessEvent.by_id == asking.person.id,
        AccessEvent.kind == AccessKind.SEEN,
        AccessEvent.recorded_at > now - ONCE_IN,
    )
    account = session.scalars(
        scoped(Person, asking.committee.id, Person.username).where(Person.id == person_id)
    ).first()
    if account is None or session.scalars(before.limit(1)).first() is not None:
        return
    line = insert(AccessEvent).values(
        committee_id=asking.committee.id,
        person_id=person_id,
        by_id=asking.person.id,
        account=f"{account}@{asking.committee.code}"[:100],
        kind=AccessKind.SEEN,
        note=request.path[:300],
        address=source().address[:45],
        browser=source().browser[:200],
        recorded_at=now,
    )
    with writing(), db.engine.begin() as connection:
        connection.execute(line)
