"""What lies beside the database and comes back with it: evidence, anchors, keys of the program."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from taskapp.admin.backups.contents import Contents, mark_of
from taskapp.admin.backups.taking import kept_keys
from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.tasks.evidence import path_of

NEW = ".restoring"


@dataclass
class Beside:
    """Evidence goes to its place at once, under names nobody has; what would replace something, after the commit."""

    settings: Settings
    _files: list[Path] = field(default_factory=list)
    _new: list[tuple[Path, Path]] = field(default_factory=list)  # where it lies, where it belongs

    def file(self, key: str, pieces: Iterator[bytes]) -> None:
        """Keep a file of evidence; one that lies there and differs is only replaced at the end."""
        target = path_of(self.settings.files_dir, key)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(target.name + NEW)
        self._files.append(draft)
        _write(draft, pieces)
        if not target.exists():
            self._files.append(target)
            draft.rename(target)
        elif filecmp.cmp(draft, target, shallow=False):
            draft.unlink()
        else:
            self._new.append((draft, target))

    def aside(self, folder: str, name: str, pieces: Iterator[bytes]) -> None:
        """Keep an anchor or a key until the end."""
        target = (self.settings.anchor_dir if folder == "anchor" else self.settings.data_dir) / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(target.name + NEW)
        self._new.append((draft, target))
        _write(draft, pieces)

    def drop(self) -> None:
        """Remove what was written: the restore failed."""
        for path in (*self._files, *(draft for draft, _target in self._new)):
            path.unlink(missing_ok=True)

    def settle(self, contents: Contents) -> list[str]:
        """Put anchors and keys in their places; what the administrator has to know."""
        stamp = f"{clock.now():%Y%m%d-%H%M%S}"
        ours = {path for _name, path in kept_keys(self.settings)}
        notes = []
        for draft, target in self._new:
            if target.parent == self.settings.data_dir and target.exists() and target not in ours:
                draft.unlink()  # the key in use is kept elsewhere
            elif target.exists() and target.read_bytes() == draft.read_bytes():
                draft.unlink()
            else:
                notes += _replaced(draft, target, stamp)
        return notes + self._keys(contents, ours) + self._lost(contents)

    def _keys(self, contents: Contents, ours: set[Path]) -> list[str]:
        """Whether the keys that will be in use are those of the backup."""
        names = {"secret_key": self.settings.secret_key, "audit_key": " ".join(self.settings.audit_keys)}
        came = {target.name for _draft, target in self._new if target in ours}
        marks = contents.beginning.keys
        wrong = [
            f"TASKAPP_{name.upper()}"
            for name, value in names.items()
            if name not in came and " ".join(map(mark_of, value.split())) != marks.get(name)
        ]
        if not wrong:
            return []
        return [
            _(
                "%(keys)s ở đây khác lúc sao lưu: hãy đặt lại khóa cũ (mã của ứng dụng xác thực và kiểm tra nhật ký "
                "cần nó).",
                keys=", ".join(wrong),
            )
        ]

    def _lost(self, contents: Contents) -> list[str]:
        if not contents.ending.missing:
            return []
        return [
            _("%(count)s tệp minh chứng đã mất hoặc hỏng từ trước lúc sao lưu: ", count=len(contents.ending.missing))
            + ", ".join(contents.ending.missing[:5])
        ]


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        path.chmod(0o600)
        for piece in pieces:
            file.write(piece)


def _replaced(draft: Path, target: Path, stamp: str) -> list[str]:
    """The new one in its place, the old one beside it under a name that says why. What to tell."""
    notes = []
    try:
        if target.exists():
            before = target.rename(target.with_name(f"{target.name}.truoc-phuc-hoi-{stamp}"))
            notes.append(_("Tệp cũ được giữ lại: %(path)s", path=str(before)))
        draft.rename(target)
    except OSError as error:
        notes.append(
            _(
                "Không đặt được %(path)s (%(reason)s): hãy đổi tên tệp ấy, rồi chép %(draft)s vào chỗ đó.",
                path=str(target),
                reason=error.strerror or "",
                draft=str(draft),
            )
        )
    return notes
