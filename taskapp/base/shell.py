"""The frame around every page: each package adds its own menu items and banners; base.html draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, request


@dataclass(frozen=True)
class NavItem:
    """One line of the left menu; `count` None shows no counter. `order` sorts the whole menu, `also`: its tabs."""

    order: int
    label: str
    href: str
    icon: str
    count: int | None = None
    is_alarm: bool = False
    also: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        return request.full_path.rstrip("?") in (self.href, *self.also) or request.path == self.href


@dataclass(frozen=True)
class Banner:
    """A line across the top of every page: what is wrong and what to do, or what holds for now."""

    kind: str  # info, warning or danger
    text: str
    href: str = ""


def init_shell(app: Flask) -> None:
    """Give templates `nav_items()` and `banners()`, evaluated only by pages that draw the frame."""
    app.extensions["nav"] = []
    app.extensions["banners"] = []

    def nav_items() -> list[NavItem]:
        return sorted((item for source in app.extensions["nav"] for item in source()), key=lambda item: item.order)

    def banners() -> list[Banner]:
        return [banner for source in app.extensions["banners"] for banner in source()]

    app.add_template_global(nav_items)
    app.add_template_global(banners)


def add_nav(app: Flask, source: Callable[[], list[NavItem]]) -> None:
    """`source` gives the menu items of one package for the person of this request; called when a page is drawn."""
    app.extensions["nav"].append(source)


def add_banner(app: Flask, source: Callable[[], list[Banner]]) -> None:
    """`source` gives the banners that one package wants on every page now."""
    app.extensions["banners"].append(source)
