"""How fast pages appear and answer on a slow machine, and how many touches the daily work takes.

    .venv/bin/python -m tests.bench.interface [http://127.0.0.1:8000]

walks through the demo office that `make run` serves there (what it assigns and approves stays in it). Chromium works at
a quarter of this machine's speed; each page is opened with an empty memory, then once more, as whoever works there has
it. Printed: the tables of docs/ux.md. LCP is when the largest piece of the page was painted; INP the slowest answer to
a touch or a key, of a few of each kind.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.seat import Seat

SLOWER = 4
ROUNDS = 3
SCREENS = (
    ("chutich", "/dashboard"),
    ("chutich", "/tasks?view=decide"),
    ("chutich", "/tasks/new"),
    ("vanphong", "/tasks?view=all"),
    ("vanphong", "/reports/summary"),
    ("congchuc", "/tasks?view=mine"),
    ("congchuc", "/account"),
    ("quantri", "/admin/people"),
)
OBSERVE = """
window.seen = { lcp: 0, inp: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((one) => { seen.lcp = one.startTime; }))
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration);
})).observe({ type: "event", durationThreshold: 16, buffered: true });
"""


def main(url: str) -> None:
    """Print both tables."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        print("| Trang | Người | LCP lần đầu (ms) | LCP lần sau | INP (ms) |\n|---|---|---:|---:|---:|")
        for who, path in SCREENS:
            first, again, inp = (median(each) for each in zip(*_rounds(browser, url, who, path), strict=True))
            print(f"| `{path}` | {who} | {first:.0f} | {again:.0f} | {inp:.0f} |", flush=True)
        print("\n| Việc | Người | Lần chạm, ô điền | Máy chạy (giây) |\n|---|---|---:|---:|")
        for name, who, walk in WALKS:
            seat = Seat(browser, url, who, 390)
            seat.sign_in(who)
            seat.steps, started = 0, perf_counter()
            walk(seat)
            print(f"| {name} | {who} | {seat.steps} | {perf_counter() - started:.1f} |", flush=True)
            seat.leave()
        browser.close()


def _rounds(browser: Browser, url: str, who: str, path: str) -> Iterator[tuple[float, float, float]]:
    seat = Seat(browser, url, who, 1440)
    seat.sign_in(who)
    state = seat.context.storage_state()
    seat.leave()
    for _round in range(ROUNDS):
        context = browser.new_context(storage_state=state, base_url=url, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.add_init_script(OBSERVE)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(path, wait_until="networkidle")
        first = page.evaluate("seen.lcp")
        page.goto(path, wait_until="networkidle")
        again = page.evaluate("seen.lcp")  # a touch ends its measure
        _touch(page)
        yield first, again, page.evaluate("seen.inp")
        context.close()


def _touch(page: Page) -> None:
    """What hands do on every page: the menu of the person opened and closed, a field or a tick, typed words."""
    page.locator("details.who > summary").click()
    page.locator("details.who > summary").click()
    ticks = page.locator("main .form-check-input:visible")
    if ticks.count():
        ticks.first.click()
    fields = page.locator("main input:is([type=text], [type=search], [type=password]):visible")
    if fields.count():
        fields.first.click()
        page.keyboard.type("Báo cáo quý", delay=60)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))")


def _assign(seat: Seat) -> None:
    seat.press("Giao việc")
    seat.fill("Nội dung nhiệm vụ", "Báo cáo tình hình chứng thực điện tử")
    seat.tick("Phòng Tư pháp", group="Đơn vị chủ trì")
    seat.fill("Hoặc số ngày làm việc", "5")
    seat.press("Giao việc", within=seat.page.locator("main form"))
    seat.sees("Đã giao")


def _submit(seat: Seat) -> None:
    seat.press("Báo cáo kết quả")
    seat.fill("Số, ký hiệu văn bản kết quả", "214/BC-TP")
    if seat.page.get_by_label(re.compile("^Giải trình")).count():
        seat.fill("Giải trình", "Chờ số liệu của các xã")
    seat.press("Gửi báo cáo kết quả")
    seat.sees("Đã gửi báo cáo kết quả")


def _approve(seat: Seat) -> None:
    seat.press("Duyệt", within=seat.page.locator("main"))
    seat.sees("Đã duyệt kết quả.")


def _find(seat: Seat) -> None:
    seat.press("Tìm kiếm")
    seat.fill("Tìm nhiệm vụ, văn bản, người", "chung thuc")
    seat.page.locator("#search-hits a[href^='/tasks/']").first.click()
    seat.steps += 1
    seat.sees("Thông tin nhiệm vụ")


def _report(seat: Seat) -> None:
    with seat.page.expect_download():
        seat.press("Báo cáo tuần này (Excel)")


WALKS: tuple[tuple[str, str, Callable[[Seat], None]], ...] = (
    ("Giao một việc cho một đơn vị, 5 ngày làm việc", "chutich", _assign),
    ("Báo cáo kết quả có số văn bản", "congchuc", _submit),
    ("Duyệt một kết quả", "chutich", _approve),
    ("Tìm một việc và mở ra", "vanphong", _find),
    ("Báo cáo tuần, tải Excel", "vanphong", _report),
)

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
