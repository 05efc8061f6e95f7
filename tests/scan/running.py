"""A running office before wapiti and sqlmap: `python -m tests.scan.running SECONDS`, signed in, each bounded in time.

The office is the demo in a folder of its own, which is thrown away; nothing but this machine is asked. What the
scanners say goes to test-output/scan; the exit code is 1 when something was found that docs/an-toan/quet.md does not
explain.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.repo.source import ROOT

TOOLS, OUT = ROOT / ".venv/attack/bin", ROOT / "test-output/scan"
MODULES = "cookieflags,csp,http_headers,csrf,crlf,exec,file,methods,redirect,sql,xss,permanentxss,upload"
BEGIN_AT = (
    "tasks",
    "reports/summary",
    "reports/overdue",
    "dashboard",
    "directives",
    "account",
    "search",
    "absences",
    "duties",
)
LEFT_OUT = ("sign-out", "account/*", "language*", "static/*", "password/*")
ASKED = {  # what reads most from the address, and who may ask it
    "/tasks?q=ho&view=all&unit=2&order=due&state=assigned": "vanphong",
    "/search?q=ho": "vanphong",
    "/reports/summary?from=01/01/2026&to=31/12/2026&unit=2&by=unit&as_of=01/11/2026&within=unit:2": "vanphong",
    "/reports/overdue?from=01/01/2026&to=31/12/2026&unit=2&as_of=01/11/2026": "vanphong",
    "/admin/mail?q=a&state=delivered": "quantri",
    "/directives?q=a&kind=CV&issuer=a&year=2026&way=in&tasks=open": "vanphong",
}
EXPLAINED = {"Secure Flag cookie"}  # the practice office speaks http; over TLS the cookie is __Host-…; Secure


@contextmanager
def office() -> Iterator[str]:
    """The address of a demo office that runs on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        here = f"http://127.0.0.1:{port}"
        env = {
            **os.environ,
            "TASKAPP_ENV": "demo",
            "TASKAPP_DATA_DIR": folder,
            "TASKAPP_BASE_URL": here,
            "TASKAPP_PROXY_HOPS": "1",
        }
        command = str(ROOT / ".venv/bin/taskapp")
        subprocess.run([command, "demo"], env=env, cwd=ROOT, check=True, capture_output=True)
        server = subprocess.Popen(
            [command, "serve", "--port", str(port)],
            env=env,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=(OUT / "server.log").open("w"),
        )
        try:
            _wait_for(f"{here}/healthz")
            yield here
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def signed_in(here: str, username: str) -> str:
    """The cookie of somebody who has signed in."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.open(f"{here}/sign-in").read().decode())
    assert token
    fields = {"username": username, "password": "demo", "csrf_token": token[1]}
    browser.open(f"{here}/sign-in", urlencode(fields).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def wapiti(here: str, seconds: int, username: str) -> list[str]:
    """What wapiti finds as that person, each finding as a line."""
    report = OUT / f"wapiti-{username}.json"
    scan, attack = seconds // 3, max(10, seconds // 3 * 2 // len(MODULES.split(",")))
    command = [
        str(TOOLS / "wapiti"),
        "-u",
        f"{here}/",
        "-H",
        f"Cookie: {signed_in(here, username)}",
        "--drop-set-cookie",
    ]
    command += [word for path in BEGIN_AT for word in ("-s", f"{here}/{path}")]
    command += [word for path in LEFT_OUT for word in ("-x", f"{here}/{path}")]
    command += [
        "--scope",
        "folder",
        "-d",
        "6",
        "--max-links-per-page",
        "80",
        "--max-files-per-dir",
        "80",
        "--tasks",
        "2",
    ]
    command += ["--max-scan-time", str(scan), "--max-attack-time", str(attack), "-m", MODULES, "--no-bugreport"]
    command += ["--flush-session", "--store-session", str(OUT / "session"), "--store-config", str(OUT / "config")]
    _run([*command, "-f", "json", "-o", str(report)], OUT / f"wapiti-{username}.log", seconds + 120)
    said = json.loads(report.read_text(encoding="utf-8"))
    print(f"wapiti as {username}: {said['infos']['crawled_pages_nbr']} pages", flush=True)
    kinds = {**said["vulnerabilities"], **said["anomalies"]}
    return [
        f"wapiti {kind}: {one['method']} {one['path']} {one['info']}" for kind, all_ in kinds.items() for one in all_
    ]


def sqlmap(here: str, seconds: int) -> list[str]:
    """What sqlmap finds in what is asked through addresses, and in the form of the sign-in."""
    found, each = [], max(20, seconds // (len(ASKED) + 1))
    usual = [str(TOOLS / "sqlmap"), "--batch", "--level", "2", "--risk", "1", "--disable-coloring"]
    usual += [
        "--output-dir",
        str(OUT / "sqlmap"),
        "--flush-session",
        "--ignore-code",
        "401,404,429",
        "--time-limit",
        str(each),
    ]
    asked = [[*usual, "-u", here + path, *_as(here, path, username)] for path, username in ASKED.items()]
    sign_in = ["-u", f"{here}/sign-in", "--data", "username=a&password=b&csrf_token=", "--csrf-token", "csrf_token"]
    sign_in += ["-p", "username,password", "--tamper", "xforwardedfor"]  # from ever other addresses, none is held back
    for number, command in enumerate([*asked, [*usual, *sign_in]]):
        log = OUT / f"sqlmap-{number}.log"
        _run(command, log, each + 30)
        said = log.read_text(encoding="utf-8", errors="replace")
        found += [f"sqlmap {command[command.index('-u') + 1]}: {line}" for line in re.findall(r"Parameter: .+", said)]
        print(f"sqlmap {command[command.index('-u') + 1].removeprefix(here)}: {_verdict(said)}", flush=True)
    return found


def _as(here: str, path: str, username: str) -> list[str]:
    """How sqlmap asks as somebody. Raises HTTPError when he is not shown that page: then nothing would be tried."""
    cookie = signed_in(here, username)
    urllib.request.urlopen(urllib.request.Request(here + path, headers={"Cookie": cookie})).close()
    return ["--cookie", cookie, "--drop-set-cookie", "--threads", "2"]


def _verdict(said: str) -> str:
    """What a log of sqlmap comes to. Raises RuntimeError when it has not looked at all."""
    if "Parameter: " in said:
        return "injectable"
    if "do not appear" in said:
        return "not injectable"
    if "[INFO] testing" not in said:
        raise RuntimeError(said[-500:])
    return "time is up"


def main(seconds: int) -> int:
    """Run both; 1 when something is found that nobody has explained."""
    OUT.mkdir(parents=True, exist_ok=True)
    with office() as here:
        found = wapiti(here, seconds // 2, "vanphong") + wapiti(here, seconds // 2, "quantri")
        found += sqlmap(here, seconds)
    unexplained = [line for line in found if not any(kind in line for kind in EXPLAINED)]
    for line in found:
        print(("explained: " if line not in unexplained else "FOUND: ") + line)
    faults = len(re.findall(r"\bfault \[", (OUT / "server.log").read_text(encoding="utf-8")))
    print(f"{len(found)} findings, {len(unexplained)} unexplained; {faults} faults (5xx) in the log of the server")
    return 1 if unexplained or faults else 0


def _run(command: list[str], log: Path, seconds: int) -> None:
    with log.open("w", encoding="utf-8") as out:
        try:
            subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, timeout=seconds, check=False, cwd=OUT)
        except subprocess.TimeoutExpired:
            print(f"{Path(command[0]).name}: time is up", flush=True)


def _free_port() -> int:
    import socket

    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    for _turn in range(300):
        try:
            urllib.request.urlopen(address).close()
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
