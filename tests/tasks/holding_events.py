"""What holds of each thing that happened, by the words of the design alone: no table or rule of the product is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from taskapp.people.rights import Role
from tests.tasks import naive
from tests.tasks.play import OFF, WORKED, Play

DAYS_OFF = naive.DaysOff(frozenset(OFF), frozenset(WORKED))
OPEN = naive.OPEN
MOVES = {  # where each move may start, and where it ends
    "issue": ((None,), "assigned"),
    "accept": (("assigned",), "in_progress"),
    "decline": (("assigned",), "declined"),
    "refuse_decline": (("declined",), "assigned"),
    "take_back_decline": (("declined",), "assigned"),
    "reassign": (("assigned", "declined", "in_progress"), "assigned"),
    "submit": (("in_progress",), "submitted"),  # from assigned the acceptance is recorded before it
    "recall": (("submitted",), "in_progress"),
    "approve": (("submitted",), "done"),
    "send_back": (("submitted",), "in_progress"),
    "withdraw": (OPEN, "withdrawn"),
    "merge": (OPEN, "withdrawn"),
    "lapse": (("assigned", "declined", "in_progress"), "withdrawn"),
    "undo": ((*OPEN, "done"), "withdrawn"),
    "reopen": (("done",), "in_progress"),
}
REASONED = ("decline", "refuse_decline", "reassign", "send_back", "withdraw", "merge", "reopen")
TAKING_BACK = {"recall": "submit", "take_back_decline": "decline"}
TAKEN_ON = ("name_officer", "progress", "split")  # whoever does these has taken the task on
PLACED = ("correct", "record_past")  # a register says where the task stands
EXCLUDED = {"withdraw": "withdrawn", "merge": "merged", "undo": "undone"}
HANDED_IN_BY = ("submit", "recall", "send_back", "reopen", *PLACED)
ASSIGNERS_ONLY = ("approve", "send_back", "refuse_decline", "reassign", "merge", "reopen", "extend", "star")


class EventRules:
    """The record of one life as far as it has been read."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.events: dict[int, list[Any]] = defaultdict(list)
        self.tasks: dict[int, Any] = {}
        self.requests: dict[int, list[Any]] = {}
        self.disputes: dict[int, list[Any]] = {}
        self.submissions: dict[int, list[Any]] = {}
        self.explanations: dict[int, list[Any]] = {}
        self.assigning = frozenset(_with(play, Role.LEADER, Role.MONITOR))
        self.heads = {unit.id: frozenset(_heads(play, unit)) for unit in play.units.values()}

    def check_event(self, event: Any) -> None:
        self.state_is_reached_by_a_move(event)
        self.limit_moves_as_it_may(event)
        self.limits_lie_inside_the_whole_s(event)
        self.more_time_is_asked_for_and_given_as_the_office_allows(event)
        self.day_of_the_result_is_the_day_it_was_handed_in(event)
        self.nobody_decides_about_his_own(event)
        self.only_those_concerned_do_it(event)
        self.only_who_did_it_takes_it_back(event)
        self.what_is_handed_in_late_is_explained(event)

    def state_is_reached_by_a_move(self, event: Any) -> None:
        before = self.before(event)
        assert event.from_state == (before.to_state if before else None)
        if event.kind in MOVES:
            sources, target = MOVES[event.kind]
            is_lapsed = before is not None and before.to_state == "withdrawn" and before.excluded is None
            is_taken_out = event.kind == "undo" and is_lapsed  # it had ended, and leaves the figures now
            assert event.from_state in sources or is_taken_out
            assert event.to_state == target
            assert event.reason or event.kind not in REASONED
        elif event.kind not in PLACED:
            assert event.from_state == event.to_state
            assert event.to_state == "in_progress" or event.kind not in TAKEN_ON
        assert event.excluded == EXCLUDED.get(event.kind)

    def limit_moves_as_it_may(self, event: Any) -> None:
        """A later one is an extension, an earlier one a correction by hand; the first one never changes."""
        before = self.before(event)
        if before is None or event.kind == "correct":
            return
        old, new = naive.due_in(before), naive.due_in(event)
        if event.kind == "extend":
            assert new is not None
            assert old is not None
            assert naive.is_later(new, old)
        elif event.kind == "move_limit":
            assert new is not None
            assert old is None or naive.is_later(old, new)
        else:
            assert new == old
        if before.original_due_on is not None:
            first = (before.original_due_on, before.original_due_time)
            assert (event.original_due_on, event.original_due_time) == first

    def limits_lie_inside_the_whole_s(self, event: Any) -> None:
        """A limit that is set now lies inside that of the whole, and around those of what goes on below."""
        before, limit = self.before(event), naive.due_in(event)
        if limit is None or (before is not None and naive.due_in(before) == limit):
            return
        whole = self.tasks.get(event.parent_id)
        outer = naive.due_in(whole) if whole else None
        assert outer is None or not naive.is_after(limit, outer)
        for task in self.tasks.values():
            inner = naive.due_in(task)
            if task.parent_id == event.task_id and task.state in OPEN and inner:
                assert not naive.is_after(inner, limit)

    def more_time_is_asked_for_and_given_as_the_office_allows(self, event: Any) -> None:
        if event.kind not in ("ask_extension", "extend"):
            return
        rules, old = self.play.terms.rules, naive.due_in(self.before(event))
        assert old is not None
        is_late = naive.is_after(naive.local(event.recorded_at), old)
        requests = self.requests[event.task_id]
        answered = [r for r in requests if r.answered_at == event.recorded_at and r.answer == "granted"]
        if event.kind == "ask_extension":
            (asked,) = (r for r in requests if r.asked_at == event.recorded_at)
            assert asked.is_late == is_late
            assert rules.late_requests or not is_late
            assert self.extended(event) < rules.most_extensions
        elif answered:
            assert answered[0].due_version == self.due_version(event.task_id, event.version - 1)
        else:
            assert rules.late_requests or not is_late

    def day_of_the_result_is_the_day_it_was_handed_in(self, event: Any) -> None:
        before, handed_in = self.before(event), (event.submitted_on, event.submitted_time)
        if event.kind == "submit":
            assert handed_in == naive.local(event.recorded_at)
        elif event.kind not in HANDED_IN_BY:
            assert handed_in == ((before.submitted_on, before.submitted_time) if before else (None, None))
        if event.to_state == "done":
            assert event.finished_on == event.submitted_on

    def nobody_decides_about_his_own(self, event: Any) -> None:
        """Neither oneself nor in the place of the one whose it is, nor what was done in one's own place."""
        mine, at, task_id = doers(event), event.recorded_at, event.task_id
        for submission in self.submissions[task_id]:
            if submission.decided_at == at and submission.decision in ("approved", "sent_back"):
                is_own = mine & self.whose(task_id, submission.submitted_at, "submit")
                assert not is_own or self._ended_with_the_whole(event)
        for request in self.requests[task_id]:
            if request.answered_at == at and request.answer != "taken_back":
                assert not mine & self.whose(task_id, request.asked_at, "ask_extension")
        for dispute in self.disputes[task_id]:
            if dispute.answered_at == at and dispute.answer:
                assert not mine & self.whose(task_id, dispute.raised_at, "dispute")
        for explanation in self.explanations[task_id]:
            if explanation.judged_at == at:
                assert not mine & self.whose(task_id, explanation.given_at, "submit", "explain")
        if event.from_state == "declined" and event.kind in ("refuse_decline", "reassign"):
            assert not mine & doers(self.last(task_id, "decline"))

    def only_those_concerned_do_it(self, event: Any) -> None:
        """Or those who stand in their place; what comes along with something else is done by whoever does that."""
        mine = doers(event)
        if not mine:
            return
        if event.kind in ASSIGNERS_ONLY and event.task_kind == "official":
            assert mine & {*self.assigning, event.assigner_id}
        if event.kind == "decline":
            assert mine & self.heads[event.lead_unit_id]
            received = self.last(event.task_id, "issue", "record_past", "reassign", "refuse_decline")
            days = (naive.local(each.recorded_at)[0] for each in (received, event))
            assert DAYS_OFF.worked_between(*days) <= self.play.terms.rules.decline_within
        if event.kind in ("submit", "ask_extension", "explain", "progress"):
            assert mine & {*self.heads[event.lead_unit_id], event.assignee_id}

    def only_who_did_it_takes_it_back(self, event: Any) -> None:
        """Or who stands in his place: a result, a word on competence, a request for time, a dispute."""
        mine, task_id, at = doers(event), event.task_id, event.recorded_at
        if mine and event.kind in TAKING_BACK:
            assert mine & doers(self.last(task_id, TAKING_BACK[event.kind]))
        for request in self.requests[task_id]:
            if mine and request.answered_at == at and request.answer == "taken_back":
                assert mine & self.whose(task_id, request.asked_at, "ask_extension")
        for dispute in self.disputes[task_id]:
            if mine and dispute.answered_at == at and not dispute.answer:
                assert mine & self.whose(task_id, dispute.raised_at, "dispute")

    def what_is_handed_in_late_is_explained(self, event: Any) -> None:
        """Once for the version of the limit that holds, before or with the result."""
        if event.kind != "submit":
            return
        told = naive.tell(self.events[event.task_id], self.requests[event.task_id], DAYS_OFF)
        handed_in, strict = (event.submitted_on, event.submitted_time), self.play.terms.rules.is_strict
        late = told.judging and naive.days_late(told.judging, handed_in, told.waited, DAYS_OFF, is_strict=strict)
        versions = [explanation.due_version for explanation in self.explanations[event.task_id]]
        assert not late or self.due_version(event.task_id, event.version) in versions

    # --- what the record says ----------------------------------------------------------------------------------

    def before(self, event: Any) -> Any:
        return self.events[event.task_id][event.version - 2] if event.version > 1 else None

    def last(self, task_id: int, *kinds: str) -> Any:
        return next(event for event in reversed(self.events[task_id]) if event.kind in kinds)

    def whose(self, task_id: int, at: Any, *kinds: str) -> frozenset[int]:
        """Who did one of these at that instant, and in whose place."""
        found = (doers(e) for e in self.events[task_id] if e.recorded_at == at and e.kind in kinds)
        return frozenset().union(*found)

    def extended(self, event: Any) -> int:
        return sum(each.kind == "extend" for each in self.events[event.task_id][: event.version])

    def due_version(self, task_id: int, version: int) -> int:
        """How many limits the task had had by that version of it."""
        story = self.events[task_id][:version]
        set_anew = (e for e in story if e.kind in ("extend", "move_limit"))
        corrected = (
            e for e in story if e.kind == "correct" and (b := self.before(e)) and naive.due_on(b) != naive.due_on(e)
        )
        return 1 + sum(1 for _each in (*set_anew, *corrected))

    def _ended_with_the_whole(self, event: Any) -> bool:
        whole = self.events[event.parent_id][-1] if event.parent_id else None
        return whole is not None and whole.recorded_at == event.recorded_at and whole.to_state == "done"


def doers(event: Any) -> frozenset[int]:
    """Who did it, and in whose place."""
    return frozenset({event.by_id, event.on_behalf_of_id} - {None})


def _with(play: Play, *roles: Role) -> Iterable[int]:
    return (person.id for person in play.people.values() for held in person.roles if held.role in roles)


def _heads(play: Play, unit: Any) -> Iterable[int]:
    """Who heads the unit, or one above it."""
    above = set()
    while unit is not None:
        above.add(unit.id)
        unit = unit.parent
    for person in play.people.values():
        if any(held.role is Role.UNIT_HEAD and held.unit_id in above for held in person.roles):
            yield person.id
