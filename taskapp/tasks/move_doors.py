"""The doors behind which a task moves, or changes hands."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.people.queries import get_person, get_unit
from taskapp.tasks import assigning, changes, lifecycle
from taskapp.tasks.doors import Door, Visit, plain, with_reason
from taskapp.tasks.forms import NoteForm, OfficerForm, ProgressForm, ReasonForm, ReassignForm, ReturnForm
from taskapp.tasks.paper_forms import DeclineForm
from taskapp.tasks.states import Change, Move


def _decline(visit: Visit, form: DeclineForm) -> None:
    task, unit_id, reason = visit.task, form.proposed.data, form.reason.data or ""
    proposed = get_unit(visit.session, task.committee_id, unit_id) if unit_id else None
    lifecycle.decline(
        visit.session, task, reason=reason, by=visit.by, now=visit.now, terms=visit.terms, proposed=proposed
    )


def _lead(visit: Visit, form: ReassignForm) -> None:
    lead = get_unit(visit.session, visit.task.committee_id, form.lead.data or 0)
    lifecycle.reassign(visit.session, visit.task, lead=lead, reason=form.reason.data or "", by=visit.by, now=visit.now)


def _officer(visit: Visit, form: OfficerForm) -> None:
    officer = get_person(visit.session, visit.task.committee_id, form.officer.data or 0)
    changes.name_officer(visit.session, visit.task, officer=officer, by=visit.by, now=visit.now)


def _progress(visit: Visit, form: ProgressForm) -> None:
    note, percent = form.note.data or "", form.percent.data or 0
    changes.progress(visit.session, visit.task, percent=percent, note=note, by=visit.by, now=visit.now)


def _approve(visit: Visit, form: NoteForm) -> None:
    lifecycle.approve(visit.session, visit.task, note=form.note.data or "", by=visit.by, now=visit.now)


def _return(visit: Visit, form: ReturnForm) -> None:
    reason = form.reason.data or ""
    lifecycle.send_back(visit.session, visit.task, reason=reason, by=visit.by, now=visit.now, terms=visit.terms)


def _star(visit: Visit, _form: object) -> None:
    changes.star(visit.session, visit.task, starred=not visit.task.starred, by=visit.by, now=visit.now)


DOORS: dict[str, Door] = {
    "issue": Door(_l("Giao việc"), _l("Đã giao việc."), plain(lifecycle.issue), Move.ISSUE),
    "discard": Door(
        _l("Bỏ dự thảo"), _l("Đã bỏ dự thảo."), plain(assigning.discard), confirm=_l("Bỏ hẳn dự thảo này?")
    ),
    "acceptance": Door(_l("Tiếp nhận"), _l("Đã tiếp nhận nhiệm vụ."), plain(lifecycle.accept), Move.ACCEPT),
    "refusal": Door(
        _l("Đề nghị chuyển đơn vị khác"),
        _l("Đã gửi đề nghị chuyển đơn vị khác. Thời hạn vẫn tính."),
        _decline,
        Move.DECLINE,
        DeclineForm,
    ),
    "refusal-recall": Door(
        _l("Rút lại đề nghị"),
        _l("Đã rút lại đề nghị chuyển đơn vị khác."),
        plain(lifecycle.take_back_decline),
        Move.TAKE_BACK_DECLINE,
    ),
    "refusal-answer": Door(
        _l("Giữ nguyên đơn vị"),
        _l("Đã giữ nguyên đơn vị chủ trì."),
        with_reason(lifecycle.refuse_decline),
        Move.REFUSE_DECLINE,
        ReasonForm,
    ),
    "lead": Door(_l("Chuyển đơn vị chủ trì"), _l("Đã chuyển đơn vị chủ trì."), _lead, Move.REASSIGN, ReassignForm),
    "officer": Door(
        _l("Phân công người xử lý"), _l("Đã phân công người xử lý."), _officer, Change.NAME_OFFICER, OfficerForm
    ),
    "progress": Door(_l("Cập nhật tiến độ"), _l("Đã cập nhật tiến độ."), _progress, Change.PROGRESS, ProgressForm),
    "recall": Door(_l("Rút lại báo cáo"), _l("Đã rút lại báo cáo."), plain(lifecycle.recall), Move.RECALL),
    "approval": Door(_l("Duyệt kết quả"), _l("Đã duyệt kết quả."), _approve, Move.APPROVE, NoteForm),
    "return": Door(
        _l("Trả lại"),
        _l("Đã trả lại để thực hiện tiếp, thời hạn giữ nguyên."),
        _return,
        Move.SEND_BACK,
        ReturnForm,
    ),
    "withdrawal": Door(
        _l("Thu hồi"), _l("Đã thu hồi nhiệm vụ."), with_reason(lifecycle.withdraw), Move.WITHDRAW, ReasonForm
    ),
    "reopening": Door(
        _l("Mở lại"),
        _l("Đã mở lại nhiệm vụ, thời hạn giữ nguyên."),
        with_reason(lifecycle.reopen),
        Move.REOPEN,
        ReasonForm,
    ),
    "star": Door(_l("Gắn sao"), _l("Đã cập nhật dấu sao."), _star, Change.STAR),
}
