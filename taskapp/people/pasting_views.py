"""Units and persons from a list pasted from Excel: shown first, then made at once; links for who has no password."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from wtforms.validators import Length

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Changed, Refused
from taskapp.base.forms import NEEDED, Form, TableField
from taskapp.base.i18n import _, _l, _n
from taskapp.base.settings import Settings
from taskapp.people import accounts, administering, enrolling
from taskapp.people.auth import requires, viewer
from taskapp.people.enrolling import Enrolment
from taskapp.people.forms import blame
from taskapp.people.models import Person
from taskapp.people.rights import Role
from taskapp.people.words import LIST_COLUMN_NAMES, ROLE_NAMES

MOST_LINKS = 1000

bp = Blueprint("pasting", __name__, url_prefix="/admin/people")


class ListForm(Form):
    """A list as copied from Excel."""

    table = TableField(
        _l("Danh sách dán từ Excel"),
        [NEEDED, Length(max=200_000)],
        render_kw={"rows": 12, "spellcheck": "false"},
    )


@bp.route("/paste", methods=["GET", "POST"])
@requires(Role.ADMIN)
def paste() -> ResponseReturnValue:
    form = ListForm()
    if not form.validate_on_submit():
        return _page(form, None, 400 if form.errors else 200)
    try:
        made = enrolling.plan(db.session(), viewer().rights, form.table.data or "")
        return _take(made) if request.form.get("act") == "take" else _page(form, made, 200)
    except (Refused, IntegrityError) as error:
        back_to_reading(db.session())
        said = error if isinstance(error, Refused) else Changed(_("Có người vừa thêm người dùng. Hãy xem lại."))
        blame(form, said)
        return _page(form, None, said.status)


@bp.post("/links")
@requires(Role.ADMIN)
def make_links() -> ResponseReturnValue:
    session, asking, settings = db.session(), viewer(), _settings()
    query = administering.list_people(asking.rights, "", None, "no-password").order_by(Person.sort_key, Person.id)
    people = [person for person in session.scalars(query.limit(MOST_LINKS)) if person.id != asking.person.id]
    reach = asking.rights.reach(Role.ADMIN)
    people = [person for person in people if all(held.unit_id in reach for held in person.roles)]
    now = clock.database_now(session)
    made = [(person, accounts.make_link(session, person, by=asking.person, now=now)) for person in people]
    session.commit()
    rows = [(person, settings.base_url + url_for("account.set_password", token=token)) for person, token in made]
    return render_template("people/links.html", rows=rows)


def _take(made: Enrolment) -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    enrolling.carry_out(db.session(), asking.rights, made, by=asking.person, now=now)
    db.session.commit()
    flash(_("Đã thêm %(what)s.", what=_counted(made)), "success")
    return redirect(url_for("admin_people.index", state="no-password" if made.new_people else None))


def _counted(made: Enrolment) -> str:
    units, people = len(made.new_units), len(made.new_people)
    return ", ".join([_n("1 đơn vị", "%(num)s đơn vị", units), _n("1 người", "%(num)s người", people)])


def _page(form: ListForm, made: Enrolment | None, status: int) -> tuple[str, int]:
    names = {"columns": LIST_COLUMN_NAMES.values(), "role_names": ROLE_NAMES}
    counted = _counted(made) if made else ""
    return render_template("people/paste.html", form=form, made=made, counted=counted, **names), status


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings
