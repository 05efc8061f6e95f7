"""Security keys and passkeys (WebAuthn level 2): what the browser is asked, and whether its answer holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from taskapp.people import sessions, signing_in
from taskapp.people.factors import factor_queries
from taskapp.people.factors.factor_models import FactorKind, SecondFactor
from taskapp.people.models import Person, SignInSession

NAME = "Giao Việc"


@dataclass(frozen=True)
class Site:
    """What keys are bound to: `host` is the relying party, `origin` where its pages stand."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    """What a browser gave of a new key, once its answer was found right."""

    credential_id: str
    public_key: bytes
    counter: int


def site_of(base_url: str, committee_host: str | None, asked: str) -> Site | None:
    """The site for `asked`, the request's host and port; None where no keys can be used: a number, a foreign name."""
    try:
        host = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return None
    if host not in (urlsplit(base_url).hostname, committee_host) or _is_number(host):
        return None
    return Site(host, f"{urlsplit(base_url).scheme}://{asked}")


def to_create(session: Session, sign_in: SignInSession, site: Site) -> str:
    """The options, as JSON, with which a browser makes a new key. Does not commit."""
    person = sign_in.person
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_id=f"{person.committee_id}:{person.id}".encode(),
        user_name=signing_in.account_of(person),
        user_display_name=person.full_name,
        exclude_credentials=_known(session, person),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.DISCOURAGED
        ),
    )
    sessions.keep_challenge(session, sign_in, bytes_to_base64url(options.challenge))
    return webauthn.options_to_json(options)


def to_ask(session: Session, sign_in: SignInSession, site: Site) -> str:
    """The options, as JSON, with which a browser asks one of the person's keys. Does not commit."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_known(session, sign_in.person),
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    sessions.keep_challenge(session, sign_in, bytes_to_base64url(options.challenge))
    return webauthn.options_to_json(options)


def made(session: Session, sign_in: SignInSession, site: Site, answer: str) -> NewKey | None:
    """The new key that the browser's answer describes; None when the answer does not hold. Does not commit."""
    challenge = sessions.take_challenge(session, sign_in)
    if challenge is None:
        return None
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError):
        return None
    return NewKey(bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)


def use_key(session: Session, sign_in: SignInSession, site: Site, answer: str, *, now: datetime) -> bool:
    """Whether the answer is one of the person's keys signing what it was asked. Does not commit."""
    challenge, key = sessions.take_challenge(session, sign_in), _meant(session, sign_in.person, answer)
    if challenge is None or key is None or key.public_key is None:
        return False
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.counter,
        )
    except (WebAuthnException, ValueError):
        return False
    key.counter, key.last_used_at = found.new_sign_count, now
    return True


def _known(session: Session, person: Person) -> list[PublicKeyCredentialDescriptor]:
    keys = session.scalars(factor_queries.of_kind(person, FactorKind.KEY))
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id or "")) for key in keys]


def _meant(session: Session, person: Person, answer: str) -> SecondFactor | None:
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    named = read.get("id") if isinstance(read, dict) else None
    keys = session.scalars(factor_queries.of_kind(person, FactorKind.KEY))
    return next((key for key in keys if key.credential_id == named), None)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
