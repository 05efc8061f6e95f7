"""What a row of a list shows besides its task, read along with the tasks of a page. Functions return a Select."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func
from sqlalchemy.orm import joinedload, selectinload, with_expression

from taskapp.base import paging
from taskapp.base.db import scoped
from taskapp.people import blanks, standing_queries
from taskapp.people.blanks import STATEMENTS, Asked, Made
from taskapp.people.standing_models import Absence
from taskapp.tasks import risk_queries
from taskapp.tasks.models import StoredFile, Submission, Task
from taskapp.tasks.paper_models import Extension
from taskapp.tasks.risk_models import TaskRisk
from taskapp.tasks.selections import Filters, Sight, View, narrowed, order_of


@dataclass(frozen=True)
class Listing:
    """A list as it is asked for; `soon` is the last local day that counts as "sắp đến hạn"."""

    view: View
    filters: Filters
    today: date
    soon: date


def page(sight: Sight, listing: Listing, mark: str | None, size: int) -> Asked:
    """One page of a list, for paging.fetched(), with what a row shows: as many queries however long it is.

    Raises BadInput for a mark of no page.
    """
    if mark or listing.filters.words or listing.filters.ids is not None:  # such a page is hardly asked twice
        return Asked(_page(sight, listing, mark, size), {})
    own = blanks.own(sight.rights)
    return _first_page(replace(sight, rights=own.rights), listing, size).by(own)


@lru_cache(STATEMENTS)
def _first_page(sight: Sight, listing: Listing, size: int) -> Made:
    return blanks.made(_page(sight, listing, None, size))


def _page(sight: Sight, listing: Listing, mark: str | None, size: int) -> Select[Any]:
    view, filters = listing.view, listing.filters
    keys = narrowed(sight, view, filters, listing.today, listing.soon).with_only_columns(Task.id.label("key"))

    def shown(key: ColumnElement[int]) -> Select[Any]:
        return with_rows(scoped(Task, sight.rights.committee_id).where(Task.id == key), sight, view, listing.today)

    return paging.of_keys(keys, order_of(view, filters), mark, shown=shown, size=size)


def with_rows(query: Select[Any], sight: Sight, view: View, today: date) -> Select[Any]:
    """The query with what the row of each of its tasks shows."""
    committee_id = sight.rights.committee_id
    waiting = scoped(Extension, committee_id, Extension.asked_due_on).where(
        Extension.task_id == Task.id, Extension.answer.is_(None)
    )
    if view is View.UNATTENDED:
        query = query.options(with_expression(Task.away_until, _away_until(sight)))
    return query.options(
        with_expression(Task.asked_due_on, waiting.scalar_subquery()),
        with_expression(Task.last_decision, _of_result(committee_id, Submission.decision)),
        with_expression(Task.result_number, _of_result(committee_id, Submission.result_number)),
        with_expression(Task.result_on, _of_result(committee_id, Submission.result_on)),
        with_expression(Task.result_files, _files_of_result(committee_id)),
        with_expression(Task.risk, risk_queries.listed(committee_id, TaskRisk.level, today)),
        with_expression(Task.risk_reasons, risk_queries.listed(committee_id, TaskRisk.reasons, today)),
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.assigner),
        joinedload(Task.parent),
        selectinload(Task.below),
    )


def _of_result(committee_id: int, column: Any) -> ScalarSelect[Any]:
    """What is noted of the last result that was handed in."""
    results = scoped(Submission, committee_id, column).where(Submission.task_id == Task.id)
    return results.order_by(Submission.number.desc()).limit(1).correlate(Task).scalar_subquery()


def _files_of_result(committee_id: int) -> ScalarSelect[int]:
    files = scoped(StoredFile, committee_id, func.count())
    files = files.where(StoredFile.submission_id == _of_result(committee_id, Submission.id))
    return files.correlate(Task).scalar_subquery()


def _away_until(sight: Sight) -> ScalarSelect[date]:
    """The last day of the absence of a task's officer, if he is away."""
    away = standing_queries.away_on(sight.rights.committee_id, sight.day)
    last = away.with_only_columns(func.max(Absence.last_on)).where(Absence.person_id == Task.assignee_id)
    return last.correlate(Task).scalar_subquery()
