"""Senders killed and stopped: nothing is lost, copies come in the two named windows only, with their Message-ID."""

from __future__ import annotations

import signal
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from random import Random

import pytest

from taskapp.base.db import db, unscoped
from taskapp.outbox.models import Message, MessageState
from tests.faults.nursery import Born, Nursery
from tests.faults.scale import SCALE, SEED
from tests.faults.sender import IN_THE_WINDOW, POINTS
from tests.outbox.post import Post
from tests.smtp_server import SmtpServer

ROUNDS_A_POINT = max(1, SCALE // 2)  # 50 rounds at full scale
MANY, KILLS, WORKERS = 100 * SCALE, 2 * SCALE, 4
STOPS = 2 * SCALE
LONG = 15  # seconds of a lease where several send: nobody who lives outstays it, however busy the machine
PATIENCE = 120.0


Start = Callable[..., AbstractContextManager[Born]]


@pytest.fixture
def sender(nursery: Nursery, server: SmtpServer, database_url: str, tmp_path: Path) -> Start:
    """`with sender(…) as one:` a process that sends what is due, and hurts itself at a point if told so."""

    def start(lease: int = 1, blow: str = "SIGKILL", point: str = "none", nth: int = 1) -> AbstractContextManager[Born]:
        where = (database_url, str(tmp_path / "senders"), server.url)
        return nursery.born("sender", *where, str(lease), blow, point, str(nth))

    return start


def put(post: Post, keys: range, word: str) -> list[int]:
    """One message for each key, to an address of its own."""
    with post.app.app_context():
        made = [post.add(f"{word}-{number}", to=f"{word}-{number}@chauthanh.example") for number in keys]
        db.session.commit()
        return made


def states(post: Post, made: list[int]) -> set[MessageState]:
    """In which states these messages are."""
    with post.app.app_context():
        query = unscoped(Message.id, Message.state)
        found = {row.id: row.state for row in db.session.execute(query)}
        return {found[number] for number in made}


def doubtful(post: Post) -> set[str]:
    """The addresses of the messages about which a person has to decide."""
    with post.app.app_context():
        query = unscoped(Message.to_address).where(Message.state == MessageState.IN_DOUBT)
        return set(db.session.scalars(query))


def copies(server: SmtpServer) -> Counter[str]:
    """How many copies each recipient got; all copies of a message carry one Message-ID and the same bytes."""
    ids: dict[str, set[bytes]] = defaultdict(set)
    for received in server.received:
        ids[received.recipient].add(received.content)
    assert all(len(contents) == 1 for contents in ids.values())
    return Counter(server.recipients())


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point_nothing_is_lost_and_only_the_windows_make_copies(
    post: Post, server: SmtpServer, sender: Start, point: str
) -> None:
    made, deaths = [], 0
    for turn in range(ROUNDS_A_POINT):
        made += put(post, range(6), f"m{turn}")  # batches of 1, 2 and 3
        with sender(point=point, nth=1 + turn % 3) as process:
            deaths += process.wait(PATIENCE) == -signal.SIGKILL
    assert deaths == ROUNDS_A_POINT, "each sender came by the point and died there"
    with sender() as process:
        assert process.wait(PATIENCE) == 0
    assert states(post, made) == {MessageState.DELIVERED}
    found = copies(server)
    assert len(found) == len(made)
    surplus = len(server.received) - len(made)
    assert surplus <= (deaths if point in IN_THE_WINDOW else 0)
    assert max(found.values()) <= 2


def test_killed_again_and_again_at_random_while_four_send(post: Post, server: SmtpServer, sender: Start) -> None:
    """Each kill falls when a random share of all mails has arrived; a new sender takes the dead one's place."""
    rng = Random(SEED)
    made = put(post, range(MANY), "r")
    moments = sorted(rng.randrange(1, MANY - WORKERS) for _kill in range(KILLS))
    killed = 0
    with ExitStack() as stack:
        running = [stack.enter_context(sender(LONG)) for _number in range(WORKERS)]
        for moment in moments:
            server.wait_for(moment, PATIENCE)
            victim = rng.randrange(WORKERS)
            running[victim].kill()
            killed += running[victim].wait(PATIENCE) == -signal.SIGKILL
            running[victim] = stack.enter_context(sender(LONG))
        for process in running:
            assert process.wait(PATIENCE * SCALE) == 0
    found, held = copies(server), doubtful(post)
    assert states(post, made) <= {MessageState.DELIVERED, MessageState.IN_DOUBT}
    assert 2 * len(held) <= killed, "two senders died over each that is held for a person"
    assert set(found) | held == {f"r-{number}@chauthanh.example" for number in range(MANY)}, "none lost"
    assert len(server.received) - len(found) <= killed, "no more copies than kills"
    assert max(found.values()) <= 2


@pytest.mark.parametrize(
    "point", ["before the bytes are kept", "after the bytes are kept", "after the recipient", "after the server's yes"]
)
def test_a_sender_that_was_asleep_past_its_lease_changes_nothing_when_it_wakes(
    post: Post, server: SmtpServer, sender: Start, point: str
) -> None:
    for turn in range(max(1, STOPS // 2)):
        (made,) = put(post, range(1), f"s{turn}")
        before = len(server.received)
        with sender(blow="SIGSTOP", point=point) as asleep:
            _wait_until_stopped(asleep.pid)
            with sender() as awake:
                assert awake.wait(PATIENCE) == 0
            settled = post.message(made)
            asleep.send_signal(signal.SIGCONT)
            assert asleep.wait(PATIENCE) == 0
        after = post.message(made)
        assert (after.state, after.fence, after.finished_at) == (settled.state, settled.fence, settled.finished_at)
        assert after.state is MessageState.DELIVERED
        assert len(server.received) - before == (2 if point in IN_THE_WINDOW else 1)
    copies(server)


def _wait_until_stopped(pid: int) -> None:
    stat = Path(f"/proc/{pid}/stat")
    while stat.read_text().rpartition(")")[2].split()[0] != "T":
        pass
