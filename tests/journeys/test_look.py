"""The looks: light, dark, more contrast and paper, on the page of all components; what a first visit weighs."""

from __future__ import annotations

import gzip
from typing import Literal

import pytest
from playwright.sync_api import Response

from tests.journeys.accessible import shortcomings, squeezed
from tests.journeys.axe import violations
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

MOST_BYTES = 300 * 1024
# pages of a person whose browser has never been there; fonts are packed already
FIRST = (("congchuc", "/tasks?view=mine"), ("vanphong", "/tasks?view=all"), ("chutich", "/tasks/new"))
CHARTED = 200 * 1024  # the charts of the board, fetched once its figures can be read
PACKED = ("font/", "image/png")
LOOKS: tuple[tuple[Literal["light", "dark"], Literal["more", "no-preference"]], ...] = (
    ("light", "no-preference"),
    ("dark", "no-preference"),
    ("light", "more"),
    ("dark", "more"),
)
MAIN = {
    "chutich": ("/dashboard", "/tasks?view=decide", "/tasks/new", "/reports/summary?from=2026-01-01&to=2026-03-31"),
    "congchuc": ("/tasks?view=mine", "/tasks/{overdue}"),
    "quantri": ("/admin/people", "/account"),
}
TABLET = 768
ALSO = {
    "chutich": (
        *("/dashboard/office", "/tasks?view=all", "/tasks?view=all&as=table", "/tasks?view=all&as=month"),
        *("/tasks/{submitted}", "/directives", "/reports/meeting", "/reports/people", "/imports"),
    ),
    "congchuc": ("/tasks/{overdue}/submission", "/absences", "/search?q=ho"),
    "quantri": ("/admin/units", "/admin/mail", "/admin/rights", "/admin/calendar", "/admin/welcome"),
}
GROUND = "getComputedStyle(document.body).backgroundColor"
DARK, LIGHT, PAPER = "rgb(14, 24, 34)", "rgb(245, 247, 249)", "rgb(255, 255, 255)"


def test_every_component_can_be_read_in_every_look(site: Site, seat_of: SeatOf) -> None:
    wrong = []
    for width, looks in ((1440, LOOKS), (390, LOOKS[1:2])):
        seat = seat_of(site, "quantri", width)
        for scheme, contrast in looks:
            seat.page.emulate_media(color_scheme=scheme, contrast=contrast)
            seat.go("/admin/ui")
            seat.page.locator("#sample svg").wait_for()
            found = shortcomings(seat.page) + violations(seat.page)
            wrong += [f"{width} px {scheme} {contrast}: {sentence}" for sentence in found]
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_on_the_main_screens(site: Site, numbers: dict[str, int], seat_of: SeatOf) -> None:
    wrong = []
    for username, paths in MAIN.items():
        seat = seat_of(site, username, 390)
        seat.page.emulate_media(color_scheme="dark")
        for path in paths:
            seat.go(path.format(**numbers))
            wrong += [f"{path}: {sentence}" for sentence in violations(seat.page)]
    assert not wrong, "\n".join(wrong)


def test_on_a_tablet_everything_has_its_room(site: Site, numbers: dict[str, int], seat_of: SeatOf) -> None:
    wrong = []
    for username, paths in MAIN.items():
        seat = seat_of(site, username, TABLET)
        for path in (*paths, *ALSO[username]):
            seat.go(path.format(**numbers))
            wrong += [f"{path}: {sentence}" for sentence in squeezed(seat.page)]
    assert not wrong, "\n".join(wrong)


def test_what_has_no_room_is_seen(site: Site, seat_of: SeatOf) -> None:
    page = seat_of(site, width=TABLET).page
    page.set_content(
        """<html><body><main><h1 style="width:40px;overflow-wrap:anywhere;line-height:1.2">Theo dõi tiến độ</h1>
        <p><button>Một</button><button style="margin-left:-30px">Hai</button></p>
        <div style="width:100px;white-space:nowrap">Đăng ký vắng mặt từ ngày mai</div>
        <p style="width:1400px"><a href="/" style="margin-left:760px">Xa</a></p></main></body></html>"""
    )
    found = " ".join(squeezed(page))
    for what in ("scrolls sideways", "one over the other: <button> Một, <button> Hai", "leaves its place: <div>",
                 "off the screen: <a> Xa", "no room", "<h1> Theo dõi"):  # fmt: skip
        assert what in found


def test_axe_sees_what_is_wrong(site: Site, seat_of: SeatOf) -> None:
    seat = seat_of(site)
    seat.go("/sign-in")
    assert violations(seat.page) == []
    seat.page.evaluate("document.querySelector('label[for]').remove()")
    assert violations(seat.page) == ["label: #username"]


def test_a_person_chooses_the_look_and_charts_follow_it(site: Site, seat_of: SeatOf) -> None:
    seat = seat_of(site, "quantri")
    seat.go("/admin/ui")
    assert seat.page.evaluate(GROUND) == LIGHT
    seat.page.emulate_media(color_scheme="dark")
    assert seat.page.evaluate(GROUND) == DARK
    assert "#52b883" in colours_of_the_chart(seat)
    _choose(seat, "Sáng")
    assert seat.page.evaluate(GROUND) == LIGHT
    seat.page.emulate_media(color_scheme="light")
    _choose(seat, "Tối")
    assert seat.page.evaluate(GROUND) == DARK
    seat.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seat.page.emulate_media(media="print")
    assert "#1c7f4d" in colours_of_the_chart(seat)
    assert seat.page.locator(".card").first.evaluate("(card) => getComputedStyle(card).backgroundColor") == PAPER
    seat.page.emulate_media(media="screen")
    seat.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "#52b883" in colours_of_the_chart(seat)


def test_a_first_visit_weighs_little(site: Site, seat_of: SeatOf) -> None:
    for username, path in FIRST:
        assert _weight(seat_of(site, username), path) <= MOST_BYTES, path
    assert _weight(seat_of(site, "chutich"), "/dashboard") <= MOST_BYTES + CHARTED


def colours_of_the_chart(seat: Seat) -> str:
    """The picture as it stands, once it is there."""
    seat.page.locator("#sample svg path").first.wait_for(state="attached")
    drawn: str = seat.page.locator("#sample").inner_html()
    return drawn.lower()


def _choose(seat: Seat, name: str) -> None:
    seat.page.locator("details.who > summary").click()
    with seat.page.expect_navigation():
        seat.press(name)


def _weight(seat: Seat, path: str) -> int:
    """Bytes of the page and all it asks for, packed as a web server sends them, with an empty memory."""
    answers: list[Response] = []
    page = seat.context.browser.new_context(storage_state=seat.context.storage_state()).new_page()  # type: ignore[union-attr]
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it cannot mark a built-in
    page.goto(f"{seat.page.url.split('/', 3)[0]}//{seat.page.url.split('/', 3)[2]}{path}", wait_until="networkidle")
    weight = sum(_packed(answer) for answer in answers if answer.status == 200)
    page.context.close()
    return weight


def _packed(answer: Response) -> int:
    kind, body = answer.headers.get("content-type", ""), answer.body()
    return len(body if kind.startswith(PACKED) else gzip.compress(body, 6))
