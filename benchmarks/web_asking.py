"""Asks for each page of a filled installation many times, and writes how long the answers took.

``python -m benchmarks.web_asking 100 results.json`` measures the installation that the environment names.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.archives import repeating
from benchmarks.machine import ROOT
from benchmarks.web_filling import ADDRESS, COMMON, RARE

QUIET, BUSY = 150, 300  # milliseconds at the 95th percentile: alone, and while an import is worked on
BROUGHT = 60_000  # turns of that import
ROUNDS = 1_000  # requests between the two looks at the server's memory

Ask = Callable[[str, str], None]  # role and address → nothing, when the answer is there and is a page


def main() -> None:
    """Measures what the brief of the benchmark asks for."""
    from heard.web.serving import prepare

    prepare(None)
    times = int(sys.argv[1])
    pages = _pages(times)
    client = {name: _times(_by_client(), role, addresses) for name, (role, addresses) in pages.items()}
    figures, slow = [], 0
    with _server() as (ask, process, started):
        facts = [f"`heard serve` answers {started:.1f} s after it was started."]
        by_http = {name: _times(ask, role, addresses) for name, (role, addresses) in pages.items()}
        before = _memory(process)
        for number in range(ROUNDS):
            role, addresses = list(pages.values())[number % len(pages)]
            ask(role, addresses[number % len(addresses)])
        facts.append(f"The server's memory: {before} MB, and {_memory(process)} MB after {ROUNDS:,} requests more.")
    brought, during, minutes = _while_importing(pages)
    facts.append(minutes)
    for name in pages:
        slow += _p(by_http[name], 95) > QUIET
        figures.append((f"{name}, client", f"p95 at most {QUIET} ms", _said(client[name])))
        figures.append((f"{name}, HTTP", f"p95 at most {QUIET} ms", _said(by_http[name])))
        if during[name]:
            slow += _p(during[name], 95) > BUSY
            figures.append((f"{name}, during an import", f"p95 at most {BUSY} ms", _said(during[name])))
    written = {"figures": figures, "facts": facts, "slow": slow, "brought": brought}
    Path(sys.argv[2]).write_text(json.dumps(written), encoding="utf-8")


def _pages(times: int) -> dict[str, tuple[str, list[str]]]:
    """What is measured → who asks, and the addresses, one for each request."""
    from django.urls import reverse
    from django.utils import timezone

    from heard.web.conversations.models import Conversation
    from heard.web.conversations.paging import Cursor
    from heard.web.organisation.models import Team
    from heard.web.people.models import Agent

    draw = Random(1)  # noqa: S311 — the same requests again
    rows = list(
        Conversation.objects.filter(released__lte=timezone.now())
        .order_by("-pk")
        .values_list("pk", "began")[:: max(1, _many() // 2_000)]
    )
    teams, agents = list(Team.objects.values_list("pk", flat=True)), list(Agent.objects.values_list("pk", flat=True))
    filters = [
        lambda: f"team={draw.choice(teams)}&result=missed",
        lambda: f"agent={draw.choice(agents)}",
        lambda: f"cause={draw.choice(('policy', 'product', 'capacity', 'agent'))}",
        lambda: f"channel=email&need={draw.choice(('frustration', 'anxiety', 'bereavement'))}",
        lambda: f"recognition={draw.choice(('-1', '0', '1', 'nobody'))}&team={draw.choice(teams)}",
        lambda: f"outcome=worse&team={draw.choice(teams)}",
        lambda: "review=to_read",
        lambda: f"below=0.{draw.randrange(3, 9)}&channel=chat",
    ]
    common = (COMMON, "please", "thank", "refund", "sorry", "phone", "cancel", "money", "doctor", "delivery")

    def one() -> tuple[int, Any]:
        return draw.choice(rows)

    def page(role: str, address: Callable[[], str]) -> tuple[str, list[str]]:
        return role, [address() for _ in range(times)]

    return {
        "list": page("manager", lambda: "/conversations/"),
        "list, filtered": page("manager", lambda: f"/conversations/?{draw.choice(filters)()}"),
        "search, a common word": page("manager", lambda: f"/conversations/?q={draw.choice(common)}"),
        "search, a common word in a team": page(
            "manager", lambda: f"/conversations/?q={draw.choice(common)}&team={draw.choice(teams)}&result=missed"
        ),
        "search, a word said once": page(
            "manager", lambda: f"/conversations/?q={RARE.format(number=draw.randrange(_many()))}"
        ),
        "list, a later page": page("manager", lambda: f"/conversations/?page={Cursor(False, *reversed(one()))}"),
        "list, a lead's": page("lead", lambda: "/conversations/"),
        "list, an agent's": page("agent", lambda: "/conversations/"),
        "one conversation": page("manager", lambda: reverse("conversations:one", args=[one()[0]])),
        "overview, this quarter": page("manager", lambda: "/insights/"),
        "overview, a year of a team": page("manager", lambda: f"/insights/?period=year&team={draw.choice(teams)}"),
        "moments": page("manager", lambda: "/insights/moments?period=year&result=unmet"),
        "moments, narrowed": page(
            "manager", lambda: f"/insights/moments?recognition=0&cause=agent&team={draw.choice(teams)}"
        ),
        "reviews to do": page("reviewer", lambda: "/reviews/"),
        "my moments": page("agent", lambda: "/moments/"),
        "my moments, by month": page("agent", lambda: "/moments/?by=month"),
    }


def _many() -> int:
    from heard.web.conversations.models import Conversation

    return Conversation.objects.count()


def _by_client() -> Ask:
    from django.test import Client

    from heard.web.people.models import Person

    clients: dict[str, Client] = {}

    def ask(role: str, address: str) -> None:
        if role not in clients:
            clients[role] = Client(SERVER_NAME="localhost")
            clients[role].force_login(Person.objects.get(email=ADDRESS.format(role=role)))
        answer = clients[role].get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {role} {answer.status_code}")

    return ask


@contextmanager
def _server(*, worker: bool = False) -> Iterator[tuple[Ask, int, float]]:
    """`heard serve` over this installation: how to ask it, its process, and after how many seconds it answered."""
    from django.test import Client

    from heard.web.people.models import Person

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from heard.cli import main; main()", "serve", "--port", str(port)]
    began = time.monotonic()
    running = subprocess.Popen(
        command + ([] if worker else ["--no-worker"]), env={**os.environ, "HEARD_ENCODER": "0"}, cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    cookies: dict[str, str] = {}
    lines = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(role: str, address: str) -> None:
        if role not in cookies:
            client = Client()
            client.force_login(Person.objects.get(email=ADDRESS.format(role=role)))
            cookies[role] = client.cookies["sessionid"].value
        lines.request("GET", address, headers={"Cookie": f"sessionid={cookies[role]}", "Host": f"localhost:{port}"})
        answer = lines.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answers {role} {answer.status}")

    try:
        while True:
            try:
                ask("manager", "/conversations/")
                break
            except OSError:
                lines.close()
                if running.poll() is not None or time.monotonic() - began > 120:
                    raise
                time.sleep(0.05)
        yield ask, running.pid, time.monotonic() - began
    finally:
        lines.close()
        running.terminate()
        running.wait(20)


def _while_importing(pages: dict[str, tuple[str, list[str]]]) -> tuple[int, dict[str, list[float]], str]:
    """Brings an archive in through the server's own worker, and asks for pages until it is done."""
    from heard.web.intake.actions import add_file, begin, draft
    from heard.web.intake.models import Import
    from heard.web.people.models import Person

    talks = [json.dumps(talk.to_json()) + "\n" for talk in repeating(BROUGHT)]
    by = Person.objects.get(email=ADDRESS.format(role="manager"))
    brought = draft(by)
    add_file(brought, "archive.jsonl", ["".join(talks).encode()])
    begin(brought, by)
    took: dict[str, list[float]] = {name: [] for name in pages}
    began = time.monotonic()
    with _server(worker=True) as (ask, _, _):
        for number in range(10**9):
            brought = Import.objects.get(pk=brought.pk)
            if brought.state not in ("waiting", "running") or time.monotonic() - began > 600:
                break
            if brought.read == 0:  # not begun to store yet
                time.sleep(0.2)
                continue
            for name, (role, addresses) in pages.items():
                took[name] += _times(ask, role, [addresses[number % len(addresses)]])
    seconds = time.monotonic() - began
    return (
        len(talks),
        took,
        f"The import: {brought.state} after {seconds:.0f} s ({brought.read:,} read), {sum(map(len, took.values())):,} pages asked for meanwhile.",
    )


def _times(ask: Ask, role: str, addresses: list[str]) -> list[float]:
    """Milliseconds for each address."""
    took = []
    for address in addresses:
        began = time.perf_counter()
        ask(role, address)
        took.append((time.perf_counter() - began) * 1000)
    return took


def _p(took: list[float], percent: int) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[percent - 1] if len(took) > 1 else took[0]


def _said(took: list[float]) -> str:
    return f"p50 {_p(took, 50):.0f}, p95 {_p(took, 95):.0f} ms ({len(took)})"


def _memory(process: int) -> int:
    """Resident megabytes of a process."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024


if __name__ == "__main__":
    main()
