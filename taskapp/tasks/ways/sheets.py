"""What a list shows in each of its shapes: the switch between them, numbered rows, the days of a month, weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request
from sqlalchemy import Select

from taskapp.base import formats
from taskapp.base.db import db
from taskapp.base.forms import typed_day
from taskapp.base.i18n import _, _l
from taskapp.people.auth import viewer, viewer_or_none
from taskapp.tasks import asked, lists, row_reading, row_words, sheets
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.selections import Filters, View
from taskapp.tasks.states import State
from taskapp.tasks.ways import columns, keeping, shapes, spans, weeks
from taskapp.tasks.ways.models import SavedFilter
from taskapp.tasks.ways.shapes import Asked, Layout, Shape
from taskapp.workdays import months
from taskapp.workdays.arithmetic import is_workday, workdays_between
from taskapp.workdays.spoken import day_said

A_DAY, A_WEEK = 4, 12  # tasks shown of a day or a week; the others are counted, and opened as a list
NAMES = {
    Shape.LIST: (_l("Danh sách"), "list"),
    Shape.TABLE: (_l("Bảng"), "list-task"),
    Shape.MONTH: (_l("Lịch tháng"), "calendar3"),
    Shape.WEEKS: (_l("Theo tuần"), "bar-chart-line"),
}


@dataclass(frozen=True)
class Mark:
    """A task on its day of the calendar: a colour word of ui.due, an icon, and how it stands in words."""

    task: Task
    kind: str
    icon: str
    words: str


@dataclass(frozen=True)
class Part:
    """A day or a week with its first tasks, of `total`; `rest`: the address of the list of all, or empty."""

    name: str
    note: str
    shown: Sequence[Any]
    total: int
    rest: dict[str, str]

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


def layout() -> Layout:
    """How lists stand before the signed-in person."""
    return shapes.layout_of(viewer().person.list_layout)


def asked_shape(view: View) -> Asked:
    """The shape that this request asks for."""
    return shapes.asked_of(request.args, view, layout(), sheets.seen_now().today)


def hear_day(text: str, today: date, is_past: bool) -> date | None:
    """The day that words name, by the calendar of the signed-in person's committee; nobody signed in names none."""
    if viewer_or_none() is None:
        return None
    return day_said(text, today, lambda: sheets.seen_now().calendar, is_past=is_past)


def day_told(text: str, *, is_past: bool) -> dict[str, Any]:
    """What a date field says of what was typed: the day, working days until then, or what is wrong with it."""
    if not text:
        return {"day": None, "problem": ""}
    now = sheets.seen_now()
    try:
        day = typed_day(text, is_past=is_past)
    except ValueError as error:
        return {"day": None, "problem": str(error)}
    if is_past and day > now.today:
        return {"day": None, "problem": _("Ngày %(day)s chưa tới; ở đây ghi ngày đã qua.", day=formats.day(day))}
    left = workdays_between(now.today, day, now.calendar)
    return {"day": day, "problem": "", "left": left, "is_off": not is_workday(day, now.calendar)}


def saved() -> Sequence[SavedFilter]:
    """The filters that the signed-in person has kept, and those that his unit shares."""
    return db.session.scalars(keeping.seen_by(viewer().person)).all()


def switch(view: View, filters: Filters, shown: Asked) -> dict[str, Any]:
    """The shapes of this list with their addresses, the present one, and what it says of itself in an address."""
    today, kept = sheets.seen_now().today, layout()
    plain = asked.parameters_of(view, filters)
    found = []
    for shape in shapes.offered(view):
        name, icon = NAMES[shape]
        own = shapes.parameters_of(replace(shown, shape=shape), kept, today)
        found.append({"name": name, "icon": icon, "parameters": plain | own, "is_here": shape is shown.shape})
    here = next(each["parameters"] for each in found if each["is_here"])
    return {
        "shape": shown.shape.value,
        "shapes": found,
        "layout": kept,
        "columns": columns.choices(),
        "parameters": here,
        "due_days": asked.days_words(filters.due),
    }


def table(rows: Sequence[lists.Row], shown: Asked) -> dict[str, Any]:
    """The rows of a table, and the number of the first of the next page."""
    chosen = layout().columns
    heads = [(name, str(columns.NAMES[name])) for name in chosen]
    return {"heads": heads, "lines": columns.lines(rows, chosen, shown.first), "next_no": shown.first + len(rows)}


def in_time(view: View, filters: Filters, shown: Asked) -> dict[str, Any]:
    """The month or the weeks of a list; the order of risk has no place there."""
    filters = replace(filters, by_risk=False)
    return (_month if shown.shape is Shape.MONTH else _weeks)(view, filters, shown)


def _month(view: View, filters: Filters, shown: Asked) -> dict[str, Any]:
    now, first, last = sheets.seen_now(), shown.month, shapes.last_of(shown.month)
    query = spans.by_day(_work(view, filters), first, last)
    found = spans.put_together(db.session(), spans.first_of_each(viewer().committee.id, query, A_DAY))
    laid_out = months.month(first.year, first.month, now.calendar, now.today)
    days = [
        (cell, _day(view, filters, cell.day, found.get(cell.day), now))
        for week in laid_out.weeks
        for cell in week
        if cell
    ]
    before, after = (_other(view, filters, shown, day) for day in shapes.months_around(first))
    here = _other(view, filters, shown, now.today.replace(day=1))
    around = {"before": before, "after": after, "here": here}
    return {"month": laid_out, "days": days, "around": around, "total": sum(each.total for each in found.values())}


def _weeks(view: View, filters: Filters, _shown: Asked) -> dict[str, Any]:
    now, committee_id = sheets.seen_now(), viewer().committee.id
    headings = weeks.weeks_from(now.today, now.calendar)
    query = spans.first_of_each(committee_id, spans.by_week(_work(view, filters), headings, now.today), A_WEEK)
    found = spans.put_together(db.session(), row_reading.with_rows(query, sheets.sight(), view, now.today))
    return {"parts": [_week(view, filters, each, found[each.place]) for each in headings if each.place in found]}


def _work(view: View, filters: Filters) -> Select[Task]:
    return sheets.undone(view, filters)


def _day(view: View, filters: Filters, day: date, some: spans.Some | None, now: Now) -> Part:
    rest = asked.parameters_of(view, replace(filters, due=(day, day))) | {"as": Shape.LIST.value}
    marks = [_mark(task, now) for task in some.tasks] if some else []
    return Part(formats.day(day), "", marks, some.total if some else 0, rest)


def _mark(task: Task, now: Now) -> Mark:
    cls = time_class(task, now)
    kind = "wait" if task.state is State.SUBMITTED else lists.KINDS[cls]
    icons = {"late": "exclamation-circle-fill", "soon": "clock-history", "wait": "hourglass-split"}
    return Mark(task, kind, icons.get(kind, ""), row_words.due_text(task, cls, now))


def _week(view: View, filters: Filters, week: weeks.Week, some: spans.Some) -> Part:
    rights, now = viewer().rights, sheets.seen_now()
    narrower = {
        weeks.OVERDUE: replace(filters, time="overdue"),
        weeks.HANDED_IN: replace(filters, state=State.SUBMITTED, due=(None, week.last)),
        weeks.UNDATED: replace(filters, time="no_limit"),
    }.get(week.place, replace(filters, due=(week.first, week.last)))
    is_said = filters.time in ("", narrower.time) and filters.state in (None, narrower.state)  # no choice is given up
    rows = [lists.row(task, rights, now) for task in some.tasks]
    rest = asked.parameters_of(view, narrower) | {"as": Shape.LIST.value} if is_said else {}
    return Part(_name(week), _note(week), rows, some.total, rest)


def _name(week: weeks.Week) -> str:
    names = {
        weeks.OVERDUE: _("Quá hạn"),
        weeks.HANDED_IN: _("Đã nộp, chờ duyệt"),
        weeks.FIRST_WEEK: _("Tuần này"),
        weeks.FIRST_WEEK + 1: _("Tuần sau"),
        weeks.LATER: _("Sau đó"),
        weeks.UNDATED: _("Không thời hạn"),
    }
    return names.get(week.place) or _("Tuần từ %(day)s", day=formats.day(week.first))


def _note(week: weeks.Week) -> str:
    if week.workdays is None or week.first is None:
        return ""
    days = _("%(first)s đến %(last)s", first=formats.day(week.first), last=formats.day(week.last))
    return _("%(days)s, %(count)s ngày làm việc", days=days, count=week.workdays)


def _other(view: View, filters: Filters, shown: Asked, month: date) -> dict[str, str]:
    there = shapes.parameters_of(replace(shown, month=month), layout(), sheets.seen_now().today)
    return asked.parameters_of(view, filters) | there
