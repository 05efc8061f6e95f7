"""What the scheduler does for the record: it seals what was written, and verifies what was sealed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from taskapp.base import clock, heartbeat
from taskapp.base.db import reading, unscoped
from taskapp.base.ticks import Tick, say_alive
from taskapp.people.models import Committee
from taskapp.tasks.audit import checks, sealing, trouble
from taskapp.tasks.audit.sealing import means_of
from taskapp.tasks.audit.trouble import Hindered, Hindrance

log = logging.getLogger("taskapp.jobs")
LONGEST_AUDIT = 15 * 60.0  # seconds; a process whose job runs for twenty minutes ends itself
ALIVE_EVERY = 20.0


def seal(tick: Tick) -> int:
    """Seal what the committees have recorded; how many rows. Commits. Raises Trouble when one cannot be sealed."""
    session, means = tick.session, means_of(tick.settings)
    with reading():
        committees = session.scalars(unscoped(Committee.id).order_by(Committee.id)).all()
        top = sealing.settled(session)
        session.rollback()
    count, hindrances = 0, []
    for committee_id in committees:
        try:
            count += sealing.seal(session, committee_id, means, top=top, now=clock.database_now(session))
        except Hindered as hindered:
            hindrances.append(trouble.say(hindered.hindrance, hindered.detail))
        except Exception as error:  # the other committees' records are sealed all the same, and reminders go on
            log.exception("the record of committee %s could not be sealed", committee_id)
            hindrances.append(trouble.say(Hindrance.UNEXPECTED, type(error).__name__))
        session.rollback()
    if hindrances:
        raise heartbeat.Trouble("; ".join(dict.fromkeys(hindrances)))
    return count


def audit(tick: Tick) -> int:
    """Do the verification that waits, nightly ones included; how many rows were checked. Commits.

    It may take minutes: it only reads, the heartbeat says meanwhile that the job lives, and it ends before the process
    would be thought stuck.
    """
    session, now = tick.session, clock.database_now(tick.session)
    checks.owe(session, now)
    check = checks.claim(session, now)
    session.commit()
    if check is None:
        return 0
    check_id, committee_id = check.id, check.committee_id
    session.rollback()
    with reading(), Session(session.get_bind()) as looking:
        found = checks.look(looking, committee_id, means_of(tick.settings), now=now, tell=_while_it_lasts(tick))
    if tick.should_stop() and isinstance(found, Hindered):
        checks.put_back(session, check_id)
    else:
        checks.keep(session, check_id, found, clock.database_now(session))
    session.commit()
    return 0 if isinstance(found, Hindered) else found.rows


def _while_it_lasts(tick: Tick) -> Callable[[int], None]:
    """Says now and then that the job lives, and stops it when it has to end. Raises Hindered then."""
    began = said = clock.monotonic()

    def alive(_more: int) -> None:
        nonlocal said
        passed = clock.monotonic()
        if passed - began > LONGEST_AUDIT or tick.should_stop():
            raise Hindered(Hindrance.TOO_LONG)
        if passed - said > ALIVE_EVERY:
            said = passed
            say_alive(tick, "audit")

    return alive
