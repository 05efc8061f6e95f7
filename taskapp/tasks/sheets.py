"""What the page of one task shows: facts, what the person may do, results handed in, the story."""

from __future__ import annotations

from typing import Any

from flask import g
from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.forms import choices
from taskapp.people.auth import Viewer, viewer
from taskapp.people.models import UnitKind
from taskapp.people.queries import people_of, units_on
from taskapp.tasks import forms, lists, permissions, queries, results, rule_settings, selections, talk_sheets
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Change, LimitKind, Move
from taskapp.tasks.words import LIMIT_NAMES, MOVE_NAMES, SOURCE_NAMES, STATE_NAMES, URGENCY_NAMES
from taskapp.workdays import calendars

FORMS: dict[str, type[forms.ActForm]] = {
    "acceptance": forms.ActForm,
    "refusal": forms.ReasonForm,
    "refusal-answer": forms.ReasonForm,
    "lead": forms.ReassignForm,
    "officer": forms.OfficerForm,
    "progress": forms.ProgressForm,
    "recall": forms.ActForm,
    "approval": forms.NoteForm,
    "return": forms.ReasonForm,
    "withdrawal": forms.ReasonForm,
    "reopening": forms.ReasonForm,
    "extension": forms.ExtendForm,
    "star": forms.ActForm,
    "issue": forms.ActForm,
    "discard": forms.ActForm,
}
ACTIONS: dict[str, permissions.Action] = {
    "acceptance": Move.ACCEPT,
    "refusal": Move.DECLINE,
    "refusal-answer": Move.REFUSE_DECLINE,
    "lead": Move.REASSIGN,
    "officer": Change.NAME_OFFICER,
    "progress": Change.PROGRESS,
    "submission": Move.SUBMIT,
    "recall": Move.RECALL,
    "approval": Move.APPROVE,
    "return": Move.SEND_BACK,
    "withdrawal": Move.WITHDRAW,
    "reopening": Move.REOPEN,
    "extension": Change.EXTEND,
    "star": Change.STAR,
    "issue": Move.ISSUE,
}


def actor() -> Actor:
    """The signed-in person as the one who acts."""
    who = viewer()
    return Actor(rights=who.rights, zone=who.committee.timezone)


def seen_now() -> lists.Now:
    """What this request's pages are seen against; the calendar is read once."""
    if "seen_now" not in g:
        committee = viewer().committee
        calendar = calendars.load(db.session(), committee.id)
        g.seen_now = lists.Now(clock.now(), committee.timezone, calendar, rule_settings.of(committee))
    now: lists.Now = g.seen_now
    return now


def sheet(session: Session, who: Viewer, task: Task, failed: tuple[str, forms.ActForm] | None = None) -> dict[str, Any]:
    """Everything tasks/show.html needs. `failed` is the noun and form of an action that was refused: it stays open."""
    now = seen_now()
    possible = permissions.possible(who.rights, results.facts_of(task))
    if task.limit_kind is not LimitKind.DATED:
        possible -= {Change.EXTEND}
    doors = {noun for noun, action in ACTIONS.items() if action in possible}
    made = {noun: FORMS[noun](formdata=None, data={"version": str(task.version)}) for noun in doors if noun in FORMS}
    if failed and failed[0] in FORMS:
        failed[1]["version"].data = str(task.version)
        made[failed[0]] = failed[1]
    _fill(session, who, task, made)
    for noun, form in made.items():
        for field in form:
            field.id = f"{noun}-{field.name}"  # several forms of one page ask for a reason: each label finds its own
    return {
        "task": task,
        "row": lists.row(task, who.rights, now),
        "doors": doors,
        "forms": made,
        "opened": failed[0] if failed else "",
        "story": session.scalars(queries.story(task.committee_id, task.id)).all(),
        "local": lambda moment: clock.local(moment, now.zone),
        "words": {
            "state": STATE_NAMES[task.state],
            "limit": LIMIT_NAMES[task.limit_kind],
            "source": SOURCE_NAMES[task.source],
            "urgency": URGENCY_NAMES[task.directive.urgency] if task.directive else "",
            "moves": {kind.value: name for kind, name in MOVE_NAMES.items()},
        },
        "talk": talk_sheets.talk_of(session, who, task),
        "is_late": results.is_late(task, now.moment, now.terms),
    }


def sight() -> selections.Sight:
    """Who looks at the lists of this request."""
    who = viewer()
    return selections.Sight(who.rights, seen_now().today, rule_settings.of(who.committee).urgings_before_leader)


def listed(view: selections.View, filters: selections.Filters) -> Select[Task]:
    """The tasks of a list as this request sees it, in no order and without what a row shows."""
    now = seen_now()
    return selections.narrowed(sight(), view, filters, now.today, now.soon)


def acting(task: Task, action: permissions.Action) -> Actor:
    """The signed-in person about to do this: on behalf of whoever he stands in for, when his own rights do not do."""
    by = actor()
    rights = viewer().rights
    return by.for_person(permissions.on_behalf_of(rights, action, results.facts_of(task)))


def limit(task: Task) -> dict[str, Any]:
    """The task's limit in words, for the head of its forms."""
    now = seen_now()
    cls = lists.time_class(task, now)
    return {"kind": lists.KINDS[cls], "due_text": lists.due_text(task, cls, now), "due_note": lists.due_note(task)}


def _fill(session: Session, who: Viewer, task: Task, made: dict[str, forms.ActForm]) -> None:
    if "officer" in made:
        officers = session.scalars(people_of(who.committee.id, [task.lead_unit_id]))
        made["officer"]["officer"].choices = choices((p.id, f"{p.full_name} – {p.position}") for p in officers)
    if "lead" in made:
        units = session.scalars(units_on(who.committee.id, seen_now().today))
        fit = (u for u in units if u.kind is not UnitKind.COMMITTEE and u.id != task.lead_unit_id)
        made["lead"]["lead"].choices = choices((u.id, u.name) for u in fit)
    if "progress" in made and made["progress"]["percent"].data is None:
        made["progress"]["percent"].data = task.progress_percent
