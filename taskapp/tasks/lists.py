"""How a task stands in a list: its limit in words, where it comes from, the most likely next action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from textwrap import shorten

from taskapp.base import clock, formats
from taskapp.base.i18n import _, _n, named_day
from taskapp.people.rights import Rights
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import SOON, Moment, TimeClass, days_left, done_class, moment, open_class, own_days_late
from taskapp.tasks.models import Task
from taskapp.tasks.results import limit_of, listed_facts, submission_of
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_words import level_text, risk_text
from taskapp.tasks.rules import DEFAULT, OfficeRules, Terms
from taskapp.tasks.states import OPEN, Change, Kind, Move, State
from taskapp.tasks.words import LIMIT_NAMES, TIME_NAMES, state_text
from taskapp.workdays.arithmetic import Calendar, add_workdays, workdays_between

KINDS = {
    TimeClass.OVERDUE: "late",
    TimeClass.LATE: "late",
    TimeClass.DUE_SOON: "soon",
    TimeClass.ON_TIME: "done",
    TimeClass.EARLY: "done",
    TimeClass.IN_TERM: "",
    TimeClass.NO_LIMIT: "",
}


@dataclass(frozen=True)
class Row:
    """One task of a list, ready to be shown.

    `kind` is a colour word of ui.due; `group` the heading it stands under; `why` it stands in a list that tells why.
    """

    task: Task
    time_class: TimeClass
    kind: str
    due_text: str
    due_note: str
    group: str
    meta: tuple[str, ...]
    action: permissions.Action | None
    possible: frozenset[permissions.Action]
    why: str = ""


@dataclass(frozen=True)
class Now:
    """What a list is seen against: the instant, its local day and minute, and the working calendar."""

    at: datetime
    zone: str
    calendar: Calendar
    rules: OfficeRules = DEFAULT

    @property
    def terms(self) -> Terms:
        return Terms(self.calendar, self.rules)

    @property
    def moment(self) -> Moment:
        return moment(clock.local(self.at, self.zone))

    @property
    def today(self) -> date:
        return self.moment.on

    @property
    def soon(self) -> date:
        """The last local day that counts as "sắp đến hạn"."""
        return add_workdays(self.today, SOON, self.calendar)


def time_class(task: Task, now: Now) -> TimeClass:
    """The time class at this moment; while a result awaits its decision, that of its submission."""
    limit, submitted = limit_of(task), submission_of(task)
    waited = 0 if now.rules.is_strict else task.waited_workdays
    if task.state is State.DONE and submitted:
        return done_class(limit, submitted, waited, now.calendar)
    judged = submitted if task.state is State.SUBMITTED and submitted else now.moment
    return open_class(limit, judged, waited, now.calendar)


def row(task: Task, rights: Rights, now: Now, why: str = "") -> Row:
    """The task as it stands in a list of this person; `why` says why it stands there, where a list tells."""
    cls, possible = time_class(task, now), permissions.possible(rights, listed_facts(task))
    risk = risk_text(RiskLevel(task.risk) if task.risk else None, task.risk_reasons)
    return Row(
        task=task,
        time_class=cls,
        kind="wait" if task.state is State.SUBMITTED and cls is not TimeClass.OVERDUE else KINDS[cls],
        due_text=due_text(task, cls, now),
        due_note=due_note(task),
        group=_group(task, cls, now),
        meta=tuple(part for part in (why, risk, *_meta(task, rights, now)) if part),
        why=why,
        action=_likely(task, possible, rights),
        possible=possible,
    )


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


def grouped(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows under their headings, most urgent heading first, the order inside a heading kept."""
    order = {name: place for place, name in enumerate(_groups())}
    ordered = sorted(rows, key=lambda r: order[r.group])
    return [(name, list(members)) for name, members in groupby(ordered, key=lambda r: r.group)]


def by_risk(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows of a list in the order of risk under the names of its levels."""
    grouped = groupby(rows, key=lambda r: RiskLevel(r.task.risk or RiskLevel.LOW))
    return [(level_text(level), list(members)) for level, members in grouped]


def heading(rows: Sequence[Row]) -> str:
    """What a personal list answers, in one sentence: its first page is the most urgent part."""
    late = sum(1 for r in rows if r.group == _("Quá hạn"))
    today = sum(1 for r in rows if r.group == _("Hôm nay"))
    if not rows:
        return _("Không có việc nào đang chờ")
    if today and late:
        return _("%(late)s việc quá hạn, %(today)s việc hết hạn hôm nay", late=late, today=today)
    if today:
        return _n("Hôm nay có 1 việc phải xong", "Hôm nay có %(num)s việc phải xong", today)
    if late:
        return _n("Có 1 việc đã quá hạn", "Có %(num)s việc đã quá hạn", late)
    return _("Hôm nay không có việc đến hạn")


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
        return past_text(past)
    return left_text(limit, now)


def past_text(days: int) -> str:
    """How many working days a limit has passed by."""
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


def _groups() -> Sequence[str]:
    return (
        _("Quá hạn"),
        _("Hôm nay"),
        _("Sắp đến hạn"),
        _("Chưa tiếp nhận"),
        _("Đề nghị chuyển đơn vị khác"),
        _("Trong hạn"),
        _("Không thời hạn"),
        _("Chờ duyệt"),
        _("Dự thảo"),
        _("Đã hoàn thành"),
        _("Đã thu hồi"),
    )


def _group(task: Task, cls: TimeClass, now: Now) -> str:
    by_state = {
        State.SUBMITTED: _("Chờ duyệt"),
        State.DONE: _("Đã hoàn thành"),
        State.DRAFT: _("Dự thảo"),
        State.WITHDRAWN: _("Đã thu hồi"),
        State.DECLINED: _("Đề nghị chuyển đơn vị khác"),
    }
    if task.state in by_state:
        return by_state[task.state]
    if cls is TimeClass.OVERDUE:
        return _("Quá hạn")
    if task.due_on == now.today:
        return _("Hôm nay")
    if cls is TimeClass.DUE_SOON:
        return _("Sắp đến hạn")
    if task.state is State.ASSIGNED:
        return _("Chưa tiếp nhận")
    return _("Không thời hạn") if cls is TimeClass.NO_LIMIT else _("Trong hạn")


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


def holding_up(task: Task, now: Now) -> list[Task]:
    """The supporting units' parts that keep the task waiting: due, and not handed in."""
    return [part for part in task.parts if holds(part, now)]


def holds(task: Task, now: Now) -> bool:
    """Whether others wait for this one: its limit has passed and its result is not handed in."""
    return task.state in OPEN - {State.SUBMITTED} and time_class(task, now) is TimeClass.OVERDUE


def belonging(task: Task) -> str:
    """What a part or a piece is, and of which whole, in words; empty for a task of its own."""
    if task.kind is Kind.OFFICIAL or task.parent is None:
        return ""
    if task.kind is Kind.PART:
        return _("Phần phối hợp, %(unit)s chủ trì", unit=task.parent.lead_unit_name)
    return _("Việc con của “%(whole)s”", whole=shorten(task.parent.content, 70, placeholder="…"))


def _meta(task: Task, rights: Rights, now: Now) -> tuple[str, ...]:
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
        _("xin gia hạn đến %(day)s", day=formats.day(task.asked_due_on)) if _is_asked(task) else "",
        _("có báo sai đang chờ kết luận") if task.disputed else "",
        waiting_text(task, now),
        _("tiến độ %(percent)s %%", percent=task.progress_percent)
        if task.progress_percent and task.state is not State.DONE
        else "",
    ]
    return tuple(part for part in parts if part)


def _doer(task: Task, rights: Rights) -> str:
    """Who does it, unless the person himself; a deputy sees that it has become his to do."""
    if task.assignee is None or task.assignee_id == rights.person_id:
        return ""
    name = task.assignee.full_name
    return _("làm thay %(name)s", name=name) if task.assignee_id in rights.hands else name


def _is_returned(task: Task) -> bool:
    return task.state is State.IN_PROGRESS and task.last_decision == "sent_back"


def _is_asked(task: Task) -> bool:
    return task.asked_due_on is not None and task.state in OPEN


def _likely(task: Task, possible: frozenset[permissions.Action], rights: Rights) -> permissions.Action | None:
    if _is_asked(task) and Change.EXTEND in possible:
        return Move.APPROVE if Move.APPROVE in possible else Change.EXTEND
    if task.disputed and Change.ANSWER_DISPUTE in possible and task.state is not State.SUBMITTED:
        return Change.ANSWER_DISPUTE
    if task.state is State.ASSIGNED:
        order: tuple[permissions.Action, ...] = (Move.ACCEPT,)
    elif task.assignee_id is None and task.children:  # its pieces have officers of their own
        waits = any(child.state in OPEN for child in task.children)
        order = (Move.APPROVE, *(() if waits else (Move.SUBMIT,)), Move.REFUSE_DECLINE)
    elif task.assignee_id is None:
        order = (Move.APPROVE, Change.NAME_OFFICER, Move.SUBMIT, Move.REFUSE_DECLINE, Move.ISSUE)
    elif task.assignee_id in rights.hands:
        order = (Move.APPROVE, Move.SUBMIT)
    else:
        order = (Move.APPROVE, Move.REFUSE_DECLINE)  # somebody else is at work: nothing to press here
    return next((action for action in order if action in possible), None)
