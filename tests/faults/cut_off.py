"""Machines that are cut off from PostgreSQL, or from the mail server, on a busy morning: what is cut swallows all.

In real time, so this is no part of `make test`: `make test-cut-off` runs it, and `make test-faults` does. Where network
namespaces cannot be made it fails and says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from taskapp.app import create_app
from taskapp.base import clock
from taskapp.base.db import db, unscoped
from taskapp.base.heartbeat import Heartbeat
from taskapp.people.models import Committee
from tests.conftest import make_settings
from tests.faults import proof
from tests.faults.machines import SCHEDULERS, SOON, Morning, Node, machines
from tests.faults.test_dead_scheduler import STOPPED
from tests.smtp_server import Received

LONG = 240.0  # seconds
GONE = "Cơ sở dữ liệu đang bận hoặc không ghi được"


def test_machines_that_are_cut_off_lose_nothing_send_nothing_twice_say_so_and_go_on_by_themselves(
    tmp_path: Path, frozen_clock: Callable[[datetime | None], None]
) -> None:
    with machines(tmp_path, frozen_clock) as morning:
        morning.server.wait_for(20, LONG)
        some_are_cut_off(morning, tmp_path)
        all_schedulers_are_cut_off(morning)
        all_is_mended(morning)
        now = clock.database_now(morning.session)
        copies = [morning.server.received.pop(number) for number in second_copies(morning.server.received)]
        print(f"{len(morning.server.received)} mails, {len(copies)} copies")
        assert len(copies) <= 2, "one of each machine that was cut off in the middle of a mail"
        proof.is_kept(morning.session, morning.server.received, now)


def some_are_cut_off(morning: Morning, folder: Path) -> None:
    """One scheduler in its turn, and one machine with web processes, from the database; another scheduler from mail."""
    deaf, dumb, *_others = morning.schedulers
    blind, *seeing = morning.webs
    with holding_the_turn(deaf, morning.database_url, folder):
        deaf.database.cut()
    dumb.mail.cut()
    blind.database.cut()
    morning.assign(20)
    for status, page in morning.answers("/account", [blind]):
        assert status == 503
        assert GONE in page
    for status, said in morning.answers("/readyz", [blind]):
        assert status == 503
        assert json.loads(said)["database"] == "failed"
    assert all(status == 200 and STOPPED not in page for status, page in morning.answers("/account", seeing))
    assert all(status == 200 for status, _said in morning.answers("/readyz", seeing))
    morning.waits_for(morning.all_is_delivered, LONG)  # by the others


def all_schedulers_are_cut_off(morning: Morning) -> None:
    """Each other machine says so, in every page."""
    seeing = morning.webs[1:]
    for scheduler in morning.schedulers:
        scheduler.database.cut()
    morning.assign(10)

    def every_page_says_so() -> bool:
        pages = morning.answers("/account", seeing)
        return all(status == 200 and STOPPED in page for status, page in pages)

    morning.waits_for(every_page_says_so, SOON + 10)
    assert all(status == 503 for status, _said in morning.answers("/readyz", seeing))


def all_is_mended(morning: Morning) -> None:
    """The same processes go on."""
    began = clock.database_now(morning.session)
    for node in (*morning.schedulers, *morning.webs):
        node.database.mend()
        node.mail.mend()

    def all_work_again() -> bool:
        ticked = select(Heartbeat.owner).where(Heartbeat.job == "deliver", Heartbeat.ended_at > began)
        pages = [*morning.answers("/account", morning.webs), *morning.answers("/readyz", morning.webs)]
        are_well = all(status == 200 and STOPPED not in page for status, page in pages)
        return are_well and len(set(morning.session.scalars(ticked))) == SCHEDULERS

    morning.waits_for(all_work_again, SOON + 10)
    morning.waits_for(morning.all_is_delivered, LONG)
    running = [one for node in (*morning.schedulers, *morning.webs) for one in node.running]
    assert [one.poll() for one in running] == [None] * len(running), "none of them has ended"


@contextmanager
def holding_the_turn(node: Node, database_url: str, folder: Path) -> Iterator[None]:
    """Whatever happens inside happens to a node whose turn it is to plan: all others wait for it."""
    app = create_app(make_settings(database_url, folder))
    with app.app_context():
        connection = node.host.inside(db.engine.connect)
        connection.execute(unscoped(Committee.id).with_for_update(key_share=True))
        yield
        connection.invalidate()
        connection.close()
        db.engine.dispose()


def second_copies(received: list[Received]) -> list[int]:
    """Where the second copies stand, from the end on; each is what the first one was."""
    first: dict[str, int] = {}
    found = []
    for number, one in enumerate(received):
        known = first.setdefault(one.message_id, number)
        if known != number:
            assert one == received[known]
            found.append(number)
    return found[::-1]
