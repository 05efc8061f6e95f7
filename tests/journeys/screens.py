"""Pictures of the guides and the README, made of the demo office in Chromium: `make screens`.

The clock stands, so that a picture changes only when the page does. Each is made in both languages: what the
Vietnamese guides show as `unit.png` is `unit.en.png` in the English ones.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import select

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db
from taskapp.demo.office import load
from taskapp.people.models import Person
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State
from tests.conftest import MONDAY, make_settings
from tests.journeys.conftest import PROGRAMS
from tests.journeys.seat import Seat
from tests.journeys.site import Site, running
from tests.repo.source import ROOT

SCREENS = ROOT / "docs" / "screens"
COLOURS = 128  # of a picture: pages have few, and it is a third of the size


class Picture(NamedTuple):
    """Who looks at what, how wide; `act` is done on the page before it is taken."""

    username: str
    path: str
    width: int = 1200
    act: Callable[[Seat], object] = lambda _seat: None


def _read_sample(seat: Seat) -> None:
    seat.page.locator("main form .btn-primary").click()
    seat.page.wait_for_url("**/directives/**")


PICTURES = {
    "dashboard.png": Picture("chutich", "/dashboard", 1440),
    "decide-phone.png": Picture("chutich", "/tasks?view=decide", 390),
    "review.png": Picture("vanphong", "/directives/new?sample=1", act=_read_sample),
    "unit.png": Picture("truongphong", "/tasks?view=unit"),
    "phone.png": Picture("congchuc", "/tasks?view=mine", 390),
    "result.png": Picture("congchuc", "/tasks/{task}/submission"),
    "welcome.png": Picture("quantri", "/admin/welcome"),
}


def main() -> None:
    """Write every picture anew."""
    clock.freeze(MONDAY)
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = _demo(Path(folder))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        with running(url, Path(folder)) as site:
            for name, picture in PICTURES.items():
                (SCREENS / name).write_bytes(_taken(browser, site, picture))
                (SCREENS / in_english(name)).write_bytes(_taken(browser, site, picture, "en"))
        browser.close()


def in_english(name: str) -> str:
    """The file of the same picture in the other language."""
    return name.replace(".png", ".en.png")


def _demo(folder: Path) -> str:
    url = f"sqlite:///{folder / 'demo.db'}"
    app = create_app(make_settings(url, folder, env="demo"))
    with app.app_context():
        migrate.upgrade(db.engine)
        load(db.session(), now=clock.now())
        db.session.commit()
        db.engine.dispose()
    return url


def _taken(browser: Browser, site: Site, picture: Picture, language: str = "vi") -> bytes:
    seat = Seat(browser, site.url, picture.username, picture.width)
    try:
        seat.sign_in(picture.username)
        if language != "vi":
            seat.page.locator("form[action='/language']").evaluate("form => form.querySelector('button').click()")
            expect(seat.page.locator("html")).to_have_attribute("lang", language)
        with site.app.app_context():
            path = picture.path.format(task=_task_of(picture.username))
        seat.go(path)
        picture.act(seat)
        seat.page.wait_for_load_state("networkidle")
        return _small(seat.page.screenshot())
    finally:
        seat.leave()


def _task_of(username: str) -> int:
    """A task on which this person works."""
    mine = select(Task.id).join(Person, Task.assignee_id == Person.id).where(Person.username == username)
    found = mine.where(Task.state == State.IN_PROGRESS, Task.kind == Kind.OFFICIAL).order_by(Task.due_on, Task.id)
    return db.session.scalars(found).first() or 0


def _small(png: bytes) -> bytes:
    drawn = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        drawn, "PNG", optimize=True
    )
    return drawn.getvalue()


if __name__ == "__main__":
    main()
