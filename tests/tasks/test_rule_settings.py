"""The house rules: what holds now, what held on any day gone by, who changed what and why; and their page."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.admin.rule_forms import RulesForm
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.people.models import Committee
from taskapp.tasks import rule_settings
from taskapp.tasks.rules import DEFAULT, OfficeRules
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, page, post
from tests.tasks.making import Desk, at

RULES = "/admin/rules"
SHIPPED = {"most_extensions": 1, "ask_before": 0, "decline_within": 1, "internal_days": 2, "urgings_before_leader": 3}


def committee(desk: Desk) -> Committee:
    return desk.session.get_one(Committee, desk.office.committee_id)


def choose(desk: Desk, now: object = MONDAY, reason: str = "Quy chế mới", **changes: object) -> list[str]:
    here = committee(desk)
    chosen = replace(rule_settings.of(here), **changes)  # type: ignore[arg-type]
    made = rule_settings.choose(
        desk.session,
        here,
        chosen,
        reason=reason,
        by=desk.person("vanphong"),
        now=now,  # type: ignore[arg-type]
    )
    desk.session.flush()
    return made


def test_rules_hold_as_shipped_until_something_is_chosen(desk: Desk) -> None:
    assert rule_settings.of(committee(desk)) == DEFAULT
    assert rule_settings.as_of(desk.session, desk.office.committee_id, MONDAY) == DEFAULT
    assert rule_settings.history(desk.session, desk.office.committee_id) == []


def test_only_what_differs_is_written_down_with_what_held_before(desk: Desk) -> None:
    assert choose(desk, most_extensions=2, late_requests=True) == ["most_extensions", "late_requests"]
    assert choose(desk, at("03/03"), most_extensions=2) == []
    assert choose(desk, at("04/03"), "Trở lại như cũ", most_extensions=1) == ["most_extensions"]
    assert rule_settings.of(committee(desk)) == replace(DEFAULT, late_requests=True)
    told = rule_settings.history(desk.session, desk.office.committee_id)
    assert [(c.name, c.before, c.after, c.row.reason) for c in told] == [
        ("most_extensions", 2, 1, "Trở lại như cũ"),
        ("late_requests", 0, 1, "Quy chế mới"),
        ("most_extensions", 1, 2, "Quy chế mới"),
    ]
    assert {c.row.by.username for c in told} == {"vanphong"}


def test_what_held_at_any_moment_gone_by_stays_the_same(desk: Desk) -> None:
    choose(desk, at("03/03"), ask_before=3)
    choose(desk, at("05/03"), ask_before=5, is_strict=True)
    committee_id = desk.office.committee_id
    held = {day: rule_settings.as_of(desk.session, committee_id, at(day)) for day in ("02/03", "03/03", "04/03")}
    assert [held[day].ask_before for day in held] == [0, 3, 3]
    just_before = rule_settings.as_of(desk.session, committee_id, at("05/03") - timedelta(seconds=1))
    assert (just_before.ask_before, just_before.is_strict) == (3, False)
    assert rule_settings.as_of(desk.session, committee_id, at("05/03")) == rule_settings.of(committee(desk))


def test_of_two_choices_in_one_moment_the_later_holds(desk: Desk) -> None:
    choose(desk, internal_days=3)
    choose(desk, internal_days=4)
    assert rule_settings.as_of(desk.session, desk.office.committee_id, MONDAY).internal_days == 4


def test_another_committee_has_its_own_rules(desk: Desk) -> None:
    choose(desk, most_extensions=3)
    other = Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=MONDAY)
    desk.session.add(other)
    desk.session.flush()
    assert rule_settings.of(other) == rule_settings.as_of(desk.session, other.id, MONDAY) == DEFAULT


@pytest.mark.parametrize("name", rule_settings.MOST)
def test_numbers_out_of_bounds_are_refused_beside_their_field(desk: Desk, name: str) -> None:
    for number in (-1, rule_settings.MOST[name] + 1):
        with pytest.raises(Refused) as refused:
            choose(desk, **{name: number})
        assert refused.value.field == name
    assert rule_settings.of(committee(desk)) == DEFAULT


def test_a_change_needs_a_reason(desk: Desk) -> None:
    with pytest.raises(Refused, match="lý do") as refused:
        choose(desk, reason="", most_extensions=2)
    assert refused.value.field == "reason"


def test_every_rule_is_on_the_form_with_its_meaning(app: Flask) -> None:
    names = {f.name for f in fields(OfficeRules)}
    assert rule_settings.SWITCHES | rule_settings.MOST.keys() == names
    with app.test_request_context():
        form = RulesForm()
        assert all(name in form and len(str(form[name].description)) > 40 for name in names)


def send(client: FlaskClient, **changes: object) -> object:
    shown = page(client.get(RULES))
    seen = shown.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return post(client, RULES, **({"seen": seen, "report_by_mail": "y"} | SHIPPED | changes))


def test_the_office_changes_a_rule_and_everybody_who_may_look_reads_who_did(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    monitor = client_of("vanphong")
    answer = send(monitor, most_extensions=2, late_requests="y", reason="Quyết định 128/QĐ-UBND")
    assert answer.status_code == 302
    with app.app_context():
        rules = rule_settings.of(db.session.get_one(Committee, office.committee_id))
        assert rules == replace(DEFAULT, most_extensions=2, late_requests=True)
    for username in ("vanphong", "chutich", "quantri", "thanhtra"):
        shown = page(client_of(username).get(RULES))
        for text in ("từ 1 thành 2", "từ Không thành Có", "Quyết định 128/QĐ-UBND", "Phạm Ngọc Mai", "790/QĐ-UBND-HC"):
            assert text in shown, (username, text)


def test_the_office_chooses_how_deadlines_in_words_are_read(app: Flask, office: Office, client_of: ClientOf) -> None:
    monitor = client_of("vanphong")
    shown = page(monitor.get(RULES))
    assert "Cách đọc thời hạn trong văn bản" in shown
    assert all(f'name="{name}"' in shown for name in rule_settings.READINGS)

    refused = send(monitor, before_is_day_before="y")
    assert refused.status_code != 302
    assert "Hãy ghi lý do" in page(refused)

    assert send(monitor, before_is_day_before="y", term_moves_on="y", reason="Quy chế làm việc").status_code == 302
    with app.app_context():
        rules = rule_settings.of(db.session.get_one(Committee, office.committee_id))
        assert rules == replace(DEFAULT, before_is_day_before=True, term_moves_on=True)
    assert "“Trước ngày 15” là đến hết ngày 14: Có" in page(client_of("thanhtra").get(RULES))


@pytest.mark.parametrize("username", ["quantri", "thanhtra"])
def test_who_may_only_look_has_no_form_and_is_refused(client_of: ClientOf, username: str) -> None:
    client = client_of(username)
    assert "Ghi quy định" not in page(client.get(RULES))
    assert post(client, RULES, **SHIPPED).status_code == 403


@pytest.mark.parametrize("username", ["truongphong", "congchuc", "vanthu"])
def test_others_do_not_see_the_page_nor_its_menu_item(client_of: ClientOf, username: str) -> None:
    client = client_of(username)
    assert client.get(RULES).status_code == 403
    assert RULES not in page(client.get("/account"))


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"most_extensions": 2}, 409, "Hãy ghi lý do"),
        ({"most_extensions": "nhiều", "reason": "Quy chế"}, 400, "số nguyên"),
        ({"ask_before": 31, "reason": "Quy chế"}, 400, "từ 0 đến 30"),
        ({"ask_before": "", "reason": "Quy chế"}, 400, "chưa có"),
    ],
)
def test_a_refused_change_keeps_what_was_typed(
    app: Flask, office: Office, client_of: ClientOf, changes: dict[str, object], status: int, message: str
) -> None:
    answer = send(client_of("chutich"), urgings_before_leader=7, **changes)
    assert (answer.status_code, message in page(answer)) == (status, True)
    assert 'value="7"' in page(answer)
    with app.app_context():
        assert rule_settings.of(db.session.get_one(Committee, office.committee_id)) == DEFAULT


def test_who_changes_what_somebody_else_has_just_changed_is_told(client_of: ClientOf) -> None:
    chair, monitor = client_of("chutich"), client_of("vanphong")
    assert send(monitor, internal_days=4, reason="Quy chế").status_code == 302
    answer = post(chair, RULES, seen="0", report_by_mail="y", reason="Khác", **(SHIPPED | {"internal_days": 5}))
    assert (answer.status_code, "trước anh/chị" in page(answer)) == (409, True)
    assert 'value="5"' in page(answer)


def test_sending_the_form_unchanged_writes_nothing(client_of: ClientOf) -> None:
    chair = client_of("chutich")
    assert send(chair).status_code == 302
    assert "Chưa có thay đổi nào" in page(chair.get(RULES))
