"""Whatever an office does: persons reconcile with the official figures, and sheets of a moment stay as they were."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.reports import scoring_tables, weights
from taskapp.reports.asking import Asked
from taskapp.reports.evaluating import People, read_people, read_sheet
from taskapp.reports.evaluation import Evaluation, Group, Share
from taskapp.reports.evaluation_programs import PeopleValues, people_json
from taskapp.reports.measures import judged_by
from taskapp.reports.ontime import Judged
from taskapp.reports.question import Question
from taskapp.reports.reading import read
from taskapp.reports.scoring import Scored, Scoring
from taskapp.tasks import changes
from taskapp.tasks.models import Task
from taskapp.tasks.states import OPEN, Kind, State
from taskapp.workdays import calendars
from tests.office import Office
from tests.reports.history import History, at
from tests.thorough import much

START, DAYS = date(2026, 3, 2), 15
QUARTER, WEEK = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 3, 9), date(2026, 3, 13))
OFFICERS = {"tp": ("congchuc", "congchuc2"), "nv": ("congchuc_nv",), "tnd": ("tuphapxa",), "vp": ("vanthu",)}


@pytest.mark.parametrize("seed", range(much(3, 1)))
def test_persons_reconcile_and_sheets_of_a_moment_stay(app: Flask, office: Office, seed: int) -> None:
    rng, answers = Random(seed), []
    with app.app_context():
        h = History(db.session(), office)
        for n in range(DAYS):
            day = START + timedelta(days=n)
            for _once in range(14):
                _do_something(h, rng, day)
            db.session.commit()
            answers += [(day, period, _told(h, day, period)) for period in (QUARTER, WEEK)]
        totals = [told["total"] for _day, _period, told in answers]
        assert min(max(total[name] for total in totals) for name in ("finished", "failures", "delays")) > 0
        assert len({json.dumps(total) for total in totals}) > DAYS  # much has happened
        for day, period, told in answers:
            assert _told(h, day, period) == told
            _check(h, day, period)


def _do_something(h: History, rng: Random, day: date) -> None:
    """One deed of somebody, if its rules permit it on that day; refused ones leave nothing."""
    due = day + timedelta(days=rng.randint(0, 5))
    choices: list[Callable[[Task], object]] = [
        lambda task: _name(h, rng, task, day),
        lambda task: _name(h, rng, task, day),
        lambda task: h.hand_in(task, day),
        lambda task: h.hand_in(task, day),
        lambda task: h.hand_in(task, day),
        lambda task: h.approve(task, day),
        lambda task: h.send_back(task, day),
        lambda task: h.decline(task, day),
        lambda task: h.reassign(task, day, rng.choice(("tp", "nv", "tnd"))),
        lambda task: h.extend(task, day, due),
        lambda task: h.ask_time(task, day, due, late_requests=True),
        lambda task: h.grant(task, day),
        lambda task: h.add_part(task, day, rng.choice(("tp", "nv", "tnd")), day),
        lambda task: h.split(task, day, due),
        lambda task: h.withdraw(task, day),
        lambda task: h.reopen(task, day),
        lambda task: _excuse(h, task, day),
        lambda _task: _weigh(h, rng, day),
        lambda _task: _score(h, rng, day),
        lambda _task: h.choose(day, is_strict=rng.random() < 0.5),
    ]
    tasks = [task for task in h.session.query(Task).order_by(Task.id) if task.state in OPEN or task.state is State.DONE]
    if not tasks or rng.random() < 0.25:
        task = h.give(day, rng.choice((due, due, None)), rng.choice(("tp", "nv", "tnd")))
        _name(h, rng, task, day)
        return
    waiting = [task for task in tasks if task.state is State.SUBMITTED]
    try:
        with h.session.begin_nested():
            if waiting and rng.random() < 0.2:
                (h.approve if rng.random() < 0.7 else h.send_back)(rng.choice(waiting), day)
            else:
                rng.choice(choices)(rng.choice(tasks))
            h.session.flush()
    except Refused:
        h.session.expire_all()


def _name(h: History, rng: Random, task: Task, day: date) -> None:
    unit = next(code for code, unit_id in h.office.units.items() if unit_id == task.lead_unit_id)
    h.name_officer(task, day, rng.choice(OFFICERS[unit]))


def _excuse(h: History, task: Task, day: date) -> None:
    terms, by = h.terms(), h.actor(h.head_of(task))
    changes.explain(h.session, task, text="Lũ", claims_objective=True, by=by, now=at(day, 15), terms=terms)
    h.session.flush()
    h.session.refresh(task)
    changes.judge_cause(h.session, task, is_confirmed=True, reason="", by=h.actor("chutich"), now=at(day, 16))


def _weigh(h: History, rng: Random, day: date) -> None:
    asked, now = Asked(*QUARTER), at(day, 16)
    sheet = read_sheet(h.session, h.committee, asked, h.person(rng.choice(("congchuc", "congchuc_nv"))), now=now)
    wanted = {one.judged.image.task_id: Decimal(rng.choice(("0.5", "2", "3.25"))) for one in sheet.evaluation.products}
    weights.weigh(h.session, sheet, wanted, reason="Danh mục", by=h.rights("chutich"), now=now)


def _score(h: History, rng: Random, day: date) -> None:
    row = {"failure": rng.choice((10, 25)), "delay": rng.choice((20, 25)), "in_term": rng.choice((0, 1))}
    table = Scoring(Scored.DEDUCTIONS, "Mức trừ", "", day - timedelta(days=rng.randint(0, 9)), (row,))
    seen = scoring_tables.newest(h.session, h.committee.id, Scored.DEDUCTIONS)
    by, now = h.person("vanphong"), at(day, 17)
    scoring_tables.choose(h.session, h.committee, table, seen=seen, reason="Quy chế", by=by, now=now)


def _people(h: History, day: date, period: tuple[date, date]) -> People:
    asked = Asked(*period, as_of=at(day, 18).isoformat())
    return read_people(h.session, h.committee, asked, None, now=at(START + timedelta(days=60)))


def _told(h: History, day: date, period: tuple[date, date]) -> PeopleValues:
    return people_json(_people(h, day, period))


def _check(h: History, day: date, period: tuple[date, date]) -> None:
    """Every official task and every part that names an officer is on his sheet with the same verdict, and no other."""
    people, asked = _people(h, day, period), Asked(*period, as_of=at(day, 18).isoformat())
    now = at(START + timedelta(days=60))
    sheets = {
        row.person.id: read_sheet(h.session, h.committee, asked, row.person, now=now).evaluation for row in people.rows
    }
    found = [one.judged for sheet in sheets.values() for one in sheet.products]
    for kind in (Kind.OFFICIAL, Kind.PART):
        judged = [task for task in _official(h, day, period, kind) if task.image.assignee_id is not None]
        assert _verdicts(one for one in found if one.image.task_kind is kind) == _verdicts(judged)
        assigned = Counter(task.image.assignee_id for task in judged)
        for person_id, sheet in sheets.items():
            mine = [one for one in sheet.products if one.judged.image.task_kind is kind]
            assert len(mine) == assigned[person_id]
    for share in Share:
        assert people.total.portions[share].numerator == sum(
            row.evaluation.portions[share].numerator for row in people.rows
        )
    for row in people.rows:
        assert _numbers(row.evaluation) == _numbers(sheets[row.person.id])
    unit_id = h.office.units["tp"]
    of_unit = {row.person.id: _numbers(row.evaluation) for row in people.rows if row.person.unit_id == unit_id}
    few = read_people(h.session, h.committee, asked, {unit_id}, now=now)
    assert {row.person.id: _numbers(row.evaluation) for row in few.rows} == of_unit != {}


def _numbers(evaluation: Evaluation) -> tuple[object, ...]:
    """All that a sheet adds up to, however its products are put together."""
    counts = [evaluation.count(group) for group in Group]
    return counts, evaluation.failures, evaluation.delays, evaluation.portions


def _official(h: History, day: date, period: tuple[date, date], kind: Kind) -> tuple[Judged, ...]:
    question = Question(h.office.committee_id, "Asia/Ho_Chi_Minh", *period, at(day, 18), kind=kind)
    return judged_by(question, read(h.session, question), calendars.load(h.session, *question.known)).judged


def _verdicts(tasks: object) -> dict[int, object]:
    return {task.image.task_id: (task.verdict, task.is_carried_over) for task in tasks}  # type: ignore[attr-defined]
