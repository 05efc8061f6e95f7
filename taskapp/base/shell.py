"""The frame around every page: each package adds its own menu items and banners; base.html draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, current_app, g, request

from taskapp.base.sections import Section


@dataclass(frozen=True)
class NavItem:
    """A page that the menu leads to; `count` None shows no counter. `order` sorts them, `also`: its own tabs."""

    order: int
    label: str
    href: str
    icon: str
    count: int | None = None
    is_alarm: bool = False
    also: tuple[str, ...] = ()
    section: Section | None = None

    @property
    def is_active(self) -> bool:
        return any(map(_is_here, (self.href, *self.also)))


@dataclass(frozen=True)
class Line:
    """One line of the left menu: a page, or the pages of a section, in their order."""

    order: int
    label: str
    icon: str
    pages: tuple[NavItem, ...]

    @property
    def href(self) -> str:
        return self.pages[0].href

    @property
    def is_active(self) -> bool:
        return any(page.is_active for page in self.pages)

    @property
    def is_alarm(self) -> bool:
        """Whether something waits on one of the pages."""
        return any(page.count and page.is_alarm for page in self.pages)

    @property
    def count(self) -> int | None:
        """What waits; where nothing does, the counter of the page to which the line leads."""
        if self.is_alarm:
            return sum(page.count or 0 for page in self.pages if page.is_alarm)
        return self.pages[0].count


@dataclass(frozen=True)
class Banner:
    """A line across the top of every page: what is wrong and what to do, or what holds for now."""

    kind: str  # info, warning or danger
    text: str
    href: str = ""


def lines_of(items: Iterable[NavItem]) -> list[Line]:
    """The menu: pages of one section are one line, unless there is only one of them."""
    by_section: dict[Section | NavItem, list[NavItem]] = {}
    for item in sorted(items, key=lambda item: item.order):
        by_section.setdefault(item.section or item, []).append(item)
    lines = [_line(key, pages) for key, pages in by_section.items()]
    return sorted(lines, key=lambda line: line.order)


def _line(key: Section | NavItem, pages: list[NavItem]) -> Line:
    shown = key if len(pages) > 1 else pages[0]
    return Line(shown.order, str(shown.label), shown.icon, tuple(pages))


def _is_here(href: str) -> bool:
    """Whether the request is for this address, perhaps narrowed by more parameters."""
    parts = urlsplit(href)
    return request.path == parts.path and all(request.args.get(name) == said for name, said in parse_qsl(parts.query))


def nav_lines() -> list[Line]:
    """The left menu of this request, with its counters; asked again it costs nothing."""
    if "nav_lines" not in g:
        g.nav_lines = lines_of(item for source in current_app.extensions["nav"] for item in source())
    found: list[Line] = g.nav_lines
    return found


def init_shell(app: Flask) -> None:
    """Give templates `nav_lines()`, `nav_tabs()` and `banners()`, evaluated only by pages that draw the frame."""
    app.extensions["nav"] = []
    app.extensions["banners"] = []

    def nav_tabs() -> Line | None:
        """The line of the menu to which this page belongs, if others do too."""
        return next((line for line in nav_lines() if line.is_active and len(line.pages) > 1), None)

    def banners() -> list[Banner]:
        return [banner for source in app.extensions["banners"] for banner in source()]

    for name in (nav_lines, nav_tabs, banners):
        app.add_template_global(name)


def add_nav(app: Flask, source: Callable[[], list[NavItem]]) -> None:
    """`source` gives the menu items of one package for the person of this request; called when a page is drawn."""
    app.extensions["nav"].append(source)


def add_banner(app: Flask, source: Callable[[], list[Banner]]) -> None:
    """`source` gives the banners that one package wants on every page now."""
    app.extensions["banners"].append(source)
