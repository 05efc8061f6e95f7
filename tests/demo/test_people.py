"""What people of the demo say to each other, who is away, and what nobody sees to."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from taskapp.demo import office as demo
from taskapp.demo.talks import TALKS
from taskapp.people import absences
from taskapp.people.standing import Term
from taskapp.people.standing_queries import away_on, delegations_on
from taskapp.tasks import talk
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment, Mention
from taskapp.tasks.selections import View
from taskapp.tasks.states import State
from tests.demo.conftest import NOW, committee_of, person_of, rights
from tests.demo.test_today import TODAY, groups
from tests.thorough import much


def comments(session):
    return session.scalars(select(Comment).order_by(Comment.id)).all()


def away(session, day):
    return sorted((a.person.username, a.deputy_id) for a in session.scalars(away_on(committee_of(session).id, day)))


def unattended(session, now):
    return groups(session, "vanphong", View.UNATTENDED, now).total()


def test_people_ask_each_other_by_name_and_are_answered(session):
    said = comments(session)
    assert len(said) == sum(map(len, TALKS.values()))
    assert not [comment.text for comment in said if "{" in comment.text]
    named = Counter(session.scalars(select(Mention.comment_id)))
    assert {comment.id for comment in said if "@" in comment.text} == set(named)
    assert max(comment.said_at for comment in said) < NOW
    for comment in said:
        assert comment.task.recorded_at < comment.said_at


def test_a_leader_s_opinion_stands_on_a_task_of_the_officer(session):
    officer = person_of(session, "congchuc").id
    tasks = session.scalars(select(Task).where(Task.assignee_id == officer, Task.state != State.DONE))
    standing = [found for task in tasks if (found := talk.standing_opinion(session, task))]
    assert [comment.by.username for comment in standing] == ["chutich"]


@pytest.mark.parametrize("username", ["tuphapxa", "truongphong"])
def test_some_have_a_task_to_know(session, username):
    assert groups(session, username, View.KNOW).total() == 1


def test_one_is_away_with_a_deputy_and_the_work_of_another_is_seen_to_by_nobody(session):
    known = dict(away(session, TODAY))
    assert known.pop("huynhquocbao") == person_of(session, "congchuc").id
    assert list(known.values()) == [None]
    assert unattended(session, NOW) == 1


def test_a_leader_s_decisions_are_delegated_in_writing(session):
    (found,) = session.scalars(delegations_on(committee_of(session).id, TODAY))
    assert (found.person.username, found.delegate.username) == ("nguyenthimydung", "phochutich")
    assert found.paper_on < TODAY


def test_it_is_so_on_the_days_of_the_next_week(session):
    for day in much((1, 2, 3, 4, 5, 6, 7), (1, 6)):  # an ordinary day and a Sunday at least
        now = NOW + timedelta(days=day)
        demo.refresh(session, now=now)
        today = TODAY + timedelta(days=day)
        assert len(away(session, today)) == 2
        assert unattended(session, now) == 1
        assert len(session.scalars(delegations_on(committee_of(session).id, today)).all()) == 1


def test_what_visitors_wrote_down_goes_before(session):
    monday = TODAY + timedelta(days=7)
    deputy, by = person_of(session, "congchuc"), rights(session, "vanphong")
    absences.register(session, deputy, Term(monday, monday), deputy=None, reason="", by=by, now=NOW)
    demo.refresh(session, now=NOW + timedelta(days=7))
    assert ("congchuc", None) in away(session, monday)
    assert "huynhquocbao" not in dict(away(session, monday))
