"""Exim, the mail server that Debian brings, as an ordinary user: its own settings, queue and Maildirs in one folder.

It sits behind a port of this machine that the system chose, one process for each connection (`-bs`, as under inetd).
It keeps what it takes; `deliver()` runs its queue to the end, so that no test waits for it. /etc is neither read nor
written.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Self

DOMAIN = "chauthanh.example"
SETTINGS = """\
exim_user = {user}
exim_group = {group}
never_users =
deliver_drop_privilege
keep_environment =
primary_hostname = mail.{domain}
qualify_domain = {domain}
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
queue_only
disable_ipv6
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
acl_smtp_rcpt = to_us
begin acl
to_us:
  accept domains = {domain}
  deny message = relay not permitted
begin routers
returns:
  driver = accept
  local_parts = giaoviec
  local_part_suffix = +*
  local_part_suffix_optional
  transport = maildir
people:
  driver = accept
  local_parts = {boxes}
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = {folder}/mail/$local_part_data
  maildir_format
  envelope_to_add
  return_path_add
"""


class Exim:
    """`with Exim("congchuc") as exim:` takes mail at `exim.url`; these boxes exist, and giaoviec with any +suffix."""

    def __init__(self, *boxes: str) -> None:
        self._boxes = boxes
        # root lends it the user nobody: Exim delivers nothing as root
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._connections: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._program = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert self._program, "Exim is missing. As root run: apt-get install exim4-daemon-light"
        self.folder = Path(tempfile.mkdtemp(prefix="exim-"))
        (self.folder / "spool").mkdir()
        (self.folder / "mail").mkdir()
        values = {"user": self._user.pw_uid, "group": self._user.pw_gid, "domain": DOMAIN, "folder": self.folder}
        text = SETTINGS.format(**values, boxes=" : ".join(self._boxes))
        (self.folder / "settings").write_text(text)
        for path in (self.folder, *self.folder.iterdir()):
            os.chown(path, self._user.pw_uid, self._user.pw_gid)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._thread.join()
        self._listener.close()
        for connection in self._connections:
            connection.kill()
            connection.wait()
        shutil.rmtree(self.folder)

    def box(self, name: str) -> list[bytes]:
        """The mails in somebody's Maildir that nobody has looked at."""
        return [path.read_bytes() for path in sorted(self.maildir(name).glob("new/*"))]

    def maildir(self, name: str) -> Path:
        """Where somebody's mails lie."""
        return self.folder / "mail" / name

    def deliver(self) -> None:
        """Run the queue until it is empty: mails come first, then what is sent back for those that nobody takes."""
        for connection in self._connections:
            assert connection.wait(20) == 0, self.log()
        while list(self.folder.glob("spool/input/*-H")):
            assert self._start("-q").wait(20) == 0, self.log()

    def log(self) -> str:
        """What the server has noted."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("log-*")))

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection:
                self._connections.append(self._start("-bs", connection))

    def _start(self, option: str, connection: socket.socket | None = None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self._program or "", "-C", str(self.folder / "settings"), option],
            cwd=self.folder,
            stdin=connection or subprocess.DEVNULL,
            stdout=connection or subprocess.DEVNULL,
            **(
                {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
            ),
        )
