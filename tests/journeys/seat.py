"""One person before a browser: finds things by their words, and notes whatever a page complains about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

PATIENCE_MS = 60_000  # for a machine that does other things too
# what goes wrong with a request is heard of its answer or its end; a page that is left breaks off what it loads
HEARD_ELSEWHERE = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
BESIDE = 1200  # from this width on a task opens beside its list
PHONE = 500  # below this width the browser is a phone's
HEIGHTS = {True: 844, False: 900}
expect.set_options(timeout=PATIENCE_MS)

# Runs before any script of a page; what it says in the console as an error is a complaint.
WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
const measure = () => {
  const width = document.documentElement.scrollWidth, seen = Math.min(screen.width, innerWidth);
  if (width > seen) console.error(`scrolls sideways: ${width} px wide on ${seen}`);
};
for (const moment of ["load", "focusin", "click", "toggle", "htmx:afterSettle"])
  addEventListener(moment, measure, true);
"""


class Seat:
    """`seat.steps` counts what the person did: each touch, each field filled."""

    def __init__(self, browser: Browser, url: str, who: str, width: int, *, scripts: bool = True) -> None:
        self.who, self.width, self.scripts = who or "nobody", width, scripts
        self.complaints: list[str] = []
        self.steps = 0
        self._expected: tuple[int, ...] = ()
        self.unheard = ("net::ERR_ABORTED",)  # a page that is left no longer needs what it asked for
        is_phone = width < PHONE
        self.context = browser.new_context(
            base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=scripts,
            viewport={"width": width, "height": HEIGHTS[is_phone]}, has_touch=is_phone, is_mobile=is_phone,
            reduced_motion="reduce",  # what is scrolled to is there at once
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(WATCH)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self._complain(f"script: {error.error}"))
        self.context.on("response", self._receive)
        self.context.on("requestfailed", self._miss)
        self.page: Page = self.context.new_page()

    def sign_in(self, username: str) -> None:
        if not self.page.url.startswith("http"):
            self.page.goto("/sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill("demo")
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("navigation", name="Danh mục chính")).to_be_visible()

    def leave(self) -> None:
        self.context.close()

    def go(self, path: str) -> None:
        self.page.goto(path)

    def menu(self, name: str, tab: str = "") -> None:
        """Choose an item of the menu, then one of its tabs; on a phone some items stand behind "Thêm"."""
        menu = self.page.get_by_role("navigation", name="Danh mục chính")
        item = menu.get_by_role("link", name=name)
        if not item.is_visible():
            self._do(menu.get_by_role("button", name="Thêm"))
        self._do(item)
        if tab:
            self._do(self.page.get_by_role("navigation", name=name).get_by_role("link", name=tab))

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button, a link or a folded part by its words."""
        place = within or self.page
        exact = re.compile(rf"^\s*{re.escape(name)}\s*$")
        self._do(
            place.get_by_role("button", name=exact)
            .or_(place.get_by_role("link", name=exact))
            .or_(place.locator("summary").filter(has_text=exact))
            .locator("visible=true")
            .first
        )

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        self.steps += 1
        (within or self.page).get_by_label(label).fill(text)

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        self.steps += 1
        (within or self.page).get_by_label(label).select_option(label=option)

    def tick(self, label: str, group: str = "") -> None:
        self.steps += 1
        place = self.page.get_by_role("group", name=group) if group else self.page
        place.get_by_role("checkbox", name=label).check()

    def attach(self, label: str, *files: Path) -> None:
        self.steps += 1
        self.page.get_by_label(label).set_input_files(list(files))

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def sees_no(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)

    def row(self, text: str) -> Locator:
        """The row of a task list that holds the text."""
        return self.page.locator(".task-row").filter(has_text=text)

    def open_task(self, content: str) -> None:
        """Open the page of a task from the list that is shown; in a wide window it comes beside lists of work first."""
        is_beside = self.scripts and self.width >= BESIDE and self.page.locator("#panel").count() > 0
        self._do(self.row(content).locator("a.task-title"))
        if is_beside:
            self.page.get_by_role("link", name="Mở cả trang").click()

    def door(self, noun: str) -> Locator:
        """The folded form of one action on a task's page."""
        return self.page.locator(f"details#{noun}")

    def open_door(self, noun: str) -> Locator:
        """The folded form of one action, opened if it is not, "Khác…" before it if it is behind that."""
        door, more = self.door(noun), self.door("more")
        if more.locator(f"details#{noun}").count() and more.get_attribute("open") is None:
            self._do(more.locator("> summary"))
        if door.get_attribute("open") is None:
            self._do(door.locator("> summary"))
        return door.locator("form")

    def is_as_wide_as_its_screen(self) -> bool:
        """Whether nothing has to be scrolled sideways to be read; WATCH asks by itself where scripts run."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width <= self.width

    @contextmanager
    def refused(self, *statuses: int) -> Iterator[None]:
        """Inside, answers with these statuses are expected and nobody complains about them."""
        self._expected = statuses
        yield
        self.page.wait_for_load_state()
        self._expected = ()

    def _do(self, target: Locator) -> None:
        self.steps += 1
        target.click()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(HEARD_ELSEWHERE):
            self._complain(message.text)

    def _receive(self, answer: Response) -> None:
        if answer.status >= 400 and answer.status not in self._expected:
            self._complain(f"{answer.request.method} {answer.url} answered {answer.status}")

    def _miss(self, request: Request) -> None:
        if request.failure not in self.unheard:
            self._complain(f"{request.method} {request.url}: {request.failure}")

    def _complain(self, text: str) -> None:
        self.complaints.append(f"{self.who} at {self.width} px on {self.page.url}: {text}")
