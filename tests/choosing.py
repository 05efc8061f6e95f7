"""Which tests are run on PostgreSQL after all of them have been run on SQLite: a plugin for both runs of `make test`.

The run on SQLite notes in the file that ASKED names, for each test, the kinds of statement it asked (their text without
values) and how long it took. The run on PostgreSQL then leaves out what would ask nothing new: it takes the tests that
ask most kinds for their time until another one would take WORTH seconds for each new kind. In any case it takes those
where several work at the same time, and those of which nothing is known. Without ASKED every test is run.
"""

from __future__ import annotations

import heapq
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from zlib import crc32

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

WORTH = 1.5  # seconds
TOGETHER = (  # several processes on one database, and what is killed
    "tests/faults/",
    "tests/outbox/test_workers.py",
    "tests/people/test_nodes.py",
    "tests/test_scheduler.py",
)
VALUE = re.compile(r"(%\(\w+\)s|%s|\?)(::[\w ]+)?")
VALUES = re.compile(r"\?(, \?)+")
NAMED = re.compile(r"SAVEPOINT \w+")

Asked = dict[str, tuple[float, list[int]]]  # by test: seconds, kinds of statement


def pytest_configure(config: pytest.Config) -> None:
    """Listen to statements, or choose; neither unless ASKED says where they are noted."""
    if not os.environ.get("ASKED"):
        return
    plugin = Chosen() if os.environ.get("TEST_DATABASE_URL") else Notes(Path(os.environ["ASKED"]))
    config.pluginmanager.register(plugin)


class Notes:
    """What each test asks; those of the worker processes come together in the one that writes them."""

    def __init__(self, file: Path) -> None:
        self.file, self.asked, self.now = file, Asked(), set[int]()
        self.kinds: dict[str, int] = {}
        event.listen(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement not in self.kinds:
            self.kinds[statement] = kind_of(statement)
        self.now.add(self.kinds[statement])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test with all that is made for it and put away after it."""
        self.now, began = set(), perf_counter()
        given = yield
        self.asked[item.nodeid] = perf_counter() - began, sorted(self.now)
        return given

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """A worker process has done its part."""
        self.asked |= getattr(node, "workeroutput", {}).get("asked", {})

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what was noted, or write it down."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["asked"] = self.asked
            return
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(json.dumps(self.asked), encoding="utf-8")


class Chosen:
    """Leaves out of a run what would ask nothing new."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Deselect it; each worker process comes to the same end."""
        noted = json.loads(Path(os.environ["ASKED"]).read_text(encoding="utf-8"))
        taken = chosen({item.nodeid: noted.get(item.nodeid, (0.0, [])) for item in items})
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in taken])
        items[:] = [item for item in items if item.nodeid in taken]


def kind_of(statement: str) -> int:
    """A number for the statement's text without its values and however many there are in a list."""
    return crc32(NAMED.sub("SAVEPOINT", VALUES.sub("?", VALUE.sub("?", statement))).encode())


def chosen(asked: Mapping[str, tuple[float, list[int]]]) -> set[str]:
    """The tests to run, of those that there are: see above."""
    taken = {test for test, (_seconds, kinds) in asked.items() if not kinds or test.startswith(TOGETHER)}
    known = {kind for test in taken for kind in asked[test][1]}
    heap = [(0.0, test) for test in asked.keys() - taken]  # seconds for each new kind, at least
    while heap:
        estimate, test = heapq.heappop(heap)
        seconds, kinds = asked[test]
        new = len(set(kinds) - known)
        price = seconds / new if new else WORTH
        if price > estimate and price < WORTH:
            heapq.heappush(heap, (price, test))
        elif price < WORTH:
            taken.add(test)
            known.update(kinds)
    return taken
