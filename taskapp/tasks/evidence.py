"""Evidence as files: type, size and name checked, kept outside the web root under a name of our own."""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.tasks.models import StoredFile, Task

LARGEST = 20 * 1024 * 1024
MOST_FILES = 10
LONGEST_NAME = 200

# What an office hands in: the extension, its media type and how such a file begins.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    ".doc": ("application/msword", _OLE),
    ".xls": ("application/vnd.ms-excel", _OLE),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}


@dataclass(frozen=True)
class Upload:
    """A file as it arrives: what the person calls it, and its bytes to read."""

    name: str | None
    stream: IO[bytes]


@contextmanager
def kept(
    uploads: Sequence[Upload], folder: Path, *, committee_id: int, by_id: int | None, now: datetime
) -> Iterator[list[StoredFile]]:
    """Check and keep the files; yields their rows, not yet in a session. If the block fails, the files are gone again.

    Raises BadInput with the name of the file at fault; then nothing is kept. `folder` is where all files lie.
    """
    if len(uploads) > MOST_FILES:
        raise BadInput(_("Mỗi lần chỉ gửi được %(count)s tệp.", count=MOST_FILES), field="files")
    rows: list[StoredFile] = []
    try:
        for upload in uploads:
            rows.append(_keep(upload, folder, committee_id=committee_id, by_id=by_id, now=now))
        yield rows
    except BaseException:
        for row in rows:
            path_of(folder, row.key).unlink(missing_ok=True)
        raise


def attach(files: Sequence[StoredFile], task: Task, place: list[StoredFile]) -> None:
    """Put kept files with a paper of the task, so that whoever sees the task can read them."""
    for file in files:
        file.task_id = task.id
    place.extend(files)


def path_of(folder: Path, key: str) -> Path:
    """Where the file with this key lies."""
    return folder / key[:2] / key


def safe_name(name: str) -> str:
    """The file's own name: no folders, no control characters, not longer than a column; never empty."""
    last = PureWindowsPath(PurePosixPath(one_line(name)).name).name.strip(". ")
    stem, suffix = Path(last).stem, Path(last).suffix
    return (stem[: LONGEST_NAME - len(suffix)] or "tep") + suffix


def _keep(upload: Upload, folder: Path, *, committee_id: int, by_id: int | None, now: datetime) -> StoredFile:
    name = safe_name(upload.name or "")
    media_type, beginning = _type_of(name)
    content = upload.stream.read(LARGEST + 1)
    if not content:
        raise BadInput(_("Tệp “%(name)s” rỗng.", name=name), field="files")
    if len(content) > LARGEST:
        raise BadInput(
            _("Tệp “%(name)s” lớn hơn %(size)s MB. Hãy giảm dung lượng.", name=name, size=LARGEST // 1024**2),
            field="files",
        )
    if not content.startswith(beginning) or (beginning == _ZIP and not _is_sound(upload.stream)):
        raise BadInput(_("Tệp “%(name)s” bị hỏng hoặc không đúng loại với tên tệp.", name=name), field="files")
    key = secrets.token_hex(16)
    path = path_of(folder, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BadInput(
            _("Máy chủ không lưu được tệp “%(name)s”. Hãy báo quản trị.", name=name), field="files"
        ) from error
    return StoredFile(
        committee_id=committee_id,
        key=key,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by_id=by_id,
        stored_at=now,
    )


def _type_of(name: str) -> tuple[str, bytes]:
    suffix = Path(name).suffix.lower()
    if suffix not in TYPES:
        kinds = ", ".join(sorted(s.removeprefix(".") for s in TYPES))
        raise BadInput(
            _("Tệp “%(name)s” không thuộc loại được nhận (%(kinds)s).", name=name, kinds=kinds), field="files"
        )
    return TYPES[suffix]


def _is_sound(stream: IO[bytes]) -> bool:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return "[Content_Types].xml" in archive.namelist() or "mimetype" in archive.namelist()
    except zipfile.BadZipFile:
        return False
