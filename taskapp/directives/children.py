"""Foreign bytes are read by a child process with limits: they go in through a file without a name, JSON comes back."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import Any

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.directives.reason import Reason


def ask(module: str, data: bytes, *arguments: str, seconds: int, slow: Reason, dead: Reason) -> dict[str, Any]:
    """What the module's process says of the bytes; it may take so many seconds of wall clock.

    Raises BadInput with what it says of a file that it refuses, with `slow` when it takes longer, with `dead` when the
    file was the end of it.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(data)
        given.seek(0)
        try:
            subprocess.run(
                [sys.executable, "-I", "-m", module, *arguments],
                stdin=given,
                stdout=told,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise BadInput(_(slow.text)) from error
        except subprocess.CalledProcessError as error:
            raise BadInput(_(dead.text)) from error
        told.seek(0)
        answer: dict[str, Any] = json.loads(told.read())
    if "refused" in answer:
        raise BadInput(_(answer["refused"], **answer.get("values", {})))
    return answer
