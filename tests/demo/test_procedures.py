"""The article's case in the demo: nine of 31 procedures cut, marriage with a foreign element 15, 8, then 5 days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from taskapp.demo.procedures import MARRIAGE
from taskapp.reports.asking import Asked
from taskapp.reports.types import by_type
from taskapp.tasks.models import Task
from taskapp.tasks.worktypes import queries, words
from taskapp.tasks.worktypes.models import WorkType
from tests.demo.conftest import NOW, committee_of


def test_nine_of_the_31_procedures_are_cut(session):
    versions = queries.usable(session, committee_of(session).id, NOW.date())
    assert len(versions) == 31
    assert words.cut_text(versions).startswith("9/31 ")
    assert words.cut_text(queries.usable(session, committee_of(session).id, date(2020, 6, 1))).startswith("1/31 ")


def test_marriage_with_a_foreign_element_went_from_15_days_to_8_and_to_5(session):
    versions = session.scalars(select(WorkType).where(WorkType.code == MARRIAGE)).one().versions
    assert [(version.valid_from.year, version.committed) for version in versions] == [(2016, 15), (2018, 8), (2021, 5)]
    assert {version.statutory for version in versions} == {15}


def test_dossiers_were_finished_within_the_law_and_mostly_within_the_promise(session):
    assert not session.scalars(select(Task).where(Task.work_type_id.is_not(None), Task.finished_on.is_(None))).all()
    asked = Asked(date(2025, 4, 1), NOW.date())
    total = by_type(session, committee_of(session), asked, rights=None, now=NOW).total
    assert total.law.kept == total.law.done == total.done >= 20
    assert 0.8 < (total.commitment.share or 0) < 1
