"""The page of rights: what it shows is what the rules answer, and what was expected of them before they were asked."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from taskapp.admin.rights_table import Own, Relation, Row, table
from taskapp.admin.rights_words import row_name, said, states_text
from taskapp.tasks import permissions
from taskapp.tasks.permissions import RULES, Action
from taskapp.tasks.states import Kind, Move
from tests.rights import expected

ClientOf = Callable[[str], FlaskClient]
ACTIONS: dict[str, Action] = {action.value: action for action in RULES}
NAMES = {  # the persons of the story who stand for a relation, by the kind of task
    Relation.LEADER: dict.fromkeys(Kind, "leader"),
    Relation.MONITOR: dict.fromkeys(Kind, "monitor"),
    Relation.CLERK: dict.fromkeys(Kind, "clerk"),
    Relation.HEAD: dict.fromkeys(Kind, "head"),
    Relation.OFFICER: {Kind.OFFICIAL: "officer", Kind.PART: "officer", Kind.CHILD: "section officer"},
    Relation.SUPPORTING_HEAD: dict.fromkeys(Kind, "supporting head"),
    Relation.SUPPORTING_OFFICER: dict.fromkeys(Kind, "supporting officer"),
    Relation.INSPECTOR: dict.fromkeys(Kind, "inspector"),
    Relation.ADMIN: dict.fromkeys(Kind, "admin"),
    Relation.ASSIGNER: {Kind.OFFICIAL: "assigner", Kind.PART: "assigner"},
}


def rows() -> dict[str, Row]:
    return {row.key: row for group in table().values() for row in group}


def test_every_action_stands_in_the_table_once() -> None:
    keys = [row.key for group in table().values() for row in group]
    assert len(keys) == len(set(keys))
    assert set(ACTIONS) <= set(keys)
    assert {key for key, row in rows().items() if not row.kinds} == set()


@pytest.mark.parametrize("key", sorted(ACTIONS))
def test_a_cell_says_what_was_expected(key: str) -> None:
    row, action = rows()[key], ACTIONS[key]
    assert row.states == expected.STATES[action]
    for relation, names in NAMES.items():
        may = {kind for kind, name in names.items() if _may(name, action, kind)}
        assert row.cells[relation].kinds & names.keys() == may, relation


def _may(name: str, action: Action, kind: Kind) -> bool:
    taken_back = {Move.RECALL: Move.SUBMIT, Move.TAKE_BACK_DECLINE: Move.DECLINE}  # whoever may say it, his own
    return expected.may(name, taken_back.get(action, action), kind)


def test_a_cell_says_on_what_it_depends() -> None:
    found = rows()
    approve, recall, decline = found["approve"], found["recall"], found["decline"]
    assert approve.cells[Relation.HEAD].own is Own.NEVER
    assert approve.cells[Relation.LEADER].own is Own.ALIKE
    assert recall.cells[Relation.OFFICER].own is Own.ONLY
    assert said(approve, Relation.HEAD).text == "Chỉ phần phối hợp, việc con; trừ việc chính mình trình"
    assert said(recall, Relation.SUPPORTING_HEAD).text == "Chỉ phần phối hợp; do chính mình gửi"
    assert said(approve, Relation.LEADER) == ("yes", "Được")
    assert said(approve, Relation.ADMIN) == ("no", "Không")
    assert said(approve, Relation.DELEGATE).text == "Thay mặt lãnh đạo, người giao"
    assert said(decline, Relation.DEPUTY).text == "Thay trưởng đơn vị"
    assert said(recall, Relation.DEPUTY).text == "Thay trưởng đơn vị, công chức; do chính mình gửi"
    assert said(found["issue"], Relation.DEPUTY).text == "Thay văn phòng, trưởng đơn vị (việc con)"
    assert said(found["correct"], Relation.DELEGATE).text == "Thay mặt lãnh đạo, người giao (phần phối hợp)"
    assert said(approve, Relation.DEPUTY).text == (
        "Thay văn phòng, trưởng đơn vị (phần phối hợp, việc con), công chức (phần phối hợp); trừ việc chính mình trình"
    )
    assert said(found["judge_cause"], Relation.DEPUTY).mark == "no"
    assert [states_text(found[key]) for key in ("approve", "urge", "star")] == [
        "chờ duyệt",
        "chưa kết thúc, chưa nộp kết quả",
        "chưa kết thúc",
    ]


def test_a_cell_says_who_reads_what() -> None:
    found, readers = rows(), {}
    for key in ("read", "read_draft", "read_far", "read_known"):
        readers[key] = {relation.value for relation in Relation if found[key].cells[relation].kinds}
    everybody = {relation.value for relation in Relation}
    assert readers["read"] == everybody - {"admin"}
    assert readers["read_draft"] == {"leader", "monitor", "clerk", "deputy", "delegate"}
    assert readers["read_far"] == {"leader", "monitor", "clerk", "inspector", "deputy", "delegate"}
    assert readers["read_known"] == everybody
    assert said(found["read_known"], Relation.DEPUTY).text == "Thay văn phòng, văn thư, thanh tra"


@pytest.mark.parametrize("username", ["quantri", "thanhtra"])
def test_the_page_and_the_workbook_show_all_rows(client_of: ClientOf, username: str) -> None:
    client = client_of(username)
    page = client.get("/admin/rights").get_data(as_text=True)
    assert 'href="/admin/rights" aria-current="page"' in page
    answer = client.get("/admin/rights.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    lines = {line[1]: line for line in sheet.iter_rows(min_row=2, values_only=True)}
    for row in rows().values():
        assert f"<b>{row_name(row)}</b>" in page
        assert lines[row_name(row)][3:] == tuple(said(row, relation).text for relation in Relation)


def test_the_page_follows_the_rules(app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("quantri")
    before = client.get("/admin/rights").get_data(as_text=True)
    monkeypatch.setitem(permissions.RULES, Move.WITHDRAW, lambda _rights, _facts: False)
    after = client.get("/admin/rights").get_data(as_text=True)
    assert (before.count("is-yes"), before.count("is-no")) != (after.count("is-yes"), after.count("is-no"))
    assert rows()["withdraw"].kinds == frozenset()


@pytest.mark.parametrize("username", ["chutich", "vanphong", "congchuc"])
def test_the_page_is_for_the_administrator_and_the_inspector(client_of: ClientOf, username: str) -> None:
    client = client_of(username)
    assert client.get("/admin/rights").status_code == 403
    assert client.get("/admin/rights.xlsx").status_code == 403
