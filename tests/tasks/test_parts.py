"""What becomes of the parts and pieces of a task when the task itself moves: each cascade as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest

from taskapp.base.errors import Refused
from taskapp.tasks import assigning, lifecycle, registers
from taskapp.tasks.lifecycle import MOVES
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.states import OPEN, Exclusion, Kind, Move, State, Via
from tests.conftest import MONDAY
from tests.tasks.making import REPORT, ZONE, Desk, at
from tests.tasks.sharing import DUE, EARLIER, below_of, child_of, part_of, piece, section, split, whole

STATES = (State.ASSIGNED, State.DECLINED, State.IN_PROGRESS, State.SUBMITTED, State.DONE)
RELEASED = Result(**(vars(REPORT) | {"release_reason": "Không cần nữa"}))


class Fate(NamedTuple):
    """How a task stands afterwards; `last` is the kind of its last event."""

    state: State
    excluded: Exclusion | None
    last: str


GONE = Fate(State.WITHDRAWN, Exclusion.WITHDRAWN, "withdraw")
UNDONE = Fate(State.WITHDRAWN, Exclusion.UNDONE, "undo")
LAPSED = Fate(State.WITHDRAWN, None, "lapse")
TAKEN = Fate(State.DONE, None, "approve")


def fate(task: Task) -> Fate:
    last = task.events[-1]
    assert (last.to_state, last.excluded, last.version) == (task.state, task.excluded, task.version)
    return Fate(task.state, task.excluded, last.kind)


def play(desk: Desk, task: Task, move: Move) -> None:
    session, chair = desk.session, desk.by("chutich")
    because = {"reason": "Có lý do", "by": chair, "now": MONDAY}
    {
        Move.REASSIGN: lambda: lifecycle.reassign(session, task, lead=desk.unit("tnd"), **because),
        Move.WITHDRAW: lambda: lifecycle.withdraw(session, task, **because),
        Move.MERGE: lambda: lifecycle.merge(session, task, into=desk.task(), **because),
        Move.UNDO: lambda: lifecycle.undo(session, task, **because),
    }[move]()
    session.flush()


# (what hangs on the task, the move of the task) -> what becomes of the unfinished ones, and of the finished one
ENDINGS = [
    (Kind.PART, Move.REASSIGN, None, None),  # the supporting units go on with whoever leads
    (Kind.CHILD, Move.REASSIGN, GONE, None),
    (Kind.PART, Move.WITHDRAW, GONE, None),
    (Kind.CHILD, Move.WITHDRAW, GONE, None),
    (Kind.PART, Move.MERGE, GONE, None),
    (Kind.CHILD, Move.MERGE, GONE, None),
    (Kind.PART, Move.UNDO, UNDONE, UNDONE),
    (Kind.CHILD, Move.UNDO, UNDONE, UNDONE),
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("kind", "move", "unfinished", "finished"), ENDINGS)
def test_what_hangs_on_a_task_ends_with_it(
    desk: Desk, kind: Kind, move: Move, unfinished: Fate | None, finished: Fate | None, state: State
) -> None:
    task = whole(desk)
    below = below_of(desk, task, kind, state)
    before = fate(below)
    play(desk, task, move)
    assert fate(below) == ((finished if state is State.DONE else unfinished) or before)


@pytest.mark.parametrize(
    ("state", "in_term", "after_its_limit"),
    [
        (State.ASSIGNED, GONE, LAPSED),
        (State.DECLINED, GONE, LAPSED),
        (State.IN_PROGRESS, GONE, LAPSED),
        (State.SUBMITTED, TAKEN, TAKEN),
        (State.DONE, TAKEN, TAKEN),
    ],
)
@pytest.mark.parametrize("handed_in", ["04/03", "05/03"])  # the part was due on the 4th
def test_approving_the_whole_ends_its_parts(
    desk: Desk, state: State, in_term: Fate, after_its_limit: Fate, handed_in: str
) -> None:
    task = whole(desk)
    part = part_of(desk, task, state)
    desk.submit(task, at(handed_in))
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("09/03"))
    desk.session.flush()
    late = handed_in == "05/03"
    assert fate(part) == (after_its_limit if late else in_term)
    if fate(part) == LAPSED:  # it stays in its unit's figures, judged by the day the whole was handed in
        assert part.finished_on == part.events[-1].finished_on == date(2026, 3, 5)
    if state is State.SUBMITTED:
        assert (part.finished_on, part.progress_percent) == (MONDAY.date(), 100)
        assert part.submissions[-1].decision == "approved"


def test_a_part_without_a_limit_that_was_not_given_leaves_the_figures(desk: Desk) -> None:
    task = desk.undated(supporting=[desk.unit("nv")])
    desk.submit(task, at("20/03"), by="truongphong")
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("20/03"))
    desk.session.flush()
    assert fate(task.below[0]) == GONE


def test_what_is_missing_from_supporting_units_does_not_keep_the_lead_from_handing_in(desk: Desk) -> None:
    task = whole(desk, supporting=[desk.unit("nv")])
    desk.submit(task, MONDAY)
    assert (task.state, task.parts[0].state) == (State.SUBMITTED, State.ASSIGNED)


def test_what_lapsed_ends_with_its_own_pieces(desk: Desk) -> None:
    task = whole(desk)
    part = part_of(desk, task, State.IN_PROGRESS)
    child = split(
        desk, part, piece(desk, "congchuc_nv", unit=desk.unit("nv")), by="truongphong_nv"
    )[0]  # fmt: skip
    desk.submit(task, at("05/03"))
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("05/03"))
    desk.session.flush()
    assert (fate(part), fate(child)) == (LAPSED, GONE)


@pytest.mark.parametrize("state", STATES)
def test_unfinished_pieces_hold_the_result_back_unless_expressly_released(desk: Desk, state: State) -> None:
    task = whole(desk)
    child = child_of(desk, task, state)
    if state is State.DONE:
        desk.submit(task, MONDAY)
        assert fate(child) == TAKEN
        return
    with pytest.raises(Refused, match="1 việc con chưa xong") as refused:
        desk.submit(task, MONDAY)
    assert refused.value.field == "release_reason"
    desk.submit(task, MONDAY, result=RELEASED)
    assert fate(child) == GONE
    assert child.events[-1].reason == "Không cần nữa"


@pytest.mark.parametrize(
    "end",
    [
        lambda desk, task: play(desk, task, Move.WITHDRAW),
        lambda desk, task: play(desk, task, Move.REASSIGN),
        lambda desk, task: desk.submit(task, MONDAY, result=RELEASED),
        lambda desk, task: play(desk, task, Move.UNDO),
    ],
    ids=["withdraw", "reassign", "release", "undo"],
)
def test_pieces_of_pieces_end_too(desk: Desk, end: Callable[[Desk, Task], None]) -> None:
    task, unit = whole(desk), section(desk)
    child = split(desk, task, piece(desk, "", unit=unit))[0]
    grandchild = split(desk, child, piece(desk, "totruong", unit=unit), by="totruong")[0]
    end(desk, task)
    assert child.state is grandchild.state is State.WITHDRAWN
    assert child.excluded == grandchild.excluded
    assert {e.parent_id for e in grandchild.events} == {child.id}


def test_a_draft_takes_its_parts_along_when_issued_and_when_discarded(desk: Desk) -> None:
    draft = desk.draft(supporting=[desk.unit("nv")])
    part = draft.parts[0]
    assert (part.state, part.events, part.version) == (State.DRAFT, [], 0)
    lifecycle.issue(desk.session, draft, by=desk.by("chutich"), now=MONDAY)
    desk.session.flush()
    assert fate(part) == Fate(State.ASSIGNED, None, "issue")
    other = desk.draft(supporting=[desk.unit("nv")])
    below_id = other.parts[0].id
    assigning.discard(desk.session, other, by=desk.by("chutich"), now=MONDAY)
    desk.session.flush()
    desk.session.expire_all()
    assert desk.session.get(Task, below_id) is None


def test_a_part_is_not_issued_before_its_whole(desk: Desk) -> None:
    draft = desk.draft(supporting=[desk.unit("nv")])
    with pytest.raises(Refused, match="còn là dự thảo"):
        lifecycle.issue(desk.session, draft.parts[0], by=desk.by("chutich"), now=MONDAY)


def test_reassigning_the_whole_to_a_supporting_unit_is_refused(desk: Desk) -> None:
    task = whole(desk, supporting=[desk.unit("nv")])
    with pytest.raises(Refused, match="đã có phần việc"):
        lifecycle.reassign(
            desk.session, task, lead=desk.unit("nv"), reason="Đúng việc", by=desk.by("chutich"), now=MONDAY
        )


@pytest.mark.parametrize("kind", [Kind.PART, Kind.CHILD])
def test_reopening_the_whole_leaves_what_was_finished_as_it_is(desk: Desk, kind: Kind) -> None:
    task = whole(desk)
    below = below_of(desk, task, kind, State.DONE)
    desk.submit(task, MONDAY)
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=MONDAY)
    with pytest.raises(Refused, match="mở lại nhiệm vụ chung trước"):
        lifecycle.reopen(desk.session, below, reason="Thiếu", by=desk.by("chutich"), now=MONDAY)
    lifecycle.reopen(desk.session, task, reason="Thiếu", by=desk.by("chutich"), now=MONDAY)
    desk.session.flush()
    assert fate(below) == TAKEN
    lifecycle.reopen(desk.session, below, reason="Thiếu", by=desk.by("chutich"), now=MONDAY)
    assert below.state is State.IN_PROGRESS


@pytest.mark.parametrize("kind", [Kind.PART, Kind.CHILD])
def test_nothing_is_reopened_under_a_whole_that_was_handed_in(desk: Desk, kind: Kind) -> None:
    task = whole(desk)
    below = below_of(desk, task, kind, State.DONE)
    desk.submit(task, MONDAY)
    with pytest.raises(Refused, match="mở lại nhiệm vụ chung trước"):
        lifecycle.reopen(desk.session, below, reason="Thiếu", by=desk.by("chutich"), now=MONDAY)


def test_a_finished_piece_is_not_reopened_once_the_whole_went_to_another_unit(desk: Desk) -> None:
    task = whole(desk)
    below = below_of(desk, task, Kind.CHILD, State.DONE)
    chair = desk.by("chutich")
    lifecycle.reassign(desk.session, task, lead=desk.unit("nv"), reason="Đúng việc", by=chair, now=at("03/03"))
    desk.session.flush()
    with pytest.raises(Refused, match="giao việc con mới"):
        lifecycle.reopen(desk.session, below, reason="Thiếu", by=chair, now=at("03/03"))
    assert fate(below) == TAKEN


def test_a_piece_is_not_merged_into_what_belongs_to_it(desk: Desk) -> None:
    child = child_of(desk, whole(desk), State.IN_PROGRESS)
    grandchild = split(desk, child, piece(desk))[0]
    head = desk.by("truongphong")
    with pytest.raises(Refused, match="việc con của chính"):
        lifecycle.merge(desk.session, child, into=grandchild, reason="Trùng", by=head, now=MONDAY)
    lifecycle.merge(desk.session, grandchild, into=child, reason="Trùng", by=head, now=MONDAY)
    assert (grandchild.excluded, child.state) == (Exclusion.MERGED, State.IN_PROGRESS)


def test_undoing_takes_a_lapsed_part_out_of_the_figures_too(desk: Desk) -> None:
    task = whole(desk)
    part = part_of(desk, task, State.ASSIGNED)
    desk.submit(task, at("05/03"))
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("05/03"))
    assert part.excluded is None
    lifecycle.undo(desk.session, task, reason="Nhập nhầm", by=desk.by("vanphong"), now=at("05/03"))
    desk.session.flush()
    assert fate(part) == UNDONE


@pytest.mark.parametrize("kind", [Kind.PART, Kind.CHILD])
@pytest.mark.parametrize("state", [state for state in STATES if state in OPEN])
def test_a_register_that_says_done_ends_what_hangs_on_the_task_and_undoing_it_brings_that_back(
    desk: Desk, kind: Kind, state: State
) -> None:
    task = whole(desk)
    below = below_of(desk, task, kind, state)
    batch = Actor(desk.by("vanphong").rights, ZONE, Via.IMPORT, batch_id=None)
    registers.correct(
        desk.session, task, due_on=DUE, done_on=date(2026, 3, 5), reason="Sổ ghi đã xong", by=batch, now=at("06/03")
    )
    desk.session.flush()
    ended = TAKEN if state is State.SUBMITTED else LAPSED if kind is Kind.PART else GONE
    assert fate(below) == ended
    lifecycle.reopen(desk.session, task, reason="Sổ sai", by=batch, now=at("06/03"))
    registers.revive_below(desk.session, task, None, reason="Sổ sai", by=batch, now=at("06/03"))
    desk.session.flush()
    assert fate(below) == Fate(state, None, "correct")
    assert (below.finished_on, below.due_on) == (None, EARLIER)
    assert [s.decision for s in below.submissions] == [None] * len(below.submissions)


def test_every_move_that_ends_a_task_is_in_these_tables() -> None:
    ending = {move for move, rule in MOVES.items() if rule.target is State.WITHDRAWN}
    assert ending == {Move.WITHDRAW, Move.MERGE, Move.UNDO, Move.LAPSE}
