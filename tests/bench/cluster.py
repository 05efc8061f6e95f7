"""Several nodes on one machine, of Debian's programs: PostgreSQL with a standby, web nodes, nginx before them.

With a PgBouncer before PostgreSQL if asked for: it lends a connection to the database for one transaction.

All of it in one folder, on loopback and on ports that the system gives out; gone when the block ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from taskapp.base.settings import ROOT
from tests.postgres import DEBIAN, database_owner

PATIENCE = 60.0  # seconds for a process to be there
NAME = "giaoviec"
SETTINGS = {  # as an office has them that must not lose what it has said yes to
    "wal_level": "replica",
    "max_wal_senders": "5",
    "hot_standby": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
}
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream giaoviec {{
        {nodes}
    }}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 26m;
        location / {{
            proxy_pass http://giaoviec;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_connect_timeout 2s;
            proxy_next_upstream error timeout;
            proxy_next_upstream_tries 3;
        }}
    }}
}}
"""
BOUNCER = """
[databases]
* = host=127.0.0.1 port={database} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
server_login_retry = 1
logfile = {log}
"""


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Server:
    """One PostgreSQL: its data and its port."""

    folder: Path
    port: int

    def control(self, *words: str) -> None:
        """Let pg_ctl do something with it, as the user it belongs to. Raises CalledProcessError."""
        log = self.folder.with_suffix(".log")
        _postgres("pg_ctl", "-D", self.folder, "-w", "-t", "60", "-l", log, *words, cwd=self.folder.parent)

    def start(self) -> None:
        """Start it."""
        self.control("-o", f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder.parent}", "start")


@dataclass
class Bouncer:
    """A PgBouncer, before one database at a time."""

    conf: Path
    port: int
    running: subprocess.Popen[bytes] | None = None

    def lead_to(self, server: Server) -> None:
        """Let it connect to this database from now on."""
        log = self.conf.with_suffix(".log")
        self.conf.write_text(BOUNCER.format(database=server.port, port=self.port, log=log))
        if self.running is not None:
            self.running.send_signal(signal.SIGHUP)


@dataclass
class Node:
    """One web node: `taskapp serve` with its scheduler."""

    port: int
    env: dict[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [ROOT / ".venv" / "bin" / "taskapp", "serve", "--port", str(self.port), "--workers", "1"]
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        wait_for(f"http://127.0.0.1:{self.port}/healthz")

    def stop(self) -> None:
        """Tell it to end, and wait: what it has begun it finishes."""
        if self.running is not None:
            self.running.terminate()
            self.running.wait(PATIENCE)
            self.running = None


@dataclass
class Cluster:
    """What runs: the database that writes first, its standby, the web nodes, the address before them."""

    folder: Path
    primary: Server
    standby: Server
    bouncer: Bouncer | None = None
    url: str = ""
    address: str = ""
    nodes: list[Node] = field(default_factory=list)
    nginx: subprocess.Popen[bytes] | None = None

    @property
    def conf(self) -> Path:
        """The configuration of nginx."""
        return self.folder / "nginx.conf"

    def lead_to(self, nodes: Sequence[Node]) -> None:
        """Let nginx send requests to these nodes from now on; those under way end where they are."""
        lines = (f"server 127.0.0.1:{node.port} max_fails=1 fail_timeout=2s;" for node in nodes)
        port = int(self.address.rpartition(":")[2])
        self.conf.write_text(NGINX.format(folder=self.folder, nodes="\n        ".join(lines), port=port))
        if self.nginx is not None:
            self.nginx.send_signal(signal.SIGHUP)
            time.sleep(1)  # its new processes take over


@contextmanager
def databases(folder: Path, *, is_pooled: bool = False) -> Iterator[Cluster]:
    """PostgreSQL and a standby that has every commit before it is acknowledged; `is_pooled`: behind PgBouncer."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))  # not inside the folder: its owner could not get there
    shutil.chown(home, database_owner())
    cluster = Cluster(folder, Server(home / "a", free_port()), Server(home / "b", free_port()))
    init = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-instructions"]
    _postgres("initdb", "-D", cluster.primary.folder, *init, cwd=home)
    with (cluster.primary.folder / "postgresql.conf").open("a") as conf:
        conf.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        cluster.primary.start()
        for each in (cluster.primary, cluster.standby):
            stack.callback(_stop, each)
        source = ["-h", str(home), "-p", str(cluster.primary.port), "-U", "postgres"]
        _postgres("createdb", *source, NAME, cwd=home)
        _postgres("pg_basebackup", *source, "-D", cluster.standby.folder, "-R", "-c", "fast", cwd=home)
        cluster.standby.start()
        ask = [*source, "-c", "ALTER SYSTEM SET synchronous_standby_names = '*'", "-c", "SELECT pg_reload_conf()"]
        _postgres("psql", "-q", *ask, cwd=home)
        hosts = "&".join(f"host=127.0.0.1:{each.port}" for each in (cluster.primary, cluster.standby))
        cluster.url = f"postgresql+psycopg://postgres@/{NAME}?{hosts}&target_session_attrs=read-write"
        if is_pooled:
            cluster.bouncer = stack.enter_context(_bouncer(cluster.primary))
            cluster.url = (
                f"postgresql+psycopg://postgres@127.0.0.1:{cluster.bouncer.port}/{NAME}?prepare_threshold=none"
            )
        yield cluster


@contextmanager
def serving(cluster: Cluster, env: dict[str, str], count: int) -> Iterator[None]:
    """So many web nodes with the environment, and nginx before them."""
    with ExitStack() as stack:
        for number in range(count):
            node = Node(free_port(), env, cluster.folder / f"node-{number}.log")
            stack.callback(node.stop)
            node.start()
            cluster.nodes.append(node)
        cluster.lead_to(cluster.nodes)
        nginx = subprocess.Popen(
            ["nginx", "-p", cluster.folder, "-c", cluster.conf], env=os.environ | {"PATH": _path()}
        )
        stack.callback(nginx.wait, PATIENCE)
        stack.callback(nginx.terminate)
        cluster.nginx = nginx
        wait_for(f"{cluster.address}/healthz")
        yield


def wait_for(address: str) -> None:
    """Until somebody answers there. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() < began + PATIENCE:
        with suppress(URLError, OSError), urlopen(address, timeout=5):
            return
        time.sleep(0.05)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def _bouncer(server: Server) -> Iterator[Bouncer]:
    """A PgBouncer beside the data of the database that it leads to."""
    made = Bouncer(server.folder.parent / "pgbouncer.ini", free_port())
    made.lead_to(server)
    made.conf.with_suffix(".log").touch()
    shutil.chown(made.conf.with_suffix(".log"), database_owner())
    program = ["pgbouncer", "-q", made.conf]
    made.running = subprocess.Popen(program, cwd=made.conf.parent, env=os.environ | {"PATH": _path()}, **_as_owner())
    try:
        yield made
    finally:
        made.running.terminate()
        made.running.wait(PATIENCE)


def _stop(server: Server) -> None:
    with suppress(subprocess.CalledProcessError):  # it may be down already
        server.control("-m", "immediate", "stop")


def _postgres(program: str, *words: object, cwd: Path) -> None:
    newest = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda path: int(path.parent.parent.name))[-1]
    with (cwd / "out").open("ab") as out:
        subprocess.run([newest, *map(str, words)], cwd=cwd, stdout=out, stderr=out, check=True, **_as_owner())


def _as_owner() -> dict[str, Any]:
    return {"user": database_owner(), "extra_groups": []} if os.geteuid() == 0 else {}


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
