"""Requests made up at random against all pages and the API, as everybody and as nobody: nothing may answer 5xx.

`python -m tests.fuzz.pages REQUESTS SECONDS [WORKER/OF]` goes on from where earlier runs stopped, in
test-output/fuzz/pages, until so many requests in all are made or the time is up; the exit code is 1 when something
answered 5xx. Batch n is drawn from one seed and begins with the same office, so `… batch n` repeats exactly that one.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url
from werkzeug.routing import AnyConverter, Rule

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db
from taskapp.people import tokens
from taskapp.people.models import Person
from taskapp.people.scopes import Scope
from tests.conftest import MONDAY, make_settings
from tests.office import PEOPLE, Office, build_office
from tests.remembering import remember
from tests.repo.routes import DOORS
from tests.repo.things import Things

SEED, BATCH, ENTERING = 20261127, 4000, 400  # so many requests, and after so many all sign in who are out
FOLDER = Path(__file__).parents[2] / "test-output" / "fuzz" / "pages"
TYPES = ("application/json", "multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencoded", "")
READY = {"health.readyz"}  # says 503 where no scheduler runs
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
NASTY = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "2",
        "3",
        "7",
        "999999999999",
        "9" * 30,
        "1e309",
        "NaN",
        "true",
        "null",
        "[]",
        "{}",
        "y",
        "on",
    ),
    *("02/03/2026", "31/02/2026", "2026-03-02", "00/00/0000", "29/02/2024", "99:99", "07:30", "1/1/1", "01/01/9999"),
    *(
        "'",
        '"',
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
        "%s%n",
        "%(x)s",
        "../../etc/passwd",
        "\\",
    ),
    *("\x00", "\ud800", "\r\nX: y", "a\tb", "é" * 3, "Ủy ban", "ﷺ" * 50, "̈" * 500, "\u202eabc", "🦊" * 40, "A" * 5000),
    *("=1+1", "@x", "+1", "-1+2", "|", ";", "&", "#", "?", "a@b.vn", "http://127.0.0.1/", "javascript:alert(1)", "//x"),
    *("done", "issue", "leader", "officer", "dated", "undated", "own", "draft", "web", "mail", "all", "unit", "person"),
)
NAMES = (
    "q",
    "mark",
    "first",
    "last",
    "unit",
    "person",
    "view",
    "state",
    "order",
    "kind",
    "next",
    "as",
    "group",
    "page",
)
FILES = (b"", b"%PDF-1.7\n", b"PK\x03\x04" + bytes(60), b"\xff\xd8\xff", b"\x00" * 2000, "ngày,loại\n".encode(), b"<a>")


class Caught(logging.Handler):
    """The last fault that the application has logged, with where it came from."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        trace = "".join(traceback.format_exception(*record.exc_info)[-6:]) if record.exc_info else ""
        self.last = f"{record.getMessage()}\n{trace}"


class Batch:
    """So many requests, all drawn from one number."""

    def __init__(self, app: Flask, number: int) -> None:
        self.app, self.random = app, Random(f"{SEED}:{number}")
        self.clients: dict[str, FlaskClient] = {}
        self.csrf: dict[str, str] = {}
        self.fields: dict[str, list[tuple[str, str]]] = defaultdict(list)  # what pages' forms ask for, by their action
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
        self.tokens: list[str] = []

    def run(self, caught: Caught) -> Iterator[tuple[str, str, int, str]]:
        """(endpoint, what was asked, status, fault) of each request."""
        self._enter()
        for turn in range(BATCH):
            if turn % ENTERING == ENTERING - 1:
                self._enter()
            who = self.random.choice([*PEOPLE, "", "", "program"])
            rule = self.random.choice(self.rules)
            method = (
                self.random.choice(sorted(rule.methods or {"GET"}))
                if self.random.random() < 0.9
                else self._any(METHODS)
            )
            path, asked = self._path(rule), self._asked(who, rule, method)
            caught.last = ""
            client = self.clients.get(who) or self.app.test_client()
            answer = client.open(path, method=method, **asked)
            body = answer.get_data(as_text=False) if answer.mimetype == "text/html" else b""
            if who and body and answer.status_code == 200:
                self._learn(body.decode("utf-8", "replace"))
            status = answer.status_code
            answer.close()
            yield rule.endpoint, f"{who or 'nobody'} {method} {path} {repr(asked)[:1500]}", status, caught.last

    def _enter(self) -> None:
        """Sign in whoever is not; those who cannot any more go without."""
        for name in PEOPLE:
            client = self.clients.get(name) or self.app.test_client()
            if not (token := self._token(client, "/account/tokens")):
                entrance = self._token(client, "/sign-in")
                client.post("/sign-in", data={"username": name, "password": "demo", "csrf_token": entrance})
                token = self._token(client, "/account/tokens")
            self.clients[name], self.csrf[name] = client, token
        if not self.tokens:
            with self.app.app_context():
                for person in db.session.query(Person).filter(
                    Person.username.in_(("chutich", "truongphong", "quantri"))
                ):
                    self.tokens.append(tokens.make(db.session(), person, "x", list(Scope), 30, now=clock.now()))
                db.session.commit()

    def _token(self, client: FlaskClient, path: str) -> str:
        found = re.search(
            r'name="csrf_token" value="([^"]+)"|csrf-token" content="([^"]+)"', client.get(path).get_data(as_text=True)
        )
        return (found[1] or found[2]) if found else ""

    def _learn(self, page: str) -> None:
        for action, form in re.findall(r'<form[^>]*action="([^"?]*)[^>]*>(.*?)</form>', page, re.DOTALL):
            names = re.findall(
                r'<(?:input|select|textarea|button)[^>]*\bname="([\w-]+)"[^>]*?(?:value="([^"]*)")?[^>]*>', form
            )
            options = re.findall(r'<option[^>]*value="([^"]*)"', form)
            self.fields[re.sub(r"\d+", "0", action)] = [*names, *(("", option) for option in options[:50])]

    def _path(self, rule: Rule) -> str:
        values: dict[str, object] = {}
        for name, converter in rule._converters.items():
            if isinstance(converter, AnyConverter):
                values[name] = self._any(sorted(converter.items))
            elif type(converter).__name__ == "_Id":
                values[name] = (
                    self.random.randint(1, 40) if self.random.random() < 0.9 else self._any((0, 10**12, 2**63, 10**25))
                )
            else:
                words = self._any(NASTY[1:]).replace("/", "") or "x"
                values[name] = words.encode("utf-8", "replace").decode()
        built = rule.build(values, append_unknown=False)
        path = built[1] if built else "/"
        if self.random.random() < 0.5:
            return path
        query = [(self._name(), self._value()) for _time in range(self.random.randint(1, 5))]
        return f"{path}?{urlencode(query, errors='surrogatepass')}"

    def _asked(self, who: str, rule: Rule, method: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"headers": self._headers(who)}
        if method in ("GET", "HEAD", "OPTIONS"):
            return asked
        kind = self.random.random()
        if kind < 0.08:
            return asked | {
                "data": self.random.randbytes(self.random.randint(0, 400)),
                "content_type": self._any(TYPES),
            }
        if who == "program" or kind < 0.12:
            return asked | {"data": json.dumps(self._thing(3)), "content_type": "application/json"}
        fields = self._form(who, rule)
        if kind > 0.9:
            file = BytesIO(self._any(FILES)), self._any(("a.pdf", "a.xlsx", "../a.docx", "a", "x.exe"))
            whole = {name: value.encode("utf-8", "replace").decode() for name, value in fields}
            return asked | {"data": {**whole, self._any(("files", "file", "paper")): file}}
        encoded = urlencode(fields, errors="surrogatepass")
        return asked | {"data": encoded, "content_type": "application/x-www-form-urlencoded"}

    def _headers(self, who: str) -> dict[str, str]:
        tags, languages = ('"1"', "*", "x", '"999"'), ("en", "vi", "xx;q=9", "*", "")
        offered = (("HX-Request", "true"), ("If-Match", self._any(tags)), ("Range", "bytes=5-1"))
        headers = {name: value for name, value in offered if self.random.random() < 0.1}
        if self.random.random() < 0.05:
            headers["Accept-Language"] = self._any(languages)
        if who == "program":
            headers["Authorization"] = f"Bearer {self._any((*self.tokens, *self.tokens, 'x'))}"
        return headers

    def _form(self, who: str, rule: Rule) -> list[tuple[str, str]]:
        """Mostly what a page has offered for this address, with some of it left out, changed, added."""
        action = re.sub(r"\d+", "0", re.sub(r"<[^>]*>", "0", rule.rule))
        known = self.fields.get(action) or self._any([[], *self.fields.values()]) or [("", "")] * 5
        fields = [
            (name or self._name(), value if self.random.random() < 0.7 else self._value())
            for name, value in known
            if name != "csrf_token" and self.random.random() < 0.85
        ]
        if self.random.random() < 0.2:
            fields.append((self._name(), self._value()))
        if self.random.random() < 0.85:
            fields.append(("csrf_token", self.csrf.get(who, "x") if self.random.random() < 0.9 else "wrong"))
        return fields

    def _thing(self, depth: int) -> object:
        kind = self.random.randint(0, 5 if depth else 3)
        if kind == 4:
            return [self._thing(depth - 1) for _time in range(self.random.randint(0, 4))]
        if kind == 5:
            return {
                self._any(
                    ("content", "leads", "due_on", "text", "version", "note", "reason", "unit", "x")
                ): self._thing(depth - 1)
                for _time in range(4)
            }
        return self._any((self._value().replace("\ud800", ""), self.random.randint(-5, 10**19), None, True))

    def _name(self) -> str:
        learned = [name for fields in list(self.fields.values())[:30] for name, _value in fields[:20] if name]
        return self._any(learned) if learned and self.random.random() < 0.5 else self._any(NAMES)

    def _value(self) -> str:
        value: str = self._any(NASTY)
        return value if self.random.random() < 0.9 else value + str(self._any(NASTY))

    def _any(self, choices: Any) -> Any:
        return choices[self.random.randrange(len(choices))]


def office(folder: Path) -> Path:
    """A database with the office of the tests and something behind every door: each batch gets a copy."""
    file = folder / "office.db"
    app = create_app(make_settings(f"sqlite:///{file}", folder))
    with app.app_context():
        migrate.upgrade(db.engine)
        build_office(db.session)
        db.session.commit()
        made = Office.load(db.session)
    things = Things(app, made)
    for kind in sorted({door.thing for door in DOORS if door.thing}):
        things.make(kind)
    with app.app_context():
        db.engine.dispose()
    return file


def batch(template: Path, number: int, caught: Caught) -> tuple[Counter[str], list[str]]:
    """Do one; how many answers of each kind, and the faults."""
    counts, faults = Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/fuzz.db"
        copyfile(template, make_url(url).database or "")
        app = create_app(make_settings(url, Path(folder)))
        for endpoint, asked, status, fault in Batch(app, number).run(caught):
            counts[f"{status // 100}xx"] += 1
            if status >= 500 and endpoint not in READY:
                faults.append(f"batch {number}, {status} {endpoint}: {asked}\n{fault}")
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    return counts, faults


def main() -> int:
    """Go on until enough is done or the time is up."""
    os.environ["PATH"] = "/nonexistent"  # no LibreOffice, no Tesseract: they are programs of others, and slow
    tokens.PER_MINUTE = 10**9
    FOLDER.mkdir(parents=True, exist_ok=True)
    caught = Caught()
    logging.getLogger("taskapp").addHandler(caught)
    logging.getLogger("taskapp").propagate = False
    remember()
    clock.freeze(MONDAY)
    with tempfile.TemporaryDirectory() as folder:
        template = office(Path(folder))
        if sys.argv[1] == "batch":
            counts, faults = batch(template, int(sys.argv[2]), caught)
            print(dict(counts), *faults, sep="\n")
            return 1 if faults else 0
        most, seconds = int(sys.argv[1]), int(sys.argv[2])
        worker, of = map(int, (sys.argv[3] if len(sys.argv) > 3 else "0/1").split("/"))
        return _on(template, most // of, seconds, worker, of, caught)


def _on(template: Path, most: int, seconds: int, worker: int, of: int, caught: Caught) -> int:
    kept = FOLDER / f"worker-{worker}-of-{of}.json"
    state = json.loads(kept.read_text()) if kept.exists() else {"next": worker, "counts": {}, "faults": []}
    end = time.monotonic() + seconds
    while sum(state["counts"].values()) < most and time.monotonic() < end:
        counts, faults = batch(template, state["next"], caught)
        state["counts"] = dict(Counter(state["counts"]) + counts)
        state["faults"] += faults
        state["next"] += of
        kept.write_text(json.dumps(state, ensure_ascii=True))
        print(
            f"batch {state['next'] - of}: {sum(state['counts'].values())} requests, {len(state['faults'])} faults",
            flush=True,
        )
    print("\n".join(f"| {kind} | {count} |" for kind, count in sorted(state["counts"].items())))
    print(*state["faults"][:10], sep="\n\n")
    return 1 if state["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
