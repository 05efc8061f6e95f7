"""Chromium, the application behind a real web server, and people who use it at a desk or on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import Browser, sync_playwright

from taskapp.base.settings import ROOT
from taskapp.tasks import lifecycle
from tests.journeys.seat import Seat
from tests.journeys.site import Site, running
from tests.tasks.making import TERMS, Desk, at
from tests.thorough import much

SHOTS = ROOT / "test-output" / "journeys"
PROGRAMS = ("chromium", "chromium-browser")

OpenSite = Callable[..., Site]
SeatOf = Callable[..., Seat]

WIDTHS = (1440, 390)  # pixels: at a desk, on a phone
failed = pytest.StashKey[bool]()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A story that says nothing of its width is told at a desk and on a phone; in `make test` at one, by its name."""
    says = any("width" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "width" in metafunc.fixturenames and not says:
        one = WIDTHS[crc32(metafunc.function.__name__.encode()) % len(WIDTHS)]
        metafunc.parametrize("width", much(WIDTHS, (one,)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember for the fixtures whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[failed] = report.failed
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("These tests need Chromium on the PATH; on Debian: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def open_site(database_url: str, tmp_path: Path) -> Iterator[OpenSite]:
    """`open_site(smtp_url=…)` serves the application with these settings over this test's database."""
    with ExitStack() as opened:
        yield lambda **changes: opened.enter_context(running(database_url, tmp_path / "data", **changes))


@pytest.fixture
def site(open_site: OpenSite) -> Site:
    """The application with the settings of tests."""
    return open_site()


@pytest.fixture
def numbers(site: Site) -> dict[str, int]:
    """Numbers of things that the pages show: a task of each kind, a person, a unit, a mail."""
    site.remind()
    with site.writing() as (session, office):
        desk = Desk(session, office)
        february = at("27/02")
        declined = desk.task(february, content="Xác minh hộ tịch")
        reason = "Thuộc thẩm quyền Phòng Nội vụ"
        lifecycle.decline(session, declined, reason=reason, by=desk.by("truongphong"), now=february, terms=TERMS)
        made = {
            "overdue": desk.in_progress(february, content="Rà soát văn bản", due_on=date(2026, 2, 27)),
            "soon": desk.in_progress(content="Báo cáo tuần", due_on=date(2026, 3, 3)),
            "submitted": desk.submitted(content="Hòa giải ở cơ sở"),
            "done": desk.done(content="Chứng thực điện tử", starred=True),
            "undated": desk.undated(content="Theo dõi thường xuyên"),
            "draft": desk.draft(content="Dự thảo kế hoạch"),
            "declined": declined,
        }
        session.flush()
        found = {name: task.id for name, task in made.items()}
        found |= {"officer": office.people["congchuc"], "unit": office.units["tp"]}
    assert site.remind()["delivered"] > 0
    return found | {"message": 1}


@pytest.fixture
def seat_of(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[SeatOf]:
    """`seat_of(site, "chutich", 390)` is that person before a browser of that width, signed in through the form.

    At the end no page may have complained: console, content security policy, server, sideways scrolling.
    """
    seats: list[Seat] = []

    def take(site: Site, username: str = "", width: int = 1440, *, scripts: bool = True) -> Seat:
        seat = Seat(chromium, site.url, username, width, scripts=scripts)
        seats.append(seat)
        if username:
            seat.sign_in(username)
        return seat

    yield take
    try:
        if request.node.stash.get(failed, True) or any(seat.complaints for seat in seats):
            _shoot(seats, request.node.name)
        complaints = [complaint for seat in seats for complaint in seat.complaints]
    finally:
        for seat in seats:
            seat.leave()
    assert complaints == []


def _shoot(seats: list[Seat], test: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for number, seat in enumerate(seats):
        for place, page in enumerate(seat.context.pages):
            page.screenshot(path=SHOTS / f"{test}-{number}-{seat.who}-{place}.png", full_page=True)
