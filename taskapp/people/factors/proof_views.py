"""Showing who one is: the second step of signing in, and once more before something delicate is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.people import auth, letting_in, passwords, sessions, signing_in
from taskapp.people.access import recording
from taskapp.people.access.access_models import Why
from taskapp.people.auth import preliminary, public, viewer
from taskapp.people.factors import factor_queries, keys, proving
from taskapp.people.factors.factor_forms import CodeForm, PasswordForm
from taskapp.people.factors.factor_models import FactorKind
from taskapp.people.forms import blame
from taskapp.people.local_paths import local_path
from taskapp.people.models import Person, SignInSession
from taskapp.people.signing_in import Attempt, TooManyTries
from taskapp.people.sso import directory_door, outer_queries

bp = Blueprint("proof", __name__)
P = ParamSpec("P")
FRESH = timedelta(minutes=5)  # how long a proof holds for what is delicate


def proven(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view that opens only to who has just shown again who they are."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_fresh():
            return view(*args, **kwargs)
        back = request.path if request.method == "GET" else url_for("factors.show")
        return redirect(url_for("proof.show", next=back))

    return guarded


def is_fresh() -> bool:
    """Whether the person of this request has just shown again who they are."""
    proved_at = viewer().sign_in.proved_at
    return proved_at is not None and clock.now() - proved_at < FRESH


def site() -> keys.Site | None:
    """What security keys are bound to on the host of this request; None: keys cannot be used here."""
    settings: Settings = current_app.extensions["taskapp"]
    waiting = auth.waiting(now=clock.now()) if auth.viewer_or_none() is None else None
    committee = waiting.person.committee if waiting else viewer().committee
    return keys.site_of(settings.base_url, committee.host, request.host)


@bp.route("/sign-in/factor", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    now, target = clock.database_now(db.session()), local_path(request.args.get("next", "")) or "/"
    waiting, form = auth.waiting(now=now), CodeForm()
    if waiting is None:
        return render_template("people/factors/sign_in.html", form=None), 400
    if not form.validate_on_submit():
        return _asking("people/factors/sign_in.html", waiting.person, form, 400 if form.is_submitted() else 200)
    try:
        _finish(waiting, form, now)
    except Refused as error:
        return _blamed("people/factors/sign_in.html", waiting.person, form, error)
    return redirect(letting_in.landing(target))


@bp.post("/sign-in/factor/options")
@public
def sign_in_options() -> ResponseReturnValue:
    waiting = auth.waiting(now=clock.database_now(db.session()))
    if waiting is None:
        raise BadInput(_("Bước này đã hết hạn. Hãy đăng nhập lại từ đầu."))
    return options(waiting, keys.to_ask)


@bp.route("/account/proof", methods=["GET", "POST"])
@preliminary
def show() -> ResponseReturnValue:
    asking, target = viewer(), local_path(request.args.get("next", "")) or url_for("factors.show")
    form = CodeForm() if factor_queries.has_factor(db.session(), asking.person) else PasswordForm()
    if form.validate_on_submit():
        try:
            _prove(asking.sign_in, form)
            return redirect(target)
        except Refused as error:
            return _blamed("people/factors/proof.html", asking.person, form, error)
    return _asking("people/factors/proof.html", asking.person, form, 400 if form.is_submitted() else 200)


@bp.post("/account/proof/options")
@preliminary
def proof_options() -> ResponseReturnValue:
    return options(viewer().sign_in, keys.to_ask)


def options(sign_in: SignInSession, maker: Callable[..., str]) -> Response:
    """What the browser is to ask a key, as JSON; its challenge is kept. Raises Refused where keys cannot be used."""
    found = site()
    if found is None:
        raise Refused(_("Khóa bảo mật chỉ dùng được khi mở phần mềm bằng tên miền của cơ quan, không phải bằng số IP."))
    made = maker(db.session(), sign_in, found)
    db.session.commit()
    return Response(made, mimetype="application/json")


def _finish(waiting: SignInSession, form: CodeForm, now: datetime) -> None:
    """Check the second factor and open the sign-in that waited for it; commits, also what was in vain."""
    session, person = db.session(), waiting.person
    attempt = _count(person, now)
    why = _shown(waiting, form, now)
    if why is None:
        _refuse(person, Why.WRONG_CODE, now)
        raise _wrong(form)
    signing_in.forgive(session, attempt)
    sessions.end(session, person.committee_id, waiting.id, person_id=person.id, now=now)
    auth.start(person, now=now, why=why)
    if why is Why.RECOVERY:
        left = factor_queries.codes_left(session, person)
        flash(
            _("Đã dùng một mã khôi phục, còn %(n)s mã. Hãy làm mã mới ở trang Tài khoản khi gần hết.", n=left), "info"
        )
    session.commit()


def _prove(sign_in: SignInSession, form: CodeForm | PasswordForm) -> None:
    """Check once more who this is; commits, also what was in vain."""
    session, person, now = db.session(), sign_in.person, clock.database_now(db.session())
    attempt = _count(person, now, signing_in.begin_factor if isinstance(form, CodeForm) else signing_in.begin_for)
    if isinstance(form, CodeForm):
        is_right = _shown(sign_in, form, now) is not None
    else:
        is_right = _is_password(person, attempt, form.current.data or "")
    if not is_right:
        _refuse(person, Why.WRONG_CODE if isinstance(form, CodeForm) else Why.WRONG, now)
        raise _wrong(form)
    signing_in.forgive(session, attempt)
    sign_in.proved_at = now
    session.commit()


def _is_password(person: Person, attempt: Attempt, password: str) -> bool:
    """Whether it is the password here or, for who has none, the directory's. Raises DirectoryAway."""
    account = None if attempt.password_hash else outer_queries.of_directory(db.session(), person)
    if account is None:
        return passwords.verify(attempt.password_hash, password)
    return directory_door.is_password_of(db.session(), account, password)


def _count(person: Person, now: datetime, begin: Callable[..., Attempt] = signing_in.begin_factor) -> Attempt:
    try:
        attempt = begin(db.session(), person, address=auth.address(), now=now)
    except TooManyTries:
        _refuse(person, Why.TOO_MANY, now)
        raise
    db.session.commit()
    return attempt


def _refuse(person: Person, why: Why, now: datetime) -> None:
    ids, account = (person.committee_id, person.id), signing_in.account_of(person)
    recording.refuse(db.session(), *ids, account, why, now=now)
    db.session.commit()


def _shown(sign_in: SignInSession, form: CodeForm, now: datetime) -> Why | None:
    session, person = db.session(), sign_in.person
    if form.credential.data:
        found = site()
        is_right = found is not None and keys.use_key(session, sign_in, found, form.credential.data, now=now)
        return Why.KEY if is_right else None
    settings: Settings = current_app.extensions["taskapp"]
    return proving.use_code(session, person, form.code.data or "", secret_key=settings.secret_key, now=now)


def _wrong(form: CodeForm | PasswordForm) -> BadInput:
    if isinstance(form, PasswordForm):
        return BadInput(_("Mật khẩu chưa đúng."), field="current")
    if form.credential.data:
        return BadInput(_("Khóa bảo mật chưa được chấp nhận. Hãy thử lại, hoặc nhập mã."))
    return BadInput(
        _("Mã chưa đúng hoặc đã dùng rồi. Hãy nhập mã đang hiện trong ứng dụng, hoặc một mã khôi phục chưa dùng."),
        field="code",
    )


def _blamed(template: str, person: Person, form: CodeForm | PasswordForm, error: Refused) -> ResponseReturnValue:
    back_to_reading(db.session())
    blame(form, error)
    page, status = _asking(template, person, form, error.status)
    return page, status, {"Retry-After": str(error.wait_s)} if isinstance(error, TooManyTries) else {}


def _asking(template: str, person: Person, form: CodeForm | PasswordForm, status: int) -> tuple[str, int]:
    held = list(db.session.scalars(factor_queries.factors_of(person)))
    kinds = {factor.kind for factor in held}
    page = render_template(
        template,
        form=form,
        person=person,
        has_app=FactorKind.APP in kinds,
        has_key=FactorKind.KEY in kinds and site() is not None,
        ways=outer_queries.ways_of(db.session(), person),
        target=local_path(request.args.get("next", "")) or url_for("factors.show"),
        settings=current_app.extensions["taskapp"],
    )
    return page, status
