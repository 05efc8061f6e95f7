"""The frame of a life as a state machine of Hypothesis: people, tasks that begin, time, and what must hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy.orm import Session

from taskapp.tasks import assigning, changes, disputes, extensions, lifecycle, registers, splitting
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.permissions import CHANGEABLE_IN, Action
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.splitting import Piece
from taskapp.tasks.states import MOVES, OPEN, Change, Kind, LimitKind, Move, State
from tests.conftest import VIETNAM
from tests.office import Office
from tests.tasks.holding import Checks
from tests.tasks.making import ZONE
from tests.tasks.play import Play

MANY = 5  # tasks, from which on no more are begun: few tasks see much
LEADS = ("tp", "nv", "tnd", "vp", "tgpl")
SYSTEM = Actor(None, ZONE)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value, and in one of eight cases another."""
    return st.sampled_from([usual] * 7 + list(others))


HOURS = mostly(None, time(10), time(16, 30))
GAPS = st.sampled_from([timedelta()] * 6 + [timedelta(hours=6), timedelta(days=1)])
WAITS = st.sampled_from((1, 1, 2, 3, 7))  # days
DAYS = st.sampled_from((3, 0, 1, 2, 5, 8, 12, -2))  # from today to a limit, most usual ones first
REASONS = mostly("Theo đề nghị của đơn vị", "")


def on(action: Action, waits: Callable[[Living, Any], bool] = lambda _life, _task: True) -> Any:
    """Make a method a rule about one task to which the action fits, done by somebody who may; it gives verb and words.

    `waits`: what else must be so for the verb to make sense.
    """
    sources = MOVES[action].sources if isinstance(action, Move) else CHANGEABLE_IN[action]

    def fits(life: Living) -> list[Any]:
        return [task for task in life.play.tasks if task.state in sources and waits(life, task)]

    def decorate(method: Callable[..., Any]) -> Any:
        def act(life: Living, data: Any) -> None:
            task = data.draw(st.sampled_from(fits(life)))
            life.play.now += data.draw(GAPS)
            able = life.play.able(task, action)
            if able:
                seen = task.version - data.draw(mostly(0, 1))
                life.tries(data.draw(st.sampled_from(able)), action, task, *method(life, data, task), seen=seen)

        act.__name__ = method.__name__
        TRIES.setdefault(action, method)
        return precondition(lambda life: bool(fits(life)))(rule(data=st.data())(act))

    return decorate


# How far the first task has come when a life begins.
BEGINNINGS = (
    ("named", "handed in", "sent back"),
    ("named", "asked"),
    ("named", "asked", "handed in"),
    ("named", "handed in"),
    ("named", "handed in", "done"),
    ("named", "split"),
    ("named", "split", "asked"),
    ("named",),
    ("declined",),
    ("declined",),
    (),
)
SOON = (3, 0, 1, 2, 5, 8)
# What is taken back by whoever said it, whatever he may otherwise do now.
BY_WHOSE_IT_IS = (extensions.take_back, disputes.take_back)
TRIES: dict[Action, Callable[..., Any]] = {}


def now_and_then(life: Living, _task: Any = None) -> bool:
    """For what teaches little."""
    return life.checks.steps % 4 == 0


def is_asked(life: Living, task: Any) -> bool:
    return any(request.answer is None for request in life.checks.requests[task.id])


def may_get_more_time(life: Living, task: Any) -> bool:
    if task.due_on is None or is_asked(life, task):
        return False
    return task.due_on >= life.play.today or life.play.terms.rules.late_requests


def has_open_pieces(_life: Living, task: Any) -> bool:
    return any(child.state in OPEN for child in task.children)


def owes_an_explanation(life: Living, task: Any) -> bool:
    given = [explanation.due_version for explanation in life.checks.explanations[task.id]]
    return task.due_on is not None and task.due_on < life.play.today and task.due_version not in given


def is_one_of_many(life: Living, task: Any) -> bool:
    """Something goes on when this one ends."""
    return sum(each.state in OPEN and each.kind is task.kind for each in life.play.tasks) > 1


class Living(RuleBasedStateMachine):
    """The tasks of one office: how they begin, how time passes, what must hold after each step."""

    def __init__(self, session: Session, office: Office, known_rights: dict[Any, Any]) -> None:
        super().__init__()
        self.session, self.play = session, Play(session, office, known_rights)
        self.checks = Checks(self.play)

    def teardown(self) -> None:
        try:
            self.checks.at_the_end()
        finally:
            self.session.rollback()

    def tries(
        self,
        who: str,
        action: Action,
        task: Any,
        verb: Callable[..., Any],
        more: dict[str, Any],
        seen: int | None = None,
    ) -> bool:
        """Let somebody do it, as from a page that showed the version `seen` (None: the newest); whether it was done.

        Then it was the newest, and by a right of his own or in the place of who has it.
        """
        by, is_own, version = (
            self.play.actor(who, task, action),
            self.play.has_own_right(who, task, action),
            task.version,
        )

        def do() -> None:
            lifecycle.expect_version(task, version if seen is None else seen)
            verb(self.session, task, by=by, now=self.play.now, **more)

        done = self.play.attempt(f"{who} {verb.__name__} {task.kind.value} {task.id} {more}", do)
        assert not done or seen in (None, version), "somebody was quicker, and it is lost"
        assert not done or is_own or by.on_behalf_of_id or verb in BY_WHOSE_IT_IS, "by nobody's right"
        return done

    def day(self, data: Any) -> Moment:
        """A day near today, now and then with an hour."""
        return Moment(self.play.today + timedelta(days=data.draw(DAYS)), data.draw(HOURS))

    def day_within(self, data: Any, last: int) -> Moment:
        """A day from today on that is at most so many days away."""
        days = data.draw(st.sampled_from([day for day in (0, 1, 2, 4, 7) if day <= last] or [0]))
        return Moment(self.play.today + timedelta(days=days), data.draw(HOURS))

    def unit(self, data: Any) -> Any:
        return self.play.units[data.draw(st.sampled_from(LEADS))]

    # --- what begins ----------------------------------------------------------------------------------

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        """There is always a task that has been issued; mostly it has come some way already."""
        supporting, due_in = data.draw(st.sampled_from(((), ("nv",), ("nv", "tnd")))), data.draw(st.sampled_from(SOON))
        due_on = self.play.today + timedelta(days=due_in)
        given = Assignment(
            content="Báo cáo kết quả thi hành pháp luật",
            leads=[self.play.units["tp"]],
            supporting=[self.play.units[code] for code in supporting],
            due_on=due_on,
            due_time=data.draw(HOURS),
            support_due_on=max(self.play.today, due_on - timedelta(days=1)) if supporting else None,
            assigner=self.play.people["chutich"],
        )
        self.assigned(given, "chutich", is_issued=True)
        is_away = data.draw(st.booleans())
        for step in data.draw(st.sampled_from(BEGINNINGS)):
            self.play.now += timedelta(days=data.draw(st.sampled_from((1, 0, 0, 3))))
            self.come_on(step, self.play.tasks[0], is_away=is_away)
        self.try_own_matters(data)

    def try_own_matters(self, data: Any) -> None:
        """Let those whose matter something is decide about it, in vain; what that is, the whole life knows."""

    def come_on(self, step: str, task: Any, *, is_away: bool) -> None:
        """One step on the usual way of a task, by the deputy of the unit's head if he `is_away`."""
        officer, due_on = self.play.people["congchuc"], task.due_on
        later = Request(Moment(due_on + timedelta(days=4)), "Chờ ý kiến của tỉnh")
        piece = Piece("Thu thập số liệu", task.lead_unit, officer, due_on)
        result = Result(no_evidence_reason="Đã báo cáo", explanation="Chờ tỉnh", claims_objective=True)
        terms = {"terms": self.play.terms}
        who, action, verb, more = {
            "named": ("truongphong", Change.NAME_OFFICER, changes.name_officer, {"officer": officer}),
            "declined": ("truongphong", Move.DECLINE, lifecycle.decline, {"reason": "Việc của phòng khác", **terms}),
            "split": ("truongphong", Change.SPLIT, self.keeping(splitting.split, task), {"pieces": [piece]}),
            "asked": ("congchuc", Change.ASK_EXTENSION, extensions.ask, {"request": later, **terms}),
            "handed in": ("congchuc", Move.SUBMIT, lifecycle.submit, {"result": result, **terms}),
            "sent back": ("chutich", Move.SEND_BACK, lifecycle.send_back, {"reason": "Thiếu phụ lục", **terms}),
            "done": ("chutich", Move.APPROVE, lifecycle.approve, {"note": ""}),
        }[step]
        self.tries("congchuc2" if is_away and who != "chutich" else who, action, task, verb, more)

    @precondition(lambda self: len(self.play.tasks) < MANY)
    @rule(data=st.data(), kind=mostly(LimitKind.DATED, LimitKind.NONE), is_issued=mostly(True, False))
    def assign(self, data: Any, kind: LimitKind, is_issued: bool) -> None:
        lead, *supporting = data.draw(st.lists(st.sampled_from(LEADS), min_size=1, max_size=3, unique=True))
        limit, own = self.day(data), data.draw(st.sampled_from((None, 0, 1, 2)))
        given = Assignment(
            content="Báo cáo kết quả thi hành pháp luật",
            leads=[self.play.units[lead]],
            supporting=[self.play.units[code] for code in supporting],
            limit_kind=kind,
            due_on=limit.on if kind is LimitKind.DATED else None,
            due_time=limit.at if kind is LimitKind.DATED else None,
            support_due_on=limit.on - timedelta(days=own) if supporting and own is not None else None,
            assigner=self.play.people[data.draw(st.sampled_from(("chutich", "phochutich")))],
            past_due_known=data.draw(st.booleans()),
        )
        who = data.draw(st.sampled_from(("chutich", "vanphong", "vanthu", "truongphong")))
        self.assigned(given, who, is_issued=is_issued)

    def assigned(self, given: Assignment, who: str, *, is_issued: bool) -> None:
        by, made = Actor(self.play.rights(who), ZONE), []
        self.play.attempt(f"{who} draft {given.due_on}", lambda: made.extend(self.draft(given, by)))
        self.play.tasks += [each for task in made for each in (task, *task.below)]
        assert not made or given.past_due_known or given.due_on is None or given.due_on >= self.play.today
        if made and is_issued:
            self.tries(who, Move.ISSUE, made[0], lifecycle.issue, {})

    def draft(self, given: Assignment, by: Actor) -> list[Any]:
        committee_id = self.play.office.committee_id
        return assigning.draft(self.session, given, by=by, committee_id=committee_id, now=self.play.now)

    @precondition(lambda self: len(self.play.tasks) < MANY and now_and_then(self))
    @rule(data=st.data())
    def record_past(self, data: Any) -> None:
        issued_on = self.play.today - timedelta(days=data.draw(st.sampled_from((9, 0, 20))))
        due_on = issued_on + timedelta(days=data.draw(st.sampled_from((5, 0, 10, 15))))
        done_on = data.draw(st.none() | st.dates(issued_on, self.play.today))
        lead = self.unit(data)
        given = Assignment(content="Báo cáo từ sổ theo dõi", leads=[lead], due_on=due_on, past_due_known=True)

        def write_down() -> None:
            (task,) = self.draft(given, SYSTEM)
            past = {"issued_on": issued_on, "done_on": done_on}
            registers.record_past(self.session, task, by=SYSTEM, now=self.play.now, **past)
            self.play.tasks.append(task)

        self.play.attempt(f"register record_past {issued_on} {due_on} {done_on}", write_down)

    def drafts(self) -> list[Any]:
        return [task for task in self.play.tasks if task.state is State.DRAFT and task.kind is Kind.OFFICIAL]

    @precondition(drafts)
    @rule(data=st.data())
    def discard(self, data: Any) -> None:
        task = data.draw(st.sampled_from(self.drafts()))
        gone = [task, *task.below]
        discard = partial(assigning.discard, self.session, task, by=SYSTEM)
        if self.play.attempt(f"clerk discard {task.id}", lambda: discard(now=self.play.now)):
            self.play.tasks = [each for each in self.play.tasks if each not in gone]

    # --- anything, and time ------------------------------------------------------------------------------------

    @rule(data=st.data(), action=st.deferred(lambda: st.sampled_from(list(TRIES))))
    def somebody_tries_anything(self, data: Any, action: Action) -> None:
        task = data.draw(st.sampled_from(self.play.tasks))
        who = data.draw(st.sampled_from(sorted(self.play.people)))
        self.tries(who, action, task, *TRIES[action](self, data, task))

    @rule(hours=st.sampled_from((1, 4, 9)))
    def some_hours_pass(self, hours: int) -> None:
        self.play.now += timedelta(hours=hours)

    def last_minutes(self) -> list[datetime]:
        """When limits with an hour that are still to come end."""
        due = [(task.due_on, task.due_time) for task in self.play.tasks if task.due_on and task.due_time]
        return [moment for day, at in due if (moment := datetime.combine(day, at, VIETNAM)) > self.play.now]

    @precondition(last_minutes)
    @rule(data=st.data())
    def the_last_minute_comes(self, data: Any) -> None:
        self.play.now = data.draw(st.sampled_from(self.last_minutes()))

    @rule(days=WAITS)
    def days_pass(self, days: int) -> None:
        self.play.now += timedelta(days=days)

    def keeping(self, verb: Callable[..., Any], task: Any) -> Callable[..., Any]:
        """The verb, after which what hangs on the task from now on is known to the life."""

        def keep(*args: Any, **more: Any) -> None:
            verb(*args, **more)
            known = set(self.play.tasks)
            self.play.tasks += [each for each in task.below if each not in known]

        keep.__name__ = verb.__name__
        return keep

    @invariant()
    def the_rules_hold(self) -> None:
        self.checks.after_a_step()
