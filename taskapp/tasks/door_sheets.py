"""The doors of a task's page that are open to a person now, each with its form as it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base.forms import choices
from taskapp.base.i18n import _
from taskapp.base.text import shortened
from taskapp.people import standing_queries
from taskapp.people.models import UnitKind
from taskapp.people.queries import people_of, units_on
from taskapp.people.rights import Rights
from taskapp.people.words import busy_label
from taskapp.tasks import changes, extensions, move_doors, paper_doors, permissions, queries, results, standing
from taskapp.tasks.deadlines import REVIEW_AFTER, is_past
from taskapp.tasks.doors import Door
from taskapp.tasks.forms import ActForm
from taskapp.tasks.lifecycle import last_day_to_decline
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now
from taskapp.tasks.queries import Papers
from taskapp.tasks.results import may_lead
from taskapp.tasks.states import OPEN, Kind, Move, State

DOORS: dict[str, Door] = {**move_doors.DOORS, **paper_doors.DOORS}
SUBMISSION = "submission"  # leads to a page of its own


@dataclass(frozen=True)
class Scene:
    """A task's page before a person: whose rights, which task with which papers, seen against what."""

    session: Session
    rights: Rights
    task: Task
    papers: Papers
    now: Now


def open_doors(scene: Scene) -> frozenset[str]:
    """Nouns of the doors that the person may go through and that are not sure to refuse."""
    task, request = scene.task, scene.papers.request
    possible = permissions.possible(scene.rights, results.facts_of(task))
    nouns = {noun for noun, door in DOORS.items() if door.action in possible}
    if Move.SUBMIT in possible:
        nouns.add(SUBMISSION)
    if task.state is State.DRAFT:
        nouns.add("discard")
    if request and task.state in OPEN and not request.whose.isdisjoint(scene.rights.hands):
        nouns.add("extension-recall")
    dispute = scene.papers.dispute
    if dispute and not dispute.whose.isdisjoint(scene.rights.hands):
        nouns.add("dispute-recall")
    return frozenset(noun for noun in nouns if noun not in _CLOSED or not _CLOSED[noun](scene))


def declines_too_late(scene: Scene) -> bool:
    """Whether only the day keeps the person from saying that the unit is not competent."""
    if not permissions.fits_state(Move.DECLINE, scene.task.state) or not _declines_too_late(scene):
        return False
    return permissions.has_right(scene.rights, Move.DECLINE, results.facts_of(scene.task))


def form_of(scene: Scene, noun: str) -> ActForm:
    """The door's form as it is first shown."""
    fill = _FILLED.get(noun)
    given = fill(scene) if fill else {}
    return DOORS[noun].form(formdata=None, data={"version": str(scene.task.version), **given})


def offer_choices(scene: Scene, forms: dict[str, ActForm]) -> None:
    """Give the forms, first shown or refused, what can be chosen in them."""
    task, committee_id = scene.task, scene.task.committee_id
    if "officer" in forms:
        officers = scene.session.scalars(people_of(committee_id, [task.lead_unit_id])).all()
        away = standing_queries.away_until(scene.session, committee_id, scene.now.today)
        busy = queries.busy(scene.session, committee_id, [person.id for person in officers])
        offered = ((p.id, busy_label(p, busy.get(p.id, 0), away.get(p.id))) for p in officers)
        forms["officer"]["officer"].choices = choices([(0, _("Chọn người xử lý")), *offered])
    if "lead" in forms or "refusal" in forms:
        units = scene.session.scalars(units_on(committee_id, scene.now.today))
        others = [unit for unit in units if unit.kind is not UnitKind.COMMITTEE and unit.id != task.lead_unit_id]
        if "lead" in forms:
            fit = ((u.id, u.name) for u in others if may_lead(scene.rights, task, u.id))
            forms["lead"]["lead"].choices = choices(fit)
        if "refusal" in forms:
            forms["refusal"]["proposed"].choices = choices([(0, _("Chưa rõ")), *((u.id, u.name) for u in others)])
    if "merger" in forms:
        merger = forms["merger"]
        found = alike(scene.session, scene.rights, task, merger["other"].data or "")
        merger["into"].choices = choices([(0, _("Chọn nhiệm vụ")), *found])


def alike(session: Session, rights: Rights, task: Task, words: str) -> list[tuple[int, str]]:
    """(number, words of a choice) of the tasks that this one could be merged into, the nearest first."""
    found = session.scalars(queries.alike(rights, task, words))
    return [(each.id, f"{each.id} · {each.lead_unit_name} · {shortened(each.content, 90)}") for each in found]


def _progress(scene: Scene) -> dict[str, Any]:
    return {"percent": scene.task.progress_percent}


def _review(scene: Scene) -> dict[str, Any]:
    return {"next_on": scene.now.today + timedelta(days=REVIEW_AFTER)}


def _lead(scene: Scene) -> dict[str, Any]:
    if scene.task.state is not State.DECLINED:
        return {}
    reason = _("Theo đề nghị của %(unit)s.", unit=scene.task.lead_unit_name)
    return {"lead": scene.task.proposed_lead_id, "reason": reason}


def _grant(scene: Scene) -> dict[str, Any]:
    request = scene.papers.request
    return {"due_on": request.asked_due_on, "due_time": request.asked_due_time} if request else {}


def _urging(scene: Scene) -> dict[str, Any]:
    return {"text": standing.urging_text(scene.task, scene.now)}


_FILLED: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "progress": _progress,
    "review": _review,
    "lead": _lead,
    "extension-grant": _grant,
    "urging": _urging,
}


def _is_below(scene: Scene) -> bool:
    return scene.task.kind is not Kind.OFFICIAL  # drafted parts are handed out and dropped with the whole


def _reaches_no_other_unit(scene: Scene) -> bool:
    """Who gave the task as a leader and is none any more has no unit to pass it to."""
    others = scene.rights.readable - {scene.task.lead_unit_id}
    return not any(may_lead(scene.rights, scene.task, unit_id) for unit_id in others)


def _declines_too_late(scene: Scene) -> bool:
    return scene.now.today > last_day_to_decline(scene.task, scene.now.terms, scene.now.zone)


def _no_more_time(scene: Scene) -> bool:
    is_closed = extensions.closed_because(scene.task, scene.now.moment, scene.now.terms) != ""
    return is_closed or scene.papers.request is not None


def _asks_too_late(scene: Scene) -> bool:
    return _no_more_time(scene) or extensions.too_late_to_ask(scene.task, scene.now.moment, scene.now.terms) != ""


def _is_not_asked(scene: Scene) -> bool:
    request = scene.papers.request
    return request is None or scene.rights.person_id in request.whose


def _is_asked_of_another_limit(scene: Scene) -> bool:
    request = scene.papers.request
    return _is_not_asked(scene) or (request is not None and request.due_version != scene.task.due_version)


def _is_past(scene: Scene) -> bool:
    due = results.due_of(scene.task)
    return due is not None and is_past(due, scene.now.moment)


def _owes_no_explanation(scene: Scene) -> bool:
    return not results.needs_explanation(scene.task, scene.now.moment, scene.now.terms)


def _claims_nothing(scene: Scene) -> bool:
    claim = changes.claimed_cause(scene.task)
    return claim is None or scene.rights.person_id in claim.whose


def _is_undisputed(scene: Scene) -> bool:
    dispute = scene.papers.dispute
    return dispute is None or scene.rights.person_id in dispute.whose


# Doors behind which a rule would say no, whatever is typed.
_CLOSED: dict[str, Callable[[Scene], bool]] = {
    "issue": _is_below,
    "discard": _is_below,
    "refusal": _declines_too_late,
    "lead": _reaches_no_other_unit,
    "extension-request": _asks_too_late,
    "extension-grant": _is_asked_of_another_limit,
    "extension-refusal": _is_not_asked,
    "extension": lambda scene: _no_more_time(scene) or scene.task.state is State.SUBMITTED,
    "limit": _is_past,
    "review": lambda scene: scene.task.due_on is not None,
    "explanation": _owes_no_explanation,
    "cause": _claims_nothing,
    "dispute": lambda scene: scene.task.disputed,
    "dispute-answer": _is_undisputed,
}
