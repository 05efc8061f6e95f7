"""What the pages of decisions about units show: what follows in words, the choice of successors in a split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session, joinedload

from taskapp.admin.reorganising import Outcome, Plan
from taskapp.admin.reorganising_forms import DecisionForm, RenameForm
from taskapp.base import formats
from taskapp.base.i18n import _, _n, number
from taskapp.people import queries
from taskapp.people.models import Unit
from taskapp.people.unit_models import Rearranging
from taskapp.tasks import succeeding
from taskapp.tasks.models import Task


@dataclass(frozen=True)
class Line:
    """One consequence; `is_warning`: to be thought about before it is confirmed."""

    name: str
    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class Pick:
    """Somebody or something that may go to another successor than the first: field, words, its place now.

    A task without one goes with its officer.
    """

    field: str
    text: str
    meta: str
    place: int | None
    is_task: bool = False


@dataclass(frozen=True)
class SplitChoice:
    """The successors of a split in their order, and what may be sent to which: persons, then tasks."""

    heirs: Sequence[str]
    picks: Sequence[Pick]


def begin(session: Session, form: DecisionForm, unit_id: int | None) -> None:
    """Fill in what the form begins with: the names of the unit to rename."""
    unit = session.get(Unit, unit_id) if unit_id else None
    if unit is None:
        return
    if isinstance(form, RenameForm):
        form.name.data, form.short_name.data = unit.name, unit.short_name


def told(done: Outcome) -> str:
    """What is said once it was done."""
    if not done.is_succession:
        return _("Đã ghi thay đổi. Lịch sử của đơn vị ở trang này.")
    people = _n("1 người", "%(num)s người", done.people)
    tasks = _n("1 nhiệm vụ đang mở", "%(num)s nhiệm vụ đang mở", done.open_tasks)
    return _("Đã thực hiện: %(people)s và %(tasks)s chuyển sang đơn vị kế thừa.", people=people, tasks=tasks)


def lines(outcome: Outcome, kind: Rearranging) -> list[Line]:
    """Everything that follows, the warnings last."""
    heirs = "; ".join(outcome.heirs)
    if kind is Rearranging.RENAME:
        kept = _("Việc đã giao, văn bản và báo cáo các kỳ trước giữ tên cũ; tìm theo tên cũ vẫn thấy.")
        return [Line(_("Tên mới"), heirs), Line(_("Tên cũ"), kept)]
    if kind is Rearranging.MOVE:
        stays = _("Người, việc và vai trò trong đơn vị giữ nguyên. Báo cáo các kỳ trước vẫn cộng theo cấp trên cũ.")
        return [Line(_("Cấp trên mới"), heirs), Line(_("Giữ nguyên"), stays), *_losing(outcome)]
    found = [
        Line(_("Đơn vị kế thừa"), heirs),
        Line(_("Người chuyển theo, cùng vai trò"), number(outcome.people)),
        *(Line(_("Việc đang mở của %(unit)s", unit=unit), _open_text(count)) for unit, count in outcome.tasks),
        Line(_("Dự thảo chuyển theo"), number(outcome.drafts)),
        Line(_("Đơn vị bên dưới chuyển theo"), "; ".join(outcome.children)),
        Line(_("Việc định kỳ"), number(outcome.duties)),
        Line(_("Loại việc thường giao cho đơn vị"), number(outcome.work_types)),
        Line(_("Tên gọi đã học từ văn bản"), number(outcome.aliases)),
        Line(_("Bộ mốc nhắc riêng, áp dụng từ ngày mai"), number(outcome.ladders)),
        Line(
            _("Giữ nguyên"),
            _(
                "Việc đã xong ở lại đơn vị cũ; thời hạn, trạng thái, người xử lý không đổi; "
                "không ai phải tiếp nhận lại và không gửi thư giao việc."
            ),
        ),
    ]
    if outcome.doubled:
        doubled = _n(
            "1 phần phối hợp nay do chính đơn vị chủ trì giữ.",
            "%(num)s phần phối hợp nay do chính đơn vị chủ trì giữ.",
            outcome.doubled,
        )
        found.append(Line(_("Cần xem lại"), doubled, is_warning=True))
    return [line for line in found if line.text not in ("", "0")] + _losing(outcome)


def _open_text(count: int) -> str:
    return _n("1 việc chuyển theo", "%(num)s việc chuyển theo", count) if count else _("không có")


def _losing(outcome: Outcome) -> list[Line]:
    names = ", ".join(outcome.losing)
    return [Line(_("Không còn xem được việc của đơn vị"), names, is_warning=True)] if names else []


def choice(session: Session, plan: Plan) -> SplitChoice:
    """Who and what goes where in a split. An administrator reads no tasks: they are told by number and document."""
    old = plan.olds[0]
    persons = session.scalars(queries.people_of(old.committee_id, [old.id]))
    shown = succeeding.open_tasks(old.committee_id, [old.id])
    tasks = session.scalars(shown.options(joinedload(Task.directive), joinedload(Task.assignee)))
    picks = [Pick(f"person-{one.id}", one.full_name, one.position, plan.by_person.get(one.id, 0)) for one in persons]
    picks += [_task_pick(task, plan) for task in tasks]
    return SplitChoice([*(heir.name for heir in plan.heirs), *(new.name for new in plan.new)], picks)


def _task_pick(task: Task, plan: Plan) -> Pick:
    meta = (
        task.directive.number if task.directive else "",
        _("hạn %(day)s", day=formats.day(task.due_on)) if task.due_on else "",
        task.assignee.full_name if task.assignee else "",
    )
    text = _("Nhiệm vụ số %(id)s", id=task.id)
    return Pick(f"task-{task.id}", text, " · ".join(filter(None, meta)), plan.by_task.get(task.id), is_task=True)
