"""A life of an office: each rule is something that somebody does, or tries, to one of its tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from taskapp.people.models import Person
from taskapp.tasks import changes, disputes, extensions, handover, lifecycle, limits, registers, splitting, talk
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.handover_lines import Key, Wish
from taskapp.tasks.paper_models import DisputeAbout, Handed, HandOverReason
from taskapp.tasks.permissions import CHANGEABLE_IN, Action
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.splitting import Piece
from taskapp.tasks.states import OPEN, Change, Kind, Move, State
from tests.tasks.holding_events import doers
from tests.tasks.living import (
    HOURS,
    LEADS,
    MANY,
    REASONS,
    SYSTEM,
    TRIES,
    WAITS,
    Living,
    has_open_pieces,
    is_asked,
    is_one_of_many,
    may_get_more_time,
    mostly,
    now_and_then,
    on,
    owes_an_explanation,
)
from tests.tasks.making import ZONE


class Life(Living):
    """What a rule's method gives is the verb and what goes with it."""

    @on(Move.ISSUE)
    def issue(self, data: Any, task: Any) -> Any:
        return lifecycle.issue, {}

    @on(Move.WITHDRAW, is_one_of_many)
    def withdraw(self, data: Any, task: Any) -> Any:
        return lifecycle.withdraw, {"reason": data.draw(REASONS)}

    @on(Move.MERGE, is_one_of_many)
    def merge(self, data: Any, task: Any) -> Any:
        others = [each for each in self.play.tasks if each.kind is task.kind and each is not task]
        into = data.draw(mostly(data.draw(st.sampled_from(others or [task])), task))
        return lifecycle.merge, {"into": into, "reason": data.draw(REASONS)}

    @on(Move.UNDO, lambda life, task: is_one_of_many(life, task) and now_and_then(life, task))
    def undo(self, data: Any, task: Any) -> Any:
        return lifecycle.undo, {"reason": ""}

    @on(Move.REOPEN)
    def reopen(self, data: Any, task: Any) -> Any:
        return lifecycle.reopen, {"reason": data.draw(REASONS)}

    # --- the unit ----------------------------------------------------------------------------------------------

    @on(Move.ACCEPT)
    def accept(self, data: Any, task: Any) -> Any:
        return lifecycle.accept, {}

    @on(Move.DECLINE)
    def decline(self, data: Any, task: Any) -> Any:
        proposed = data.draw(st.none() | st.sampled_from(LEADS).map(self.play.units.get))
        return lifecycle.decline, {"reason": data.draw(REASONS), "terms": self.play.terms, "proposed": proposed}

    @on(Move.TAKE_BACK_DECLINE)
    def take_back_decline(self, data: Any, task: Any) -> Any:
        return lifecycle.take_back_decline, {}

    @on(Change.NAME_OFFICER)
    def name_officer(self, data: Any, task: Any) -> Any:
        colleagues = [person for person in self.play.people.values() if person.unit_id == task.lead_unit_id]
        stranger = data.draw(st.sampled_from(list(self.play.people.values())))
        return changes.name_officer, {"officer": data.draw(mostly(data.draw(st.sampled_from(colleagues)), stranger))}

    @on(Change.PROGRESS)
    def progress(self, data: Any, task: Any) -> Any:
        return changes.progress, {"percent": data.draw(mostly(60, 0, 105)), "note": data.draw(REASONS)}

    @on(Change.EXPLAIN, owes_an_explanation)
    def explain(self, data: Any, task: Any) -> Any:
        claims = data.draw(st.booleans())
        return changes.explain, {"text": "Chờ ý kiến", "claims_objective": claims, "terms": self.play.terms}

    @on(Move.SUBMIT)
    def submit(self, data: Any, task: Any) -> Any:
        result = Result(
            no_evidence_reason=data.draw(mostly("Đã báo cáo tại cuộc họp", "")),
            explanation=data.draw(mostly("Chờ ý kiến của tỉnh", "")),
            claims_objective=data.draw(st.booleans()),
            release_reason=data.draw(st.sampled_from(("", "Không còn cần nữa"))),
        )
        return lifecycle.submit, {"result": result, "terms": self.play.terms}

    @on(Move.SUBMIT)
    def submit_well(self, data: Any, task: Any) -> Any:
        result = Result(no_evidence_reason="Đã báo cáo", explanation="Chờ tỉnh", release_reason="Không cần nữa")
        return lifecycle.submit, {"result": result, "terms": self.play.terms}

    @on(Move.SUBMIT, has_open_pieces)
    def submit_and_forget_the_pieces(self, data: Any, task: Any) -> Any:
        result = Result(no_evidence_reason="Đã báo cáo", explanation="Chờ tỉnh")
        return lifecycle.submit, {"result": result, "terms": self.play.terms}

    @on(Move.RECALL)
    def recall(self, data: Any, task: Any) -> Any:
        return lifecycle.recall, {}

    @on(Change.SPLIT, lambda life, _task: len(life.play.tasks) < 2 * MANY)
    def split(self, data: Any, task: Any) -> Any:
        pieces = [self.piece(data, task) for _n in range(data.draw(mostly(2, 1, 0)))]
        return self.keeping(splitting.split, task), {"pieces": pieces}

    @on(Change.SPLIT, lambda life, _task: len(life.play.tasks) < 2 * MANY)
    def split_well(self, data: Any, task: Any) -> Any:
        """For one of the unit's people, due with the whole."""
        colleagues = [person for person in self.play.people.values() if person.unit_id == task.lead_unit_id]
        piece = Piece("Thu thập số liệu", task.lead_unit, data.draw(st.sampled_from(colleagues)), task.due_on)
        return self.keeping(splitting.split, task), {"pieces": [piece]}

    def piece(self, data: Any, task: Any) -> Piece:
        """For one of the unit's people, or for a unit below; mostly due within the limit."""
        colleagues = [person for person in self.play.people.values() if person.unit_id == task.lead_unit_id]
        officer = data.draw(st.sampled_from((*colleagues, None)))
        within = max(0, (task.due_on - self.play.today).days) if task.due_on else 5
        limit = self.day_within(data, within + data.draw(mostly(0, 3)))
        unit = task.lead_unit if officer else self.play.units[data.draw(mostly("tgpl", "tp", "nv"))]
        due_on = data.draw(mostly(limit.on, None))
        return Piece("Thu thập số liệu", unit, officer, due_on, limit.at if due_on else None)

    # --- more time ---------------------------------------------------------------------------------------------

    @on(Change.ASK_EXTENSION, may_get_more_time)
    def ask(self, data: Any, task: Any) -> Any:
        request = Request(self.later(data, task), data.draw(REASONS))
        return extensions.ask, {"request": request, "terms": self.play.terms}

    @on(Change.ASK_EXTENSION, may_get_more_time)
    def ask_well(self, data: Any, task: Any) -> Any:
        base = max(task.due_on, self.play.today)
        outer = task.parent.due_on if task.parent and task.parent.due_on else base + timedelta(days=4)
        request = Request(Moment(min(outer, base + timedelta(days=4))), "Chờ ý kiến của tỉnh")
        return extensions.ask, {"request": request, "terms": self.play.terms}

    def later(self, data: Any, task: Any) -> Moment:
        """Mostly a later limit than the one that the task has."""
        base = max(task.due_on or self.play.today, self.play.today)
        return Moment(base + timedelta(days=data.draw(mostly(3, 1, 8, 0, -1))), data.draw(HOURS))

    @on(Change.EXTEND, is_asked)
    def grant(self, data: Any, task: Any) -> Any:
        limit = self.later(data, task) if data.draw(st.booleans()) else None
        return extensions.grant, {"limit": limit, "reason": ""}

    @on(Change.REFUSE_EXTENSION, is_asked)
    def refuse(self, data: Any, task: Any) -> Any:
        return extensions.refuse, {"reason": data.draw(REASONS)}

    @on(Change.ASK_EXTENSION, is_asked)
    def take_back(self, data: Any, task: Any) -> Any:
        return extensions.take_back, {}

    @on(Change.EXTEND, may_get_more_time)
    def extend(self, data: Any, task: Any) -> Any:
        more = {"limit": self.later(data, task), "reason": data.draw(REASONS), "terms": self.play.terms}
        return extensions.extend, more

    @on(Change.MOVE_LIMIT, lambda life, task: task.due_on is None or task.due_on > life.play.today)
    def bring_forward(self, data: Any, task: Any) -> Any:
        within = max(0, (task.due_on - self.play.today).days - 1) if task.due_on else 9
        limit = self.day_within(data, within)
        return limits.bring_forward, {"limit": limit, "reason": data.draw(REASONS), "carry": data.draw(st.booleans())}

    @on(Change.REVIEW, lambda life, task: task.due_on is None)
    def review(self, data: Any, task: Any) -> Any:
        return changes.review, {"next_on": self.play.today + timedelta(days=data.draw(st.integers(0, 40))), "note": ""}

    # --- who assigned it ---------------------------------------------------------------------------------------

    @on(Move.REFUSE_DECLINE)
    def refuse_decline(self, data: Any, task: Any) -> Any:
        return lifecycle.refuse_decline, {"reason": data.draw(REASONS)}

    @on(Move.REASSIGN)
    def reassign(self, data: Any, task: Any) -> Any:
        return lifecycle.reassign, {"lead": self.unit(data), "reason": data.draw(REASONS)}

    @on(Move.REASSIGN, lambda life, task: has_open_pieces(life, task) or task.state is State.DECLINED)
    def reassign_well(self, data: Any, task: Any) -> Any:
        """To a unit that has no part in it."""
        taking_part = {task.lead_unit_id, *(part.lead_unit_id for part in task.parts)}
        free = [unit for unit in map(self.play.units.get, LEADS) if unit.id not in taking_part]
        lead = data.draw(st.sampled_from(free or [task.lead_unit]))
        return lifecycle.reassign, {"lead": lead, "reason": "Theo đề nghị của đơn vị"}

    @on(Change.STAR, now_and_then)
    def star(self, data: Any, task: Any) -> Any:
        return changes.star, {"starred": data.draw(st.booleans())}

    @on(Change.URGE)
    def urge(self, data: Any, task: Any) -> Any:
        return changes.urge, {"text": "Đề nghị báo cáo ngay"}

    @on(Change.ADD_PART)
    def add_part(self, data: Any, task: Any) -> Any:
        due_on = data.draw(st.sampled_from((None, task.due_on, self.day(data).on)))
        taking_part = {task.lead_unit_id, *(part.lead_unit_id for part in task.parts)}
        free = [unit for unit in map(self.play.units.get, LEADS) if unit.id not in taking_part]
        unit = data.draw(mostly(data.draw(st.sampled_from(free or [task.lead_unit])), self.unit(data)))
        return self.keeping(splitting.add_part, task), {"unit": unit, "due_on": due_on, "reason": ""}

    @on(Move.APPROVE)
    def approve(self, data: Any, task: Any) -> Any:
        return lifecycle.approve, {"note": ""}

    @on(Move.SEND_BACK)
    def send_back_late(self, data: Any, task: Any) -> Any:
        self.play.now += timedelta(days=data.draw(WAITS))
        return lifecycle.send_back, {"reason": "Thiếu phụ lục", "terms": self.play.terms}

    @on(Move.SEND_BACK)
    def send_back(self, data: Any, task: Any) -> Any:
        return lifecycle.send_back, {"reason": data.draw(REASONS), "terms": self.play.terms}

    @precondition(lambda self: self.own_matters())
    @rule(data=st.data())
    def decide(self, data: Any) -> None:
        """Those who handed in, declined, asked or disputed, or in whose place it was done, try in vain; then others."""
        task, what = data.draw(st.sampled_from(self.own_matters()))
        whose, action = self.whose_it_is(task, what), data.draw(MATTERS[what].decisions)
        self.in_vain(data, task, action, whose)
        able = [name for name in self.play.able(task, action) if name not in whose]
        if able:
            self.tries(data.draw(st.sampled_from(able)), action, task, *TRIES[action](self, data, task))

    def try_own_matters(self, data: Any) -> None:
        self.the_rules_hold()  # and what has happened so far is read
        for task, what in self.own_matters():
            self.in_vain(data, task, data.draw(MATTERS[what].decisions), self.whose_it_is(task, what))

    def in_vain(self, data: Any, task: Any, action: Action, whose: list[str]) -> None:
        for who in whose:
            done = self.tries(who, action, task, *TRIES[action](self, data, task))
            assert not done, "he decided about his own matter"

    def whose_it_is(self, task: Any, what: str) -> list[str]:
        told_by, claim = MATTERS[what].told_by, changes.claimed_cause(task)
        if what == "cause" and claim is not None:
            whose = self.checks.whose(task.id, claim.given_at, *told_by)
        else:
            whose = doers(self.checks.last(task.id, *told_by))
        return [name for name, person in self.play.people.items() if person.id in whose]

    def own_matters(self) -> list[tuple[Any, str]]:
        """The tasks that wait for a decision, and about what."""
        return [(task, what) for task in self.play.tasks for what in MATTERS if MATTERS[what].waits(self, task)]

    # --- what is stated wrongly --------------------------------------------------------------------------------

    @on(Change.JUDGE_CAUSE, lambda _life, task: changes.claimed_cause(task) is not None)
    def judge_cause(self, data: Any, task: Any) -> Any:
        return changes.judge_cause, {"is_confirmed": data.draw(st.booleans()), "reason": data.draw(REASONS)}

    @on(Change.DISPUTE, lambda _life, task: not task.disputed)
    def dispute(self, data: Any, task: Any) -> Any:
        return disputes.dispute, {"about": DisputeAbout.LIMIT, "text": data.draw(REASONS)}

    @on(Change.ANSWER_DISPUTE, lambda _life, task: task.disputed)
    def answer(self, data: Any, task: Any) -> Any:
        upheld = data.draw(st.booleans())
        more = self.stated_otherwise(data, task) if upheld and data.draw(st.booleans()) else {}
        return disputes.answer, {"is_upheld": upheld, "text": data.draw(REASONS), **more}

    @on(Change.DISPUTE, lambda _life, task: task.disputed)
    def unsay(self, data: Any, task: Any) -> Any:
        return disputes.take_back, {}

    @precondition(lambda self: now_and_then(self) and any(is_registered(task) for task in self.play.tasks))
    @rule(data=st.data())
    def correct(self, data: Any) -> None:
        """A register that states other dates is taken over; it knows what the committee assigned, and is nobody."""
        task = data.draw(st.sampled_from([task for task in self.play.tasks if is_registered(task)]))
        more = {"reason": "Theo sổ theo dõi", "by": SYSTEM, **self.stated_otherwise(data, task)}
        self.play.attempt(
            f"register correct {task.id} {more}",
            lambda: registers.correct(self.session, task, now=self.play.now, **more),
        )

    def stated_otherwise(self, data: Any, task: Any) -> dict[str, Any]:
        """A limit and a day of the result as somebody else states them."""
        started = min(task.issued_on or self.play.today, self.play.today)
        return {
            "due_on": data.draw(st.sampled_from((task.due_on, self.day(data).on))),
            "done_on": data.draw(st.none() | st.dates(started, self.play.today)),
        }

    # --- what goes from hand to hand, and what is said ---------------------------------------------------------

    @precondition(lambda self: self.held(Handed.WORK))
    @rule(data=st.data())
    def hand_over_work(self, data: Any) -> None:
        holder_id, tasks = data.draw(st.sampled_from(sorted(self.held(Handed.WORK).items())))
        unit_id = tasks[0].lead_unit_id
        of_unit = [n for n, p in self.play.people.items() if p.unit_id == unit_id and p.id != holder_id]
        tasks = [task for task in tasks if task.lead_unit_id == unit_id]
        to = data.draw(mostly(data.draw(st.sampled_from(of_unit or ["vanphong"])), "vanthu"))
        self.hand_over(data, Handed.WORK, holder_id, tasks, to)

    @precondition(lambda self: self.held(Handed.DECISION))
    @rule(data=st.data())
    def hand_over_decisions(self, data: Any) -> None:
        holder_id, tasks = data.draw(st.sampled_from(sorted(self.held(Handed.DECISION).items())))
        leaders = [n for n in ("phochutich", "chutich") if self.play.people[n].id != holder_id]
        self.hand_over(data, Handed.DECISION, holder_id, tasks, data.draw(mostly(leaders[0], "truongphong")))

    def held(self, handed: Handed) -> dict[int, list[Any]]:
        """The open tasks by who does them, or decides about them."""
        found: dict[int, list[Any]] = defaultdict(list)
        for task in self.play.tasks:
            holder_id = task.assignee_id if handed is Handed.WORK else task.assigner_id
            if holder_id and task.state in OPEN:
                found[holder_id].append(task)
        return found

    def hand_over(self, data: Any, handed: Handed, holder_id: int, tasks: list[Any], to: str) -> None:
        """All of it, or only some; mostly by somebody whose matter it is."""
        person, receiver = self.session.get_one(Person, holder_id), self.play.people[to]
        chosen = tasks if data.draw(st.booleans()) else tasks[:1]
        wishes = {Key(handed, task.id): Wish(receiver.id, task.version) for task in chosen}
        able = self.play.able(chosen[0], Change.HAND_OVER)
        who = data.draw(mostly("chutich", data.draw(st.sampled_from(able)), "congchuc"))
        by, why = Actor(self.play.rights(who), ZONE), handover.Reason(HandOverReason.OTHER, data.draw(REASONS))
        self.play.attempt(
            f"{who} hand_over {person.username} to {to}",
            lambda: handover.hand_over(self.session, person, wishes, why, by=by, now=self.play.now),
        )

    @precondition(now_and_then)
    @rule(data=st.data(), directing=st.booleans(), text=REASONS)
    def say(self, data: Any, directing: bool, text: str) -> None:
        """Whatever is said is no event."""
        task = data.draw(st.sampled_from(self.play.tasks))
        who = data.draw(st.sampled_from(sorted(self.play.people)))
        more = {"text": text, "directing": directing, "by": Actor(self.play.rights(who), ZONE)}
        before = self.play.rows[0]
        self.play.attempt(
            f"{who} say {task.id} {directing}", lambda: talk.say(self.session, task, now=self.play.now, **more)
        )
        assert self.play.rows[0] == before


def claims_a_cause(task: Any) -> bool:
    return task.state in CHANGEABLE_IN[Change.JUDGE_CAUSE] and changes.claimed_cause(task) is not None


class Matter(NamedTuple):
    """Something that waits for somebody else's decision: when, the events that tell whose it is, the decisions."""

    waits: Callable[[Life, Any], bool]
    told_by: tuple[str, ...]
    decisions: st.SearchStrategy[Action]


MATTERS = {
    "result": Matter(
        lambda _life, task: task.state is State.SUBMITTED,
        ("submit",),
        st.sampled_from((Move.APPROVE, Move.SEND_BACK)),
    ),
    "competence": Matter(
        lambda _life, task: task.state is State.DECLINED,
        ("decline",),
        st.sampled_from((Move.REFUSE_DECLINE, Move.REASSIGN)),
    ),
    "more time": Matter(is_asked, ("ask_extension",), st.sampled_from((Change.EXTEND, Change.REFUSE_EXTENSION))),
    "cause": Matter(lambda _life, task: claims_a_cause(task), ("submit", "explain"), st.just(Change.JUDGE_CAUSE)),
    "dispute": Matter(lambda _life, task: task.disputed, ("dispute",), st.just(Change.ANSWER_DISPUTE)),
}


def is_registered(task: Any) -> bool:
    return task.kind is Kind.OFFICIAL and task.state in CHANGEABLE_IN[Change.CORRECT]
