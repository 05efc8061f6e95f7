"""What persons say is not right about their own sheets (đề nghị xem lại), and what is decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.rights import Rights
from taskapp.reports.evaluating import Sheet
from taskapp.reports.evaluation_models import ContestAbout, EvaluationContest
from taskapp.reports.evaluation_reading import one_contest
from taskapp.reports.evaluation_rights import may_decide, may_read


@dataclass(frozen=True)
class Objection:
    """What is objected to: a share, the weights or something else, perhaps about one task of the sheet."""

    about: ContestAbout
    text: str
    task_id: int | None = None


def raise_contest(
    session: Session, sheet: Sheet, objection: Objection, *, by: Rights, now: datetime
) -> EvaluationContest:
    """Ask that the own sheet be looked at again; one at a time for a period. Does not commit.

    Raises Forbidden for anybody else's sheet, Refused without words or while another waits.
    """
    if sheet.person.id != by.person_id:
        raise Forbidden(_("Chỉ chính người được đánh giá gửi đề nghị xem lại phiếu của mình."))
    if not objection.text:
        raise Refused(_("Hãy ghi rõ điều chưa đúng và đúng ra là thế nào."), field="text")
    if sheet.unanswered:
        raise Refused(_("Đã có một đề nghị về kỳ này đang chờ kết luận. Hãy chờ kết luận trước khi gửi tiếp."))
    if objection.task_id and objection.task_id not in {one.judged.image.task_id for one in sheet.evaluation.products}:
        raise Refused(_("Nhiệm vụ này không có trong phiếu. Hãy chọn lại."), field="task")
    question = sheet.ground.question
    made = EvaluationContest(
        committee_id=sheet.ground.committee.id,
        person_id=sheet.person.id,
        first=question.first,
        last=question.last,
        as_of=question.as_of,
        about=objection.about,
        task_id=objection.task_id,
        text=objection.text,
        raised_at=now,
    )
    session.add(made)
    return made


def find(session: Session, contest_id: int, *, by: Rights) -> EvaluationContest:
    """An objection on a sheet that the person may read. Raises Missing."""
    found: EvaluationContest | None = session.scalars(one_contest(by.committee_id, contest_id)).one_or_none()
    if found is None or not may_read(by, found.person_id, found.person.unit_id):
        raise Missing(_("Không có đề nghị này, hoặc nằm ngoài phạm vi của anh/chị."))
    return found


def answer(contest: EvaluationContest, *, is_upheld: bool | None, text: str, by: Rights, now: datetime) -> None:
    """Decide about an objection; no figure changes by it. Does not commit.

    Raises Forbidden for whose sheet it is and for who may not decide, Refused without a verdict, without words, or when
    it was decided before.
    """
    check_may_decide(by, contest.person_id, contest.person.unit_id)
    if contest.is_upheld is not None:
        raise Refused(_("Đề nghị này đã có kết luận. Hãy mở lại phiếu để xem."))
    if is_upheld is None:
        raise Refused(_("Hãy chọn công nhận hay không công nhận."), field="verdict")
    if not text:
        raise Refused(_("Hãy ghi kết luận và lý do."), field="answer")
    contest.is_upheld, contest.answer = is_upheld, text
    contest.answered_by_id, contest.answered_at = by.person_id, now


def check_may_decide(rights: Rights, person_id: int, unit_id: int) -> None:
    """Raises Forbidden for who may not decide about the person's sheet."""
    if not may_decide(rights, person_id, unit_id):
        raise Forbidden(
            _("Trưởng đơn vị, Văn phòng hoặc lãnh đạo quyết định về phiếu này; không ai tự quyết định phiếu của mình.")
        )
