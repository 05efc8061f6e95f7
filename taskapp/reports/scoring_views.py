"""The scoring tables: which hold today, a trial of the PAR steps with the figures of this quarter, editing, history."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.auth import decides_for_all, requires, viewer
from taskapp.people.rights import READERS, Role
from taskapp.reports import adding, scoring_tables
from taskapp.reports.addresses import link_args
from taskapp.reports.asking import Asked, question
from taskapp.reports.evaluation_lines import source
from taskapp.reports.person_sheets import frame, quarter
from taskapp.reports.scoring import Scored, Scoring, par_points
from taskapp.reports.scoring_forms import ScoringForm, scoring_form
from taskapp.reports.tally import Formula
from taskapp.tasks.forms import blame

bp = Blueprint("scoring", __name__)
DECIDING = (Role.LEADER, Role.MONITOR)


@bp.get("/reports/scoring")
@requires(*READERS)
def index() -> ResponseReturnValue:
    tables = _held()
    return render_template(
        "reports/scoring.html",
        tables=[(scored, tables.get(scored)) for scored in Scored],
        trial=_trial(tables) if viewer().rights.has(*DECIDING, Role.INSPECTOR) else None,
        source=source,
        may_change=decides_for_all(*DECIDING),
        **frame(),
    )


@bp.get("/reports/scoring/<table>")
@requires(*READERS)
def show(table: str) -> ResponseReturnValue:
    held = _table(table)
    return _page(held, scoring_form(held, _today(), formdata=None), 200)


@bp.post("/reports/scoring/<table>")
@requires(*READERS)
def change(table: str) -> ResponseReturnValue:
    held = _table(table)
    if not decides_for_all(*DECIDING):
        raise Forbidden(_("Bảng điểm do lãnh đạo hoặc Văn phòng theo dõi toàn cơ quan thay đổi."))
    form = scoring_form(held, _today())
    if not form.validate():
        return _page(held, form, 400)
    try:
        _choose(held, form)
    except Refused as error:
        back_to_reading(db.session())
        return _page(held, form, blame(form, error))
    flash(_("Đã ghi bảng điểm mới. Số liệu đã biết trước lúc này vẫn theo bảng cũ."), "success")
    return redirect(url_for("scoring.show", table=table))


def _choose(held: Scoring, form: ScoringForm) -> None:
    who, now = viewer(), clock.database_now(db.session())
    seen, reason = form.seen.number, form.reason.data or ""
    wanted = form.table(held.scored)
    scoring_tables.choose(db.session(), who.committee, wanted, seen=seen, reason=reason, by=who.person, now=now)
    db.session.commit()


def _page(held: Scoring, form: ScoringForm, status: int) -> ResponseReturnValue:
    committee_id = viewer().committee.id
    history = scoring_tables.history(db.session(), committee_id, held.scored)
    form.seen.data = str(scoring_tables.newest(db.session(), committee_id, held.scored))
    page = render_template(
        "reports/scoring_table.html",
        held=held,
        form=form,
        grid=form.grid(held.scored),
        source=source,
        history=[(row, scoring_tables.read(row)) for row in history],
        may_change=decides_for_all(*DECIDING),
        **frame(),
    )
    return page, status


def _held() -> scoring_tables.Tables:
    return scoring_tables.held(db.session(), viewer().committee.id, _today(), clock.now())


def _today() -> date:
    return clock.local_day(clock.now(), viewer().committee.timezone)


def _table(name: str) -> Scoring:
    """The table of that name as it holds today, or as shipped when none does. Raises Missing."""
    if name not in set(Scored):
        raise Missing(_("Không có bảng điểm này. Hãy mở lại từ danh sách bảng điểm."))
    return _held().get(Scored(name)) or scoring_tables.shipped(Scored(name))


def _trial(tables: scoring_tables.Tables) -> dict[str, Any]:
    """What the PAR tables would give for this quarter's figures of all units that the viewer reads."""
    who = viewer()
    asked = question(db.session(), Asked(*quarter()), who.committee, who.rights, clock.now())
    total = adding.counted(db.session(), asked)
    done, on_time = total.ratio(Formula.C).share, total.ratio(Formula.HEADLINE).share
    par = [table for table in (tables.get(Scored.PAR_STEPS), tables.get(Scored.PAR_LINEAR)) if table]
    lines = [(table, par_points(table, done, on_time)) for table in par]
    return {"question": asked, "args": link_args(asked), "total": total, "lines": lines}
