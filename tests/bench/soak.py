"""A working day of 3,000 people in half an hour: `python -m tests.bench.soak [MINUTES [PEOPLE]]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL: an office with 50,000 tasks, `taskapp serve` as it is installed
(web processes and scheduler) with a mail server that takes everything. Everybody signs in with a password, a third of
them in the first tenth of the time, and does what such people do; open pages ask in the background. Prints for each
tenth of the time what was asked and how long it took, counted from the moment at which it was to be asked, and what
the processes hold then. The exit code is 1 when an answer was wrong, something acknowledged is missing or twice, the
99th of a hundred took over half a second, memory grew by a twentieth from the fourth tenth to the last, or open
files or connections did. Until the fourth tenth fills up what a process keeps of pages and statements.
"""

from __future__ import annotations

import heapq
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random

import psycopg
from sqlalchemy import make_url, select

from taskapp.app import create_app
from taskapp.base.db import db
from taskapp.base.settings import ROOT
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment
from tests.bench.cluster import free_port, wait_for
from tests.bench.day import MARK, Human, humans_of
from tests.databases import create_database, drop_database

MINUTES, PEOPLE, TASKS, UNITS = 30.0, 3000, 50_000, 150
PARTS, CALLERS, SEED = 10, 32, 20261127
MOST_MS, MOST_GROWTH, FILLED = 500.0, 0.05, 3
MOST_NIGHT, LOOK_EVERY, AT_REST = 600.0, 10.0, 0.05  # seconds, seconds, of a core
RUSH = 1 / 3  # of the people come in the first tenth


@dataclass(frozen=True)
class Said:
    """An answer: the part of the time that it belongs to, milliseconds since it was to be asked, and since it was."""

    part: int
    waited: float
    took: float


@dataclass(frozen=True)
class Held:
    """What the processes hold: MiB that are theirs alone or their share of, open files, connections to the database."""

    memory: float
    files: float
    connections: float


@dataclass
class Load:
    """The people at work, until the time is over."""

    port: int
    seconds: float
    random: Random
    due: list[tuple[float, int]] = field(default_factory=list)  # when somebody asks next
    humans: list[Human] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    began: float = 0.0
    pace: float = 0.0

    def plan(self, humans: list[Human]) -> None:
        """Let them come: many at the beginning, the others by and by, so that all can go home in time."""
        self.humans = humans
        self.pace = self.seconds * 0.25 / 20  # between two requests of one person
        for index, human in enumerate(humans):
            human.day = human.work(Random(f"{SEED}:{human.person_id}"))
            human.asked = next(human.day)
            comes = self.random.random() * (0.1 if self.random.random() < RUSH else 0.6) * self.seconds
            heapq.heappush(self.due, (comes, index))

    def run(self) -> None:
        """Ask at the planned moments, with so many callers; returns when everybody has gone home."""
        self.began = time.monotonic()
        callers = [threading.Thread(target=self._call) for _caller in range(CALLERS)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()

    def _call(self) -> None:
        while True:
            with self.lock:
                if not self.due:
                    return
                at, index = heapq.heappop(self.due)
            time.sleep(max(0.0, self.began + at - time.monotonic()))
            begun = time.monotonic()
            human = self.humans[index]
            assert human.day is not None
            assert human.asked is not None
            ask, status, page = human.asked, 0, ""
            connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                status, page = human.send(connection, ask)
            except (OSError, HTTPException) as error:
                page = repr(error)
            connection.close()
            ended = time.monotonic()
            waited, took = (ended - self.began - at) * 1000, (ended - begun) * 1000
            part = min(PARTS - 1, int(at / self.seconds * PARTS))
            with self.lock:
                self.kinds[re.sub(r"\d+", "0", ask.path.partition("?")[0]) + (" POST" if ask.fields else "")] += 1
                self.said.append(Said(part, waited, took))
                if status not in ask.right:
                    self.wrong.append(f"{human.username} {ask.path} {status} {_words(page)}")
                    continue
            with suppress(StopIteration):
                human.asked = human.day.send(page)
                # the next moment is planned, not found: a slow answer delays nobody's plan but the own
                rest = self.pace * (0.5 + self.random.random())
                with self.lock:
                    heapq.heappush(self.due, (max(at + rest, ended - self.began), index))


def main(minutes: float, people: int) -> int:
    """Play the day; the exit code says whether all of it went as it should."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, _office(Path(folder), people) as (env, mails):
        app = create_app()
        port = free_port()
        with app.app_context():
            humans = list(humans_of(db.session()))
            db.session.remove()
            db.engine.dispose()
        load = Load(port, minutes * 60, Random(SEED))
        load.plan(humans)
        with (Path(folder) / "log").open("wb") as log:
            command = [ROOT / ".venv" / "bin" / "taskapp", "serve", "--port", str(port)]
            serving = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            _rest(serving.pid)
            held = _watch(load, serving.pid)
        finally:
            serving.terminate()
            serving.wait(60)
        logged = (Path(folder) / "log").read_text(errors="replace").splitlines()
        faults = [line for line in logged if " ERROR " in line or line.startswith("Traceback")]
        with app.app_context():
            kept = Counter(db.session.scalars(select(Comment.text).where(Comment.text.like(f"{MARK}%"))))
            kept.update(db.session.scalars(select(Task.content).where(Task.content.like(f"{MARK}%"))))
            db.session.remove()
            db.engine.dispose()
        return _tell(load, held, kept, faults, mails)


def _watch(load: Load, pid: int) -> list[list[Held]]:
    """Let the day run, and look now and then at what the processes hold; by part."""
    held: list[list[Held]] = [[] for _part in range(PARTS)]
    running = threading.Thread(target=load.run)
    running.start()
    began = time.monotonic()
    while running.is_alive():
        part = int((time.monotonic() - began) / load.seconds * PARTS)
        if part < PARTS:
            held[part].append(holdings(pid))
        running.join(min(5.0, load.seconds / PARTS / 10))
    return held


def _rest(pid: int) -> None:
    """Let the night's work be done: the estimates, and the first letters of an office that was filled at one blow."""
    end, before = time.monotonic() + MOST_NIGHT, -1e9
    while time.monotonic() < end:
        worked = sum(_worked(process) for process in _family(pid))
        if worked - before < AT_REST * LOOK_EVERY:
            return
        before = worked
        time.sleep(LOOK_EVERY)
    raise TimeoutError("the scheduler does not come to rest")


def _worked(process: Path) -> float:
    """Seconds of the processor that it has taken."""
    with suppress(OSError):
        told = (process / "stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _family(root: int) -> Iterator[Path]:
    """A process and all below it."""
    waiting = [root]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        with suppress(OSError):  # it may have just ended
            waiting += map(int, (process / "task" / process.name / "children").read_text().split())
        yield process


def holdings(root: int) -> Held:
    """What a process and all below it hold."""
    memory, files, connections = 0, 0, 0
    for process in _family(root):
        with suppress(OSError):
            share = re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)
            memory += int(share[1]) if share else 0
            for file in (process / "fd").iterdir():
                files += 1
                connections += str(file.readlink()).endswith(".db")
    return Held(memory / 1024, files, connections + _sessions())


def _sessions() -> int:
    """Connections that PostgreSQL knows of to this database, without the one that asks; 0: it is SQLite."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return 0
    url = make_url(os.environ["TASKAPP_DATABASE_URL"]).set(drivername="postgresql")
    asked = "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        row = connection.execute(asked).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _office(folder: Path, people: int) -> Iterator[tuple[dict[str, str], subprocess.Popen[str]]]:
    """The environment of an office full of people and tasks, and its mail server."""
    sink = [sys.executable, "-m", "tests.bench.sink"]
    mails = subprocess.Popen(sink, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert mails.stdout is not None
    os.environ |= {
        "TASKAPP_ENV": "demo",
        "TASKAPP_DATA_DIR": str(folder / "data"),
        "TASKAPP_BASE_URL": "http://127.0.0.1",
        "TASKAPP_SMTP_URL": f"smtp://127.0.0.1:{mails.stdout.readline().strip()}",
        "TASKAPP_PROXY_HOPS": "1",
    }
    server = os.environ.get("TEST_DATABASE_URL")
    url = create_database(server) if server else ""
    if url:
        os.environ["TASKAPP_DATABASE_URL"] = url
    units = max(2, min(UNITS, people // 20))
    size = ["--tasks", str(TASKS), "--people", str(people), "--units", str(units), "--years", "1"]
    try:
        command = [ROOT / ".venv" / "bin" / "taskapp", "sample", *size]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield dict(os.environ), mails
    finally:
        mails.kill()
        mails.communicate()
        if url:
            drop_database(url)


def _tell(
    load: Load, held: list[list[Held]], kept: Counter[str], faults: list[str], mails: subprocess.Popen[str]
) -> int:
    print("| tenth | requests | p50 ms | p99 ms | longest ms | MiB | open files | connections |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for part in range(PARTS):
        times = [one.waited for one in load.said if one.part == part] or [0.0, 0.0]
        numbers = f"{len(times)} | {statistics.median(times):.0f} | {_p99(times):.0f} | {max(times):.0f}"
        now = _middle(held[part])
        print(f"| {part + 1} | {numbers} | {now.memory:.0f} | {now.files:.0f} | {now.connections:.0f} |")
    waited, took = ([getattr(one, name) for one in load.said] for name in ("waited", "took"))
    print(f"\n{len(waited)} requests of {len(load.humans)} people in {load.seconds / 60:g} minutes: ", end="")
    print(
        f"p50 {statistics.median(waited):.1f} ms, p99 {_p99(waited):.0f} ms (of the server alone {_p99(took):.0f} ms)"
    )
    print(", ".join(f"{kind}: {count}" for kind, count in load.kinds.most_common()))
    acknowledged = [mark for human in load.humans for mark in human.acknowledged]
    lost = [mark for mark in acknowledged if not kept[mark]]
    doubled = [mark for mark, times in kept.items() if times > 1]
    first, filled, last = (_middle(held[part]) for part in (1, FILLED, -1))
    whole, growth = (last.memory / before.memory - 1 for before in (first, filled))
    print(
        f"wrong answers: {len(load.wrong)}; acknowledged: {len(acknowledged)}, lost {len(lost)}, twice {len(doubled)}"
    )
    print(f"memory {growth:+.1%} since what is kept has filled up, {whole:+.1%} since the second tenth")
    print(f"faults in the log: {len(faults)}; mails: {_mails(mails)}")
    print(*load.wrong[:5], *faults[:5], sep="\n")
    leaks = last.files > first.files * 1.1 or last.connections > first.connections * 1.1
    is_well = not (load.wrong or lost or doubled or faults or leaks)
    return 0 if is_well and _p99(waited) < MOST_MS and growth < MOST_GROWTH else 1


def _mails(mails: subprocess.Popen[str]) -> int:
    assert mails.stdin is not None
    assert mails.stdout is not None
    mails.stdin.write("\n")
    mails.stdin.flush()
    return int(mails.stdout.readline())


def _middle(held: list[Held]) -> Held:
    some = held or [Held(0, 0, 0)]
    return Held(*(statistics.median(getattr(one, name) for one in some) for name in ("memory", "files", "connections")))  # type: ignore[arg-type]


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _words(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>|role=\"alert\"[^>]*>(.*?)<", page, re.DOTALL)
    return " ".join((found[1] or found[2] or "").split())[:200] if found else page[:200]


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    sys.exit(main(given[0] if given else MINUTES, int(given[1]) if len(given) > 1 else PEOPLE))
