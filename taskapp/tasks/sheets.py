"""What the page of one task shows: facts, what the person may do, what was written about it, the story."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flask import g
from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.people.auth import Viewer, viewer
from taskapp.tasks import (
    counting,
    handover_queries,
    lists,
    permissions,
    queries,
    results,
    risk_queries,
    risk_words,
    row_reading,
    row_words,
    rule_settings,
    searching,
    selections,
    shares,
    standing,
    talk_sheets,
    update_sheets,
    words,
)
from taskapp.tasks.door_sheets import Scene
from taskapp.tasks.forms import ActForm
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.offer_sheets import offers
from taskapp.tasks.queries import Papers
from taskapp.tasks.record import Actor
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.search_index import Sought
from taskapp.tasks.selections import TO_DO
from taskapp.tasks.states import OPEN, Change, Move, Via
from taskapp.tasks.worktypes.standing import standing as standing_of_type
from taskapp.workdays import calendars

RISKY = frozenset({selections.View.UNIT, selections.View.MINE, selections.View.GIVEN, selections.View.ALL})


def actor() -> Actor:
    """The signed-in person as the one who acts."""
    who = viewer()
    return Actor(rights=who.rights, zone=who.committee.timezone, via=Via(who.via))


def seen_now() -> Now:
    """What this request's pages are seen against; the calendar is read once."""
    if "seen_now" not in g:
        committee = viewer().committee
        calendar = calendars.load(db.session(), committee.id)
        g.seen_now = Now(clock.now(), committee.timezone, calendar, rule_settings.of(committee))
    now: Now = g.seen_now
    return now


def sheet(session: Session, who: Viewer, task: Task, failed: tuple[str, ActForm] | None = None) -> dict[str, Any]:
    """Everything tasks/show.html needs. `failed` is the noun and form of an action that was refused: it stays open."""
    now = seen_now()
    papers = queries.papers(session, who.rights, task)
    story = session.scalars(queries.story(task.committee_id, task.id)).all()
    return {
        "task": task,
        "row": lists.row(task, who.rights, now),
        "doors": offers(Scene(session, who.rights, task, papers, now), failed),
        "papers": papers,
        "shares": shares.of(session, who.rights, task, now),
        "story": story,
        "decline": _last(story, Move.DECLINE),
        "is_open": task.state in OPEN,
        "words": _words(task) | story_words(),
        "held": standing.held_text(task, story, now),
        "said": _said(task, papers, now),
        "talk": talk_sheets.talk_of(session, who, task),
        "review": _review(who, task, now),
        "checkpoints": update_sheets.checkpoint_rows(task, story, now),
        "risk": _risk(session, task, now),
        "typed": standing_of_type(session, task, now),
        "is_late": results.is_late(task, now.moment, now.terms),
        "needs_explanation": results.needs_explanation(task, now.moment, now.terms),
    }


def sight() -> selections.Sight:
    """Who looks at the lists of this request."""
    who = viewer()
    today = clock.local_day(clock.now(), who.committee.timezone)
    return selections.Sight(who.rights, today, rule_settings.of(who.committee).urgings_before_leader)


def named(filters: selections.Filters) -> selections.Filters:
    """The filters with the units and persons whose names the typed words may be; read once a request."""
    if not filters.words.strip():
        return filters
    known: dict[str, Sought] = g.setdefault("sought", {})
    if filters.words not in known:
        known[filters.words] = searching.read(db.session(), viewer().committee.id, filters.words)
    return replace(filters, sought=known[filters.words])


def undone(view: selections.View, filters: selections.Filters) -> Select[Task]:
    """What nobody has finished of a list as this request sees it, in no order and without what a row shows."""
    now, rest = seen_now(), replace(named(filters), is_undone=True)
    return selections.narrowed(sight(), view, rest, now.today, now.soon)


def page(view: selections.View, filters: selections.Filters, mark: str | None, size: int = paging.SIZE) -> paging.Page:
    """One page of a list as this request sees it, with what its rows show. Raises BadInput for a mark of no page."""
    now, seen = seen_now(), sight()
    listing = row_reading.Listing(view, _with_words(view, named(filters), mark, size), now.today, now.soon)
    query, values = row_reading.page(seen, listing, mark, size)
    return paging.fetched(db.session(), query, len(selections.order_of(view, filters)), mark, size=size, values=values)


def _with_words(view: selections.View, filters: selections.Filters, mark: str | None, size: int) -> selections.Filters:
    """In the archive words are looked for first: the newest tasks that have them, as many as a page shows."""
    if filters.sought is None or filters.by_risk or not selections.is_of_archive(view, filters):
        return filters
    now, rest = seen_now(), replace(filters, words="", sought=None)
    query = selections.narrowed(sight(), view, rest, now.today, now.soon).with_only_columns(Task.id)
    limits = searching.Limits(before=paging.read(mark, 1)[0] if mark else None, size=size + 1)
    return replace(rest, ids=frozenset(searching.newest_tasks(db.session(), query, filters.sought, limits)))


def risk_order(view: selections.View, filters: selections.Filters) -> dict[str, Any] | None:
    """What a list of work under way offers about the order of risk; a list in it says what it was made from."""
    if view not in RISKY:
        return None
    night = risk_queries.last_night(db.session(), viewer().committee.id) if filters.by_risk else None
    return {"is_chosen": filters.by_risk, "night": night}


def numbers(views: Collection[selections.View]) -> Mapping[str, int]:
    """How many tasks each list holds for the signed-in person, and what was handed over to him and waits for his word.

    Asked again in a request, they cost nothing.
    """
    known: dict[str, int] = g.setdefault("numbers", {})
    wanted = tuple(view for view in views if view not in known)
    if wanted:
        row = db.session.execute(*counting.counters(sight(), wanted)).one()
        known.update(zip((*wanted, handover_queries.WAITING), row, strict=True))
    return known


def acting(task: Task, action: permissions.Action) -> Actor:
    """The signed-in person about to do this: on behalf of whoever he stands in for, when his own rights do not do."""
    return results.acting(task, action, actor())


def limit(task: Task) -> dict[str, Any]:
    """The task's limit in words, for the head of its forms."""
    now = seen_now()
    cls = time_class(task, now)
    return {
        "kind": lists.KINDS[cls],
        "due_text": row_words.due_text(task, cls, now),
        "due_note": row_words.due_note(task),
    }


def _review(who: Viewer, task: Task, now: Now) -> str:
    may_decide = Change.REVIEW in permissions.possible(who.rights, results.facts_of(task))
    return update_sheets.review_text(task, now, may_decide=may_decide)


def _risk(session: Session, task: Task, now: Now) -> dict[str, Any] | None:
    """The estimate in words; while it is low the page says nothing of it."""
    found = risk_queries.of_task(session, task, now.today) if task.state in TO_DO else None
    if found is None or found.level is RiskLevel.LOW:
        return None
    level = {"kind": risk_words.LEVEL_KINDS[found.level], "level": risk_words.level_text(found.level)}
    return level | {"why": risk_words.reasons_text(found.reasons), "as_of": found.as_of}


def story_words() -> dict[str, Any]:
    """What events and the ways by which they came are called."""
    return {"moves": {kind.value: name for kind, name in words.MOVE_NAMES.items()}, "ways": words.VIA_NAMES}


def _words(task: Task) -> dict[str, Any]:
    return {
        "state": words.state_text(task.state, task.excluded),
        "limit": words.LIMIT_NAMES[task.limit_kind],
        "source": words.SOURCE_NAMES[task.source],
        "urgency": words.URGENCY_NAMES[task.directive.urgency] if task.directive else "",
        "reasons": words.EXTENSION_REASONS,
        "about": words.DISPUTE_NAMES,
    }


def _said(task: Task, papers: Papers, now: Now) -> dict[str, str]:
    """Sentences about how the task stands; empty ones are left out of the page."""
    return {
        "limits": standing.limits_text(task),
        "turn": standing.turn_text(task, now),
        "urged": standing.urged_text(task, now.rules),
        "extensions": standing.extension_text(task, now.rules),
        "asking": standing.asking_text(task, now) if task.state in TO_DO else "",
        "declined": standing.waited_text(task.declined_at, now),
        "asked": standing.waited_text(papers.request.asked_at, now) if papers.request else "",
        "disputed": standing.waited_text(papers.dispute.raised_at, now) if papers.dispute else "",
    }


def _last(story: Any, move: Move) -> TaskEvent | None:
    return next((event for event in reversed(story) if event.kind == move.value), None)
