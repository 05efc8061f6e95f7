"""The office's directory: ldap3 asks it whether a name and a password belong together, and who that is.

The password goes to the directory inside an encrypted connection, and nowhere else: it is neither kept nor logged.
Loaded only where a directory is set.
"""

from __future__ import annotations

import logging
import re
import ssl
import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ldap3 import BASE, NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings_ldap import HERE, Ldap
from taskapp.base.text import one_line
from taskapp.people.sso import claims
from taskapp.people.sso.claims import Claims
from taskapp.people.sso.models import DIRECTORY

log = logging.getLogger("taskapp.people")
PATIENCE_S = 5
# Directories overlook capitals, blanks and much else in names; here one account must have one name, or whoever guesses
# would have as many tries as the name has spellings.
NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
NOBODY = "khong-co-ai"
# What stays the same when somebody gets another name: RFC 4530, Active Directory, 389 Directory Server.
LASTING = ("entryUUID", "objectGUID", "nsUniqueId")
FULL_NAME, EMAIL = ("displayName", "cn"), ("mail",)
WRONG = ("invalidCredentials", "inappropriateAuthentication", "noSuchObject", "unwillingToPerform", "invalidDNSyntax")


class DirectoryAway(Refused):
    """The directory cannot be asked now."""

    status = 503


class _Unusable(Exception):
    """The directory answers something that this program cannot work with; the text is for the log."""


@dataclass(frozen=True)
class _Entry:
    dn: str
    values: Mapping[str, Sequence[bytes]]

    def text(self, *names: str) -> str:
        found = next((self.values[name][0] for name in names if self.values.get(name)), b"")
        return one_line(found.decode("utf-8", "replace"))

    def texts(self, name: str) -> list[str]:
        return [value.decode("utf-8", "replace") for value in self.values.get(name, ())]


def _tls(context: ssl.SSLContext) -> Tls:
    """Python's own check of the certificate and of the host's name, in place of ldap3's older one."""

    def wrap_socket(connection: Connection, do_handshake: bool = False) -> None:
        connection.socket = context.wrap_socket(
            connection.socket, server_hostname=connection.server.host, do_handshake_on_connect=do_handshake
        )

    tls = Tls(validate=context.verify_mode)
    tls.wrap_socket = wrap_socket
    return tls


class Directory:
    """`who()` asks the directory of the settings, by a new connection each time."""

    def __init__(self, ldap: Ldap) -> None:
        self._ldap = ldap
        self._tls = _tls(ssl.create_default_context(cafile=ldap.ca))

    def who(self, name: str, password: str) -> Claims | None:
        """The account of the name, if the password is its; None for all others, after as many questions.

        Raises DirectoryAway.
        """
        # "A name without a password" signs in as nobody, successfully (RFC 4513, 5.1.2): such are never sent.
        is_askable = bool(NAME.fullmatch(name)) and bool(password) and "\0" not in password
        asked, secret = (name, password) if is_askable else (NOBODY, "-")
        secret = unicodedata.normalize("NFKC", secret)
        try:
            entry = self._by_dn(asked, secret) if self._ldap.bind_dn else self._by_search(asked, secret)
            return self._claims(name, entry) if entry and is_askable else None
        except (LDAPException, OSError, _Unusable) as error:
            log.warning("the directory cannot be asked: %s: %s", type(error).__name__, error)
            raise DirectoryAway(
                _(
                    "Máy chủ thư mục %(name)s không trả lời, nên chưa kiểm được mật khẩu. Hãy thử lại sau ít phút; "
                    "người quản trị có mật khẩu riêng ở đây vẫn vào được.",
                    name=self._ldap.name,
                )
            ) from error

    def _by_search(self, name: str, password: str) -> _Entry | None:
        with self._connected() as connection:
            if self._ldap.account and not self._binds(connection, self._ldap.account, self._ldap.password):
                raise _Unusable("the account that searches is not let in")
            found = self._read(connection, self._ldap.base, filter_for(self._ldap.filter, name), SUBTREE)
        entry = found[0] if len(found) == 1 else None  # two: which one is meant would be a guess
        with self._connected() as connection:
            is_right = self._binds(connection, entry.dn if entry else f"cn={NOBODY},{self._ldap.base}", password)
        return entry if is_right else None

    def _by_dn(self, name: str, password: str) -> _Entry | None:
        dn = dn_for(self._ldap.bind_dn, name)
        with self._connected() as connection:
            if not self._binds(connection, dn, password):
                return None
            found = self._read(connection, dn, "(objectClass=*)", BASE)
        if not found:
            raise _Unusable("who signs in there may not read the own entry")
        return found[0]

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        server = Server(  # anew each time: ldap3 goes on refusing one that was away once
            self._ldap.host,
            port=self._ldap.port,
            use_ssl=self._ldap.scheme == "ldaps",
            tls=self._tls,
            get_info=NONE,
            connect_timeout=PATIENCE_S,
        )
        connection = Connection(
            server,
            read_only=True,
            check_names=False,
            auto_referrals=False,  # another server would get the password
            receive_timeout=PATIENCE_S,
        )
        try:
            connection.open()
            if self._ldap.scheme == "ldap+starttls":
                connection.start_tls()
            yield connection
        finally:
            connection.unbind()
            if connection.socket is not None:  # where nobody listened
                connection.socket.close()

    def _binds(self, connection: Connection, dn: str, password: str) -> bool:
        if not dn or not password:
            return False
        if connection.rebind(user=dn, password=password.encode("utf-8", "surrogatepass"), authentication="SIMPLE"):
            return True
        if (said := connection.result["description"]) in WRONG:
            return False
        raise _Unusable(f"answer to signing in: {said}")

    def _read(self, connection: Connection, base: str, condition: str, scope: str) -> list[_Entry]:
        wanted = [*LASTING, *FULL_NAME, *EMAIL, *filter(None, [self._ldap.groups])]
        connection.search(base, condition, scope, attributes=wanted, size_limit=2, time_limit=PATIENCE_S)
        if (said := connection.result["description"]) not in ("success", "sizeLimitExceeded"):
            raise _Unusable(f"answer to searching: {said}")
        rows: list[Mapping[str, Any]] = connection.response or []
        return [_Entry(row["dn"], row["raw_attributes"]) for row in rows if row["type"] == "searchResEntry"]

    def _claims(self, name: str, entry: _Entry) -> Claims:
        groups = self._ldap.groups
        return Claims(
            issuer=f"{DIRECTORY}{self._ldap.base}"[:300],
            subject=_lasting(entry),
            username=name,
            full_name=entry.text(*FULL_NAME)[:120],
            email=entry.text(*EMAIL)[:254].lower(),
            groups=claims.groups_of(entry.texts(groups)) if groups else None,
        )


def filter_for(template: str, name: str) -> str:
    """The search for a typed name, which cannot change what is searched (RFC 4515, section 3)."""
    return template.replace(HERE, escape_filter_chars(name))


def dn_for(template: str, name: str) -> str:
    """The entry of a typed name, which cannot name another branch of the tree (RFC 4514, section 2.4)."""
    return template.replace(HERE, escape_rdn(name) if name else "")


def _lasting(entry: _Entry) -> str:
    for name in LASTING:
        for value in entry.values.get(name, ()):
            return str(uuid.UUID(bytes_le=value)) if name == "objectGUID" else value.decode("ascii", "replace")
    raise _Unusable(f"entries have none of {', '.join(LASTING)}")
