"""A client generated from the document drives a whole task: assigned, accepted, handed in with evidence, approved."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask

from tests.api.conftest import Program, assignment
from tests.office import Office

PACKAGE = "giao_viec_client"


@pytest.fixture
def generated(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the package that was generated, which can be imported."""
    document, settings = tmp_path / "openapi.json", tmp_path / "settings.json"
    document.write_bytes(app.test_client().get("/api/v1/openapi.json").data)
    settings.write_text(json.dumps({"post_hooks": [], "package_name_override": PACKAGE}))
    program = Path(sys.executable).with_name("openapi-python-client")
    command = [program, "generate", "--path", document, "--meta", "none", "--config", settings]
    said = subprocess.run(
        [*command, "--output-path", tmp_path / PACKAGE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
    monkeypatch.syspath_prepend(tmp_path)
    yield PACKAGE
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


def test_a_generated_client_drives_a_task_from_assignment_to_report(
    app: Flask, office: Office, program_of: Callable[..., Program], generated: str
):
    client, models, types = (import_module(f"{generated}.{name}") for name in ("client", "models", "types"))

    def sign_in(username: str) -> Any:
        signed_in = client.AuthenticatedClient("http://localhost", program_of(username).token)
        return signed_in.set_httpx_client(
            httpx.Client(
                base_url="http://localhost",
                transport=httpx.WSGITransport(app),
                headers={"Authorization": f"Bearer {signed_in.token}"},
            )
        )

    def call(who: Any, tag: str, name: str, *values: Any, **more: Any) -> Any:
        answer = import_module(f"{generated}.api.{tag}.{name}").sync_detailed(*values, client=who, **more)
        assert answer.status_code < 300, answer.content
        return answer.parsed

    chair, head = sign_in("chutich"), sign_in("truongphong")
    body = models.AssignBody.from_dict(assignment(office))
    (task,) = call(chair, "tasks", "tasks_assign", body=body).items
    task = call(head, "moves", "moves_acceptance", task.id, if_match=f'"{task.version}"')
    file = types.File(payload=b"%PDF-1.7 ", file_name="bao-cao.pdf", mime_type="application/pdf")
    result = models.ResultWithFiles(text="Đã hoàn thành.", files=[file])
    task = call(head, "moves", "moves_submission", task.id, body=result, if_match=f'"{task.version}"')
    assert [each.name for each in task.submissions[0].files] == ["bao-cao.pdf"]
    task = call(chair, "moves", "moves_approval", task.id, body=models.NoteBody(), if_match=f'"{task.version}"')
    assert task.state == models.State.DONE
    report = call(chair, "reports", "reports_summary")
    assert (report.total.done_on_time, report.total.on_time_share) == (1, 1.0)
