"""A worker as `heard worker` is one, in a process that tests may kill: ``python -m tests.web.intake.worker``."""

from __future__ import annotations

import os

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from heard.web.intake.lease import take_up_again

    take_up_again()
    call_command("db_worker", interval=0.1, startup_delay=False, reload=False, verbosity=0)
