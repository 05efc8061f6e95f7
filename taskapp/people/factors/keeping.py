"""Verbs on second factors: begin an app, add, remove, new recovery codes, reset for somebody. None commits.

Whatever changes them ends the person's other sign-ins, on all nodes with their next request.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Delete, delete
from sqlalchemy.orm import Session

from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.people import accounts, sessions
from taskapp.people.factors import codes, factor_queries, letters, proving, sealing
from taskapp.people.factors.factor_models import FactorKind, RecoveryCode, SecondFactor
from taskapp.people.factors.keys import NewKey
from taskapp.people.models import AccountChange, Person, SignInSession

CODES = 10
MOST = 10  # factors of one person
BEGUN_KEPT = timedelta(days=1)


def begin_app(session: Session, person: Person, *, secret_key: str, now: datetime) -> None:
    """Make the seed of a new app, in place of one that was begun before; it opens nothing until confirm_app()."""
    session.execute(_begun(person))
    app = SecondFactor(committee_id=person.committee_id, person_id=person.id, kind=FactorKind.APP, added_at=now)
    app.secret = sealing.seal(codes.new_seed(), person.id, secret_key)
    session.add(app)


def seed_of_begun(session: Session, person: Person, *, secret_key: str) -> str:
    """The seed to show while its app has not been tried. Raises Missing when none was begun."""
    app = session.scalars(factor_queries.begun_app(person)).first()
    seed = sealing.unseal(app.secret or b"", person.id, secret_key) if app else None
    if seed is None:
        raise Missing(_("Chưa bắt đầu đăng ký ứng dụng nào. Hãy quay lại trang Đăng nhập hai bước và bắt đầu lại."))
    return seed


def confirm_app(
    session: Session, sign_in: SignInSession, typed: str, label: str, *, secret_key: str, now: datetime
) -> list[str]:
    """Let the app that was begun count from now on; new recovery codes if it is the first factor, to show once.

    Raises BadInput for a wrong code, Missing when none was begun.
    """
    person = sign_in.person
    app = session.scalars(factor_queries.begun_app(person)).first()
    if app is None:
        raise Missing(_("Chưa bắt đầu đăng ký ứng dụng nào. Hãy quay lại trang Đăng nhập hai bước và bắt đầu lại."))
    if not proving.confirm(session, app, typed, secret_key=secret_key, now=now):
        raise BadInput(
            _("Mã chưa đúng. Hãy xem giờ của điện thoại có đúng không, rồi nhập mã đang hiện."), field="code"
        )
    app.label = one_line(label)[:60] or _("Ứng dụng tạo mã")
    return _added(session, sign_in, app, now)


def add_key(session: Session, sign_in: SignInSession, key: NewKey, label: str, *, now: datetime) -> list[str]:
    """Let a security key count from now on; new recovery codes if it is the first factor, to show once.

    Raises Refused for a key that somebody has already.
    """
    person = sign_in.person
    if session.scalars(factor_queries.with_credential(person, key.credential_id)).first() is not None:
        raise Refused(_("Khóa này đã được đăng ký trong cơ quan. Hãy dùng khóa khác."))
    added = SecondFactor(
        committee_id=person.committee_id,
        person_id=person.id,
        kind=FactorKind.KEY,
        label=one_line(label)[:60] or _("Khóa bảo mật"),
        credential_id=key.credential_id,
        public_key=key.public_key,
        counter=key.counter,
        added_at=now,
    )
    session.add(added)
    return _added(session, sign_in, added, now)


def remove(session: Session, sign_in: SignInSession, factor_id: int, *, must_have: bool, now: datetime) -> None:
    """Take one of the own factors away. Raises Missing, and Refused for the last one of who `must_have` one."""
    person = sign_in.person
    held = list(session.scalars(factor_queries.factors_of(person)))
    factor = next((each for each in held if each.id == factor_id), None)
    if factor is None:
        raise Missing(_("Không còn cách xác nhận này. Hãy tải lại trang."))
    if len(held) == 1 and must_have:
        raise Refused(
            _("Tài khoản này phải có bước xác nhận thứ hai. Hãy đăng ký cách khác trước rồi mới gỡ cách này.")
        )
    session.delete(factor)
    if len(held) == 1:
        session.execute(_codes(person))
        sign_in.factor_at = None
    accounts.record(session, person, AccountChange.FACTOR_REMOVED, by=person, now=now, note=factor.label)
    sessions.end_all(session, person, now=now, but=sign_in.id)


def make_codes(session: Session, person: Person, *, now: datetime) -> list[str]:
    """Ten new recovery codes, to show once; those before are useless."""
    session.execute(_codes(person))
    made = [codes.new_recovery_code() for _number in range(CODES)]
    session.add_all(
        RecoveryCode(
            committee_id=person.committee_id, person_id=person.id, code_hash=codes.recovery_hash(code), made_at=now
        )
        for code in made
    )
    accounts.record(session, person, AccountChange.CODES_MADE, by=person, now=now)
    return made


def reset(session: Session, person: Person, *, by: Person | None, now: datetime) -> None:
    """Take all factors and codes away from somebody who lost them; all sign-ins end and a mail tells the person.

    Raises Refused for oneself: a sign-in that was left open must not be enough.
    """
    if by is not None and by.id == person.id:
        raise Refused(_("Anh/chị tự gỡ từng cách xác nhận ở trang Tài khoản, hoặc nhờ một người quản trị khác."))
    if not factor_queries.has_factor(session, person):
        raise Refused(_("Người này chưa đăng ký bước xác nhận thứ hai nào."))
    everything = delete(SecondFactor).where(
        SecondFactor.committee_id == person.committee_id, SecondFactor.person_id == person.id
    )
    session.execute(everything)
    session.execute(_codes(person))
    sessions.end_all(session, person, now=now)
    accounts.record(session, person, AccountChange.FACTORS_RESET, by=by, now=now)
    letters.put(session, person, now=now)


def prune(session: Session, *, now: datetime) -> int:
    """Delete apps that were begun a day ago and never tried, of all committees; their number."""
    old = delete(SecondFactor).where(SecondFactor.confirmed_at.is_(None), SecondFactor.added_at <= now - BEGUN_KEPT)
    return len(session.execute(old.returning(SecondFactor.id)).all())


def _added(session: Session, sign_in: SignInSession, factor: SecondFactor, now: datetime) -> list[str]:
    person = sign_in.person
    before = len(session.scalars(factor_queries.factors_of(person)).all())
    if before >= MOST:
        raise Refused(_("Đã có %(n)s cách xác nhận. Hãy gỡ bớt một cách không dùng nữa.", n=MOST))
    factor.confirmed_at = now
    sign_in.factor_at = now
    session.flush()
    accounts.record(session, person, AccountChange.FACTOR_ADDED, by=person, now=now, note=factor.label)
    sessions.end_all(session, person, now=now, but=sign_in.id)
    return [] if before else make_codes(session, person, now=now)


def _begun(person: Person) -> Delete:
    return delete(SecondFactor).where(
        SecondFactor.committee_id == person.committee_id,
        SecondFactor.person_id == person.id,
        SecondFactor.confirmed_at.is_(None),
    )


def _codes(person: Person) -> Delete:
    return delete(RecoveryCode).where(
        RecoveryCode.committee_id == person.committee_id, RecoveryCode.person_id == person.id
    )
