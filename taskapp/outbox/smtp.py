"""The client side of SMTP: smtplib with bounded reading, a deadline for each reply, and a last look before the dot."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable

from taskapp.base import clock

CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 60.0
# RFC 5321 4.5.3.2.6: shorter patience after the dot makes duplicates, because the server has often taken the mail.
FINAL_SECONDS = 600.0
LONGEST_REPLY = 8 * 1024
UNREADABLE = -1


class LeaseRanOut(Exception):
    """The message may belong to another worker by now: the conversation was broken off before the final dot."""


class Client(smtplib.SMTP):
    """A conversation in clear text, or encrypted after starttls()."""

    patience = COMMAND_SECONDS
    _unread = b""

    def connect(self, host: str = "localhost", port: int = 0, source_address: object = None) -> tuple[int, bytes]:
        self._host = host  # smtplib sets it only when the constructor connects; TLS compares the certificate with it
        self._unread = b""
        greeting = super().connect(host, port)
        if self.sock is not None:
            # the last look stands between body and dot: waiting for the body's ACK there would cost 40 ms a mail
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return greeting

    def getreply(self) -> tuple[int, bytes]:
        """The next reply: (code, text), code UNREADABLE for what is no reply. Bounded in time and in size."""
        deadline = clock.monotonic() + self.patience
        lines: list[bytes] = []
        size = 0
        while size <= LONGEST_REPLY:
            line = self._line(deadline)
            size += len(line)
            lines.append(line[4:].strip())
            if not re.match(rb"[2-5]\d\d([ -]|$)", line):
                return UNREADABLE, line
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        return UNREADABLE, b"reply without end"

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread and len(self._unread) <= LONGEST_REPLY:
            self._unread += self._received(deadline)
        line, _newline, self._unread = self._unread.partition(b"\n")
        return line.rstrip(b"\r")[:LONGEST_REPLY]

    def _received(self, deadline: float) -> bytes:
        left = deadline - clock.monotonic()
        try:
            if left <= 0 or self.sock is None:
                raise TimeoutError("no reply in time")
            self.sock.settimeout(left)
            received = self.sock.recv(4096)
            self.sock.settimeout(COMMAND_SECONDS)
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected(str(error)) from error
        if not received:
            self.close()
            raise smtplib.SMTPServerDisconnected("connection closed by the server")
        return received

    def secure(self, context: ssl.SSLContext) -> None:
        """STARTTLS with a checked certificate; raises when the server does not offer it: no downgrade."""
        self.starttls(context=context)
        self._unread = b""  # anything sent before the handshake may come from somebody in between

    def sign_in(self, user: str, password: str) -> None:
        """AUTH with the first way that both know, once: smtplib's login() tries a wrong password with every way.

        Raises SMTPAuthenticationError, SMTPNotSupportedError when the server offers no way.
        """
        self.user, self.password = user, password
        offered = self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            self.auth("PLAIN", self.auth_plain)
        elif "LOGIN" in offered:
            self.auth("LOGIN", self.auth_login)
        else:
            raise smtplib.SMTPNotSupportedError("the server offers no AUTH that we know")

    def finish_data(
        self, content: bytes, may_finish: Callable[[], bool], before_dot: Callable[[], None]
    ) -> tuple[int, bytes]:
        """After DATA: the bytes, the final dot, the server's answer. Raises LeaseRanOut instead of sending the dot.

        `before_dot` is called when the next thing on the wire is the dot.
        """
        self.send(re.sub(rb"(?m)^\.", b"..", content))
        if not may_finish():
            self.close()  # without the dot the server throws the message away
            raise LeaseRanOut
        before_dot()
        self.send(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
        self.patience = FINAL_SECONDS
        try:
            return self.getreply()
        finally:
            self.patience = COMMAND_SECONDS


class TlsClient(Client, smtplib.SMTP_SSL):
    """A conversation encrypted from the first byte."""
