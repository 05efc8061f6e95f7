"""A document as PDF, by LibreOffice from the very .docx that is filed, so that both look the same.

Each run has a profile and a folder of its own and ends within a bound; an installation runs one at a time.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from taskapp.base.errors import Refused
from taskapp.base.i18n import _

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 40  # less than a request may take


def program_of() -> str | None:
    """Where LibreOffice is on this machine; None when it is not installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def pdf_of(document: bytes, data_dir: Path, *, seconds: int = SECONDS) -> bytes:
    """The PDF of a .docx; `data_dir`: the installation's, where it is noted that one is being made.

    Raises Refused when LibreOffice is not installed, is busy, or has not done it in time.
    """
    program = program_of()
    if program is None:
        raise Refused(
            _(
                "Máy chủ chưa có LibreOffice nên chưa xuất được PDF. Hãy tải tệp Word, hoặc nhờ quản trị cài gói "
                "libreoffice-writer."
            )
        )
    with _alone(data_dir), tempfile.TemporaryDirectory(prefix="giaoviec-pdf-") as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(document)
        _convert(program, source, seconds)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise Refused(_("LibreOffice chưa đổi được tệp sang PDF. Hãy tải tệp Word và báo quản trị."))
        return made.read_bytes()


def _convert(program: str, source: Path, seconds: int) -> None:
    folder = source.parent
    command = [
        program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    surroundings = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    process = subprocess.Popen(
        command, cwd=folder, env=surroundings | {"HOME": str(folder)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise Refused(
            _("Đổi sang PDF lâu hơn %(seconds)s giây nên đã dừng. Hãy tải tệp Word.", seconds=seconds)
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # its children too
            process.wait()


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """One conversion at a time in this installation: each takes a core and some 300 MiB."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with Path(data_dir, "pdf.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(
                _("Đang có một tệp khác được đổi sang PDF. Hãy thử lại sau ít giây, hoặc tải Word.")
            ) from error
        yield
