"""Web server and scheduler as one process group: a small parent that starts both, passes signals on and mends."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from flask import Flask
from gunicorn.app.base import BaseApplication

from taskapp import scheduler
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _

log = logging.getLogger("taskapp.serve")

BACKLOG = 2048
THREADS = 4  # of each web process: a slow client holds a thread, not the process
REQUEST_SECONDS = 60
GRACE_SECONDS = 25
PR_SET_PDEATHSIG = 1
MEMORY = Path("/dev", "shm")  # a slow disk must not make a web process look dead
RESTART_AFTER = 2.0  # seconds at least between two starts of the scheduler


def serve(app: Flask, *, host: str = "127.0.0.1", port: int = 8000, workers: int | None = None) -> int:
    """Serve until told to stop; the exit code of the web server.

    `workers`: web processes, one per core when None. Raises Refused when the address cannot be had. The scheduler is
    started again whenever it ends by itself; when the web server ends, everything ends.
    """
    listener = listen(host, port)
    with app.app_context():
        db.engine.dispose()  # children must not share a connection
    print(f"Giao Việc: http://{host}:{listener.getsockname()[1]}", flush=True)
    children = _Children()
    web = children.start(lambda: serve_pages(app, listener.detach(), workers or len(os.sched_getaffinity(0))))
    listener.close()  # the web server has it now: when that one ends, the address is free
    children.obey_signals()
    return _watch(children, web, lambda: scheduler.run(app))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Refused, in words, when the address is taken, forbidden or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise Refused(
            _(
                "Không mở được địa chỉ %(host)s:%(port)s (%(error)s). Có thể một chương trình khác đang dùng cổng này: "
                "hãy dừng chương trình đó hoặc chọn cổng khác bằng --port.",
                host=host,
                port=str(port),
                error=str(error),
            )
        ) from error
    return listener


def _watch(children: _Children, web: int, tick: Callable[[], int]) -> int:
    ticking, started = children.start(tick), clock.monotonic()
    while True:
        ended, code = children.wait()
        if ended == web:
            children.stop()
            children.wait_for(ticking)
            return code
        if children.stopping:
            continue
        log.warning("the scheduler ended with code %d and is started again", code)
        time.sleep(max(0.0, RESTART_AFTER - (clock.monotonic() - started)))
        ticking, started = children.start(tick), clock.monotonic()


class _Children:
    """Processes forked from this one, which has done nothing but import and bind: no threads, no connections."""

    def __init__(self) -> None:
        self.stopping = False
        self._running: set[int] = set()

    def start(self, work: Callable[[], int]) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _run_child(work)
        self._running.add(pid)
        if self.stopping:  # told to stop while this one was being born
            os.kill(pid, signal.SIGTERM)
        return pid

    def obey_signals(self) -> None:
        signal.signal(signal.SIGTERM, lambda _number, _frame: self.stop())
        signal.signal(signal.SIGINT, lambda _number, _frame: self.stop())

    def stop(self) -> None:
        self.stopping = True
        for pid in tuple(self._running):
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(pid, signal.SIGTERM)

    def wait(self) -> tuple[int, int]:
        """The next child that ends, and its exit code."""
        pid, status = os.wait()
        self._running.discard(pid)
        return pid, os.waitstatus_to_exitcode(status)

    def wait_for(self, pid: int) -> None:
        while pid in self._running:
            self.wait()


def _run_child(work: Callable[[], int]) -> NoReturn:
    code = 1
    try:
        _end_with_parent()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        code = work()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        log.exception("a part of the server could not go on")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # nothing of the parent's belongs to this process: no exit handlers


def _end_with_parent() -> None:
    # Linux: a parent that is killed takes its children with it, so that the address is free for the next start
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def serve_pages(app: Flask, listener: int, workers: int) -> int:
    """Web processes alone, over a listening descriptor that becomes theirs; the exit code."""
    gc.collect()
    gc.freeze()  # what has been loaded by now stays: workers share its memory, and never look through it again
    _WebServer(app, listener, workers).run()
    return 0


class _WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, app: Flask, listener: int, workers: int) -> None:
        self._app = app
        self._options: dict[str, Any] = {
            "bind": f"fd://{listener}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # TASKAPP_PROXY_HOPS alone says which proxies are believed
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app
