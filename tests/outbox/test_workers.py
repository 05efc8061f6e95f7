"""Workers that die, workers that come back late, workers at the same time: each message still goes out as it must."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db, writing
from taskapp.base.settings import ROOT
from taskapp.outbox import claims, transport
from taskapp.outbox.channels import Channel
from taskapp.outbox.contract import Cancel, Letter
from taskapp.outbox.delivery import Counts
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.transport import Answer, Parcel
from taskapp.outbox.waits import SENT_AGAIN
from tests.outbox.post import LETTER, Post
from tests.smtp_server import SmtpServer

Clock = Callable[[datetime], None]
CLAIMED, LEASE = claims.CLAIMED, claims.LEASE


@contextmanager
def worker(post: Post, url: str, data_dir: Path, stop_at: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.outbox.worker", url, str(data_dir), post.settings.smtp_url or "", stop_at]
    process = subprocess.Popen(
        [*command, clock.now().isoformat()], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_worker_killed_after_its_claim_loses_nothing(
    post: Post, server: SmtpServer, database_url: str, tmp_path: Path, frozen_clock: Clock
) -> None:
    made = post.put()
    with worker(post, database_url, tmp_path, "claim") as process:
        assert said(process) == "claim"
    assert post.message(made).state is MessageState.SENDING
    assert post.deliver() == Counts(), "what the dead worker claimed is still his"
    frozen_clock(clock.now() + CLAIMED)
    assert post.deliver() == Counts(delivered=1)
    assert len(server.received) == 1
    message = post.message(made)
    assert (message.attempts, message.possible_copies) == (1, 0), "sending had not begun: no copy can be out"


def test_a_worker_killed_after_the_servers_yes_sends_a_second_copy_with_the_same_message_id(
    post: Post, server: SmtpServer, database_url: str, tmp_path: Path, frozen_clock: Clock
) -> None:
    made = post.put()
    with worker(post, database_url, tmp_path, "dot") as process:
        assert said(process) == "dot"
        (begun,) = post.tries(made)
        assert begun.outcome is None, "a begun try is visible while it lasts"
    frozen_clock(clock.now() + CLAIMED)
    assert post.deliver() == Counts(), "a try that has begun is his for longer"
    frozen_clock(clock.now() + LEASE)
    assert post.deliver() == Counts(delivered=1, in_doubt=1)
    first, second = server.received
    assert first.content == second.content
    assert first.message_id == post.message(made).message_id
    assert post.message(made).possible_copies == 1
    assert [tried.outcome for tried in post.tries(made)] == ["lost", "delivered"]


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_at_the_same_time_send_each_message_once(
    post: Post, server: SmtpServer, database_url: str, tmp_path: Path, workers: int
) -> None:
    keys = [f"k{number}" for number in range(40)]
    for key in keys:
        post.put(key, to=f"{key}@chauthanh.example")
    running = [worker(post, database_url, tmp_path / str(number), "never") for number in range(workers)]
    processes = [process.__enter__() for process in running]
    try:
        assert [said(process) for process in processes] == ["ready"] * workers
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        delivered = [int(said(process).removeprefix("done ")) for process in processes]
    finally:
        for open_one in running:
            open_one.__exit__(None, None, None)
    assert sum(delivered) == len(keys)
    assert Counter(server.recipients()) == Counter(f"{key}@chauthanh.example" for key in keys)


def test_threads_at_the_same_time_never_take_the_same_message(post: Post) -> None:
    ids = [post.put(f"k{number}") for number in range(8)]
    start = threading.Barrier(4)
    taken: list[int] = []

    def take() -> None:
        with post.app.app_context():
            start.wait()
            for _turn in range(4):
                mine = claims.claim(db.session(), "somebody", due_at=clock.now(), most=1 + _turn)
                db.session.commit()
                taken.extend(claim.message_id for claim in mine)

    threads = [threading.Thread(target=take) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ids


def test_a_late_worker_does_not_overwrite_what_others_did_since(
    post: Post, server: SmtpServer, frozen_clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    made = post.put()

    def paused_past_the_lease() -> Answer:
        frozen_clock(clock.now() + LEASE)
        assert post.deliver() == Counts(delivered=1, in_doubt=1), "another worker delivers meanwhile"
        return Answer(Verdict.REFUSED, 550, "no such user")

    assert post.deliver(transport=Telling(paused_past_the_lease)) == Counts(in_doubt=1)
    message = post.message(made)
    assert message.state is MessageState.DELIVERED
    assert message.fence == 2
    assert "late worker" in caplog.text
    assert [tried.outcome for tried in post.tries(made)] == ["lost", "delivered"]


def test_a_late_cancellation_is_refused_by_the_fence_too(post: Post, frozen_clock: Clock) -> None:
    made = post.put()

    def paused_past_the_lease(_session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        if message.fence > 1:
            return LETTER
        frozen_clock(clock.now() + CLAIMED)
        with writing(), post.app.app_context():
            claims.take_back(db.session(), clock.now())
            db.session.commit()
        return Cancel("Việc đã xong.")

    assert post.deliver({"note": paused_past_the_lease}) == Counts(in_doubt=1, delivered=1)
    assert post.message(made).state is MessageState.DELIVERED


def test_a_worker_whose_lease_runs_out_does_not_send_the_final_dot(
    post: Post, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = post.put()
    begun, usual = transport.SmtpTransport._begun, clock.monotonic

    def asleep(*given: object) -> object:
        monkeypatch.setattr(clock, "monotonic", lambda: usual() + LEASE.total_seconds() - 60)
        return begun(*given)

    monkeypatch.setattr(transport.SmtpTransport, "_begun", asleep)
    assert post.deliver() == Counts(retrying=1)
    assert server.received == []
    assert post.message(made).possible_copies == 0


def test_a_message_that_two_workers_died_over_is_held_for_a_person(post: Post, frozen_clock: Clock) -> None:
    made = post.put()

    def die() -> Answer:
        raise KeyboardInterrupt

    for _death in range(SENT_AGAIN + 1):
        with pytest.raises(KeyboardInterrupt):
            post.deliver(transport=Telling(die))
        frozen_clock(clock.now() + LEASE)
    assert post.deliver() == Counts(in_doubt=1)
    message = post.message(made)
    assert (message.state, message.possible_copies) == (MessageState.IN_DOUBT, SENT_AGAIN + 1)


class Telling:
    """A transport that answers what it is told, having done what it is told."""

    server = "elsewhere"
    channels = (Channel.MAIL,)

    def __init__(self, tell: Callable[[], Answer]) -> None:
        self.tell = tell

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        return self.tell()

    def close(self) -> None:
        return
