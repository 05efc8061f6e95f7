"""The menu: a line for each thought, its pages as tabs of each other, nobody's longer than can be read at a glance."""

from __future__ import annotations

import re

from flask import Flask

from taskapp.base.sections import Section
from taskapp.base.shell import NavItem, lines_of

THOUGHT = Section(50, "Cả hai", "key")
MENU = re.compile(r'<nav class="menu".*?</nav>', re.DOTALL)
TABS = re.compile(r'<nav class="tabs".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"')


def page(order: int, label: str, count: int | None = None, *, is_alarm: bool = False, section: Section | None = None):
    return NavItem(order, label, f"/{label}", "eye", count, is_alarm, section=section)


def test_pages_of_a_section_are_one_line_and_a_lone_one_stands_for_itself():
    first, second = page(90, "b", section=THOUGHT), page(10, "a", section=THOUGHT)
    (one,) = lines_of([first, second])
    assert (one.label, one.icon, one.href, one.order) == ("Cả hai", "key", "/a", 50)
    (alone,) = lines_of([first])
    assert (alone.label, alone.icon, alone.href, alone.order) == ("b", "eye", "/b", 90)
    assert [line.label for line in lines_of([page(60, "z"), first, second, page(40, "y")])] == ["y", "Cả hai", "z"]


def test_a_line_counts_what_waits_or_else_what_its_first_page_holds():
    def counted(*pages: NavItem) -> tuple[int | None, bool]:
        (line,) = lines_of(pages)
        return line.count, line.is_alarm

    waits = page(3, "c", 2, is_alarm=True, section=THOUGHT)
    held, other = page(1, "a", 32, section=THOUGHT), page(2, "b", 5, section=THOUGHT)
    assert counted(held, other) == (32, False)
    assert counted(held, other, waits) == (2, True)
    assert counted(page(1, "a", section=THOUGHT), other) == (None, False)
    assert counted(held, page(3, "c", 0, is_alarm=True, section=THOUGHT)) == (32, False)


def test_nobody_s_menu_is_longer_than_twelve_lines_and_every_page_of_a_line_leads_to_the_others(app: Flask, client_of):
    for username in ("chutich", "vanphong", "truongphong", "congchuc", "quantri"):
        client = client_of(username)
        lines = LINK.findall(MENU.search(client.get("/account").get_data(as_text=True))[0])
        assert 3 <= len(lines) <= 12, (username, lines)
        for href in lines:
            text = client.get(href.replace("&amp;", "&")).get_data(as_text=True)
            assert 'aria-current="page"' in MENU.search(text)[0], (username, href)
    tabs = LINK.findall(TABS.search(client.get("/admin/access").get_data(as_text=True))[0])
    assert {"/admin/sign-on", "/admin/tokens", "/admin/sign-in-rules", "/admin/review"} <= set(tabs), tabs
    for href in tabs:
        answer = client.get(href)
        assert answer.status_code == 200, href
        assert f'<a href="{href}" aria-current="page">' in answer.get_data(as_text=True), href
