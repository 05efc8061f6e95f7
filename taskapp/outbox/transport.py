"""Ways a message leaves: an SMTP server, or the built-in mailbox when none is set."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import unquote, urlsplit

from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.text import one_line
from taskapp.outbox.channels import Channel
from taskapp.outbox.faults import Phase, Verdict, of_reply, of_silence
from taskapp.outbox.rendering import domain
from taskapp.outbox.smtp import CONNECT_SECONDS, UNREADABLE, Client, LeaseRanOut, TlsClient

REPLY_LENGTH = 500
DEFAULT_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
MAILBOX = "mailbox"


@dataclass(frozen=True)
class Parcel:
    """One message to one recipient, as bytes. On a channel besides mail: the text, to the address of that channel.

    `identity`, `key`: of a webhook, what each try calls the message and what signs it.
    """

    sender: str
    recipient: str
    content: bytes
    channel: Channel = Channel.MAIL
    identity: str = ""
    key: bytes = b""


@dataclass(frozen=True)
class Answer:
    """How a try ended; `code` and `reply` are the server's, 0 when it said nothing.

    `wait`: how long the server wants to be left alone with this message. `is_gone`: nobody is reached there any more.
    """

    verdict: Verdict
    code: int = 0
    reply: str = ""
    wait: timedelta = timedelta()
    is_gone: bool = False


class Transport(Protocol):
    """Hands parcels over. `server` names the other side in pauses and logs, without secrets."""

    server: str

    @property
    def channels(self) -> Collection[Channel]:
        """On which channels the messages go that it carries."""

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        """Hand one parcel over; `may_finish` is asked just before it can no longer be taken back. Never raises."""

    def close(self) -> None:
        """End the conversation; the next send begins a new one."""


def open_transport(settings: Settings) -> Transport:
    """The transport that the settings name. Connects with the first parcel, not before."""
    if settings.smtp_url is None:
        return MailboxTransport()
    return SmtpTransport(settings.smtp_url, domain(settings.mail_from))


class MailboxTransport:
    """The built-in mailbox: the outbox keeps the bytes anyway, so there is nothing left to do."""

    server = MAILBOX
    channels = (Channel.MAIL,)

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        return Answer(Verdict.DELIVERED, reply=_("Thư nằm ở trang Hộp thư."))

    def close(self) -> None:
        return


class SmtpTransport:
    """One SMTP server over one connection, used again for the next parcel while it lives."""

    channels = (Channel.MAIL,)

    def __init__(self, url: str, hello: str) -> None:
        """`hello` is the name under which we greet: looking up our own could take seconds without a name server."""
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or DEFAULT_PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._hello = hello
        self._client: Client | None = None
        self._phase = Phase.CONNECT
        self._is_at_rest = False  # the last mail was taken over: the next one may follow without RSET
        self.server = f"{self._user}@{self._host}:{self._port}"[:253]

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        return self._answered(lambda: self._converse(parcel, may_finish))

    def check(self) -> Answer:
        """Connect, encrypt and sign in without sending anything: for the doctor."""
        return self._answered(self._greet)

    def _answered(self, talk: Callable[[], Answer]) -> Answer:
        try:
            return talk()
        except LeaseRanOut:
            answer = Answer(Verdict.LATER, reply="the lease ran out before the final dot")
        except smtplib.SMTPResponseException as error:  # unwanted replies, of ours and of smtplib's AUTH and STARTTLS
            reply = _text(error.smtp_error)
            answer = _answer(of_reply(self._phase, error.smtp_code, reply), error.smtp_code, reply)
        except (smtplib.SMTPServerDisconnected, ssl.SSLEOFError) as error:
            answer = _answer(of_silence(self._phase), 0, str(error))
        except (ssl.SSLError, smtplib.SMTPException, UnicodeError) as error:
            # no valid certificate, no STARTTLS, no way to sign in: never go on in clear text
            answer = _answer(Verdict.MISCONFIGURED, 0, str(error))
        except OSError as error:  # no such host, refused, unreachable, no handshake in time
            answer = _answer(of_silence(self._phase), 0, str(error))
        self._drop()
        return answer

    def close(self) -> None:
        if self._client is not None:
            try:
                self._client.quit()
            except (smtplib.SMTPException, OSError):
                self._client.close()
            self._client = None

    def _greet(self) -> Answer:
        self._ready_client()
        return Answer(Verdict.DELIVERED)

    def _converse(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        client = self._begun(parcel)
        self._phase = Phase.RECIPIENT
        code, reply = client.rcpt(parcel.recipient)
        if code not in (250, 251):
            return self._not_this_recipient(code, reply)
        self._phase = Phase.DATA
        _expect(354, client.docmd("DATA"))
        code, reply = client.finish_data(parcel.content, may_finish, self._dot_goes_out)
        _expect(250, (code, reply))
        self._is_at_rest = True
        return _answer(Verdict.DELIVERED, code, _text(reply))

    def _begun(self, parcel: Parcel) -> Client:
        """A conversation that has said who sends: the open one when it still lives, else a new one."""
        if self._client is not None and self._is_at_rest:
            self._is_at_rest = False
            try:
                if self._client.mail(parcel.sender)[0] == 250:
                    return self._client
            except (smtplib.SMTPException, OSError):
                pass  # an idle connection was closed
            self._drop()  # whatever it said, a new conversation says whether it is meant
        client = self._ready_client()
        self._phase = Phase.SENDER
        _expect(250, client.mail(parcel.sender))
        return client

    def _not_this_recipient(self, code: int, reply: bytes) -> Answer:
        verdict = of_reply(Phase.RECIPIENT, code, _text(reply))
        if code == UNREADABLE or verdict not in (Verdict.REFUSED, Verdict.LATER):
            raise smtplib.SMTPResponseException(code, reply)
        return _answer(verdict, code, _text(reply))  # the connection is sound: the next parcel begins with RSET

    def _dot_goes_out(self) -> None:
        self._phase = Phase.FINISHED

    def _ready_client(self) -> Client:
        if self._client is not None:
            try:
                if self._client.rset()[0] == 250:
                    return self._client
            except (smtplib.SMTPException, OSError):
                pass  # an idle connection was closed: begin a new one
            self._drop()
        self._phase = Phase.CONNECT
        self._client = client = self._new_client()
        _expect(220, client.connect(self._host, self._port))
        self._phase = Phase.SESSION
        _expect(250, client.ehlo())
        if self._scheme == "smtp+starttls":
            client.secure(ssl.create_default_context())
            _expect(250, client.ehlo())
        if self._user:
            client.sign_in(self._user, self._password)
        return client

    def _new_client(self) -> Client:
        if self._scheme == "smtps":
            context = ssl.create_default_context()
            return TlsClient(local_hostname=self._hello, timeout=CONNECT_SECONDS, context=context)
        return Client(local_hostname=self._hello, timeout=CONNECT_SECONDS)

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _expect(wanted: int, reply: tuple[int, bytes]) -> None:
    code, text = reply
    if code != wanted:
        raise smtplib.SMTPResponseException(code, text)


def _answer(verdict: Verdict, code: int, reply: str) -> Answer:
    return Answer(verdict, max(code, 0), one_line(reply)[:REPLY_LENGTH])


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
