"""Making anonymous who has left: no row names the person any more, and no figure and no sealed row changes.

The record and all that counts name persons by the number of their row; that number stays and leads to "Công chức đã
nghỉ #12". What holdings.py calls removed goes, what it calls emptied loses names, addresses and contents.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from taskapp.admin.personal.holdings import HOLDINGS, Fate, entity_of
from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.outbox.models import MailHold, Message, MessageState
from taskapp.people import accounts, signing_in
from taskapp.people.access.access_models import AccessEvent
from taskapp.people.models import AccountChange, AccountEvent, Person
from taskapp.people.token_models import ApiToken
from taskapp.tasks import away_sheets


def anonymise(session: Session, person: Person, typed: str, *, by: Person, now: datetime) -> None:
    """Do it, for good. `typed`: the user name, as a sign that this very person is meant. Does not commit.

    Raises Refused while the account is open, work stands in the person's name or a mail is on its way; BadInput when
    another name was typed.
    """
    accounts.lock(session, person.committee_id)
    _check(session, person, typed)
    signing_in.forget_tries(session, person)
    for holding in HOLDINGS:
        if holding.fate is Fate.REMOVED:
            _remove(session, person, holding.columns)
    _empty_messages(session, person, now)
    _empty_logs(session, person)
    name = anonymous_name(person)
    accounts.forget_name(person, name, now=now)
    held = MailHold.committee_id == person.committee_id, MailHold.ended_by_id == person.id
    session.execute(update(MailHold).where(*held).values(ended_by=name))
    session.flush()
    session.expire(person, ["roles"])
    accounts.record(session, person, AccountChange.ANONYMISED, by=by, now=now)


def anonymous_name(person: Person) -> str:
    """What the person is called from then on; in the language of the record, whoever asks for it."""
    return f"Công chức đã nghỉ #{person.id}"


def _check(session: Session, person: Person, typed: str) -> None:
    if person.anonymised_at is not None:
        raise Refused(_("Tài khoản này đã ẩn danh rồi."))
    if person.is_enabled:
        raise Refused(_("Tài khoản còn mở. Hãy khóa tài khoản khi người này đã nghỉ, rồi ẩn danh."))
    if typed.strip().lower() != person.username:
        raise BadInput(_("Hãy gõ đúng tên đăng nhập %(name)s để xác nhận.", name=person.username), field="username")
    if open_work := away_sheets.open_work(session, person).total:
        raise Refused(
            _("Còn %(n)s việc chưa xong đứng tên người này. Hãy bàn giao cho người khác rồi ẩn danh.", n=open_work)
        )
    sending = scoped(Message, person.committee_id, Message.id).where(Message.state == MessageState.SENDING)
    if session.scalars(sending.where(Message.person_id == person.id).limit(1)).first() is not None:
        raise Refused(_("Có thư đang được gửi cho người này. Hãy thử lại sau một phút."))


def _remove(session: Session, person: Person, columns: tuple[str, ...]) -> None:
    for table, _dot, column in (name.partition(".") for name in columns):
        entity = entity_of(table)
        session.execute(
            delete(entity)
            .where(entity.__table__.c.committee_id == person.committee_id, entity.__table__.c[column] == person.id)
            .execution_options(synchronize_session=False)
        )


def _empty_messages(session: Session, person: Person, now: datetime) -> None:
    mine = Message.committee_id == person.committee_id, Message.person_id == person.id
    waiting = update(Message).where(*mine, Message.state.in_((MessageState.WAITING, MessageState.IN_DOUBT)))
    gone = _("Người nhận đã nghỉ và được ẩn danh.")
    session.execute(waiting.values(state=MessageState.CANCELLED, finished_at=now, error=gone))
    emptied = {"to_name": anonymous_name(person), "to_address": "", "content": None, "return_reason": ""}
    session.execute(update(Message).where(*mine).values(**emptied))


def _empty_logs(session: Session, person: Person) -> None:
    """Notes hold names and addresses as they were; where somebody came from goes with the log after twelve months."""
    account = f"da-nghi-{person.id}@{person.committee.code}"
    seen = AccessEvent.committee_id == person.committee_id, AccessEvent.person_id == person.id
    session.execute(update(AccessEvent).where(*seen).values(account=account, note=""))
    told = AccountEvent.committee_id == person.committee_id, AccountEvent.person_id == person.id
    session.execute(update(AccountEvent).where(*told).values(note=""))
    held = ApiToken.committee_id == person.committee_id, ApiToken.person_id == person.id
    session.execute(update(ApiToken).where(*held).values(name="", last_address=""))
