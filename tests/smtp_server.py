"""A real SMTP server on a free port of this machine, in its own thread, whose answers a test writes down beforehand."""

from __future__ import annotations

import asyncio
import email
import socket
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

CERTIFICATE = Path(__file__).parent / "data" / "tls" / "localhost.crt"  # for the name localhost, signed by itself
HANG_UP = "hang up"  # instead of an answer: cut the connection
SILENCE = "silence"  # instead of an answer: nothing, and the connection stays
DRIP = "drip"  # an answer of which one byte comes at a time, and never the last one


@dataclass(frozen=True)
class Received:
    """A message that the server took over."""

    sender: str
    recipient: str
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=default)  # type: ignore[return-value]

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


class SmtpServer:
    """`with SmtpServer() as server:` listens at `server.url`; what it took over is in `server.received`.

    `server.answer("RCPT", "450 4.2.0 later")` gives that answer to the next RCPT, once; several are given in turn.
    Commands: CONNECT, EHLO, AUTH, MAIL, RCPT, DATA (the command), DOT (after the message was taken over).
    """

    def __init__(
        self,
        *,
        password: str | None = None,
        tls: str = "",
        certificate: Path = CERTIFICATE,
        withheld: Sequence[str] = (),
        listener: socket.socket | None = None,
    ) -> None:
        """`tls`: starttls (offered) or smtps (from the first byte). `withheld`: ways of AUTH that are not offered.

        `listener`: where it listens, if not on a port of this machine.
        """
        self.received: list[Received] = []
        self.connections = 0
        self.conversations: list[SMTP] = []
        self.at_dot: Any = None  # called with each Received before the answer to the dot
        self.at_recipient: Callable[[str, str], str | None] | None = None  # (sender, recipient): the answer, None: yes
        self._arrived = threading.Condition()
        self._answers: dict[str, deque[str]] = defaultdict(deque)
        self._password = password
        self._tls = tls
        self._certificate = certificate
        self._withheld = withheld
        self._listener = listener
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        listener = self._listener or socket.create_server(("127.0.0.1", 0))
        self.host, self.port = listener.getsockname()
        self._server = self._run(self._listen(listener))
        return self

    def __exit__(self, *_error: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def answer(self, command: str, *replies: str) -> None:
        self._answers[command].extend(replies)

    def recipients(self) -> list[str]:
        return [received.recipient for received in self.received]

    def next_answer(self, command: str) -> str | None:
        answers = self._answers[command]
        return answers.popleft() if answers else None

    def wait_for(self, count: int, patience: float) -> None:
        """Wait until so many messages have been taken over; fails when they do not come."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.received) >= count, patience), "mails did not arrive"

    def take_over(self, received: Received) -> None:
        """Keep a message, and tell who waits for it."""
        with self._arrived:
            self.received.append(received)
            self._arrived.notify_all()

    def hang_up(self) -> None:
        """Cut every connection, as servers do with idle ones."""
        self._run(self._cut())

    async def _cut(self) -> None:
        for conversation in self.conversations:
            if conversation.transport is not None and not conversation.transport.is_closing():
                conversation.transport.abort()

    async def _listen(self, listener: socket.socket) -> asyncio.Server:
        def conversation() -> SMTP:
            self.connections += 1
            begun = _Conversation(
                self,
                auth_require_tls=False,
                auth_exclude_mechanism=self._withheld,
                authenticator=self._authenticate,
                loop=self._loop,
                hostname="mail.test",
                tls_context=_encrypted(self._certificate) if self._tls == "starttls" else None,
            )
            self.conversations.append(begun)
            return begun

        encrypted = _encrypted(self._certificate) if self._tls == "smtps" else None
        return await self._loop.create_server(conversation, sock=listener, ssl=encrypted)

    async def _stop(self) -> None:
        self._server.close()
        await self._cut()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        return AuthResult(success=data.password.decode() == self._password, handled=False)

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=20)


def _encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, CERTIFICATE.with_suffix(".key"))
    return context


class _Conversation(SMTP):
    def __init__(self, owner: SmtpServer, **options: Any) -> None:
        super().__init__(_Handler(owner), **options)
        self._owner = owner
        self._greeted = False

    async def push(self, status: Any) -> None:
        if not self._greeted:
            self._greeted = True
            status = await self._scripted("CONNECT") or status
        if status == DRIP:
            await self._drip()
        elif status != SILENCE:
            await super().push(status)

    async def _drip(self) -> None:
        while not self.transport.is_closing():
            self.transport.write(b"2")
            await asyncio.sleep(0.02)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - the name that aiosmtpd looks for
        await self._or_scripted("EHLO", super().smtp_EHLO(hostname))

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self._or_scripted("DATA", super().smtp_DATA(arg))

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self._or_scripted("AUTH", super().smtp_AUTH(arg))

    async def _or_scripted(self, command: str, usual: Any) -> None:
        scripted = await self._scripted(command)
        if scripted is None:
            await usual
            return
        usual.close()
        await self.push(scripted)

    async def _scripted(self, command: str) -> str | None:
        reply = self._owner.next_answer(command)
        if reply == HANG_UP:
            self.transport.abort()
        return reply


class _Handler:
    def __init__(self, owner: SmtpServer) -> None:
        self._owner = owner

    async def handle_MAIL(  # noqa: N802 - the names that aiosmtpd looks for
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = self._reply(server, "MAIL")
        if reply is None:
            envelope.mail_from = address
        return reply or "250 2.1.0 sender ok"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = self._reply(server, "RCPT")
        if reply is None and self._owner.at_recipient is not None:
            reply = self._owner.at_recipient(envelope.mail_from or "", address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 recipient ok"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        received = Received(envelope.mail_from or "", envelope.rcpt_tos[0], envelope.content or b"")  # type: ignore[arg-type]
        refusal = self._reply(server, "CONTENT")
        if refusal:
            return refusal
        self._owner.take_over(received)
        if self._owner.at_dot is not None:
            self._owner.at_dot(received)
        return self._reply(server, "DOT") or "250 2.0.0 taken over"

    def _reply(self, server: SMTP, command: str) -> str | None:
        reply = self._owner.next_answer(command)
        if reply == HANG_UP and server.transport is not None:
            server.transport.abort()
        return reply
