"""What no code of ours does: dangerous calls, by name, and the few places that may, each with its reason."""

from __future__ import annotations

import re

import pytest

from tests.repo.source import texts

CODE, PAGES, SCRIPTS = ("taskapp/", ".py"), ("templates/", ".html"), ("taskapp/static/", ".js")
DANGERS = {
    "runs text as code": (CODE, r"(?<![\w.])(?:eval|exec|compile|__import__)\("),
    "reads objects of strangers": (CODE, r"\b(?:pickle|marshal|shelve|dill|yaml)\b(?=\.load|\.Unpickler| import|$)"),
    "makes a template of text": (CODE, r"render_template_string|from_string\(|\bTemplate\("),
    "marks text as safe": (CODE, r"\bMarkup\((?!\"\"|')|\|\s*safe\b|__html__"),
    "marks text of a page as safe": (PAGES, r"\|\s*safe\b|autoescape\s+false"),
    "asks a shell": (CODE, r"shell=True|os\.(?:system|popen)\(|getoutput\("),
    "writes SQL of pieces": (
        CODE,
        r"(?<![\w.])(?:text|\w+\.execute|exec_driver_sql)\(\s*(?:f\"|\"[^\"]*\"\s*(?:%|\+|\.format))",
    ),
    "reads XML as strangers like": (
        CODE,
        r"from xml\.(?!etree\.ElementTree import (?:Element|SubElement|register_namespace|tostring|, )+$|sax\.saxutils)"
        r"|import xml\.|XMLParser|resolve_entities",
    ),
    "builds a pattern of what was typed": (CODE, r"\bre\.(?!escape)\w+\((?:form|request|words|typed|query)\b"),
    "hashes weakly": (CODE, r"\b(?:md5|sha1|SHA1|MD5)\b"),
    "encrypts weakly": (CODE, r"\bECB\b|PKCS1v15|\b(?:DES|ARC4|RC4|Blowfish)\b"),
    "guesses instead of drawing": (CODE, r"\bfrom random import|\bimport random\b"),
    "trusts any certificate": (CODE, r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_create_unverified"),
    "follows where it is sent": (CODE, r"allow_redirects\s*=\s*True"),
    "waits for ever": (CODE, r"timeout\s*=\s*None"),
    "opens a file that a request names": (CODE, r"(?:open|Path)\(request\."),
    "is meant for developers": (CODE, r"debug\s*=\s*True|use_debugger|breakpoint\(|set_trace\("),
    "writes markup from a script": (SCRIPTS, r"innerHTML|outerHTML|insertAdjacentHTML|document\.write"),
    "runs text as a script": (SCRIPTS, r"\beval\(|new Function|set(?:Timeout|Interval)\(\s*[\"'`]"),
    "listens to other pages": (SCRIPTS, r"addEventListener\(\s*[\"']message[\"']|onmessage|postMessage\(.*\*"),
    "touches what all objects share": (SCRIPTS, r"__proto__|\.prototype\b|Object\.assign\(window"),
    "keeps things in the browser for long": (SCRIPTS, r"localStorage|indexedDB|document\.cookie"),
    "uses what browsers have given up": (PAGES, r"<(?:object|embed|applet|frame|marquee)\b|javascript:"),
    "speaks another protocol": (SCRIPTS, r"\bnew WebSocket|\bws://|EventSource"),
}
ALLOWED = {
    ("marks text as safe", "taskapp/reports/addresses.py"): "constants; what is between them is escaped there",
    ("marks text as safe", "taskapp/guides/reading.py"): "our own Markdown files, raw HTML in them made text",
    ("marks text of a page as safe", "templates/tasks/_door.html"): "one constant attribute",
    ("marks text of a page as safe", "templates/people/factors/app.html"): "a picture that the QR library drew",
    ("guesses instead of drawing", "taskapp/demo/"): "the demo is the same each time",
    ("guesses instead of drawing", "taskapp/sample/"): "load data is the same each time",
    ("guesses instead of drawing", "taskapp/commands/sample.py"): "from a seed that is given",
    ("guesses instead of drawing", "taskapp/reminders/simulation.py"): "an office made up from a seed",
    ("guesses instead of drawing", "taskapp/outbox/"): "waits that should not all end at once",
    ("writes SQL of pieces", "taskapp/base/db.py"): "the pragmas of SQLite, from a constant list",
    ("writes markup from a script", "taskapp/static/app.js"): "a button's own content is put back",
    ("writes markup from a script", "taskapp/static/live.js"): "a fragment that our server escaped",
    ("writes markup from a script", "taskapp/static/panel.js"): "htmx puts in a fragment that our server escaped",
    ("writes markup from a script", "taskapp/static/talk.js"): "a fragment that our server escaped",
    ("keeps things in the browser for long", "taskapp/static/device.js"): "a person's own tasks, because he asked",
    ("keeps things in the browser for long", "taskapp/static/kept.js"): "asks whether there is such a thing",
}


@pytest.mark.parametrize("danger", DANGERS)
def test_no_code_does(danger: str):
    (folder, suffix), pattern = DANGERS[danger]
    found = [
        f"{name}: {match[0]}"
        for name, text in texts()
        if name.startswith(folder) and name.endswith(suffix) and "/vendor/" not in name
        if not any(danger == known and name.startswith(place) for known, place in ALLOWED)
        for match in re.finditer(pattern, text, re.MULTILINE)
    ]
    assert found == []


def test_what_is_allowed_is_still_there():
    stale = [
        (danger, place)
        for danger, place in ALLOWED
        if not any(
            name.startswith(place) and re.search(DANGERS[danger][1], text, re.MULTILINE) for name, text in texts()
        )
    ]
    assert stale == []
