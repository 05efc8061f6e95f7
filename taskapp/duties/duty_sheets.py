"""What the pages of a duty are put together from: the form with its choices, the days ahead, the whole page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from sqlalchemy.orm import joinedload

from taskapp.base.db import db, scoped
from taskapp.base.errors import Refused
from taskapp.base.forms import Form, choices
from taskapp.base.i18n import _
from taskapp.duties import giving, keeping, sheets
from taskapp.duties.forms import AfterAllForm, DutyForm, DutyReasonForm, RuleForm, SkipForm
from taskapp.duties.models import Duty, DutyPhase
from taskapp.duties.rule_words import rule_text
from taskapp.duties.wishing import Wish
from taskapp.duties.words import NOTE_NAMES, PHASE_NAMES, SHIFT_NAMES
from taskapp.people.auth import viewer
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.queries import units_on
from taskapp.tasks import queries
from taskapp.tasks.sheets import seen_now


@dataclass(frozen=True)
class DutyDesk:
    """The form with what may be chosen in it."""

    form: DutyForm
    units: Mapping[int, Unit]
    leaders: Mapping[int, Person]
    officers: Mapping[int, Person]

    @classmethod
    def of(cls, duty: Duty | None, sent: DutyForm | None = None) -> DutyDesk:
        """The form (or one that a program sent) for a new duty or for this one, as its person may fill it in."""
        who, today, form = viewer(), seen_now().today, sent or DutyForm()
        reach = who.rights.readable
        found = db.session.scalars(units_on(who.committee.id, today))
        units = {unit.id: unit for unit in found if unit.id in reach and unit.kind is not UnitKind.COMMITTEE}
        leaders = {person.id: person for person in db.session.scalars(queries.leaders(who.committee.id))}
        people = scoped(Person, who.committee.id).where(Person.unit_id.in_(units), Person.disabled_at.is_(None))
        by_unit = people.options(joinedload(Person.unit)).order_by(Person.unit_id, Person.sort_key, Person.id)
        desk = cls(form, units, leaders, {person.id: person for person in db.session.scalars(by_unit)})
        desk._offer(duty)
        if not form.is_submitted():
            desk._fill(duty, today)
        return desk

    def wishes(self) -> list[Wish]:
        """What was typed. Raises Refused."""
        return self.form.wishes(self.units, self.leaders, self.officers)

    def _offer(self, duty: Duty | None) -> None:
        form = self.form
        form.leads.choices = form.supporting.choices = choices((unit.id, unit.name) for unit in self.units.values())
        form.assigner.choices = choices((p.id, f"{p.full_name} – {p.position}") for p in self.leaders.values())
        nobody = [(0, _("Thủ trưởng đơn vị phân công từng kỳ"))]
        named = [(p.id, f"{p.full_name} – {p.unit.label}") for p in self.officers.values()]
        form.officer.choices = choices([*nobody, *named])
        form.offer_other(duty.rule if duty else "")

    def _fill(self, duty: Duty | None, today: date) -> None:
        if duty is not None:
            self.form.show(duty)
            return
        self.form.starts_on.data = today
        if viewer().person.id in self.leaders:
            self.form.assigner.data = viewer().person.id


def preview_of(form: RuleForm, duty: Duty | None) -> dict[str, Any]:
    """The next days of the rule that is picked in the form; in words what was found wrong with it, if anything."""
    now = seen_now()
    if wrong := _first_error(form):
        return {"coming": [], "rule": "", "wrong": wrong}
    try:
        plan = form.plan()
    except Refused as error:
        return {"coming": [], "rule": "", "wrong": error.reason}
    first = keeping.next_counted(duty, plan.starts_on, now.today) if duty else plan.starts_on
    rows = sheets.preview_rows(plan, now.calendar, first, is_of_previous=bool(form.is_of_previous.data))
    given = {each.label for each in duty.occurrences if each.task_id} if duty else set()
    return {"coming": rows, "rule": rule_text(plan.rule.text), "wrong": "", "given": given}


def _first_error(form: Form) -> str:
    wrong = next((field for field in form if field.errors and hasattr(RuleForm, field.name)), None)
    return f"{wrong.label.text}: {wrong.errors[0]}" if wrong else ""


def page(duty: Duty, failed: Form | None = None) -> str:
    """The page of one duty; `failed` is a form that was refused, shown again with what was typed."""
    who, now = viewer(), seen_now()
    may_keep = keeping.may_keep(who.rights, duty.lead_unit_id)
    rows = sheets.coming_rows(duty, now.calendar, now.today)
    skip = failed if isinstance(failed, SkipForm) else SkipForm(None)
    skip.on_day.choices = choices(sheets.choices_to_skip(rows))
    return render_template(
        "duties/show.html",
        duty=duty,
        rule=rule_text(duty.rule, duty.due_time),
        shift=SHIFT_NAMES[duty.shift],
        phase=PHASE_NAMES[duty.phase],
        coming=rows,
        past=sheets.past_rows(duty),
        note_names=NOTE_NAMES,
        standstill=giving.standstill(duty, now.today) if duty.phase is not DutyPhase.ENDED else "",
        may_keep=may_keep,
        may_write=keeping.may_write(who.rights, duty),
        skip=skip,
        reason=failed if isinstance(failed, DutyReasonForm) else DutyReasonForm(None),
        after_all=failed if isinstance(failed, AfterAllForm) else AfterAllForm(None),
        failed=failed,
    )
