"""A backup while others write is of one moment; one that is killed leaves the others as they were."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask

from taskapp.admin.backups.contents import Looking, walk
from taskapp.admin.backups.rows import Form, Values
from tests.admin.backups.vault import Vault, looked_at
from tests.faults.keeper import DEATHS
from tests.faults.nursery import Nursery
from tests.faults.scale import SCALE
from tests.office import Office
from tests.outbox.post import Post

WRITERS, EACH = 3, 40 * SCALE
PATIENCE = 120.0


@pytest.fixture
def vault(app: Flask, office: Office, tmp_path: Path) -> Vault:
    folder = tmp_path / "backups"
    folder.mkdir()
    return Vault(app, office, folder)


class Writers:
    """People who each write two rows in one transaction, again and again, and note what was acknowledged."""

    def __init__(self, post: Post) -> None:
        self._post, self._kept = post, []
        self._told = threading.Condition()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for thread in self._threads:
            thread.join()

    def acknowledged(self, at_least: int) -> set[str]:
        """The keys that were, once they are so many."""
        with self._told:
            assert self._told.wait_for(lambda: len(self._kept) >= at_least, PATIENCE)
            return set(self._kept)

    def _write(self, number: int) -> None:
        for turn in range(EACH):
            key = f"w{number}-{turn}"
            self._post.put(key, about=[key])
            with self._told:
                self._kept.append(key)
                self._told.notify_all()


class Collecting(Looking):
    """The rows of two tables."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.abouts: set[str] = set()

    def rows(self, form: Form, rows: Sequence[Values]) -> None:
        names = [name for name, _kind in form.columns]
        if form.name == "message":
            self.keys |= {row[names.index("key")] for row in rows}
        if form.name == "message_about":
            self.abouts |= {row[names.index("about")] for row in rows}


def test_a_backup_among_writers_is_of_one_moment_and_has_all_that_was_acknowledged(vault: Vault) -> None:
    post = Post(vault.app, vault.office)
    found = []
    with Writers(post) as writers:
        for number in range(1, 4):
            before = writers.acknowledged(number * WRITERS * EACH // 4)
            found.append((before, vault.take(f"{number}.backup")))
    for before, path in found:
        collecting = Collecting()
        walk(path, None, collecting)
        assert collecting.keys == collecting.abouts
        assert before <= collecting.keys
    done = vault.restore(found[0][1])
    assert done.contents.ending.digest == looked_at(found[0][1]).ending.digest


@pytest.mark.parametrize("death", DEATHS)
def test_a_killed_backup_leaves_the_old_ones_and_is_done_by_doing_it_again(
    vault: Vault, nursery: Nursery, database_url: str, death: str
) -> None:
    vault.work()
    old = vault.take("old.backup").read_bytes()
    target = vault.folder / "new.backup"
    with nursery.born("backup", database_url, str(vault.settings.data_dir), str(target), death) as one:
        assert one.wait(PATIENCE) == -signal.SIGKILL
    assert not target.exists()
    assert (vault.folder / "old.backup").read_bytes() == old
    contents = looked_at(vault.take("new.backup"))
    assert contents.ending.digest == vault.digest()
    assert sorted(path.name for path in vault.folder.iterdir()) == ["new.backup", "old.backup"]
