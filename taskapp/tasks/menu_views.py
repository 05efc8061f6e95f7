"""Where a person finds tasks: the left menu, the tabs of the own work, and how many wait in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request, url_for

from taskapp.base import sections
from taskapp.base.i18n import _, _l, _n
from taskapp.base.shell import Banner, NavItem
from taskapp.people.auth import viewer, viewer_or_none
from taskapp.people.rights import Rights
from taskapp.tasks import asked, handover_queries, sheets
from taskapp.tasks.desks import RARE, ROLES, TITLES, tabs_of, views_of
from taskapp.tasks.selections import UNCOUNTED, View

ICONS = {
    View.MINE: "person-check",
    View.UNIT: "inbox",
    View.SUPPORT: "people",
    View.KNOW: "eye",
    View.DECIDE: "check2-square",
    View.GIVEN: "send",
    View.URGED: "megaphone",
    View.UNATTENDED: "person-x",
    View.DRAFTS: "pencil-square",
    View.DONE: "check-circle",
    View.ALL: "list-task",
}
SECTIONS = dict.fromkeys((View.GIVEN, View.URGED, View.UNATTENDED), sections.GIVEN) | dict.fromkeys(
    (View.ALL, View.DRAFTS, View.DONE), sections.TASKS
)
ALARMING = (View.UNIT, View.MINE, View.DECIDE, View.UNATTENDED)


@dataclass(frozen=True)
class Tab:
    """One list of the own work, with how many tasks it holds."""

    view: View
    label: str
    count: int


def tabs(view: View) -> list[Tab]:
    """The tabs above this list; none above a list that is not one of them."""
    rights = viewer().rights
    shown = tabs_of(rights)
    if view not in shown:
        return []
    counts, labels = _numbers(rights), TITLES | {View.UNIT: _l("Chủ trì"), View.MINE: _l("Chủ trì")}
    if View.UNIT in shown and View.MINE in shown:
        labels |= {View.UNIT: _l("Đơn vị chủ trì"), View.MINE: _l("Tôi xử lý")}
    return [Tab(each, str(labels[each]), counts[each]) for each in shown]


def menu() -> list[NavItem]:
    """Menu items with their counters: one query whatever the roles.

    The counter of the own work is what the person has to do, chủ trì and phối hợp together.
    """
    rights = viewer().rights
    standing, work, counts = views_of(rights), tabs_of(rights), dict(_numbers(rights))
    shown = [
        view
        for view in (*ROLES, View.ALL)
        if view in standing or (view in RARE and view not in work and counts.get(view))
    ]
    if work:
        counts[work[0]] += counts[View.SUPPORT]
    items = [_item(place, view, counts, work if view in work else []) for place, view in enumerate(shown)]
    items = [replace(item, also=(*item.also, *_bare(view))) for item, view in zip(items, shown, strict=True)]
    waiting = counts.get(handover_queries.WAITING, 0)
    if waiting or rights.has(*handover_queries.READING):
        label, href = _("Bàn giao việc"), url_for("handover.index")
        item = NavItem(77, label, href, "arrow-left-right", waiting or None, is_alarm=True, section=sections.AWAY)
        items.append(item)
    return items


def banners() -> list[Banner]:
    """What came to the person and waits for his word; for who keeps the board, tasks that nobody sees to."""
    who = viewer_or_none()
    if who is None:
        return []
    counts, found = _numbers(who.rights), []
    if count := counts.get(handover_queries.WAITING):
        text = _n("Bàn giao chờ xác nhận: 1 việc.", "Bàn giao chờ xác nhận: %(num)s việc.", count)
        found.append(Banner("info", text, url_for("handover.index")))
    if (count := counts.get(View.UNATTENDED)) and request.endpoint == "reports.dashboard":
        text = _n("1 việc đang mở không có người phụ trách.", "%(num)s việc đang mở không có người phụ trách.", count)
        found.append(Banner("warning", text, _href(View.UNATTENDED)))
    return found


def _item(place: int, view: View, counts: dict[str, int], work: list[View]) -> NavItem:
    return NavItem(
        order=20 if view is View.ALL else 20 + place,
        label=str(TITLES[view]),
        href=_href(view),
        icon=ICONS[view],
        count=counts.get(view),
        is_alarm=view in ALARMING,
        also=(*map(_href, work), url_for("tasks.index", view=view.value)),
        section=SECTIONS.get(view),
    )


def _bare(view: View) -> tuple[str, ...]:
    """The address of this page if it names no view and this is the one it shows."""
    names_none = request.endpoint == "tasks.index" and request.args.get("view", "") not in set(View)
    return (request.path,) if names_none and asked.view_of(request.args, viewer().rights) is view else ()


def _href(view: View) -> str:
    """The list; of all tasks first what is still to be done, since what is finished is most of them."""
    return url_for("tasks.index", view=view.value, state=asked.UNDONE if view is View.ALL else None)


def _numbers(rights: Rights) -> Mapping[str, int]:
    """The numbers of everything in the menu and the tabs, so that a page asks once; who reads none has none."""
    named = {*views_of(rights), *tabs_of(rights), *RARE} if rights.readable else set()
    return sheets.numbers([view for view in View if view in named - UNCOUNTED])
