"""A real server over an installation of its own, which a test may stop, starve and kill."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["Installation"]

ROOT = Path(__file__).parents[3]
PREPARE = """
from heard.web.serving import prepare
prepare(None)
from django.test import Client
from heard.web.organisation.access import Role
from tests.web.cast import assemble, put
cast = assemble()
one, *_ = put(cast.organisation)
client = Client()
client.force_login(cast[Role.MANAGER])
print(one.pk, client.cookies["sessionid"].value)
"""
PATIENCE = 120  # seconds until a server on a busy machine answers


class Installation:
    """A folder with the cast in it, and the server that is started over it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
            "HEARD_DATA": str(folder),
            "HEARD_ENCODER": "0",
            "HEARD_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "heard.web.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            **environment,
        }
        one, self.session = self.python(PREPARE).split()
        self.page = f"/conversations/{one}/"  # which writes, too: that somebody saw it
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.running: subprocess.Popen[bytes] | None = None

    def python(self, code: str, *arguments: str) -> str:
        """What `code` prints, run over this installation."""
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()

    def start(self, *options: str) -> None:
        """The server, which answers when this returns."""
        command = [sys.executable, "-c", "from heard.cli import main; main()", "serve", "--port", str(self.port)]
        self.running = subprocess.Popen([*command, *options], env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.running.poll() is None, "the server ended by itself"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends the server, if one runs."""
        if self.running:
            self.running.kill()
            self.running.wait()
            self.running = None

    def get(self, path: str) -> tuple[int, str]:
        """Status and page, as the manager sees it; who looks after its health brings no cookie."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            cookie = {} if path.startswith("/health/") else {"Cookie": f"sessionid={self.session}"}
            line.request("GET", path, headers=cookie)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def _answers(self) -> bool:
        try:
            self.get("/health/live")
        except OSError:
            return False
        return True
