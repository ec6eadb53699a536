"""Starts the web application: the database brought up to date, the server, and the worker beside it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command

__all__ = ["demo", "prepare", "serve", "work"]

THREADS = 8  # of the server: pages wait for the database more than for the processor
LOOK_EVERY = 30.0  # seconds between two looks at what is due


def prepare(data: Path | None) -> None:
    """Sets Django up over the folder `data` (None: HEARD_DATA, else ./heard-data) and brings its database up to date."""
    if data is not None:
        os.environ["HEARD_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def demo(say: Callable[[str], object]) -> bool:
    """Fills an empty installation with the demo organisation; False where there is one already."""
    from heard.web.demo.filling import fill

    return fill(say)


def serve(host: str, port: int, *, worker: bool) -> None:
    """Serves until interrupted. With `worker` imports are done here too; without it by `heard worker`."""
    from waitress import serve as listen

    from heard.web.wsgi import application

    if worker:
        threading.Thread(target=work, daemon=True, name="worker").start()
    listen(application, host=host, port=port, threads=THREADS, ident="Heard")


def work() -> None:
    """Does the background work, one task after the other, and puts up what is due; never returns."""
    from django.db import close_old_connections
    from django.utils import timezone
    from django_tasks_db.management.commands.db_worker import Worker

    from heard.web.plumbing.clock import enqueue_due

    def look() -> None:
        while True:
            close_old_connections()
            enqueue_due(timezone.now())
            time.sleep(LOOK_EVERY)

    threading.Thread(target=look, daemon=True, name="clock").start()
    worker = Worker(
        queue_names=["*"],
        interval=1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{os.uname().nodename}-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.run()
