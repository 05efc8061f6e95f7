"""A real HTTP server on a free port of this machine that answers as a test wrote down before."""

from __future__ import annotations

import ssl
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Generic, Self, TypeVar

from tests.smtp_server import CERTIFICATE

HANG_UP = 0  # instead of a status: cut the connection
SILENCE = -1  # instead of a status: nothing, as long as the server runs

Received = TypeVar("Received")


class AnsweringServer(ABC, Generic[Received]):
    """`with SomeServer() as server:` listens at `server.url`; what arrived, by any method, is in `server.received`.

    `is_secure`: over TLS for the name localhost, with the certificate of the test mail server.
    `server.answer(429, **{"Retry-After": "120"})` gives that status and header to the next request, once.
    """

    usual = 200  # the status when no other was asked for
    says = b""  # with every answer

    def __init__(self, *, is_secure: bool = False) -> None:
        self.received: list[Received] = []
        self._answers: deque[tuple[int, Mapping[str, str]]] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._ending = threading.Event()
        self._scheme, self._name = ("https", "localhost") if is_secure else ("http", "127.0.0.1")
        if is_secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @abstractmethod
    def taken(self, path: str, headers: Mapping[str, str], body: bytes) -> Received:
        """What a test is to see of a request."""

    @property
    def host(self) -> str:
        """As the administrator names it."""
        return f"{self._name}:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self._scheme}://{self.host}"

    def answer(self, status: int, **headers: str) -> None:
        self._answers.append((status, headers))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.received.append(server.taken(self.path, dict(self.headers), body))
                status, headers = server._answers.popleft() if server._answers else (server.usual, {})
                if status in (HANG_UP, SILENCE):
                    self.close_connection = True
                    if status == SILENCE:
                        server._ending.wait()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(server.says)))
                self.end_headers()
                with suppress(OSError):  # who asked has read enough
                    self.wfile.write(server.says)

            def do_POST(self) -> None:
                self._take()

            def do_GET(self) -> None:
                self._take()

            def log_message(self, *_args: object) -> None:
                return

        return Handler
