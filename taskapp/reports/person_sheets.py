"""A person's sheet as a page: which period was asked for, what is shown and offered to whoever reads it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput, Missing
from taskapp.base.i18n import _
from taskapp.people import queries as people
from taskapp.people.auth import viewer
from taskapp.people.models import Person
from taskapp.reports import evaluation_words
from taskapp.reports.addresses import link_args
from taskapp.reports.asking import Asked
from taskapp.reports.evaluating import Sheet, read_sheet
from taskapp.reports.evaluation import Group
from taskapp.reports.evaluation_forms import AnswerForm, ContestForm, months_and_quarters
from taskapp.reports.evaluation_lines import ProductLine, amount, product_lines, rules, share_lines, sources
from taskapp.reports.evaluation_models import EvaluationContest
from taskapp.reports.evaluation_rights import may_decide, may_read
from taskapp.reports.forms import AskForm
from taskapp.reports.periods import Span, containing
from taskapp.reports.question import Question


def sheet_page(
    person: Person,
    *,
    contest_form: ContestForm | None = None,
    answered: tuple[EvaluationContest, AnswerForm] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of a person's sheet; forms that were refused keep what was typed. Raises BadInput."""
    sheet = sheet_of(person, answered[0] if answered else None)
    question, group, every = sheet.ground.question, _group(), lines_of(sheet)
    form = AskForm.read(request.args, [], question.first, question.last)
    form.show(question, clock.now())
    page = render_template(
        "reports/person.html",
        form=form,
        sheet=sheet,
        shares=share_lines(sheet.evaluation),
        group=group,
        lines=every if group is Group.ASSIGNED else lines_of(sheet, group),
        titles={line.shown.image.task_id: line.title for line in every},
        contest_form=_contest_form(sheet, every, contest_form),
        answer_form=(lambda one: answered[1] if answered and answered[0].id == one.id else AnswerForm(formdata=None)),
        may_decide=may_decide(viewer().rights, person.id, person.unit_id),
        args=args_of(question),
        rules=rules(sheet.ground),
        sources=sources(sheet.ground),
        **frame(),
    )
    return page, status


def sheet_of(person: Person, about: EvaluationContest | None = None, *, is_now: bool = False) -> Sheet:
    """The sheet of the period in the address, else that of an objection, else this quarter. Raises BadInput."""
    form = AskForm.read(request.args, [], *(_days(about) if about else quarter()))
    if not form.validate():
        raise BadInput(_("Kỳ báo cáo chưa đúng. Hãy quay lại trang báo cáo và chọn lại."))
    asked = form.asked()
    asked = Asked(asked.first, asked.last, "" if is_now else asked.as_of)
    return read_sheet(db.session(), viewer().committee, asked, person, now=clock.now())


def lines_of(sheet: Sheet, group: Group = Group.ASSIGNED) -> list[ProductLine]:
    """The products behind a number of the sheet as the viewer may see them; one query."""
    return product_lines(db.session(), viewer().rights, sheet.evaluation.group(group), sheet.ground)


def person_of(person_id: int) -> Person:
    """A person whose sheet the viewer may read. Raises Missing."""
    who = viewer()
    found = people.get_person(db.session(), who.committee.id, person_id)
    if not may_read(who.rights, found.id, found.unit_id):
        raise Missing(_("Không có người dùng này trong cơ quan của anh/chị."))
    return found


def args_of(question: Question, *, is_now: bool = False) -> dict[str, Any]:
    """The question as parts of an address; `is_now`: only its period."""
    args = link_args(question)
    return {name: args[name] for name in ("from", "to")} if is_now else args


def quarter() -> tuple[date, date]:
    """First and last day of this quarter."""
    found = containing(_today(), Span.QUARTER)
    return found.first, found.last


def frame() -> dict[str, Any]:
    """What all pages of evaluations need besides their figures."""
    return {
        "periods": months_and_quarters(_today()),
        "words": evaluation_words,
        "amount": amount,
    }


def _contest_form(sheet: Sheet, lines: list[ProductLine], form: ContestForm | None) -> ContestForm | None:
    """The form for an objection, on the own sheet while no other waits."""
    if sheet.person.id != viewer().rights.person_id or (sheet.unanswered and form is None):
        return None
    form = form or ContestForm(formdata=None)
    form.offer(lines)
    return form


def _group() -> Group:
    try:
        return Group(request.args.get("show", Group.ASSIGNED.value))
    except ValueError as error:
        raise BadInput(_("Địa chỉ danh sách không đúng. Hãy mở lại từ phiếu của cá nhân.")) from error


def _days(contest: EvaluationContest) -> tuple[date, date]:
    return contest.first, contest.last


def _today() -> date:
    return clock.local_day(clock.now(), viewer().committee.timezone)
