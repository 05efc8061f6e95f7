"""Signing in with the directory's password, and showing it once more; no transaction waits for it."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from flask import Flask, current_app
from sqlalchemy.orm import Session

from taskapp.base.db import unscoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.settings import Settings
from taskapp.base.settings_ldap import Ldap
from taskapp.people import signing_in
from taskapp.people.models import Committee, Person
from taskapp.people.signing_in import Attempt
from taskapp.people.sso import linking
from taskapp.people.sso.models import OuterAccount

if TYPE_CHECKING:
    from taskapp.people.sso.directory import Directory

_DIRECTORY = "taskapp.directory"


def init_app(app: Flask) -> None:
    """Know the directory when the settings name one."""
    settings: Settings = app.extensions["taskapp"]
    if settings.ldap:
        app.extensions[_DIRECTORY] = import_module("taskapp.people.sso.directory").Directory(settings.ldap)


def is_there() -> bool:
    """Whether passwords of a directory open accounts here."""
    return _DIRECTORY in current_app.extensions


def let_in(session: Session, attempt: Attempt, password: str, *, now: datetime) -> Person | None:
    """Whom the directory knows by the name of this counted try and the password; None: nobody. Commits before it asks.

    Raises DirectoryAway, and Forbidden for an account that is nobody's here, after committing what the administrator
    is to see. Else the caller commits.
    """
    if not is_there():
        return None
    name = attempt.account.partition("@")[0] if attempt.committee_id is not None else ""
    session.commit()
    found = _directory().who(name, password)  # also for names that cannot be: as long for all
    if found is None:
        return None
    committee = session.scalars(unscoped(Committee).where(Committee.id == attempt.committee_id)).one()
    account = linking.arrive(session, found, committee, now=now)
    if account.committee_id != committee.id:
        session.rollback()
        return None
    signing_in.forgive(session, attempt)
    try:
        person = linking.person_of(account)
    except Forbidden:
        session.commit()
        raise
    linking.follow_groups(session, person, found.groups, now=now)
    return person


def is_password_of(session: Session, account: OuterAccount, password: str) -> bool:
    """Whether this is still the password of the directory's account. Commits before it asks. Raises DirectoryAway."""
    name, subject = account.username, account.subject
    session.commit()
    found = _directory().who(name, password) if is_there() else None
    return found is not None and found.subject == subject


def trouble_with(ldap: Ldap) -> str:
    """Why this directory cannot be asked, for who keeps the server; empty: it can."""
    there = import_module("taskapp.people.sso.directory")
    try:
        there.Directory(ldap).who(there.NOBODY, "")
    except Refused as error:
        return str(error.__cause__)
    return ""


def _directory() -> Directory:
    directory: Directory = current_app.extensions[_DIRECTORY]
    return directory
