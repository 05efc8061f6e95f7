"""A task of a list in words: how its limit stands, whose turn it is, where it comes from."""

from __future__ import annotations

from textwrap import shorten

from taskapp.base import clock, formats
from taskapp.base.i18n import _, _n, named_day
from taskapp.people.rights import Rights
from taskapp.tasks.deadlines import Moment, TimeClass, days_left, own_days_late
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now, holding_up
from taskapp.tasks.results import limit_of
from taskapp.tasks.states import OPEN, Kind, State
from taskapp.tasks.words import LIMIT_NAMES, TIME_NAMES, result_text, state_text
from taskapp.workdays.arithmetic import workdays_between


def due_text(task: Task, cls: TimeClass, now: Now) -> str:
    """The limit in words: "Quá 2 ngày làm việc", "Hết ngày hôm nay", "Còn 3 ngày làm việc", "Đúng hạn"…"""
    limit = limit_of(task)
    if task.state is State.WITHDRAWN:
        return state_text(task.state, task.excluded)
    if limit is None or task.state is State.DONE:
        return str(TIME_NAMES[cls] if limit or task.state is State.DONE else LIMIT_NAMES[task.limit_kind])
    if task.state is State.SUBMITTED:
        return _("Chờ duyệt, nộp quá hạn") if cls is TimeClass.OVERDUE else _("Chờ duyệt, nộp trong hạn")
    if cls is TimeClass.OVERDUE:
        past = own_days_late(limit, now.moment, task.waited_workdays, now.calendar, strict=now.rules.is_strict)
        return past_text(limit, past, now.moment)
    return left_text(limit, now)


def past_text(limit: Moment, days: int, judged: Moment) -> str:
    """By how much a limit has passed: so many working days, or since which hour of the same day."""
    if limit.at and judged.on == limit.on:
        return _("Quá hạn từ %(hour)s hôm nay", hour=formats.hour(limit.at))
    return _n("Quá 1 ngày làm việc", "Quá %(num)s ngày làm việc", days)


def left_text(limit: Moment, now: Now) -> str:
    """How long there is to a limit that has not passed."""
    if limit.on <= now.today:
        return _("Đến %(hour)s hôm nay", hour=formats.hour(limit.at)) if limit.at else _("Hết ngày hôm nay")
    left = days_left(now.today, limit.on, now.calendar)
    return _n("Còn 1 ngày làm việc", "Còn %(num)s ngày làm việc", left) if left else _("Còn dưới 1 ngày làm việc")


def due_note(task: Task) -> str:
    """The day of the limit and what an extension made of it; without a limit, the day to look at it again."""
    if task.due_on is None:
        return _("xem lại %(day)s", day=formats.day(task.review_on)) if task.review_on else ""
    day = named_day(task.due_on)
    if task.due_time:
        day = f"{formats.hour(task.due_time)} {day}"
    original = formats.day(task.original_due_on)
    if task.missed_due_on:
        missed = formats.day(task.missed_due_on)
        return _("%(day)s · gia hạn sau khi đã quá hạn %(old)s, hạn gốc %(first)s", day=day, old=missed, first=original)
    if task.extensions:
        return _("%(day)s · gia hạn lần %(count)s, hạn gốc %(old)s", day=day, count=task.extensions, old=original)
    if (task.due_on, task.due_time) != (task.original_due_on, task.original_due_time):
        return _("%(day)s · đã điều chỉnh, hạn gốc %(old)s", day=day, old=original)
    return day


def waiting_text(task: Task, now: Now) -> str:
    """Whose turn it is when the doers have done theirs, and for how many working days: "Chờ duyệt 3 ngày làm việc"."""
    since = task.submitted_on if task.state is State.SUBMITTED else None
    if task.state is State.DECLINED and task.declined_at:
        since = clock.local_day(task.declined_at, now.zone)
    if since is None:
        return ""
    days = max(0, workdays_between(since, now.today, now.calendar))
    if task.state is State.SUBMITTED and task.kind is Kind.PART:
        return _n("đơn vị chủ trì đã giữ 1 ngày làm việc", "đơn vị chủ trì đã giữ %(num)s ngày làm việc", days)
    if task.state is State.DECLINED:
        return _n("chờ người giao quyết định 1 ngày làm việc", "chờ người giao quyết định %(num)s ngày làm việc", days)
    return _n("người giao đã giữ 1 ngày làm việc", "người giao đã giữ %(num)s ngày làm việc", days)


def belonging(task: Task) -> str:
    """What a part or a piece is, and of which whole, in words; empty for a task of its own."""
    if task.kind is Kind.OFFICIAL or task.parent is None:
        return ""
    if task.kind is Kind.PART:
        return _("Phần phối hợp, %(unit)s chủ trì", unit=task.parent.lead_unit_name)
    return _("Việc con của “%(whole)s”", whole=shorten(task.parent.content, 70, placeholder="…"))


def why_unattended(task: Task) -> str:
    """Why nobody who is here is responsible for a task of the list of those."""
    officer = task.assignee
    if officer is None:
        return _("chưa phân công, đơn vị chưa có thủ trưởng hoặc người thay có mặt")
    if not officer.is_enabled:
        return _("người xử lý đã nghỉ")
    if officer.unit_id != task.lead_unit_id:
        return _("người xử lý đã chuyển đơn vị")
    return _("người xử lý vắng đến %(day)s, không có người thay", day=formats.day(task.away_until))


def meta(task: Task, rights: Rights, now: Now) -> tuple[str, ...]:
    """What stands under a task in a list: where it comes from, whose it is, what is unusual about it."""
    document = task.directive
    late_parts = holding_up(task, now) if task.state in OPEN else []
    unfinished = [child for child in task.children if child.state in OPEN]
    parts = [
        belonging(task),
        _("%(number)s ngày %(day)s", number=document.number, day=formats.day(document.issued_on))
        if document and document.issued_on
        else (document.number if document else ""),
        task.lead_unit_name if task.lead_unit_id != rights.unit_id else "",
        _doer(task, rights),
        _("%(who)s giao", who=task.assigner_title) if task.assigner_title else "",
        _("phối hợp: %(units)s", units=", ".join(part.lead_unit_name for part in task.parts)) if task.parts else "",
        _("đang chậm do %(units)s", units=", ".join(part.lead_unit_name for part in late_parts)) if late_parts else "",
        _("%(done)s/%(all)s việc con đã xong", done=len(task.children) - len(unfinished), all=len(task.children))
        if task.children
        else "",
        _("đã đôn đốc %(count)s lần", count=task.urgings) if task.urgings and task.state in OPEN else "",
        _("kết quả bị trả lại, phải làm tiếp") if _is_returned(task) else "",
        _("xin gia hạn đến %(day)s", day=formats.day(task.asked_due_on)) if is_asked(task) else "",
        _("có báo sai đang chờ kết luận") if task.disputed else "",
        _result_text(task),
        waiting_text(task, now),
        _("tiến độ %(percent)s %%", percent=task.progress_percent)
        if task.progress_percent and task.state not in (State.SUBMITTED, State.DONE)
        else "",
    ]
    return tuple(part for part in parts if part)


def _result_text(task: Task) -> str:
    """What waits for its decision: the document of the result, and with how many files it came."""
    if task.state is not State.SUBMITTED or task.result_files is None:  # None: not a list that reads it
        return ""
    files = _n("1 tệp", "%(num)s tệp", task.result_files) if task.result_files else ""
    if task.result_number:
        return ", ".join(filter(None, (result_text(task.result_number, task.result_on), files)))
    return _("kết quả kèm %(files)s", files=files) if files else _("kết quả không kèm văn bản, tệp")


def _doer(task: Task, rights: Rights) -> str:
    """Who does it, unless the person himself; a deputy sees that it has become his to do."""
    if task.assignee is None or task.assignee_id == rights.person_id:
        return ""
    name = task.assignee.full_name
    return _("làm thay %(name)s", name=name) if task.assignee_id in rights.hands else name


def _is_returned(task: Task) -> bool:
    return task.state is State.IN_PROGRESS and task.last_decision == "sent_back"


def is_asked(task: Task) -> bool:
    """Whether more time has been asked for and nobody has answered."""
    return task.asked_due_on is not None and task.state in OPEN
