"""The file of a backup: a tar of members, the sums of each, and at the end the sum of everything.

`tar xf` and `sha256sum -c sums/*` do without this program. Nothing in it may differ by a single bit: what the sums of
the members do not cover, headers and padding, the last sum does, and what comes after that is compared as a whole.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from taskapp.admin.backups.age import Broken
from taskapp.base.errors import Refused
from taskapp.base.i18n import _

BLOCK, PIECE = tarfile.BLOCKSIZE, 1024 * 1024
SUMMED = 5_000  # members between two lists of sums: so many stay in memory
LARGEST_PART = 64 * PIECE  # of what is read as a whole
LAST = "SHA256"
NAMES = re.compile(
    r"BEGIN\.json|END\.json|SHA256|sums/\d{6}|rows/[a-z_]{1,60}/\d{6}\.jsonl\.gz|files/[0-9a-f]{2}/[0-9a-f]{32}|"
    r"anchor/\d{1,19}\.log|keys/(?:secret_key|audit_key)"
)


class Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Damaged(Refused):
    """The file is not a whole backup; `place` says where that showed, "" that it does not even begin like one."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("Bản sao lưu hỏng hoặc thiếu ở: %(place)s. Hãy dùng bản khác, và kiểm tra đĩa giữ bản này.", place=place)
            if place
            else _("Tệp này không phải bản sao lưu của taskapp, hoặc phần đầu của nó đã hỏng. Hãy xem lại tên tệp.")
        )


class Writer:
    """Writes members one after another; finish() writes what proves them."""

    def __init__(self, sink: Sink, made_at: int) -> None:
        self._sink, self._made_at = sink, made_at
        self._all, self.size = hashlib.sha256(), 0
        self._sums: list[str] = []
        self._lists = 0

    def add(self, name: str, content: bytes) -> None:
        """Write a member of these bytes."""
        self.add_pieces(name, len(content), [content])

    def add_pieces(self, name: str, size: int, pieces: Iterable[bytes]) -> str:
        """Write a member of `size` bytes that come in pieces; its SHA-256. Raises Refused when they are not so many."""
        self._put(header_of(name, size, self._made_at))
        own, length = hashlib.sha256(), 0
        for piece in pieces:
            own.update(piece)
            length += len(piece)
            self._put(piece)
        if length != size:
            raise Refused(_("Tệp đổi cỡ trong lúc đang đọc: %(name)s. Hãy chạy lại lệnh.", name=name))
        self._put(bytes(-size % BLOCK))
        self._note(name, own.hexdigest())
        return own.hexdigest()

    def close_list(self) -> None:
        """Write the sums of the members since the last list: who reads knows them proved before the next member."""
        self._lists += 1
        content = "".join(self._sums).encode()
        self._sums = []
        self._put(header_of(f"sums/{self._lists:06}", len(content), self._made_at))
        self._put(content + bytes(-len(content) % BLOCK))

    def finish(self) -> None:
        """Write the sums that are left, and the one of everything."""
        self.close_list()
        self._sink.write(ending_of(self._all.hexdigest()))

    def _note(self, name: str, digest: str) -> None:
        self._sums.append(f"{digest}  {name}\n")
        if len(self._sums) >= SUMMED:
            self.close_list()

    def _put(self, data: bytes) -> None:
        self._all.update(data)
        self._sink.write(data)
        self.size += len(data)


@dataclass(frozen=True)
class Member:
    """A member while it is being read: `pieces` may be asked for once, before the next member is."""

    name: str
    size: int
    pieces: Iterator[bytes]

    def whole(self) -> bytes:
        """All of its bytes. Raises Damaged when they are more than any member has that is read as a whole."""
        if self.size > LARGEST_PART:
            raise Damaged(self.name)
        return b"".join(self.pieces)


def members(source: Source, tell: Callable[[int], object]) -> Iterator[Member]:
    """The members but for the sums, in their order; `tell` hears how many bytes were read.

    Only when all have been gone through is the file known to be whole. Raises Damaged, naming the place.
    """
    tape = _Tape(source, tell)
    while (header := tape.header()) is not None:
        if header.name.startswith("sums/"):
            tape.compare_sums(header)
            continue
        pieces = tape.pieces(header)
        yield Member(header.name, header.size, pieces)
        for _rest in pieces:  # what nobody asked for counts too
            pass
    if tape.sums:
        raise Damaged(_("thiếu mã băm của các phần cuối"))


def header_of(name: str, size: int, made_at: int) -> bytes:
    """The header of a member as tar has it, readable by the owner alone."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, made_at, 0o600
    return info.tobuf(tarfile.USTAR_FORMAT)


def ending_of(digest: str) -> bytes:
    """All that comes after what the last sum covers."""
    content = f"{digest}\n".encode()
    return header_of(LAST, len(content), 0) + content + bytes(-len(content) % BLOCK) + bytes(2 * BLOCK)


class _Tape:
    def __init__(self, source: Source, tell: Callable[[int], object]) -> None:
        self._source, self._tell = source, tell
        self._all, self._at = hashlib.sha256(), 0
        self.sums: list[str] = []

    def header(self) -> tarfile.TarInfo | None:
        """The next header; None after the last sum and the end were found right."""
        block = self._read(BLOCK, _("cuối tệp"), summed=False)
        if block == header_of(LAST, 65, 0):
            self._compare_end(block)
            return None
        self._all.update(block)
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.TarError, ValueError) as error:
            raise self._unknown() from error
        if not NAMES.fullmatch(info.name) or not info.isreg() or info.size < 0:
            raise self._unknown()
        return info

    def _unknown(self) -> Damaged:
        return Damaged(self._place() if self._at > BLOCK else "")

    def pieces(self, header: tarfile.TarInfo) -> Iterator[bytes]:
        own, left = hashlib.sha256(), header.size
        while left:
            piece = self._read(min(PIECE, left), header.name)
            own.update(piece)
            left -= len(piece)
            yield piece
        self._read(-header.size % BLOCK, header.name)
        self.sums.append(f"{own.hexdigest()}  {header.name}\n")

    def compare_sums(self, header: tarfile.TarInfo) -> None:
        if header.size > LARGEST_PART:
            raise Damaged(header.name)
        content = self._read(header.size, header.name)
        self._read(-header.size % BLOCK, header.name)
        for found, noted in zip(self.sums, content.decode("utf-8", "replace").splitlines(keepends=True), strict=False):
            if found != noted:
                raise Damaged(found.split("  ", 1)[1].strip())
        if "".join(self.sums).encode() != content:
            raise Damaged(header.name)
        self.sums = []

    def _compare_end(self, block: bytes) -> None:
        expected = ending_of(self._all.hexdigest())
        found = block + self._read(len(expected) - BLOCK, _("cuối tệp"), summed=False)
        if found != expected or self._source.read(1):
            raise Damaged(_("mã băm của cả tệp không khớp"))

    def _read(self, size: int, place: str, *, summed: bool = True) -> bytes:
        """Exactly so many bytes, or Damaged."""
        parts, left = [], size
        while left:
            try:
                part = self._source.read(left)
            except Broken as error:
                raise Damaged(_("%(place)s, sau byte %(at)s của tệp", place=place, at=error.at)) from error
            if not part:
                raise Damaged(_("%(place)s: tệp bị cắt ngắn", place=place))
            parts.append(part)
            left -= len(part)
        data = b"".join(parts)
        self._at += len(data)
        self._tell(len(data))
        if summed:
            self._all.update(data)
        return data

    def _place(self) -> str:
        return _("trước byte %(at)s", at=self._at)
