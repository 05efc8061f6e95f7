"""How one task stands, in the sentences of its page: whose turn it is, its limits, how often it was urged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from taskapp.base import clock, formats
from taskapp.base.i18n import _, _n
from taskapp.tasks import extensions, limits
from taskapp.tasks.deadlines import Moment, TimeClass, is_past
from taskapp.tasks.holder import Holding, Step, held
from taskapp.tasks.lifecycle import last_day_to_decline
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.results import due_of, limit_of
from taskapp.tasks.rules import OfficeRules
from taskapp.tasks.states import OPEN, TAKEN_BACK, Kind, State
from taskapp.tasks.words import moment_text
from taskapp.workdays.arithmetic import workdays_between

BEFORE_ALL = Moment(date.min)


def limits_text(task: Task) -> str:
    """The limit to work towards, the original one, and the one that was missed if that judges."""
    if task.due_on is None:
        return _("Nhiệm vụ chưa có thời hạn.")
    original = moment_text(Moment(task.original_due_on, task.original_due_time)) if task.original_due_on else ""
    now = moment_text(due_of(task))
    if task.missed_due_on:
        missed = moment_text(limit_of(task))
        return _(
            "Thời hạn hiện nay %(now)s; thời hạn gốc %(original)s; đã quá hạn %(missed)s trước khi được gia hạn.",
            now=now,
            original=original,
            missed=missed,
        )
    return _("Thời hạn hiện nay %(now)s; thời hạn gốc %(original)s.", now=now, original=original)


def moving_text(task: Task) -> str:
    """The limits, and what hangs on them: pieces and parts may not be due after the whole."""
    hanging = limits.broken_by(task, BEFORE_ALL)
    if not hanging:
        return limits_text(task)
    return _(
        "%(limits)s Phần việc chưa xong: %(names)s; không phần nào được có hạn sau thời hạn mới.",
        limits=limits_text(task),
        names=limits.named(hanging),
    )


def extension_text(task: Task, rules: OfficeRules) -> str:
    """How many extensions were granted of how many."""
    return _("Đã gia hạn %(count)s trong %(most)s lần được phép.", count=task.extensions, most=rules.most_extensions)


def asking_text(task: Task, now: Now) -> str:
    """Until when an extension can be asked for; empty when there can be none anyway."""
    due = due_of(task)
    if due is None or task.extensions >= now.rules.most_extensions:
        return ""
    last = formats.day(extensions.last_day_to_ask(due.on, now.terms))
    if now.rules.late_requests:
        return _("Nên xin chậm nhất ngày %(day)s; xin sau khi quá hạn thì nhiệm vụ vẫn tính là trễ hạn.", day=last)
    if is_past(due, now.moment) or extensions.too_late_to_ask(task, now.moment, now.terms):
        return _("Hạn cuối để xin gia hạn là ngày %(day)s, đã qua.", day=last)
    return _("Xin chậm nhất ngày %(day)s.", day=last)


def declining_text(task: Task, now: Now) -> str:
    """Until which day the unit can say that it is not competent; the clock goes on."""
    last_day = last_day_to_decline(task, now.terms, now.zone)
    last = formats.day(last_day)
    if now.today > last_day:
        return _(
            "Hạn cuối để đề nghị chuyển đơn vị khác là ngày %(day)s, đã qua. Nếu việc không thuộc thẩm quyền của đơn "
            "vị, hãy tiếp nhận rồi nêu ở phần trao đổi.",
            day=last,
        )
    return _(
        "Đề nghị được đến hết ngày %(day)s (%(count)s ngày làm việc kể từ khi nhận). "
        "Thời hạn nhiệm vụ vẫn tính cho đến khi người giao quyết định.",
        day=last,
        count=now.rules.decline_within,
    )


def held_text(task: Task, story: Iterable[TaskEvent], now: Now) -> str:
    """Who has to do something about the task now, since which day, for how long; empty when nobody has.

    `story`: its events, oldest first.
    """
    found = held(
        Step(e.to_state, e.lead_unit_id, e.assignee_id, e.assigner_id, e.effective_at, e.kind in TAKEN_BACK)
        for e in story
    )
    if found is None:
        return ""
    days = days_since(found.since, now)
    since = formats.day(clock.local_day(found.since, now.zone))
    lasts = _n("1 ngày làm việc", "%(num)s ngày làm việc", days)
    who = _holder_text(task, found.holding)
    if not days:
        return _("%(who)s, từ ngày %(day)s.", who=who, day=since)
    return _("%(who)s, từ ngày %(day)s (%(lasts)s).", who=who, day=since, lasts=lasts)


def _holder_text(task: Task, holding: Holding) -> str:
    unit, officer = task.lead_unit_name, task.assignee
    assigner = task.assigner if task.kind is Kind.OFFICIAL else None  # of the others several may decide
    if holding is Holding.ACCEPTANCE:
        return _("Chờ %(unit)s tiếp nhận", unit=unit)
    if holding is Holding.WORK:
        if officer is None:
            return _("%(unit)s đang làm, chưa phân công người xử lý", unit=unit)
        return _("%(person)s (%(unit)s) đang làm", person=officer.full_name, unit=unit)
    if holding is Holding.DECISION:
        return _("Chờ %(person)s duyệt kết quả", person=assigner.full_name) if assigner else _("Chờ duyệt kết quả")
    if assigner is None:
        return _("Chờ trả lời đề nghị chuyển đơn vị")
    return _("Chờ %(person)s trả lời đề nghị chuyển đơn vị", person=assigner.full_name)


def turn_text(task: Task, now: Now) -> str:
    """While a result awaits its decision: who has it, and for how many working days."""
    if task.state is not State.SUBMITTED or task.submitted_on is None:
        return ""
    days = max(0, workdays_between(task.submitted_on, now.today, now.calendar))
    who = _("Đơn vị chủ trì") if task.kind is Kind.PART else _("Người giao")
    if now.rules.is_strict or time_class(task, now) is TimeClass.OVERDUE:
        return _n(
            "%(who)s đã giữ 1 ngày làm việc; kết quả tính theo ngày nộp %(day)s.",
            "%(who)s đã giữ %(num)s ngày làm việc; kết quả tính theo ngày nộp %(day)s.",
            days,
            who=who,
            day=formats.day(task.submitted_on),
        )
    return _n(
        "%(who)s đã giữ 1 ngày làm việc; thời gian này không tính cho đơn vị thực hiện.",
        "%(who)s đã giữ %(num)s ngày làm việc; thời gian này không tính cho đơn vị thực hiện.",
        days,
        who=who,
    )


def waited_text(since: datetime | None, now: Now) -> str:
    """For how many whole working days something has awaited its decision; the day it came is not counted."""
    days = days_since(since, now)
    if days == 0:
        return _("Mới gửi, đang chờ quyết định.")
    return _n("Đã chờ quyết định 1 ngày làm việc.", "Đã chờ quyết định %(num)s ngày làm việc.", days)


def days_since(since: datetime | None, now: Now) -> int:
    """Whole working days from the local day of an instant until today."""
    if since is None:
        return 0
    return max(0, workdays_between(clock.local_day(since, now.zone), now.today, now.calendar))


def urged_text(task: Task, rules: OfficeRules) -> str:
    """How often the doers were urged, and how often in vain; empty when never, or when the task is finished."""
    if not task.urgings or task.state not in OPEN:
        return ""
    count, unanswered = task.urgings, task.unanswered_urgings
    if not unanswered:
        return _("Đã đôn đốc %(count)s lần, đơn vị đã có phản hồi.", count=count)
    if unanswered < rules.urgings_before_leader:
        return _("Đã đôn đốc %(count)s lần, %(unanswered)s lần chưa trả lời.", count=count, unanswered=unanswered)
    return _(
        "Đã đôn đốc %(count)s lần, %(unanswered)s lần chưa trả lời; đã vào danh sách trình lãnh đạo.",
        count=count,
        unanswered=unanswered,
    )


def urging_text(task: Task, now: Now) -> str:
    """What an office writes when it urges, offered to be sent as it is or changed."""
    unit, limit = task.lead_unit_name, limit_of(task)
    if limit is None:
        return _("Đề nghị %(unit)s báo cáo tình hình, kết quả thực hiện nhiệm vụ.", unit=unit)
    day = moment_text(limit)
    if time_class(task, now) is TimeClass.OVERDUE:
        return _(
            "Nhiệm vụ đã quá hạn (%(day)s). Đề nghị %(unit)s khẩn trương hoàn thành, báo cáo kết quả và lý do chậm.",
            unit=unit,
            day=day,
        )
    if task.state is State.ASSIGNED:
        return _("Đề nghị %(unit)s tiếp nhận, triển khai nhiệm vụ, bảo đảm thời hạn %(day)s.", unit=unit, day=day)
    return _(
        "Đề nghị %(unit)s khẩn trương thực hiện, báo cáo kết quả trước thời hạn %(day)s; "
        "nếu có khó khăn, vướng mắc thì báo cáo ngay.",
        unit=unit,
        day=day,
    )
