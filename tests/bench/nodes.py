"""What people notice when parts are restarted or die: `python -m tests.bench.nodes [pooled]`, as root with nginx.

Three web nodes with their schedulers behind nginx, PostgreSQL with a synchronous standby; `pooled`: behind a PgBouncer
that lends a connection for one transaction, and is led to the standby when that takes over. Twelve people read pages
and write comments all the time, and one part after another goes: each web node in turn (as in an upgrade), the
database (restarted), the database for good (its standby takes over). Prints for each phase the requests, those that
failed, the longest time without a yes, and at the end how many comments that were said yes to are missing or twice.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from itertools import pairwise
from pathlib import Path
from random import Random
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from sqlalchemy import select

from taskapp.app import create_app
from taskapp.base.db import db
from taskapp.base.settings import ROOT
from taskapp.tasks.paper_models import Comment
from tests.bench.cluster import Cluster, databases, free_port, serving
from tests.bench.day import token_in

NODES, PEOPLE = 3, ("chutich", "vanphong", "truongphong") * 4
STEADY = 10.0  # seconds before, between and after
TASK = re.compile(r'href="/tasks/(\d+)"')
WRITES = 0.3  # of the requests


class _Stays(HTTPRedirectHandler):
    """An answer that leads elsewhere is an answer."""

    def redirect_request(self, *_args: object) -> None:  # type: ignore[override]
        return None


@dataclass(frozen=True)
class Said:
    """One request: when it was sent, how long it took, whether it was answered as it should be, and how."""

    at: float
    took: float
    is_well: bool
    status: str


@dataclass
class Office:
    """People who are at work until told to go home, and what they were answered."""

    address: str
    said: list[Said] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    goes_home: threading.Event = field(default_factory=threading.Event)
    entrance: threading.Lock = field(default_factory=threading.Lock)
    present: threading.Barrier = field(default_factory=lambda: threading.Barrier(len(PEOPLE) + 1))

    def work(self, number: int, username: str) -> None:
        """One person's day."""
        opener, random = build_opener(HTTPCookieProcessor(CookieJar()), _Stays()), Random(number)
        with self.entrance:  # whoever comes with many others at once is asked to wait
            entry = {"username": username, "password": "demo", "csrf_token": self._token(opener, "/sign-in")}
            status, _body = self._ask(opener, "/sign-in", entry)
            assert status == "302", (username, status)
            tasks = TASK.findall(self._ask(opener, "/tasks?view=all")[1])
        self.present.wait()
        for turn in range(10**6):
            if self.goes_home.is_set():
                return
            task = random.choice(tasks)
            if random.random() > WRITES:
                self._note(opener, random.choice((f"/tasks/{task}", "/tasks?view=all", "/account")))
            elif token := self._token(opener, f"/tasks/{task}"):
                mark = f"người {number}, lần {turn}"
                if self._note(opener, f"/tasks/{task}/comments", {"text": mark, "csrf_token": token}):
                    self.acknowledged.append(mark)

    def _note(self, opener: object, path: str, fields: dict[str, str] | None = None) -> bool:
        at, began = time.time(), time.monotonic()
        status, _body = self._ask(opener, path, fields)
        is_well = status == ("302" if fields else "200")
        self.said.append(Said(at, time.monotonic() - began, is_well, status))
        return is_well

    def _token(self, opener: object, path: str) -> str:
        return token_in(self._ask(opener, path)[1])

    def _ask(self, opener: object, path: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        data = urlencode(fields).encode() if fields else None
        try:
            with opener.open(f"{self.address}{path}", data, timeout=90) as answer:  # type: ignore[attr-defined]
                return str(answer.status), answer.read().decode()
        except HTTPError as error:
            return str(error.code), error.read().decode(errors="replace")
        except (URLError, OSError) as error:
            return type(error).__name__, ""


def main(*, is_pooled: bool) -> int:
    """Play all phases; 1 when an acknowledged comment is missing or there twice."""
    with (
        tempfile.TemporaryDirectory(prefix="nodes-") as folder,
        databases(Path(folder), is_pooled=is_pooled) as cluster,
    ):
        cluster.address = f"http://127.0.0.1:{free_port()}"
        env = os.environ | {
            "TASKAPP_ENV": "demo",
            "TASKAPP_DATA_DIR": str(Path(folder) / "data"),
            "TASKAPP_DATABASE_URL": cluster.url,
            "TASKAPP_BASE_URL": cluster.address,
        }
        subprocess.run([ROOT / ".venv" / "bin" / "taskapp", "demo"], env=env, check=True, stdout=subprocess.DEVNULL)
        os.environ.update(env)
        app = create_app()
        with serving(cluster, env, NODES):
            office = Office(cluster.address)
            _play(cluster, office)
        with app.app_context():
            kept = Counter(db.session.scalars(select(Comment.text).where(Comment.text.like("người %, lần %"))))
            db.session.remove()
            db.engine.dispose()
    lost, doubled = [m for m in office.acknowledged if not kept[m]], [m for m, times in kept.items() if times > 1]
    print(f"\n{len(office.acknowledged)} comments acknowledged: {len(lost)} lost, {len(doubled)} twice")
    return 1 if lost or doubled else 0


def _play(cluster: Cluster, office: Office) -> None:
    people = [threading.Thread(target=office.work, args=each) for each in enumerate(PEOPLE)]
    for person in people:
        person.start()
    office.present.wait()
    print("| phase | requests | failed | p50 ms | p99 ms | longest without a yes, s | answers |")
    print("|---|---:|---:|---:|---:|---:|---|")
    _phase(office, "steady", lambda: None)
    _phase(office, "each web node restarted in turn", lambda: _rolling(cluster))
    _phase(office, "the database restarted", lambda: cluster.primary.control("-m", "fast", "restart"))
    _phase(office, "the database killed, its standby promoted", lambda: _fail_over(cluster))
    _phase(office, "steady", lambda: None)
    office.goes_home.set()
    for person in people:
        person.join()


def _phase(office: Office, name: str, act: Callable[[], None]) -> None:
    begun = time.time()
    act()
    time.sleep(STEADY)
    ended = time.time()
    said = [one for one in list(office.said) if begun <= one.at < ended]
    times = [one.took * 1000 for one in said if one.is_well] or [0.0]
    yes = sorted([begun, *(one.at + one.took for one in said if one.is_well), ended])
    gap = max(after - before for before, after in pairwise(yes))
    others = Counter(one.status for one in said if not one.is_well)
    p99 = statistics.quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    numbers = f"{len(said)} | {sum(others.values())} | {statistics.median(times):.0f} | {p99:.0f} | {gap:.1f}"
    print(f"| {name} | {numbers} | {', '.join(f'{k}: {v}' for k, v in others.items())} |", flush=True)


def _rolling(cluster: Cluster) -> None:
    for node in cluster.nodes:
        cluster.lead_to([other for other in cluster.nodes if other is not node])
        node.stop()
        node.start()
        cluster.lead_to(cluster.nodes)


def _fail_over(cluster: Cluster) -> None:
    cluster.primary.control("-m", "immediate", "stop")
    cluster.standby.control("promote")
    if cluster.bouncer is not None:
        cluster.bouncer.lead_to(cluster.standby)


if __name__ == "__main__":
    sys.exit(main(is_pooled=sys.argv[1:] == ["pooled"]))
