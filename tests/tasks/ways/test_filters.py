"""Filters kept under a name: by whom they are seen, what they open, what colleagues see through them."""

from __future__ import annotations

import re
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people.models import Person
from taskapp.tasks.ways.models import SavedFilter
from tests.office import Office
from tests.tasks.browsing import ClientOf, count, made, page, post


def kept(client: FlaskClient) -> dict[str, str]:
    """Names and addresses of the filters that somebody may choose from."""
    text = page(client.get("/tasks/filters/kept")).replace("&amp;", "&")
    return {name: address for address, name in re.findall(r'href="(/tasks\?[^"]+)">([^<]+)', text)}


def test_a_filter_is_kept_under_its_name_and_opens_the_same_list(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    made(app, lambda desk: desk.task(content="Báo cáo hộ tịch"), office)
    made(app, lambda desk: desk.task(content="Báo cáo đất đai", due_on=date(2026, 3, 20)), office)
    monitor = client_of("vanphong")
    answer = post(monitor, "/tasks/filters?view=all&q=bao+cao&time=soon&as=table", name="  Sắp đến hạn ")
    assert answer.headers["Location"] == "/tasks?view=all&q=bao+cao&time=soon&as=table"
    filters = kept(monitor)
    assert list(filters) == ["Sắp đến hạn"]
    shown = page(monitor.get(filters["Sắp đến hạn"]))
    assert "Báo cáo hộ tịch" in shown
    assert "Báo cáo đất đai" not in shown
    assert 'data-label="STT"' in shown


def test_the_same_name_keeps_the_new_list_instead(app: Flask, client_of: ClientOf) -> None:
    monitor = client_of("vanphong")
    post(monitor, "/tasks/filters?view=all&q=cu", name="Của tôi")
    post(monitor, "/tasks/filters?view=all&q=moi", name="Của tôi")
    assert kept(monitor) == {"Của tôi": "/tasks?view=all&q=moi&as=list"}
    assert count(app, SavedFilter) == 1


def test_only_what_is_shared_is_seen_by_the_unit_and_each_sees_his_own_tasks_through_it(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    made(app, lambda desk: desk.task(content="Việc của Tư pháp"), office)
    made(app, lambda desk: desk.task(content="Việc của Nội vụ", leads=[desk.unit("nv")]), office)
    monitor, clerk = client_of("vanphong"), client_of("vanthu")  # both of the office
    post(monitor, "/tasks/filters?view=all&time=soon", name="Chung", is_shared="y")
    post(monitor, "/tasks/filters?view=all&time=overdue", name="Riêng")
    assert list(kept(clerk)) == ["Chung"]
    assert kept(client_of("congchuc")) == {}
    through = page(client_of("congchuc").get(kept(clerk)["Chung"]))  # the address sent to somebody of another unit
    assert "Việc của Tư pháp" in through
    assert "Việc của Nội vụ" not in through


def test_what_somebody_shares_goes_with_him_to_his_new_unit(app: Flask, office: Office, client_of: ClientOf) -> None:
    post(client_of("vanthu"), "/tasks/filters?view=all&time=soon", name="Chung", is_shared="y")
    with app.app_context():
        owner = db.session.scalars(select(Person).where(Person.username == "vanthu")).one()
        owner.unit_id = office.units["tp"]
        db.session.commit()
    assert list(kept(client_of("congchuc"))) == ["Chung"]
    assert kept(client_of("vanphong")) == {}


def test_a_filter_is_renamed_unshared_and_removed_by_its_owner_alone(app: Flask, client_of: ClientOf) -> None:
    monitor, clerk = client_of("vanphong"), client_of("vanthu")
    for name in ("Một", "Hai"):
        post(monitor, "/tasks/filters?view=all", name=name, is_shared="y")
    ids = re.findall(r'action="/tasks/filters/(\d+)"', page(monitor.get("/tasks/filters")))
    assert re.findall(r'action="/tasks/filters/(\d+)"', page(clerk.get("/tasks/filters"))) == []
    hai, mot = ids
    for path in (f"/tasks/filters/{mot}", f"/tasks/filters/{mot}/removal"):
        assert post(clerk, path, name="Của tôi").status_code == 404
    refused = post(monitor, f"/tasks/filters/{mot}", name="Hai")
    assert refused.status_code == 409
    assert "Anh/chị đã có bộ lọc tên này" in page(refused)
    assert post(monitor, f"/tasks/filters/{mot}", name=" ").status_code == 400
    assert post(monitor, f"/tasks/filters/{mot}", name="Ba").status_code == 302
    assert set(kept(monitor)) == {"Ba", "Hai"}
    assert set(kept(clerk)) == {"Hai"}
    post(monitor, f"/tasks/filters/{hai}/removal")
    assert count(app, SavedFilter) == 1


def test_nobody_keeps_more_filters_than_a_menu_holds(app: Flask, client_of: ClientOf, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("taskapp.tasks.ways.keeping.MOST", 1)
    monitor = client_of("vanphong")
    post(monitor, "/tasks/filters?view=all&q=a", name="Một")
    refused = post(monitor, "/tasks/filters?view=all&q=b", name="Hai")
    assert refused.status_code == 409
    assert "Hãy xóa bớt" in page(refused)
    assert 'value="Hai"' in page(refused)
    assert "q=b" in page(refused)  # what was to be kept is still there
    assert count(app, SavedFilter) == 1
