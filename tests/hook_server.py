"""A real HTTP server on a free port of this machine that takes webhooks and answers as a test wrote down before."""

from __future__ import annotations

import json
import ssl
import threading
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

CERTIFICATE = Path(__file__).parent / "data" / "tls" / "localhost.crt"  # for the name localhost, signed by itself
HANG_UP = 0  # instead of a status: cut the connection
SILENCE = -1  # instead of a status: nothing, as long as the server runs


@dataclass(frozen=True)
class Hooked:
    """One request that arrived."""

    path: str
    host: str
    payload: dict[str, Any]

    @property
    def text(self) -> str:
        """What a person reads: `message` of a webhook, `text` of Mattermost."""
        return str(self.payload.get("message") or self.payload.get("text"))


class HookServer:
    """`with HookServer() as hooks:` listens at `hooks.url`; what arrived is in `hooks.received`, any method.

    `hooks.answer(404)` gives that status to the next request, once; `hooks.answer(302, "http://…")` sends it elsewhere.
    """

    def __init__(self, *, is_secure: bool = False) -> None:
        self.received: list[Hooked] = []
        self._answers: deque[tuple[int, str]] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._ending = threading.Event()
        self._scheme, self._name = ("https", "localhost") if is_secure else ("http", "127.0.0.1")
        if is_secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def host(self) -> str:
        """As the administrator names it."""
        return f"{self._name}:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self._scheme}://{self.host}"

    def answer(self, status: int, location: str = "") -> None:
        self._answers.append((status, location))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hooks = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                hooks.received.append(Hooked(self.path, self.headers["Host"], json.loads(body or b"{}")))
                status, location = hooks._answers.popleft() if hooks._answers else (200, "")
                if status in (HANG_UP, SILENCE):
                    self.close_connection = True
                    if status == SILENCE:
                        hooks._ending.wait()
                    return
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self) -> None:
                self._take()

            def do_GET(self) -> None:
                self._take()

            def log_message(self, *_args: object) -> None:
                return

        return Handler
