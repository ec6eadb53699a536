"""The settings as shipped, with a data folder of the test run's own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ["HEARD_DATA"] = tempfile.mkdtemp(prefix="heard-tests-")
atexit.register(shutil.rmtree, os.environ["HEARD_DATA"], ignore_errors=True)

from heard.web.settings import *  # noqa: E402, F403 — the folder must be named first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real one is tested by name
