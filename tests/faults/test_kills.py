"""Senders killed and stopped: nothing is lost, copies come in the two named windows only, with their Message-ID."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import pytest

from taskapp.base.settings import ROOT
from taskapp.outbox.models import MessageState
from tests.faults.scale import SCALE, SEED
from tests.faults.sender import IN_THE_WINDOW, POINTS
from tests.outbox.post import Post
from tests.smtp_server import SmtpServer

ROUNDS_A_POINT = max(1, SCALE // 2)  # 50 rounds at full scale
MANY, KILLS, WORKERS = 100 * SCALE, 2 * SCALE, 4
STOPS = 2 * SCALE
PATIENCE = 120.0


@contextmanager
def sender(
    post: Post, url: str, folder: Path, *, blow: str = "SIGKILL", point: str = "none", nth: int = 1
) -> Iterator[subprocess.Popen[str]]:
    arguments = [url, str(folder), post.settings.smtp_url or "", blow, point, str(nth)]
    process = subprocess.Popen([sys.executable, "-m", "tests.faults.sender", *arguments], cwd=ROOT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def put(post: Post, keys: Iterator[int] | range, word: str) -> list[int]:
    return [post.put(f"{word}-{number}", to=f"{word}-{number}@chauthanh.example") for number in keys]


def copies(server: SmtpServer) -> Counter[str]:
    """How many copies each recipient got; all copies of a message carry one Message-ID and the same bytes."""
    ids: dict[str, set[bytes]] = defaultdict(set)
    for received in server.received:
        ids[received.recipient].add(received.content)
    assert all(len(contents) == 1 for contents in ids.values())
    return Counter(server.recipients())


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point_nothing_is_lost_and_only_the_windows_make_copies(
    post: Post, server: SmtpServer, database_url: str, tmp_path: Path, point: str
) -> None:
    made, deaths = [], 0
    for turn in range(ROUNDS_A_POINT):
        made += put(post, range(6), f"m{turn}")  # batches of 1, 2 and 3
        with sender(post, database_url, tmp_path / "one", point=point, nth=1 + turn % 3) as process:
            deaths += process.wait(PATIENCE) == -signal.SIGKILL
    assert deaths == ROUNDS_A_POINT, "each sender came by the point and died there"
    with sender(post, database_url, tmp_path / "last") as process:
        assert process.wait(PATIENCE) == 0
    assert {post.message(number).state for number in made} == {MessageState.DELIVERED}
    found = copies(server)
    assert len(found) == len(made)
    surplus = len(server.received) - len(made)
    assert surplus <= (deaths if point in IN_THE_WINDOW else 0)
    assert max(found.values()) <= 2


def test_killed_again_and_again_at_random_while_four_send(
    post: Post, server: SmtpServer, database_url: str, tmp_path: Path
) -> None:
    """Each kill falls when a random share of all mails has arrived; a new sender takes the dead one's place."""
    rng = Random(SEED)
    made = put(post, range(MANY), "r")
    moments = sorted(rng.randrange(1, MANY - WORKERS) for _kill in range(KILLS))
    killed = 0
    with ExitStack() as stack:

        def start(number: int) -> subprocess.Popen[str]:
            return stack.enter_context(sender(post, database_url, tmp_path / f"{number}"))

        running = [start(number) for number in range(WORKERS)]
        for number, moment in enumerate(moments):
            server.wait_for(moment, PATIENCE)
            victim = rng.randrange(WORKERS)
            running[victim].kill()
            killed += running[victim].wait(PATIENCE) == -signal.SIGKILL
            running[victim] = start(WORKERS + number)
        for process in running:
            assert process.wait(PATIENCE * SCALE) == 0
    found = copies(server)
    assert {post.message(number).state for number in made} == {MessageState.DELIVERED}
    assert len(found) == MANY, "none lost"
    assert len(server.received) - MANY <= killed, "no more copies than kills"
    assert max(found.values()) <= 2


@pytest.mark.parametrize("point", ["after the recipient", "after the server's yes"])
def test_a_sender_that_was_asleep_past_its_lease_changes_nothing_when_it_wakes(
    post: Post, server: SmtpServer, database_url: str, tmp_path: Path, point: str
) -> None:
    for turn in range(max(1, STOPS // 2)):
        (made,) = put(post, range(1), f"s{turn}")
        before = len(server.received)
        with sender(post, database_url, tmp_path / "asleep", blow="SIGSTOP", point=point) as asleep:
            _wait_until_stopped(asleep.pid)
            with sender(post, database_url, tmp_path / "awake") as awake:
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
