"""Whose list holds what: the tabs of the own work, the menu's counters, what waits for whose decision."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.tasks import disputes, extensions, lifecycle
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import DisputeAbout, Follower
from taskapp.tasks.selections import Filters, Sight, View, narrowed
from taskapp.tasks.states import Kind, State
from tests.conftest import MONDAY
from tests.office import PEOPLE, Office
from tests.tasks.browsing import ClientOf, made, page
from tests.tasks.making import TERMS, Desk
from tests.tasks.sharing import below_of, child_of, part_of, piece, split, whole

CHAIR, OFFICE_SIDE = "chutich", frozenset({"chutich", "phochutich", "vanphong"})
HEAD, OFFICER = "truongphong", "congchuc"


def waiting_for(desk: Desk, task: Task) -> set[str]:
    """The persons in whose list of decisions the task stands."""
    desk.session.flush()
    today = MONDAY.date()
    return {
        name
        for name in PEOPLE
        for found in [narrowed(Sight(desk.by(name).rights, today), View.DECIDE, Filters(), today, today)]
        if task in desk.session.scalars(found).unique().all()
    }


def official(desk: Desk, state: State) -> Task:
    if state is not State.DECLINED:
        return desk.submitted() if state is State.SUBMITTED else whole(desk)
    task = desk.task()
    lifecycle.decline(desk.session, task, reason="Không đúng", by=desk.by(HEAD), now=MONDAY, terms=TERMS)
    return task


def asked(desk: Desk, task: Task) -> Task:
    """A request for more time waits, of the one who does the task."""
    by = desk.by({"nv": "congchuc_nv"}.get(task.lead_unit.code, "congchuc2" if task.kind is Kind.CHILD else OFFICER))
    limit = Moment(date(2026, 3, 5) if task.parent_id else date(2026, 3, 13))
    extensions.ask(desk.session, task, Request(limit, "Chờ số liệu"), by=by, now=MONDAY, terms=TERMS)
    return task


def disputed(desk: Desk, task: Task) -> Task:
    by = desk.by({"nv": "truongphong_nv"}.get(task.lead_unit.code, HEAD))
    disputes.dispute(desk.session, task, about=DisputeAbout.OTHER, text="Ghi sai", by=by, now=MONDAY)
    return task


@pytest.mark.parametrize(
    ("kind", "handed_in", "declined", "more_time", "dispute"),
    [
        (Kind.OFFICIAL, OFFICE_SIDE, OFFICE_SIDE, OFFICE_SIDE, OFFICE_SIDE),
        # the lead unit takes what is handed in and answers requests; who gave the part decides whose it is
        (Kind.PART, {HEAD, OFFICER}, OFFICE_SIDE, {HEAD}, OFFICE_SIDE),
        (Kind.CHILD, {HEAD}, {HEAD}, {HEAD}, {HEAD}),
    ],
)
def test_each_decision_waits_in_the_lists_of_those_who_take_it(
    desk: Desk, kind: Kind, handed_in: set[str], declined: set[str], more_time: set[str], dispute: set[str]
) -> None:
    def one(state: State) -> Task:
        return official(desk, state) if kind is Kind.OFFICIAL else below_of(desk, whole(desk), kind, state)

    assert waiting_for(desk, one(State.SUBMITTED)) == handed_in
    assert waiting_for(desk, one(State.DECLINED)) == declined
    assert waiting_for(desk, asked(desk, one(State.IN_PROGRESS))) == more_time
    assert waiting_for(desk, disputed(desk, one(State.IN_PROGRESS))) == dispute
    assert waiting_for(desk, one(State.IN_PROGRESS)) == set()


def tabs(client: FlaskClient, view: str) -> list[str]:
    """Label and number of each tab, the current one with a star."""
    shown = page(client.get(f"/tasks?view={view}"))
    nav = shown.split('<nav class="tabs"', 1)[1].split("</nav>", 1)[0]
    links = [part.split("</a>", 1)[0] for part in nav.split("<a ")[1:]]
    return [
        "*" * ("aria-current" in link) + link.split(">", 1)[1].split(" <", 1)[0] + " " + link.split('count">')[1][0]
        for link in links
    ]


def counter(client: FlaskClient, label: str) -> int:
    """The number beside an item of the left menu."""
    nav = page(client.get("/account")).split('id="menu"', 1)[1].split("</nav>", 1)[0]
    item = next(part for part in nav.split("<li>") if f"<span>{label}</span>" in part)
    return int(item.split("count", 1)[1].split(">", 1)[1].split("<", 1)[0]) if "count" in item else 0


def test_own_work_stands_in_tabs_and_the_menu_counts_what_is_to_do(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def build(desk: Desk) -> Task:
        task = whole(desk)
        desk.task()  # nobody named yet
        child_of(desk, task, State.IN_PROGRESS)
        for lead in ("nv", "tnd"):
            split(desk, desk.task(leads=[desk.unit(lead)], supporting=[desk.unit("tp")]).parts[0], piece(desk))
        known = {"committee_id": task.committee_id, "task_id": task.id, "added_at": MONDAY}
        desk.session.add(Follower(person_id=office.people["congchuc2"], **known))
        return task

    made(app, build, office)
    head, first, second = client_of("truongphong"), client_of("congchuc"), client_of("congchuc2")
    assert tabs(head, "unit") == ["*Chủ trì 2", "Phối hợp 2", "Tôi giao đi 3", "Để biết 0"]
    assert tabs(head, "support") == ["Chủ trì 2", "*Phối hợp 2", "Tôi giao đi 3", "Để biết 0"]
    assert tabs(first, "mine") == ["*Chủ trì 1", "Phối hợp 0", "Để biết 0"]
    assert tabs(second, "know") == ["Chủ trì 3", "Phối hợp 0", "*Để biết 1"]
    assert (counter(head, "Việc cần xử lý"), counter(first, "Việc của tôi"), counter(second, "Việc của tôi")) == (
        4,
        1,
        3,
    )
    nav = page(head.get("/tasks?view=support")).split('id="menu"', 1)[1].split("</nav>", 1)[0]
    assert 'href="/tasks?view=unit" aria-current="page"' in nav
    assert "view=support" not in nav


def test_those_who_assign_have_no_tabs_of_own_work(client_of: ClientOf) -> None:
    shown = page(client_of("chutich").get("/tasks?view=given"))
    assert "Việc của tôi theo vai trò" not in shown


def test_the_list_of_all_can_show_parts_or_pieces_and_rows_say_of_which_whole(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def build(desk: Desk) -> Task:
        task = whole(desk, content="Tổng kết công tác hộ tịch")
        part_of(desk, task, State.IN_PROGRESS)
        return child_of(desk, task, State.IN_PROGRESS)

    made(app, build, office)
    chair = client_of("chutich")
    all_of_them = page(chair.get("/tasks?view=all"))
    assert ("Rà soát hộ tịch hai xã" in all_of_them, "Phần phối hợp," in all_of_them) == (False, False)
    pieces = page(chair.get("/tasks?view=all&kind=child"))
    assert "Việc con của “Tổng kết công tác hộ tịch”" in pieces
    assert '<option value="child" selected>' in pieces
    assert "Phần phối hợp, Phòng Tư pháp chủ trì" in page(chair.get("/tasks?view=all&kind=part"))
    assert "Rà soát hộ tịch hai xã" in page(chair.get("/tasks?view=all&kind=child&q=hai+xa"))


def test_a_result_that_was_sent_back_says_so_in_the_list_until_it_is_handed_in_again(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def build(desk: Desk) -> Task:
        task = desk.submitted()
        lifecycle.send_back(desk.session, task, reason="Thiếu số liệu", by=desk.by(CHAIR), now=MONDAY, terms=TERMS)
        again = desk.submitted()
        lifecycle.send_back(desk.session, again, reason="Thiếu số liệu", by=desk.by(CHAIR), now=MONDAY, terms=TERMS)
        desk.submit(again, MONDAY)
        return task

    made(app, build, office)
    assert page(client_of(OFFICER).get("/tasks?view=mine")).count("kết quả bị trả lại, phải làm tiếp") == 1
