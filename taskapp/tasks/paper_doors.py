"""The doors behind which something is written about a task: limits, urging, explanations, "báo sai", merging."""

from __future__ import annotations

from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import _, _l
from taskapp.tasks import changes, disputes, extensions, lifecycle, limits, queries
from taskapp.tasks.doors import Door, Visit, plain
from taskapp.tasks.forms import ReasonForm
from taskapp.tasks.models import Task
from taskapp.tasks.paper_forms import (
    AnswerDisputeForm,
    AskForm,
    BringForwardForm,
    CauseForm,
    DisputeForm,
    ExplainForm,
    ExtendForm,
    GrantForm,
    MergeForm,
    ReviewForm,
    UrgeForm,
)
from taskapp.tasks.paper_models import Dispute, DisputeAbout, Extension
from taskapp.tasks.states import Change, Move


def _ask(visit: Visit, form: AskForm) -> Extension:
    return extensions.ask(visit.session, visit.task, form.request(), by=visit.by, now=visit.now, terms=visit.terms)


def _grant(visit: Visit, form: GrantForm) -> None:
    limit, remark = form.limit(), form.remark.data or ""
    extensions.grant(visit.session, visit.task, limit=limit, reason=remark, by=visit.by, now=visit.now)


def _refuse(visit: Visit, form: ReasonForm) -> None:
    extensions.refuse(visit.session, visit.task, reason=form.reason.data or "", by=visit.by, now=visit.now)


def _extend(visit: Visit, form: ExtendForm) -> None:
    limit, reason = form.limit(), form.reason.data or ""
    extensions.extend(
        visit.session, visit.task, limit=limit, reason=reason, by=visit.by, now=visit.now, terms=visit.terms
    )


def _bring_forward(visit: Visit, form: BringForwardForm) -> None:
    limit, reason, carry = form.limit(), form.reason.data or "", bool(form.carry.data)
    limits.bring_forward(visit.session, visit.task, limit=limit, reason=reason, carry=carry, by=visit.by, now=visit.now)


def _review(visit: Visit, form: ReviewForm) -> None:
    if form.next_on.data is None:
        raise Refused(_("Hãy ghi ngày rà soát tiếp theo."), field="next_on")
    note = form.note.data or ""
    changes.review(visit.session, visit.task, next_on=form.next_on.data, note=note, by=visit.by, now=visit.now)


def _merge(visit: Visit, form: MergeForm) -> None:
    reason = form.reason.data or ""
    lifecycle.merge(visit.session, visit.task, into=_other(visit, form), reason=reason, by=visit.by, now=visit.now)


def _other(visit: Visit, form: MergeForm) -> Task:
    """The task that was chosen, or whose number was typed."""
    number = (form.other.data or "").lstrip("#")
    if number.isascii() and number.isdigit():
        chosen, field = int(number[:18]), "other"
    else:
        chosen, field = form.into.data or 0, "into"
    if not chosen or visit.by.rights is None:
        raise Refused(_("Hãy chọn nhiệm vụ trong danh sách, hoặc gõ mã số nhiệm vụ."), field="into")
    try:
        return queries.get(visit.session, visit.by.rights, chosen)
    except Missing as error:
        raise Refused(error.reason, field=field) from error


def _urge(visit: Visit, form: UrgeForm) -> None:
    changes.urge(visit.session, visit.task, text=form.text.data or "", by=visit.by, now=visit.now)


def _explain(visit: Visit, form: ExplainForm) -> None:
    text, claims = form.explanation.data or "", bool(form.claims_objective.data)
    changes.explain(
        visit.session, visit.task, text=text, claims_objective=claims, by=visit.by, now=visit.now, terms=visit.terms
    )


def _judge(visit: Visit, form: CauseForm) -> None:
    reason = form.reason.data or ""
    changes.judge_cause(
        visit.session, visit.task, is_confirmed=form.is_confirmed(), reason=reason, by=visit.by, now=visit.now
    )


def _dispute(visit: Visit, form: DisputeForm) -> Dispute:
    about, text = DisputeAbout(form.about.data), form.text.data or ""
    return disputes.dispute(visit.session, visit.task, about=about, text=text, by=visit.by, now=visit.now)


def _answer(visit: Visit, form: AnswerDisputeForm) -> None:
    disputes.answer(
        visit.session,
        visit.task,
        is_upheld=form.upheld(),
        text=form.answer.data or "",
        by=visit.by,
        now=visit.now,
        due_on=form.due_on.data,
        done_on=form.done_on.data,
    )


DOORS: dict[str, Door] = {
    "extension-request": Door(
        _l("Xin gia hạn"),
        _l("Đã gửi đề nghị gia hạn. Thời hạn cũ vẫn tính cho đến khi có quyết định."),
        _ask,
        Change.ASK_EXTENSION,
        AskForm,
    ),
    "extension-grant": Door(_l("Đồng ý gia hạn"), _l("Đã gia hạn."), _grant, Change.EXTEND, GrantForm),
    "extension-refusal": Door(
        _l("Không gia hạn"),
        _l("Đã trả lời: không gia hạn, thời hạn giữ nguyên."),
        _refuse,
        Change.REFUSE_EXTENSION,
        ReasonForm,
    ),
    "extension-recall": Door(_l("Rút lại đề nghị"), _l("Đã rút lại đề nghị gia hạn."), plain(extensions.take_back)),
    "extension": Door(_l("Gia hạn"), _l("Đã gia hạn."), _extend, Change.EXTEND, ExtendForm),
    "limit": Door(
        _l("Điều chỉnh thời hạn"),
        _l("Đã điều chỉnh thời hạn."),
        _bring_forward,
        Change.MOVE_LIMIT,
        BringForwardForm,
    ),
    "review": Door(_l("Đã rà soát"), _l("Đã ghi ngày rà soát tiếp theo."), _review, Change.REVIEW, ReviewForm),
    "merger": Door(_l("Gộp vào nhiệm vụ khác"), _l("Đã gộp nhiệm vụ."), _merge, Move.MERGE, MergeForm),
    "urging": Door(_l("Đôn đốc"), _l("Đã đôn đốc."), _urge, Change.URGE, UrgeForm),
    "explanation": Door(_l("Giải trình"), _l("Đã gửi giải trình."), _explain, Change.EXPLAIN, ExplainForm),
    "cause": Door(
        _l("Xem xét nguyên nhân khách quan"),
        _l("Đã ghi kết luận về nguyên nhân."),
        _judge,
        Change.JUDGE_CAUSE,
        CauseForm,
    ),
    "dispute": Door(
        _l("Báo sai"),
        _l("Đã gửi báo sai. Số liệu có ghi chú cho đến khi có kết luận."),
        _dispute,
        Change.DISPUTE,
        DisputeForm,
    ),
    "dispute-recall": Door(_l("Rút lại báo sai"), _l("Đã rút lại báo sai."), plain(disputes.take_back)),
    "dispute-answer": Door(
        _l("Kết luận báo sai"), _l("Đã kết luận báo sai."), _answer, Change.ANSWER_DISPUTE, AnswerDisputeForm
    ),
}
